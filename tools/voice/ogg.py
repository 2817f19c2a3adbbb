"""The serial number of an Ogg stream (RFC 3533 §6). The encoder draws it by lot, so the same words would never give the
same file again."""

import struct
from collections.abc import Iterator
from zlib import crc32

PAGE = b"OggS"
SERIAL, CHECKSUM, SEGMENTS, TABLE = 14, 22, 26, 27
"""Where the fields of a page stand; TABLE has a byte for each of its SEGMENTS."""
POLYNOMIAL = 0x04C11DB7


def with_serial(stream: bytes, serial: int) -> bytes:
    """The stream under this serial number (32 bits), every page with its new checksum. Raises ValueError for anything
    that is not whole Ogg pages."""
    changed = bytearray(stream)
    for start, end in _pages(stream):
        struct.pack_into("<I", changed, start + SERIAL, serial)
        struct.pack_into("<I", changed, start + CHECKSUM, 0)
        struct.pack_into("<I", changed, start + CHECKSUM, checksum(changed[start:end]))
    return bytes(changed)


def serial_of(name: str) -> int:
    """The same number for the same recording, another for others."""
    return crc32(name.encode())


def checksum(page: bytes | bytearray) -> int:
    """The CRC of a page whose own checksum is 0."""
    crc = 0
    for byte in page:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _CRCS[crc >> 24 ^ byte]
    return crc


def _pages(stream: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(stream):
        if stream[start : start + 4] != PAGE or len(stream) < start + TABLE:
            raise ValueError(start)
        table = start + TABLE
        body = table + stream[start + SEGMENTS]
        end = body + sum(stream[table:body])
        if end > len(stream):
            raise ValueError(start)
        yield start, end
        start = end


def _crc(byte: int) -> int:
    crc = byte << 24
    for _ in range(8):
        crc = crc << 1 ^ (POLYNOMIAL if crc & 0x80000000 else 0)
    return crc & 0xFFFFFFFF


_CRCS = tuple(map(_crc, range(256)))
