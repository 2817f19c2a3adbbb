"""A PDF file written object by object (ISO 32000-1 §7.5), as short as a print job needs it."""

import re
from collections.abc import Sequence

from isal import isal_zlib

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
