"""A call in spoken words, joined from recordings: letter, number, window. Nothing else is ever said.

The town's recordings in `config/audio/` come before those that are shipped. The turn's own language is heard after
Japanese: from recordings where the town has every piece (`call-number-12.en.ogg`), else from the PC's voice where that
speaks it; otherwise the chime and the written words do.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kiosk.hall.turn import Turn
from kiosk.overlay import AUDIO, SHIPPED
from kiosk.web.language import LANGUAGES, read_catalogue, words
from kiosk.web.speech import has_voice, synthesize

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

SPOKEN = "wav"
BY_VOICE = re.compile("call-([A-Z])-([0-9]{1,3})(?:-([0-9]{1,2}))?[.]([A-Za-z-]{2,9})[.]wav")
"""The name of what the PC's voice says: letter, number, window where it has one, language."""
TO_WINDOW = words("番号%(letter)s %(count)sの方、%(window)s番の窓口へ来てください。")
TO_SCREEN = words("番号%(letter)s %(count)sの方、画面に出ている窓口へ来てください。")


def pieces() -> Iterator[tuple[str, str]]:
    """Yield what has to be recorded: the name of the file, and the words."""
    for letter, sound in LETTERS.items():
        yield f"call-letter-{letter}", f"{sound}の"
    for at, sound in enumerate(HUNDREDS, 1):
        yield f"call-hundred-{at}", sound
        yield f"call-number-{at}00", f"{sound}番の方、"
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
    place = number_of(window)
    return (f"call-letter-{found[1]}", *counted, f"call-window-{place}" if place else "call-window")


def number_of(window: str) -> int:
    """Return the number by which a window is called, nought where it has another name."""
    place = WINDOW.fullmatch(window)
    return int(place[1]) if place and 1 <= int(place[1]) <= MOST_WINDOWS else 0


def name_voiced(turn: Turn, window: str) -> str:
    """Return under which name the PC's voice calls the turn, nothing where it does not speak the language."""
    found, place = NUMBER.fullmatch(turn.number), number_of(window)
    if found is None or not has_voice(turn.language):
        return ""
    return f"call-{found[1]}-{int(found[2])}{f'-{place}' if place else ''}.{turn.language}.{SPOKEN}"


@lru_cache(maxsize=64)
def voice(name: str) -> bytes:
    """Return what the name says as a WAV file; b"" where it is no call or cannot be said."""
    found = BY_VOICE.fullmatch(name)
    if found is None or found[4] not in LANGUAGES:
        return b""
    sentence = read_catalogue(LANGUAGES[found[4]].locale).gettext(TO_WINDOW if found[3] else TO_SCREEN)
    return synthesize(sentence % {"letter": found[1], "count": found[2], "window": found[3]}, found[4])


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
        ours, theirs = ([f"{name}{end}" for name in names] for end in (f".{ENDING}", f".{turn.language}.{ENDING}"))
        said = ours if self._has(ours) else []
        if self._has(theirs):
            return (*said, *theirs)
        voiced = name_voiced(turn, window)
        return (*said, voiced) if voiced else tuple(said)

    def _has(self, files: list[str]) -> bool:
        return all(self.folder_of(file) for file in files)
