"""A call in spoken words, joined from recordings: letter, number, window. Nothing else is ever said.

The town's recordings in `config/audio/` come before those that are shipped. Another language is heard after Japanese
where every piece of it is recorded (`call-number-12.en.ogg`); otherwise the chime and the written words do.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.hall.turn import Turn
from kiosk.overlay import AUDIO, SHIPPED

LETTERS = {
    "A": "エー",
    "C": "しー",
    "E": "イー",
    "F": "エフ",
    "H": "エイチ",
    "J": "ジェー",
    "K": "ケー",
    "M": "エム",
    "N": "エヌ",
    "P": "ピー",
    "R": "アール",
    "T": "ティー",
    "W": "ダブリュー",
    "X": "エックス",
    "Y": "ワイ",
}
HUNDREDS = (
    "ひゃく",
    "にひゃく",
    "さんびゃく",
    "よんひゃく",
    "ごひゃく",
    "ろっぴゃく",
    "ななひゃく",
    "はっぴゃく",
    "きゅうひゃく",
)
MOST_WINDOWS = 30
ENDING = "ogg"
NUMBER = re.compile("([A-Z])-([0-9]{3})")
WINDOW = re.compile("([0-9]{1,2})番(?:窓口)?")


def pieces() -> Iterator[tuple[str, str]]:
    """Yield what has to be recorded: the name of the file, and the words."""
    for letter, sound in LETTERS.items():
        yield f"call-letter-{letter}", f"{sound}の"
    for at, words in enumerate(HUNDREDS, 1):
        yield f"call-hundred-{at}", words
        yield f"call-number-{at}00", f"{words}番の方、"
    for number in range(1, 100):
        yield f"call-number-{number}", f"{number}番の方、"
    for number in range(1, MOST_WINDOWS + 1):
        yield f"call-window-{number}", f"{number}番窓口へ、お越しください。"
    yield "call-window", "画面の窓口へ、お越しください。"


def spell(number: str, window: str) -> tuple[str, ...]:
    """Return the names of the pieces of a call, none for a number that cannot be said."""
    found = NUMBER.fullmatch(number)
    if found is None or found[1] not in LETTERS or int(found[2]) == 0:
        return ()
    hundreds, rest = divmod(int(found[2]), 100)
    counted = [f"call-hundred-{hundreds}"] if hundreds and rest else []
    counted.append(f"call-number-{rest or hundreds * 100}")
    place = WINDOW.fullmatch(window)
    known = place is not None and 1 <= int(place[1]) <= MOST_WINDOWS
    return (
        f"call-letter-{found[1]}",
        *counted,
        f"call-window-{int(place[1])}" if place and known else "call-window",
    )


class Recordings:
    """The town's folder of recordings, and the shipped one."""

    def __init__(self, folder: Path) -> None:
        self.folders = ((folder / AUDIO).resolve(), SHIPPED / AUDIO)

    def folder_of(self, name: str) -> Path | None:
        """Return the folder that has this file."""
        return next((folder for folder in self.folders if (folder / name).is_file()), None)

    def say(self, turn: Turn, window: str) -> tuple[str, ...]:
        """Return the files that call this turn, one after the other: in Japanese, then in the turn's language."""
        names = spell(turn.number, window)
        files = [f"{name}.{ENDING}" for name in names], [f"{name}.{turn.language}.{ENDING}" for name in names]
        return tuple(file for every in files if all(self.folder_of(file) for file in every) for file in every)
