"""One font of values: characters to glyphs, widths and outlines, all read in place when first asked for."""

import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from printing.errors import PrintingError, Reason
from printing.fonts.sfnt import Outline, Sfnt, big_endian, read_cmap, unhinted

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
