"""The slip with a number: a page of A6 for the sheet printer, or lines for a receipt printer (ESC/POS).

A receipt printer hangs on the network (raw port 9100) or on a serial line; both take the same bytes.
"""

import socket
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

import serial
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from kiosk.clock import JAPAN
from printing.fonts import LABEL_BOLD_FONT, font_file

A6 = "iso_a6_105x148mm"
WIDTH, HEIGHT = 105 * mm, 148 * mm
FONT = "slip"
NUMBER_HEIGHT = 30 * mm
"""Of the digits; a letter is about 0.72 of its font size."""
CAPS = 0.72

RAW_PORT = 9100
PATIENCE = 5.0
MOST_STOPS = 6
"""For which there is room on A6; whoever has more gets the rest at the next window."""

BAUD = 19200

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"
RESET, CENTRE, KANJI, SHIFT_JIS = ESC + b"@", ESC + b"a\x01", FS + b"&", FS + b"C\x01"
CUT = GS + b"V\x42\x30"


@dataclass(frozen=True, slots=True)
class NumberSlip:
    """What a slip says. No name, and nothing of the matter but the queue."""

    number: str
    queue: str
    town: str
    at: datetime
    windows: tuple[str, ...]
    ahead: int
    """How many wait before."""
    wait: str = ""
    """How long it will take, in words; empty where nothing can be said."""
    is_copy: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what stands below the number."""
        return (
            f"いまお待ちの方　{self.ahead}人",
            *((f"待ち時間　およそ{self.wait}",) if self.wait else ()),
            "画面に番号が出たら、",
            f"{'・'.join(self.windows)}へお越しください。",
            f"{self.at.astimezone(JAPAN):%Y-%m-%d %H:%M}　{self.town}",
            *(("再発行",) if self.is_copy else ()),
        )


@dataclass(frozen=True, slots=True)
class RouteSlip:
    """The sections that somebody goes to with one number, in their order."""

    number: str
    town: str
    at: datetime
    stops: tuple[str, ...]

    @property
    def queue(self) -> str:
        """Return what stands above the number."""
        return "まわる順番"

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what stands below the number."""
        stops = [f"{at}. {stop}" for at, stop in enumerate(self.stops[:MOST_STOPS], 1)]
        return (*stops, f"{self.at.astimezone(JAPAN):%Y-%m-%d %H:%M}　{self.town}")


Slip = NumberSlip | RouteSlip


def draw_slip(slip: Slip) -> bytes:
    """Return the slip as a PDF of one A6 page."""
    _register_font()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(slip.number)
    _centre(canvas, slip.queue, HEIGHT - 22 * mm, 26)
    _centre(canvas, slip.number, HEIGHT - 66 * mm, NUMBER_HEIGHT / CAPS)
    for at, line in enumerate(slip.lines):
        _centre(canvas, line, HEIGHT - (84 + 12 * at) * mm, 16)
    canvas.save()
    return out.getvalue()


def escpos(slip: Slip) -> bytes:
    """Return the slip as ESC/POS in Shift_JIS, for paper of 58 or 80 mm; what the printer has not is a 〓."""
    parts = [RESET, CENTRE, KANJI, SHIFT_JIS, _sized(2), _encode(slip.queue), b"\n"]
    parts += [_sized(5), slip.number.encode("ascii"), b"\n\n", _sized(1)]
    parts += [_encode(line) + b"\n" for line in slip.lines]
    return b"".join([*parts, b"\n\n", CUT])


def send(address: str, data: bytes) -> None:
    """Send the bytes to `host:port`, or to a serial line such as `/dev/ttyUSB0` or `COM3`. Raise OSError."""
    host, colon, port = address.rpartition(":")
    if colon:
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as line:
            line.sendall(data)
        return
    with serial.Serial(address, BAUD, timeout=PATIENCE, write_timeout=PATIENCE) as wire:
        wire.write(data)
        wire.flush()


def _sized(times: int) -> bytes:
    """So many times as wide and high; kanji follow their own command."""
    kanji = FS + (b"W\x01" if times > 1 else b"W\x00")
    return GS + b"!" + bytes([(times - 1) * 0x11]) + kanji


def _encode(text: str) -> bytes:
    return b"".join(_encode_sign(sign) for sign in text)


def _encode_sign(sign: str) -> bytes:
    try:
        return sign.encode("cp932")
    except UnicodeEncodeError:
        return "〓".encode("cp932")


def _centre(canvas: Canvas, text: str, baseline: float, size: float) -> None:
    """Write a line in the middle, smaller where it would not fit."""
    width = pdfmetrics.stringWidth(text, FONT, size)
    fitting = size * min(1.0, (WIDTH - 12 * mm) / width) if width else size
    canvas.setFont(FONT, fitting)
    canvas.drawCentredString(WIDTH / 2, baseline, text)


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(ttfonts.TTFont(FONT, font_file(LABEL_BOLD_FONT), asciiReadable=0))
