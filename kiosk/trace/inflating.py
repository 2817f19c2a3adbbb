"""How large the streams of a PDF become, found out before anything reads them whole: 3 KB can be 1.5 GB."""

import zlib
from collections.abc import Iterator

import pikepdf

LARGEST_CONTENT = 16_000_000
"""Bytes of a stream that is no picture."""

LARGEST_PICTURE = 300_000_000
"""A3 at 600 dots per inch in colour has 210 million."""

LARGEST_TOGETHER = 600_000_000

GROWTH = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 2_700, "/LZW": 2_700}
"""How many times larger these filters can make what they read, at most."""

FLATE = ("/FlateDecode", "/Fl")


class BombError(Exception):
    """A stream is larger than any form has."""


def check_streams(pdf: pikepdf.Pdf) -> None:
    """Raise BombError for a file with a stream that no form needs, before any of it is decoded whole."""
    together = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            is_picture = thing.get("/Subtype") == "/Image"
            together += _size(thing, LARGEST_PICTURE if is_picture else LARGEST_CONTENT)
            if together > LARGEST_TOGETHER:
                raise BombError


def _size(stream: pikepdf.Stream, most: int) -> int:
    """Return the bytes it unpacks to, as far as filters of text and of pictures leave them."""
    data, size = bytes(stream.read_raw_bytes()), 0
    for name in _filters(stream):
        if name in FLATE:
            data = _inflated(data, most)
        elif name in GROWTH:
            size = len(data) * GROWTH[name]
            break
    size = max(size, len(data))
    if size > most:
        raise BombError
    return size


def _filters(stream: pikepdf.Stream) -> Iterator[str]:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        yield from (str(name) for name in found.as_list())
    elif found is not None:
        yield str(found)


def _inflated(data: bytes, most: int) -> bytes:
    """What can be unpacked, one byte more than `most` at the most; a broken stream ends where it breaks."""
    try:
        return zlib.decompressobj().decompress(data, most + 1)
    except zlib.error:
        return data
