"""One glyph's outline as TrueType bytes, without its hinting (ISO/IEC 14496-22 §5.3.3 `glyf`)."""

import struct
from dataclasses import dataclass

_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_2X2, _HAS_INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


@dataclass(frozen=True, slots=True)
class Outline:
    """`data` is padded to four bytes, so that the `checksum` of a table of outlines is the sum of theirs.

    `metric` is the entry of `hmtx`: advance width and left bearing. `parts` are the offsets in `data` where a
    composite names its glyphs.
    """

    data: bytes
    metric: bytes
    checksum: int
    parts: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, data: bytes, metric: bytes, parts: tuple[tuple[int, int], ...] = ()) -> "Outline":
        whole = data + b"\0" * (-len(data) % 4)
        return cls(whole, metric, checksum(whole), parts)


def checksum(data: bytes) -> int:
    """The sum of the big-endian words of `data`, whose length is a multiple of four (ISO/IEC 14496-22 §4)."""
    total: int = sum(struct.unpack(f">{len(data) // 4}L", data))
    return total & 0xFFFFFFFF


def unhinted(record: memoryview) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """The outline bytes without instructions, and where a composite names which glyph."""
    if len(record) == 0:
        return b"", ()
    (contours,) = struct.unpack_from(">h", record)
    if contours >= 0:
        ends = 10 + 2 * contours
        (instructions,) = struct.unpack_from(">H", record, ends)
        return bytes(record[:ends]) + b"\0\0" + bytes(record[ends + 2 + instructions :]), ()
    return _composite(record)


def empty_box(units: int) -> Outline:
    """The box drawn for a character that the fonts lack: as wide as a kanji, so that it can be written in by hand."""
    near, far, line = units * 6 // 100, units * 94 // 100, units * 4 // 100
    low, high = near - units * 12 // 100, far - units * 12 // 100
    outer = [(near, low), (near, high), (far, high), (far, low)]
    inner = [
        (near + line, low + line), (far - line, low + line), (far - line, high - line), (near + line, high - line),
    ]  # fmt: skip
    points = outer + inner
    steps = [(x - px, y - py) for (x, y), (px, py) in zip(points, [(0, 0), *points], strict=False)]
    data = struct.pack(">hhhhh", 2, near, low, far, high) + struct.pack(">HHH", 3, 7, 0) + b"\x01" * 8
    data += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    return Outline.of(data, struct.pack(">Hh", units, near))


def _composite(record: memoryview) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    at, parts, data = 10, [], bytearray(record)
    more = True
    while more:
        flags, glyph = struct.unpack_from(">HH", record, at)
        struct.pack_into(">H", data, at, flags & ~_HAS_INSTRUCTIONS)
        parts.append((at + 2, glyph))
        at += 4 + (4 if flags & _ARE_WORDS else 2)
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 8 if flags & _HAS_2X2 else 0
        more = bool(flags & _MORE)
    return bytes(data[:at]), tuple(parts)
