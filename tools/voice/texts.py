"""Prints what is to be spoken: one JSON line a file, `{"name": "ask-applicant.name", "text": "…"}`."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from forms import shipped_catalogue
from forms.item import Item
from forms.tomlfile import read_toml

SCREENS = Path(__file__).with_name("screens.toml")
SPOKEN = (
    ("（", "、"),
    ("）", "、"),
    ("〇", "まる"),
    ("続柄", "つづきがら"),
    ("方書", "かたがき"),
    ("通称", "つうしょう"),
    ("いちばん下", "いちばんした"),
    ("店番", "てんばん"),
    ("、。", "。"),
)
"""Signs and words the voice would stumble over."""

_PERSON = re.compile("方(?![法面書向])")
"""The polite word for a person, which the voice would read as a direction."""
_EXAMPLE = re.compile("例：[^。]*。?")


def spoken_texts() -> Iterator[tuple[str, str]]:
    """Name of the recording and what it says: every screen, every question some procedure asks."""
    table = read_toml(SCREENS)
    for name in table.keys():  # noqa: SIM118 - a Table is no mapping
        yield name, _sounding(table.text(name))
    asked: dict[str, Item] = {}
    for procedure in shipped_catalogue().current.values():
        for ask in procedure.asks():
            asked.setdefault(ask.item.name, ask.item)
    for name, item in sorted(asked.items()):
        yield f"ask-{name}", _spoken(item)


def _spoken(item: Item) -> str:
    """The question and its hint, without examples: those are for the eyes."""
    return _sounding(f"{item.ask}。{_EXAMPLE.sub('', item.hint)}")


def _sounding(text: str) -> str:
    for sign, word in SPOKEN:
        text = text.replace(sign, word)
    return _PERSON.sub("かた", text)


if __name__ == "__main__":
    for name, text in spoken_texts():
        sys.stdout.write(json.dumps({"name": name, "text": text}, ensure_ascii=False) + "\n")
