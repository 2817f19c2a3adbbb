"""Taking a command APDU apart (ISO/IEC 7816-3, all four cases, short and extended)."""

from dataclasses import dataclass

_SHORT_MOST = 256
_EXTENDED_MOST = 65536


@dataclass(frozen=True, slots=True)
class Command:
    """CLA, INS, P1, P2, the data field and the number of bytes wanted (None: no Le)."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    wanted: int | None = None


def parse_command(apdu: bytes) -> Command | None:
    """The command in these bytes, or None when the lengths in it do not fit."""
    if len(apdu) < 4:
        return None
    cla, ins, p1, p2 = apdu[:4]
    body = apdu[4:]
    lengths = _extended(body) if len(body) > 1 and body[0] == 0 else _short(body)
    return None if lengths is None else Command(cla, ins, p1, p2, *lengths)


def _short(body: bytes) -> tuple[bytes, int | None] | None:
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or _SHORT_MOST
    size, rest = body[0], body[1:]
    if len(rest) == size:
        return rest, None
    return (rest[:-1], rest[-1] or _SHORT_MOST) if len(rest) == size + 1 else None


def _extended(body: bytes) -> tuple[bytes, int | None] | None:
    first = int.from_bytes(body[1:3], "big")
    if len(body) == 3:
        return b"", first or _EXTENDED_MOST
    rest = body[3:]
    if len(body) > 3 and len(rest) == first:
        return rest, None
    if len(body) > 3 and len(rest) == first + 2:
        return rest[:-2], int.from_bytes(rest[-2:], "big") or _EXTENDED_MOST
    return None
