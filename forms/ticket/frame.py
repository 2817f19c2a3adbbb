"""The frame around the digits of one code: format version, part, length and check digits.

The rules are few on purpose: the counter's screen repeats them for scanners that send no Enter.
"""

from dataclasses import dataclass
from enum import StrEnum

from forms.ticket.qrsize import LARGEST_TEXT

VERSION = 1
SINGLE, FIRST, SECOND = 0, 1, 2
HEAD = 8
SHORTEST_BODY = 100
LONGEST_BODY = LARGEST_TEXT - HEAD
LONGEST_INPUT = 20_000
"""Characters looked at; two codes with separators between all digits stay far below."""

SEPARATORS = " \t\r\n\u3000-‐‑‒–—―−－ー"
_FOLD = str.maketrans("０１２３４５６７８９", "0123456789", SEPARATORS)


class Progress(StrEnum):
    """How much of a code has come."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_A_TICKET = "not_a_ticket"


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole code. `text` is its digits, folded; `sound` says whether the check digits agree."""

    version: int
    part: int
    text: str
    sound: bool

    @property
    def body(self) -> str:
        return self.text[HEAD:]


@dataclass(frozen=True, slots=True)
class FrameState:
    """What the digits so far amount to.

    `frames` are the whole codes found so far, `missing` how many digits the one under way still lacks, at
    least. NOT_A_TICKET with frames means that something else follows them.
    """

    progress: Progress
    frames: tuple[Frame, ...]
    missing: int


def frame_of(text: str) -> FrameState:
    """Look at what a scanner or a person has typed so far: one code, several in a row, or part of one."""
    digits = digits_of(text)
    if digits is None:
        return FrameState(Progress.NOT_A_TICKET, (), 0)
    frames: list[Frame] = []
    while digits or not frames:
        if not _may_begin(digits):
            return FrameState(Progress.NOT_A_TICKET, tuple(frames), 0)
        length = HEAD + (int(digits[2:6]) if len(digits) >= 6 else SHORTEST_BODY)
        if len(digits) < length:
            return FrameState(Progress.INCOMPLETE, tuple(frames), length - len(digits))
        frames.append(_frame(digits[:length]))
        digits = digits[length:]
    return FrameState(Progress.COMPLETE, tuple(frames), 0)


def framed(part: int, body: str) -> str:
    """Return the text of one code around the digits of its body."""
    rest = f"{VERSION}{part}{len(body):04d}"
    return f"{rest}{check_digits(rest + body)}{body}"


def check_digits(digits: str) -> str:
    """Return the two digits that make `digits` + them congruent to 1 modulo 97 (ISO 7064, MOD 97-10)."""
    return f"{98 - int(digits) * 100 % 97:02d}"


def digits_of(text: str) -> str | None:
    """Return the digits in half width without the separators between them; None if anything else is there."""
    if len(text) > LONGEST_INPUT:
        return None
    digits = text.translate(_FOLD)
    return digits if not digits or (digits.isascii() and digits.isdigit()) else None


def _may_begin(digits: str) -> bool:
    """Whether a frame may begin so; only as many digits are judged as are there."""
    return (
        digits[:1] != "0"
        and digits[1:2] in ("", "0", "1", "2")
        and (len(digits) < 6 or SHORTEST_BODY <= int(digits[2:6]) <= LONGEST_BODY)
    )


def _frame(text: str) -> Frame:
    check = text[6:HEAD]
    sound = check_digits(text[:6] + text[HEAD:]) == check
    return Frame(int(text[0]), int(text[1]), text, sound)
