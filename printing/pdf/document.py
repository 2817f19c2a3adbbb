"""A PDF file written object by object (ISO 32000-1 §7.5), and objects taken over from another."""

import re
import zlib
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import pikepdf
from isal import isal_zlib

from printing.fonts import JobFont

FAST = 1
"""Deflate level of what changes with every print; more costs time and gains two percent."""

Piece = bytes | int
"""Bytes as they are, or the position of another object of the same group, to become a reference."""


class Document:
    """Collects numbered objects. Number 0 is never given out."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = [b""]

    def reserve(self) -> int:
        """A number for an object that others must name before it is known."""
        self._bodies.append(b"")
        return len(self._bodies) - 1

    def put(self, number: int, body: bytes) -> None:
        self._bodies[number] = body

    def add(self, body: bytes) -> int:
        self._bodies.append(body)
        return len(self._bodies) - 1

    def add_stream(self, data: bytes, entries: bytes = b"") -> int:
        """A stream of `data`, compressed; `entries` are further keys of its dictionary."""
        packed = isal_zlib.compress(data, FAST)
        return self.add(
            b"<</Filter/FlateDecode/Length %d%b>>stream\n%b\nendstream" % (len(packed), entries, packed)
        )

    def add_group(self, bodies: Sequence[Sequence[Piece]]) -> int:
        """Objects that refer to one another by position. Returns the number of the first."""
        base = len(self._bodies)
        for pieces in bodies:
            self.add(
                b"".join([piece if isinstance(piece, bytes) else b"%d 0 R" % (base + piece) for piece in pieces])
            )
        return base

    def finish(self, root: int, info: int) -> bytes:
        """The whole file."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(parts[0])
        entries = [b"0000000000 65535 f \n"]
        for number, body in enumerate(self._bodies[1:], start=1):
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            parts.append(part)
            entries.append(b"%010d 00000 n \n" % offset)
            offset += len(part)
        count = len(self._bodies)
        parts.append(b"xref\n0 %d\n" % count)
        parts += entries
        parts.append(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (count, root, info))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(parts)


def text_string(text: str) -> bytes:
    """A text for people, e.g. a title (ISO 32000-1 §7.9.2.2), in UTF-16."""
    encoded = text.encode("utf-16-be", "replace")
    return b"(\xfe\xff%b)" % _SPECIAL.sub(rb"\\\g<0>", encoded).replace(b"\r", b"\\r")


_SPECIAL = re.compile(rb"[\\()]")


def references(numbers: Sequence[int]) -> bytes:
    return b"[" + b" ".join([b"%d 0 R" % number for number in numbers]) + b"]"


class Tag(NamedTuple):
    """One marked piece of a page: `kind` is a standard structure type, `label` the name of the box."""

    kind: str
    label: str
    alt: str = ""


def put_structure(document: Document, root: int, pages: Sequence[tuple[int, Sequence[Tag]]]) -> None:
    """Writes the tree as object `root`. `pages` are the page objects, each with its tags by number."""
    top = document.reserve()
    sections, parents = [], []
    for position, (page, tags) in enumerate(pages):
        section = document.reserve()
        elements = [document.add(_element(tag, section, page, number)) for number, tag in enumerate(tags)]
        document.put(section, b"<</S/Sect/P %d 0 R/K%b>>" % (top, references(elements)))
        sections.append(section)
        parents.append(b"%d %b" % (position, references(elements)))
    document.put(top, b"<</S/Document/P %d 0 R/K%b>>" % (root, references(sections)))
    tree = document.add(b"<</Nums[%b]>>" % b" ".join(parents))
    document.put(root, b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R>>" % (top, tree))


@lru_cache(maxsize=4096)
def _words(text: str) -> bytes:
    """Names of boxes come again with every print; answers never come here."""
    return text_string(text)


def _element(tag: Tag, section: int, page: int, number: int) -> bytes:
    alt = b"/Alt" + _words(tag.alt) if tag.alt else b""
    title = b"/T" + _words(tag.label) if tag.label else b""
    return b"<</S/%b/P %d 0 R/Pg %d 0 R/K %d%b%b>>" % (
        tag.kind.encode(), section, page, number, title, alt,
    )  # fmt: skip


NAME = b"KIOSKA+IPAmjMincho"


def put_value_font(document: Document, number: int, font: JobFont) -> None:
    """Writes the font, with all characters the job has used, as object `number`."""
    metrics = font.repertoire.metrics
    scale = 1000 / metrics.units
    ascent, descent = round(metrics.ascent * scale), round(metrics.descent * scale)
    file = font.file()
    embedded = document.add_stream(file, b"/Length1 %d" % len(file))
    descriptor = document.add(
        b"<</Type/FontDescriptor/FontName/%b/Flags 6/FontBBox[-200 %d 1200 %d]/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>" % (NAME, descent, ascent, ascent, descent, ascent, embedded)
    )
    descendant = document.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 1000/W[%b]>>"
        % (NAME, descriptor, _widths(font.widths()))
    )
    to_unicode = document.add_stream(font.to_unicode())
    document.put(
        number,
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (NAME, descendant, to_unicode),
    )


def _widths(widths: list[int]) -> bytes:
    return b"".join([b"%d[%d]" % (code, width) for code, width in enumerate(widths, start=1) if width != 1000])


SKIPPED = frozenset({"/Parent", "/StructParent", "/StructParents", "/Metadata", "/PieceInfo", "/Length"})
"""Keys that lead out of what is drawn, or that are written anew."""

MOST_BYTES = 30_000_000
"""A background larger than this is refused: the printer would choke on it."""


class TooLarge(Exception):
    """The objects are larger than MOST_BYTES."""


class Gathered:
    """A group of objects for `Document.add_group`. `take` adds an object and everything it leads to."""

    def __init__(self) -> None:
        self.bodies: list[Sequence[Piece]] = []
        self._positions: dict[tuple[int, int], int] = {}
        self._bytes = 0
        self._is_trusted = False

    def take(self, thing: pikepdf.Object) -> int:
        """The position of the (indirect) object in the group."""
        known = self._positions.get(thing.objgen)
        if known is not None:
            return known
        position = len(self.bodies)
        self._positions[thing.objgen] = position
        self.bodies.append(())
        self.bodies[position] = self._stream(thing) if isinstance(thing, pikepdf.Stream) else self._direct(thing)
        return position

    def begin_file(self, *, is_trusted: bool) -> None:
        """To be called before taking objects of another file: object numbers mean nothing across files.

        Streams of a file that is not trusted are never unpacked: they could be larger than the memory.
        """
        self._positions.clear()
        self._is_trusted = is_trusted

    def _stream(self, stream: pikepdf.Stream) -> list[Piece]:
        data, is_packed = _packed(stream, unpack=self._is_trusted or "/Filter" not in stream)
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            raise TooLarge
        skipped = SKIPPED | {"/Filter", "/DecodeParms"} if is_packed else SKIPPED
        pieces: list[Piece] = [b"<</Length %d" % len(data), b"/Filter/FlateDecode" if is_packed else b""]
        pieces += self._entries(stream, skipped)
        return [*pieces, b">>stream\n" + data + b"\nendstream"]

    def _entries(self, holder: pikepdf.Object, skipped: frozenset[str]) -> list[Piece]:
        pieces: list[Piece] = []
        for key, value in holder.items():
            if key not in skipped:
                pieces += [_name(key), b" ", *self._value(value)]
        return pieces

    def _value(self, value: object) -> list[Piece]:
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return [self.take(value)]
        return self._direct(value)

    def _direct(self, value: object) -> list[Piece]:
        if isinstance(value, pikepdf.Dictionary):
            return [b"<<", *self._entries(value, SKIPPED), b">>"]
        if isinstance(value, pikepdf.Array):
            inner = [piece for entry in value.as_list() for piece in (*self._value(entry), b" ")]
            return [b"[", *inner, b"]"]
        return [value.unparse() if isinstance(value, pikepdf.Object) else _scalar(value)]


def _name(key: str) -> bytes:
    """As PDF writes it (ISO 32000-1 §7.3.5), whatever bytes it is of: Japanese programs have used Shift_JIS."""
    raw = key.removeprefix("/").encode("utf-8", "surrogateescape")
    return b"/" + _IRREGULAR.sub(lambda found: b"#%02x" % ord(found[0]), raw)


_IRREGULAR = re.compile(rb"[^!-~]|[#%()/<>\[\]{}]")


def _scalar(value: object) -> bytes:
    if value is None:
        return b"null"
    return (
        str(value).lower().encode()
        if isinstance(value, bool)
        else format(value, "f" if isinstance(value, Decimal) else "").encode()
    )


def _packed(stream: pikepdf.Stream, *, unpack: bool) -> tuple[bytes, bool]:
    """Deflated anew as tightly as can be, or as it is where it may not be unpacked or the filter is an image's own."""
    if not unpack:
        return stream.read_raw_bytes(), False
    try:
        return zlib.compress(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized), 9), True
    except pikepdf.PdfError:
        return stream.read_raw_bytes(), False
