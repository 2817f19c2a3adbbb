"""From the sealed bytes to the digits of one or two codes, and back."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import ceil, log10

from forms.ticket.frame import (
    FIRST,
    LONGEST_BODY,
    LONGEST_INPUT,
    SECOND,
    SINGLE,
    VERSION,
    Frame,
    Progress,
    frame_of,
    framed,
)
from forms.ticket.reason import TicketError, TicketReason

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
