"""One font of values: characters to glyphs, widths and outlines, all read in place when first asked for."""

import mmap
import os
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from printing.errors import PrintingError, Reason


class Sfnt:
    """A TrueType font file mapped into memory (ISO/IEC 14496-22 §4)."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._places = _directory(self._bytes)
        except (OSError, ValueError, struct.error):
            raise PrintingError(Reason.FONT_UNREADABLE, detail=path.name) from None

    def table(self, tag: str) -> memoryview:
        """The bytes of one table, as a view. Raises KeyError if the font lacks it."""
        offset, length = self._places[tag]
        return self._bytes[offset : offset + length]


def big_endian(kind: str, data: memoryview) -> "array[int]":
    """An array of the struct type `kind` from big-endian bytes."""
    numbers = array(kind, data.tobytes())
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _directory(data: memoryview) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])
    return {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in entries}


@dataclass(frozen=True, slots=True)
class CharacterMap:
    """Format 12 groups kept sorted and searched, not spread out: 54,000 characters stay small and load at once."""

    starts: tuple[int, ...]
    groups: tuple[tuple[int, int, int], ...]
    variations: Mapping[tuple[int, int], int]
    """(character, selector) → glyph; glyph 0 where the sequence looks like the bare character."""

    def glyph(self, character: int) -> int:
        """The glyph of a code point, 0 if the font lacks it."""
        position = bisect_right(self.starts, character) - 1
        if position < 0:
            return 0
        first, last, glyph = self.groups[position]
        return glyph + character - first if character <= last else 0

    def variation(self, character: int, selector: int) -> int | None:
        """The glyph of a variation sequence, None if the font does not know the sequence."""
        glyph = self.variations.get((character, selector))
        return self.glyph(character) if glyph == 0 else glyph


def read_cmap(table: memoryview) -> CharacterMap:
    """Reads the full-Unicode subtable and the variation sequences. Raises ValueError without the former."""
    (count,) = struct.unpack_from(">H", table, 2)
    offsets = {offset for _, _, offset in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count])}
    subtables = {struct.unpack_from(">H", table, offset)[0]: table[offset:] for offset in offsets}
    if 12 not in subtables:
        raise ValueError("no format 12 subtable")
    groups = _groups(subtables[12])
    variations = _variations(subtables[14]) if 14 in subtables else {}
    return CharacterMap(tuple(first for first, _, _ in groups), groups, variations)


def _groups(subtable: memoryview) -> tuple[tuple[int, int, int], ...]:
    (count,) = struct.unpack_from(">L", subtable, 12)
    return tuple(sorted(struct.iter_unpack(">LLL", subtable[16 : 16 + 12 * count])))


def _variations(subtable: memoryview) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    (count,) = struct.unpack_from(">L", subtable, 6)
    for record in range(count):
        start = 10 + 11 * record
        selector = int.from_bytes(subtable[start : start + 3], "big")
        default, other = struct.unpack_from(">LL", subtable, start + 3)
        if default:
            found.update(_same_as_bare(subtable[default:], selector))
        if other:
            found.update(_own_glyphs(subtable[other:], selector))
    return found


def _same_as_bare(data: memoryview, selector: int) -> dict[tuple[int, int], int]:
    (count,) = struct.unpack_from(">L", data)
    ranges = [(int.from_bytes(data[at : at + 3], "big"), data[at + 3]) for at in range(4, 4 + 4 * count, 4)]
    return {(first + step, selector): 0 for first, more in ranges for step in range(more + 1)}


def _own_glyphs(data: memoryview, selector: int) -> dict[tuple[int, int], int]:
    (count,) = struct.unpack_from(">L", data)
    return {
        (int.from_bytes(data[at : at + 3], "big"), selector): int.from_bytes(data[at + 3 : at + 5], "big")
        for at in range(4, 4 + 5 * count, 5)
    }


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


VALUE_FONT = "ipamjm.ttf"
"""IPAmj明朝 (Debian: fonts-ipamj-mincho): every character of 文字情報基盤, with its variation sequences."""

FALLBACK_FONTS = ("DejaVuSerif.ttf",)
"""Latin letters IPAmj明朝 lacks, e.g. Vietnamese; used where installed (Debian: fonts-dejavu-core)."""

LABEL_FONT = "BIZUDPGothic-Regular.ttf"
LABEL_BOLD_FONT = "BIZUDPGothic-Bold.ttf"
"""Easy to read at small sizes (Debian: fonts-morisawa-bizud-gothic)."""

BESIDE_PROGRAM = Path(__file__).parents[3] / "fonts"
"""Where the Windows installation has them: its own BIZ UD fonts are .ttc files with other names."""


def font_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where fonts may lie, the first first."""
    own = environment.get("LOCALAPPDATA")
    return (
        BESIDE_PROGRAM,
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".fonts",
        *([Path(own) / "Microsoft" / "Windows" / "Fonts"] if own else ()),
        Path(environment.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",
    )


def font_file(name: str) -> Path:
    """The file of a font. Raises PrintingError if it is nowhere."""
    for path in fonts_present((name,)):
        return path
    raise PrintingError(Reason.FONT_MISSING, detail=name)


def fonts_present(names: tuple[str, ...]) -> Iterator[Path]:
    """The files of those fonts that are installed."""
    installed = _installed()
    return (installed[name] for name in names if name in installed)


@cache
def _installed() -> dict[str, Path]:
    folders = [folder for folder in font_folders(os.environ) if folder.is_dir()]
    return {path.name: path for folder in reversed(folders) for path in folder.rglob("*.ttf")}


@dataclass(frozen=True, slots=True)
class Metrics:
    """The font-wide numbers an embedded copy needs, in font units."""

    units: int
    ascent: int
    descent: int
    head: bytes
    hhea: bytes
    maxp: bytes


class Face:
    """A TrueType font file. Raises PrintingError if it is missing or not a TrueType font with full Unicode."""

    def __init__(self, path: Path) -> None:
        self.path = path
        font = Sfnt(path)
        try:
            self.metrics = _metrics(font)
            self.cmap = read_cmap(font.table("cmap"))
            self._glyf = font.table("glyf")
            self._offsets = _offsets(font)
            (measured,) = struct.unpack_from(">H", font.table("hhea"), 34)
            self._advances = big_endian("H", font.table("hmtx")[: 4 * measured])[::2]
            self._bearings = _bearings(font.table("hmtx"), measured)
        except (KeyError, ValueError, struct.error):
            raise PrintingError(Reason.FONT_UNREADABLE, detail=path.name) from None

    def advance(self, glyph: int) -> int:
        """The width in font units."""
        return self._advances[min(glyph, len(self._advances) - 1)]

    def outline(self, glyph: int) -> Outline:
        """The outline without hinting."""
        data, parts = unhinted(self._glyf[self._offsets[glyph] : self._offsets[glyph + 1]])
        return Outline.of(data, struct.pack(">Hh", self.advance(glyph), self._bearings[glyph]), parts)


def _metrics(font: Sfnt) -> Metrics:
    head, hhea, maxp = (bytes(font.table(tag)) for tag in ("head", "hhea", "maxp"))
    (units,) = struct.unpack_from(">H", head, 18)
    ascent, descent = struct.unpack_from(">hh", hhea, 4)
    return Metrics(units, ascent, descent, head, hhea, maxp)


def _offsets(font: Sfnt) -> "memoryview[int]":
    (long_format,) = struct.unpack_from(">h", font.table("head"), 50)
    if long_format:
        return memoryview(big_endian("I", font.table("loca")))
    return memoryview(big_endian("I", memoryview(b"".join(
        (2 * half).to_bytes(4, "big") for half in big_endian("H", font.table("loca"))
    ))))  # fmt: skip


def _bearings(table: memoryview, measured: int) -> "memoryview[int]":
    with_advance = big_endian("h", table[: 4 * measured])[1::2]
    return memoryview(with_advance + big_endian("h", table[4 * measured :]))
