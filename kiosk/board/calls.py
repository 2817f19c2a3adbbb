"""What stands on the board: who is called where, who did not come, and how many wait."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from kiosk import clock, overlay
from kiosk.hall.estimate import Estimator, Waits
from kiosk.hall.turn import Range, State, Turn
from kiosk.hall.turns import Turns
from kiosk.town.hall import Hall, Queue, Site
from kiosk.town.status import Status, StatusQueue
from kiosk.web import LANGUAGES, language, speech, words

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
    if found is None or not speech.has_voice(turn.language):
        return ""
    return f"call-{found[1]}-{int(found[2])}{f'-{place}' if place else ''}.{turn.language}.{SPOKEN}"


@lru_cache(maxsize=64)
def voice(name: str) -> bytes:
    """Return what the name says as a WAV file; b"" where it is no call or cannot be said."""
    found = BY_VOICE.fullmatch(name)
    if found is None or found[4] not in LANGUAGES:
        return b""
    sentence = language.read_catalogue(LANGUAGES[found[4]].locale).gettext(TO_WINDOW if found[3] else TO_SCREEN)
    return speech.synthesize(sentence % {"letter": found[1], "count": found[2], "window": found[3]}, found[4])


class Recordings:
    """The town's folder of recordings, and the shipped one."""

    def __init__(self, folder: Path) -> None:
        self.folders = ((folder / overlay.AUDIO).resolve(), overlay.SHIPPED / overlay.AUDIO)

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


MOST_CALLS = 5
MOST_MISSED = 6
MOST_SIGNS = 12
"""Of a label in the status: fifteen queues of that have room in it."""


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One line: the number and where to go."""

    number: str
    window: str
    is_new: bool
    """Called, and not there yet."""
    calls: int
    said: Sequence[str] = ()
    """Recordings that say it, one after the other."""

    @property
    def key(self) -> str:
        """Return what is another whenever it has to be said again."""
        return f"{self.number}:{self.window}:{self.calls}"


@dataclass(frozen=True, slots=True)
class BoardQueue:
    """What can be waited for, and how many do."""

    label: str
    letter: str
    count: int
    told: Range | None
    """How long for whoever takes a number now; None where nothing can be said."""
    is_late: bool
    """Whether somebody waits longer than was promised."""


@dataclass(frozen=True, slots=True)
class Board:
    """Numbers, labels of windows and queues, counts and the time: nothing of anybody else."""

    now: datetime
    calls: Sequence[BoardCall]
    missed: Sequence[str]
    queues: Sequence[BoardQueue]
    closed: str
    """Why nobody is called today; empty on an open day."""
    window: str = ""
    """The label, where the board is the display of one window."""

    @property
    def last(self) -> str:
        """Return what differs whenever somebody is called: then it chimes."""
        return " ".join(call.key for call in self.calls if call.is_new)


def read_board(estimator: Estimator, site: Site, recordings: Recordings, only: str = "") -> Board:
    """Return the board of a site as it stands, of one window if `only` names it. Raise StoreError."""
    hall, store = estimator.hall, estimator.store
    turns = Turns(store, site.id)
    here = [turn for turn in turns.in_state(State.CALLED, State.SERVING) if not only or turn.window == only]
    waiting, waits = turns.waiting(), estimator.read()
    moment = store.clock().astimezone(clock.JAPAN)
    return Board(
        now=moment,
        calls=[_call(hall, turn, recordings) for turn in sorted(here, key=_newest_first)][:MOST_CALLS],
        missed=[turn.number for turn in reversed(turns.in_state(State.MISSED))][:MOST_MISSED] if not only else [],
        queues=[
            _queue(queue, waiting[queue.id].count if queue.id in waiting else 0, waits)
            for queue in hall.queues_of(site.id)
        ]
        if not only
        else [],
        closed=hall.why_closed(site.id, moment.date()),
        window=hall.window_label(only) if only else "",
    )


def _newest_first(turn: Turn) -> tuple[bool, float]:
    return turn.state is not State.CALLED, -turn.since.timestamp()


def _call(hall: Hall, turn: Turn, recordings: Recordings) -> BoardCall:
    label, is_new = hall.window_label(turn.window or ""), turn.state is State.CALLED
    return BoardCall(turn.number, label, is_new, turn.calls, recordings.say(turn, label) if is_new else ())


def _queue(queue: Queue, count: int, waits: Waits) -> BoardQueue:
    told = waits.ranges.get(queue.id)
    return BoardQueue(queue.label, queue.letter, count, told, queue.id in waits.late)


def status_of(board: Board, site: Site) -> Status:
    """Return what may leave the town hall of the board."""
    queues = (
        StatusQueue(
            queue.letter,
            queue.label[:MOST_SIGNS],
            queue.count,
            queue.told.low if queue.told else None,
            queue.told.high if queue.told else None,
        )
        for queue in board.queues
    )
    calls = tuple((call.number, call.window[:MOST_SIGNS]) for call in board.calls)
    return Status(board.now, site.label[:MOST_SIGNS], calls, tuple(queues), board.closed[:MOST_SIGNS])
