"""Objects of another PDF, taken out so that they can be written into many files without parsing them again."""

import re
import zlib
from collections.abc import Sequence
from decimal import Decimal

import pikepdf

from printing.pdf.document import Piece

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
