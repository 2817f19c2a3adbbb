"""A sealed ticket as the digits of one code or two.

The rules are few on purpose: the counter's screen repeats them for scanners that send no Enter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import ceil, log10

from forms.ticket.reason import TicketError, TicketReason

NUMERIC_CAPACITY_M = (
    34, 63, 101, 149, 202, 255, 293, 365, 432, 513,
    604, 691, 796, 871, 991, 1082, 1212, 1346, 1500, 1600,
)  # fmt: skip
"""Digits in numeric mode at error correction M, versions 1 to 20 (ISO/IEC 18004, table of capacities)."""

LARGEST_TEXT = NUMERIC_CAPACITY_M[-1]
"""Digits. Denser codes are hard to read off a phone."""


def qr_version(text: str) -> int:
    """Return the smallest QR version, 1 to 20, for these digits at error correction M.

    Raise TicketError(too_large).
    """
    for version, capacity in enumerate(NUMERIC_CAPACITY_M, start=1):
        if len(text) <= capacity:
            return version
    raise TicketError(TicketReason.TOO_LARGE)


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


DIGITS_PER_BYTE = 8 * log10(2)
LARGEST_SINGLE = int(LONGEST_BODY / DIGITS_PER_BYTE)
"""Bytes that fit into one code."""
SET_ID = 4
LARGEST_PAYLOAD = 2 * (LARGEST_SINGLE - SET_ID)
MOST_TEXTS = 4


def texts_of(payload: bytes) -> tuple[str, ...]:
    """Return one or two texts. Raise TicketError(too_large)."""
    if len(payload) <= LARGEST_SINGLE:
        return (framed(SINGLE, body_of(payload)),)
    if len(payload) > LARGEST_PAYLOAD:
        raise TicketError(TicketReason.TOO_LARGE)
    set_id, middle = set_id_of(payload), (len(payload) + 1) // 2
    halves = ((FIRST, payload[:middle]), (SECOND, payload[middle:]))
    return tuple(framed(part, body_of(set_id + half)) for part, half in halves)


def payload_of(texts: Sequence[str]) -> bytes:
    """Return the sealed bytes from whole codes in any order; several in one text or one twice do no harm."""
    frames = _sound_frames(texts)
    parts = {frame.part: frame for frame in frames}
    if len(parts) != len(frames) or (SINGLE in parts and len(parts) > 1):
        raise TicketError(TicketReason.HALVES_DO_NOT_MATCH)
    if SINGLE in parts:
        return bytes_of(parts[SINGLE].body)
    if len(parts) == 1:
        raise TicketError(TicketReason.OTHER_HALF_MISSING)
    first, second = bytes_of(parts[FIRST].body), bytes_of(parts[SECOND].body)
    payload = first[SET_ID:] + second[SET_ID:]
    if not first[:SET_ID] == second[:SET_ID] == set_id_of(payload):
        raise TicketError(TicketReason.HALVES_DO_NOT_MATCH)
    return payload


def body_of(data: bytes) -> str:
    """Return the bytes as one big-endian number in decimal, zero-padded to the length of the largest."""
    return str(int.from_bytes(data)).zfill(digits_for(len(data)))


def bytes_of(body: str) -> bytes:
    """Return the bytes of the digits, the inverse of `body_of`.

    Raise TicketError(misread) for a length or number that no bytes give.
    """
    length = int(len(body) / DIGITS_PER_BYTE)
    if digits_for(length) != len(body):
        raise TicketError(TicketReason.MISREAD)
    try:
        return int(body).to_bytes(length)
    except OverflowError:
        raise TicketError(TicketReason.MISREAD) from None


def digits_for(length: int) -> int:
    """Decimal digits of 256^length − 1."""
    return ceil(length * DIGITS_PER_BYTE)


def set_id_of(payload: bytes) -> bytes:
    """Return what both halves of a ticket carry, so that no others are put together."""
    return sha256(payload).digest()[:SET_ID]


def _sound_frames(texts: Sequence[str]) -> tuple[Frame, ...]:
    """All different frames. Raise TicketError unless each is whole, undisturbed and of the known version."""
    if not 1 <= len(texts) <= MOST_TEXTS or sum(map(len, texts)) > LONGEST_INPUT:
        raise TicketError(TicketReason.NOT_A_TICKET)
    frames = tuple(dict.fromkeys(_frames(texts)))
    if not all(frame.sound for frame in frames):
        raise TicketError(TicketReason.MISREAD)
    if any(frame.version != VERSION for frame in frames):
        raise TicketError(TicketReason.UNKNOWN_VERSION)
    return frames


def _frames(texts: Iterable[str]) -> Iterable[Frame]:
    for text in texts:
        state = frame_of(text)
        if state.progress is Progress.INCOMPLETE:
            raise TicketError(TicketReason.INCOMPLETE)
        if state.progress is Progress.NOT_A_TICKET:
            raise TicketError(TicketReason.MISREAD if state.frames else TicketReason.NOT_A_TICKET)
        yield from state.frames
