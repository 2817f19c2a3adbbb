"""Prints what is to be spoken: one JSON line a file, `{"name": "ask-person.name", "text": "…"}`. With `--changed` only
what says something else than when the recordings were made, with `--digests` what `spoken.tsv` shall say.

Questions are spoken in plain and in easy Japanese (`ask-person.name.ja-simple`), the latter with the readings of
its translation as `kiosk.web.language` carries them: so the voice can be held to them.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from forms import Procedure, shipped_catalogue
from forms.cast import PICKED, pick_key
from forms.household import KIN, RELATION_WORDS
from forms.item import Item
from forms.person import FACT, FAMILY, WHOM
from forms.role import GROUND
from forms.tomlfile import read_toml
from forms.vocabulary import shipped_vocabulary
from kiosk.board.calls import pieces
from kiosk.web.language import EASY, EASY_LOCALE, read_catalogue

SCREENS = Path(__file__).with_name("screens.toml")
DIGESTS = Path(__file__).with_name("spoken.tsv")
"""Name and digest of the text of every recording, as it was spoken."""
SPOKEN = (
    ("（", "、"),
    ("）", "、"),
    ("〇", "まる"),
    ("続柄", "つづきがら"),
    ("旧氏", "きゅううじ"),
    ("相続人", "そうぞくにん"),
    ("保育所", "ほいくしょ"),
    ("だれの分", "だれのぶん"),
    ("何で", "なにで"),
    ("方書", "かたがき"),
    ("通称", "つうしょう"),
    ("いちばん下", "いちばんした"),
    ("店番", "てんばん"),
    ("、。", "。"),
)
"""Signs and words the voice would stumble over."""

IN_ROWS = (KIN, "apart")
"""Facts that are asked in the rows of a household alone."""

_PERSON = re.compile("(?<!平)方(?![法面書向])")
"""The polite word for a person, which the voice would read as a direction."""
_EXAMPLES = re.compile("（例：[^）]*）")
_EXAMPLE = re.compile("(?:\ufff9例\ufffaれい\ufffb|例)：[^。]*。?")
_CARRIED = re.compile("(\ufff9[^\ufffb]*\ufffb)")


def spoken_texts() -> Iterator[tuple[str, str]]:
    """Name of the recording and what it says: every screen, every question some procedure asks."""
    table = read_toml(SCREENS)
    for name in table.keys():  # noqa: SIM118 - a Table is no mapping
        yield name, _sounding(table.text(name))
    table.finish()
    yield from ((name, _sounding(text)) for name, text in pieces())
    vocabulary = shipped_vocabulary()
    asked = {name: _words(vocabulary[name]) for name in (WHOM, *GROUND, FAMILY, FACT + RELATION_WORDS)}
    for procedure in shipped_catalogue().for_residents.current.values():
        asked = dict(_asked_by(procedure)) | asked
    easy = read_catalogue(EASY_LOCALE).gettext
    for name, (question, hint) in sorted(asked.items()):
        yield f"ask-{name}", _spoken(question, hint)
        yield f"ask-{name}.{EASY}", _spoken(easy(question), easy(hint) if hint else "")


def _asked_by(procedure: Procedure) -> Iterator[tuple[str, tuple[str, str]]]:
    """Question and hint of each question of its pages, of each fact of its roles, and of who plays a role, by the name
    of the recording: a fact is the same question whoever is meant."""
    vocabulary = shipped_vocabulary()
    for ask in procedure.asks():
        item = vocabulary[FACT + ask.item.fact] if ask.item.fact else ask.item
        yield item.name, _words(item)
    for role in procedure.roles:
        if role.source in PICKED:
            yield pick_key(role, procedure), (role.ask, role.hint)
        facts = (need.item for need in role.facts if need.fact not in IN_ROWS)
        yield from ((fact.name, _words(fact)) for fact in facts)


def _words(item: Item) -> tuple[str, str]:
    return item.ask, item.hint


def _spoken(question: str, hint: str) -> str:
    """The question and its hint, without examples: those are for the eyes."""
    return _sounding(f"{_EXAMPLES.sub('', question)}。{_EXAMPLE.sub('', hint)}")


def _sounding(text: str) -> str:
    """Words that carry their reading are left as they are."""
    parts = (part if part.startswith("\ufff9") else _PERSON.sub("かた", part) for part in _CARRIED.split(text))
    text = "".join(parts)
    for sign, word in SPOKEN:
        text = text.replace(sign, word)
    return text


def digest(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


def read_digests() -> dict[str, str]:
    """Return the digests of the texts that the recordings say, by name."""
    return dict(line.split("\t") for line in DIGESTS.read_text("utf-8").splitlines())


def main() -> None:
    known = read_digests() if "--changed" in sys.argv else {}
    for name, text in sorted(spoken_texts()):
        if "--digests" in sys.argv:
            sys.stdout.write(f"{name}\t{digest(text)}\n")
        elif known.get(name) != digest(text):
            sys.stdout.write(json.dumps({"name": name, "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
