"""The ticket's digits as a QR: numeric mode, error correction M, white margin of four modules (ISO/IEC 18004).

The package `qrcode` says what a code of each size looks like and where each bit goes, once a size; a ticket's
bits are then set in one pass, which takes a seventh of the package's own time. A test holds both equal.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain, compress, zip_longest
from typing import Literal

from PIL import Image
from qrcode import base, constants
from qrcode.main import QRCode
from qrcode.util import QRData

NUMERIC: Literal[1] = 1
BYTES: Literal[4] = 4
"""The mode indicators of the standard."""

MASK: Literal[3] = 3
"""The mask pattern of every code.

The standard lets the encoder try all eight and weigh them, which takes four fifths of the time and is for texts
with a pattern of their own. Sealed digits have none, and decoders read one mask as well as another.
"""

MARGIN = 4
TEST_DIGITS = "0" + "1234567890" * 12
"""To try a scanner with. Begins with 0, so that it can never be taken for a ticket."""

PNG_PIXELS = 8
"""Pixels a module, so that a saved picture can be shown and printed sharply."""

VERSIONS = range(1, 41)
PADDING = b"\xec\x11"
"""What the standard fills a code up with."""

Modules = Sequence[bytes]
"""Rows of modules, 1 is dark, margin included."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A code of one size before anything is written into it.

    `places` are the modules of its bits in the order of the bits, counted through all rows without the margin;
    `blocks` how many bytes of data and of correction belong together.
    """

    version: int
    side: int
    modules: bytes
    places: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]

    @property
    def room(self) -> int:
        """How many bytes of data it holds."""
        return sum(data for data, _ in self.blocks)


def qr_modules(text: str) -> Modules:
    """Return the rows of the code. Raise ValueError unless `text` is digits only, and few enough for one code."""
    if not text.isascii() or not text.isdigit():
        raise ValueError("a ticket is digits only")
    version = next((each for each in VERSIONS if _bits_of(text, each) <= 8 * _room(each)), None)
    if version is None:
        raise ValueError("too many digits for one code")
    ground = _ground(version)
    modules = bytearray(ground.modules)
    for place in compress(ground.places, map(int, _bits(_with_correction(_packed(text, ground), ground.blocks)))):
        modules[place] ^= 1
    return _in_margin(bytes(modules[at : at + ground.side]) for at in range(0, len(modules), ground.side))


def _bits_of(text: str, version: int) -> int:
    return 4 + _count_bits(version) + len(text) // 3 * 10 + (0, 4, 7)[len(text) % 3]


def _count_bits(version: int) -> int:
    return 10 if version < 10 else 12 if version < 27 else 14


def _packed(text: str, ground: Ground) -> bytes:
    """Return the digits in threes of ten bits, behind what they are and how many, filled up."""
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    parts = [f"{int(group):0{(0, 4, 7, 10)[len(group)]}b}" for group in groups]
    bits = f"{NUMERIC:04b}{len(text):0{_count_bits(ground.version)}b}{''.join(parts)}"
    bits += "0" * min(4, 8 * ground.room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8)
    spare = ground.room - len(data)
    return data + (PADDING * (spare // 2 + 1))[:spare]


def _with_correction(data: bytes, blocks: Iterable[tuple[int, int]]) -> bytes:
    """Return the bytes of all blocks in turns, then those that correct them."""
    parts: list[bytes] = []
    checks: list[bytes] = []
    at = 0
    for length, correcting in blocks:
        parts.append(data[at : at + length])
        checks.append(_correction(parts[-1], correcting))
        at += length
    turns = chain.from_iterable((*zip_longest(*parts), *zip_longest(*checks)))
    return bytes(byte for byte in turns if byte is not None)


def _correction(data: bytes, count: int) -> bytes:
    """Return the remainder of the data divided by the generator of this many bytes (Reed and Solomon)."""
    shifts, top, mask = _multiples(count), 8 * (count - 1), (1 << 8 * count) - 1
    rest = 0
    for byte in data:
        rest = (rest << 8 & mask) ^ shifts[byte ^ rest >> top]
    return rest.to_bytes(count)


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """Return the generator without its first term, times each byte."""
    generator = base.Polynomial([1], 0)
    for power in range(count):
        generator *= base.Polynomial([1, base.gexp(power)], 0)
    terms = [base.glog(term) for term in generator.num[1:]]
    products = (bytes(base.gexp(term + base.glog(byte)) for term in terms) for byte in range(1, 256))
    return (0, *(int.from_bytes(product) for product in products))


def _bits(data: bytes) -> str:
    return f"{int.from_bytes(data):0{8 * len(data)}b}"


@cache
def _room(version: int) -> int:
    return sum(data for data, _ in _blocks(version))


def _blocks(version: int) -> tuple[tuple[int, int], ...]:
    found = base.rs_blocks(version, constants.ERROR_CORRECT_M)
    return tuple((block.data_count, block.total_count - block.data_count) for block in found)


@cache
def _ground(version: int) -> Ground:
    """Ask the package: with all bits 0, and for the places with each bit's number, one binary digit at a time."""
    blocks = _blocks(version)
    count = 8 * sum(data + correcting for data, correcting in blocks)
    empty = _drawn(version, bytes(count // 8))
    numbers = [0] * len(empty)
    for power in range(count.bit_length()):
        digits = "".join(str(number >> power & 1) for number in range(1, count + 1))
        drawn = _drawn(version, int(digits, 2).to_bytes(count // 8))
        for place, (one, other) in enumerate(zip(empty, drawn, strict=True)):
            numbers[place] |= (one ^ other) << power
    placed = {number: place for place, number in enumerate(numbers) if number}
    places = tuple(placed[number] for number in range(1, count + 1))
    return Ground(version, 4 * version + 17, empty, places, blocks)


def _drawn(version: int, data: bytes) -> bytes:
    code = QRCode(version, constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.data_cache = list(data)
    code.makeImpl(test=False, mask_pattern=MASK)
    return bytes(bool(module) for row in code.modules for module in row)


def _in_margin(rows: Iterable[bytes]) -> Modules:
    inside = [bytes(MARGIN) + row + bytes(MARGIN) for row in rows]
    above = [bytes(len(inside[0]))] * MARGIN
    return [*above, *inside, *above]


def link_modules(address: str, digits: str) -> Modules:
    """Return an address that ends in many digits, as dense as one screen shows another: error correction L."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_L, border=MARGIN)
    code.add_data(QRData(address.encode(), mode=BYTES))
    code.add_data(QRData(digits, mode=NUMERIC))
    code.make(fit=True)
    return _rows(code.get_matrix())


def text_modules(text: str) -> Modules:
    """Return any text as a QR for another device's camera: error correction M."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=MARGIN)
    code.add_data(QRData(text.encode(), mode=BYTES))
    code.make(fit=True)
    return _rows(code.get_matrix())


def _rows(matrix: Iterable[Iterable[bool | None]]) -> Modules:
    return [bytes(bool(module) for module in row) for row in matrix]


_DARK = re.compile(b"\1+")
_RUNS = tuple(f"h{length}v1h-{length}z" for length in range(4 * VERSIONS.stop + 17))


def qr_path(modules: Modules) -> str:
    """Return the dark modules as SVG path data, one unit a module, one run a rectangle."""
    parts: list[str] = []
    for y, row in enumerate(modules):
        for run in _DARK.finditer(row):
            start, end = run.span()
            parts += f"M{start} {y}", _RUNS[end - start]
    return "".join(parts)


def qr_svg(text: str) -> str:
    """Return a picture file of its own, black on white."""
    modules = qr_modules(text)
    size = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * PNG_PIXELS}" '
        f'height="{size * PNG_PIXELS}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{qr_path(modules)}"/></svg>\n'
    )


def qr_png(text: str, pixels: int = PNG_PIXELS) -> bytes:
    """Return a PNG file, one bit a pixel, `pixels` a module."""
    modules = qr_modules(text)
    size = len(modules)
    image = Image.new("1", (size, size), 1)
    image.putdata([1 - dark for row in modules for dark in row])
    file = BytesIO()
    image.resize((size * pixels, size * pixels), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()
