"""Prints what is to be spoken: one JSON line a file, `{"name": "ask-applicant.name", "text": "…"}`.

Questions are spoken in plain and in easy Japanese (`ask-applicant.name.ja-simple`), the latter with the readings of
its translation as `kiosk.web.ruby` carries them: so the voice can be held to them.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from forms import shipped_catalogue
from forms.item import Item
from forms.tomlfile import read_toml
from kiosk.web.language import EASY, EASY_LOCALE, read_catalogue

SCREENS = Path(__file__).with_name("screens.toml")
SPOKEN = (
    ("（", "、"),
    ("）", "、"),
    ("〇", "まる"),
    ("続柄", "つづきがら"),
    ("旧氏", "きゅううじ"),
    ("相続人", "そうぞくにん"),
    ("保育所", "ほいくしょ"),
    ("何で", "なにで"),
    ("方書", "かたがき"),
    ("通称", "つうしょう"),
    ("いちばん下", "いちばんした"),
    ("店番", "てんばん"),
    ("、。", "。"),
)
"""Signs and words the voice would stumble over."""

_PERSON = re.compile("方(?![法面書向])")
"""The polite word for a person, which the voice would read as a direction."""
_EXAMPLE = re.compile("(?:\ufff9例\ufffaれい\ufffb|例)：[^。]*。?")
_CARRIED = re.compile("(\ufff9[^\ufffb]*\ufffb)")


def spoken_texts() -> Iterator[tuple[str, str]]:
    """Name of the recording and what it says: every screen, every question some procedure asks."""
    table = read_toml(SCREENS)
    for name in table.keys():  # noqa: SIM118 - a Table is no mapping
        yield name, _sounding(table.text(name))
    table.finish()
    asked: dict[str, Item] = {}
    for procedure in shipped_catalogue().current.values():
        for ask in procedure.asks():
            asked.setdefault(ask.item.name, ask.item)
    easy = read_catalogue(EASY_LOCALE).gettext
    for name, item in sorted(asked.items()):
        yield f"ask-{name}", _spoken(item.ask, item.hint)
        yield f"ask-{name}.{EASY}", _spoken(easy(item.ask), easy(item.hint) if item.hint else "")


def _spoken(question: str, hint: str) -> str:
    """The question and its hint, without examples: those are for the eyes."""
    return _sounding(f"{question}。{_EXAMPLE.sub('', hint)}")


def _sounding(text: str) -> str:
    """Words that carry their reading are left as they are."""
    parts = (part if part.startswith("\ufff9") else _PERSON.sub("かた", part) for part in _CARRIED.split(text))
    text = "".join(parts)
    for sign, word in SPOKEN:
        text = text.replace(sign, word)
    return text


if __name__ == "__main__":
    for name, text in spoken_texts():
        sys.stdout.write(json.dumps({"name": name, "text": text}, ensure_ascii=False) + "\n")
