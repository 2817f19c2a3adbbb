"""Kanji for a reading, from the SKK dictionaries that Debian packages (skkdic, skkdic-extra). They are data under the GPL:
read from where the system keeps them, never shipped. Without them names are written in kana, as is always allowed.

(Source of the format: SKK dictionary files, one `reading /word;note/word/` a line, without 送り仮名 below its mark.)
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from kiosk.desk.lobby.session import current_case

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
def find() -> ResponseReturnValue:
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
