"""Names by touch: kanji for a reading, and the reading they were found by.

The SKK dictionaries that Debian packages (skkdic, skkdic-extra) are data under the GPL: read from where the system
keeps them, never shipped. Without them names are written in kana, as is always allowed. A reading that was heard lies
sealed beside the answers and becomes one only when the person sends the question it is suggested for.

(Source of the format: SKK dictionary files, one `reading /word;note/word/` a line, without 送り仮名 below its mark.)
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from flask import Blueprint, request, typing as ft

from forms import Answers, JourneyAsk, checking, kinds
from forms.inputs import Inputs, katakana
from kiosk.desk.case import Case
from kiosk.desk.lobby.session import current_case
from kiosk.office import today
from kiosk.web.inputs import first_typed

routes = Blueprint("kanji", __name__)

FOLDER = Path("/usr/share/skk")
NAMES, WORDS = "SKK-JISYO.jinmei", "SKK-JISYO.L"
"""Names come first, words fill up."""

LONGEST_READING = 20
MOST = 60
LARGEST_FILE = 16 * 1024 * 1024
NO_ENDINGS = ";; okuri-nasi entries."

_READING = re.compile(r"[ぁ-ゖー]+")
_WRITTEN = re.compile(r"[\u3005\u3006\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@routes.post("/kanji")
def find() -> ft.ResponseReturnValue:
    """For `reading` in hiragana: how much of its beginning is known, and the words for that."""
    current_case()
    known, words = find_kanji(request.form.get("reading", ""))
    return {"reading": known, "words": list(words)}


@routes.app_context_processor
def for_templates() -> dict[str, object]:
    return {"kanji_kept": has_kanji()}


def find_kanji(reading: str, folder: Path = FOLDER) -> tuple[str, tuple[str, ...]]:
    """The longest beginning of a hiragana reading that something is known for, and its words, names first.

    ("", ()) if nothing is known, the reading is none, or there are no dictionaries.
    """
    if not _READING.fullmatch(reading) or len(reading) > LONGEST_READING:
        return "", ()
    for end in range(len(reading), 0, -1):
        found = _words(reading[:end], folder)
        if found:
            return reading[:end], found
    return "", ()


def read_dictionary() -> None:
    """Read the dictionaries before anybody waits for them."""
    find_kanji("あ")


def has_kanji(folder: Path = FOLDER) -> bool:
    """Whether a dictionary of names is installed."""
    return (folder / NAMES).is_file()


def _words(reading: str, folder: Path) -> tuple[str, ...]:
    entries = "".join(_dictionary(folder / name).get(reading, "") for name in (NAMES, WORDS))
    words = dict.fromkeys(entry.partition(";")[0] for entry in entries.split("/"))
    return tuple(word for word in words if _WRITTEN.fullmatch(word) and word != reading)[:MOST]


@cache
def _dictionary(file: Path) -> dict[str, str]:
    """Reading → its words as the file has them."""
    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        return {}
    return dict(_entries(file.read_text("euc_jp", errors="replace")))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    _, mark, below = text.partition(NO_ENDINGS)
    for line in (below if mark else text).splitlines():
        reading, space, words = line.partition(" ")
        if space and _READING.fullmatch(reading):
            yield reading, words


READING = "!reading"
"""Suffix of the hidden inputs that come along with the parts of a name; without JavaScript they stay empty."""

PARTS = (".family", ".given")


def hear(case: Case, key: str, inputs: Inputs) -> Case:
    """The case after the question `key` was sent: with the reading of its name for the next question, if that asks
    for a reading nobody has given yet, and without the suggestion for this very question."""
    suggested = {name: text for name, text in case.file.suggested.items() if name != key}
    following = _reading_asked_after(case, key)
    if following is not None:
        suggested.pop(following.key, None)
        reading = _reading(key, inputs)
        if reading and following.key not in case.answers and checking.is_legal(following.ask.item, reading):
            suggested[following.key] = reading
    return replace(case, file=replace(case.file, suggested=suggested))


def with_readings(case: Case, key: str) -> Answers:
    """The answers as the question `key` shows them."""
    return {name: text for name, text in case.file.suggested.items() if name == key} | dict(case.answers)


def _reading_asked_after(case: Case, key: str) -> JourneyAsk | None:
    """The question for the reading of this name: the one right behind it."""
    pairs = pairwise(case.journey(today()).asks)
    found = next(
        (after for before, after in pairs if before.key == key and before.ask.item.kind is kinds.NAME), None
    )
    return found if found is not None and found.ask.item.kind is kinds.KANA else None


def _reading(key: str, inputs: Inputs) -> str:
    """Of every part that is filled; nothing if the reading of one is not known."""
    filled = [part for part in PARTS if first_typed(inputs, key + part).strip()]
    heard = [first_typed(inputs, key + part + READING).strip() for part in filled]
    return katakana("\u3000".join(heard)) if all(heard) else ""
