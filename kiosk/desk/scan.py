"""From what a scanner, a camera or a person hands over to the digits of a ticket."""

import logging
import threading
from collections.abc import Mapping, Sequence

import serial
import zxingcpp
from PIL import Image
from werkzeug.datastructures import FileStorage

from forms.ticket.frame import LONGEST_INPUT, SINGLE, Progress, frame_of
from kiosk.clock import ShortLived
from kiosk.desk import devices, reasons
from kiosk.pictures import BrokenPictureError, HugePictureError, PictureBounds, grey_frames

BAUD = 115_200
SILENCE_SECONDS = 0.3
"""A scan is over when nothing more comes, with or without a line end."""

RETRY_SECONDS = 2.0
KEPT_SECONDS = 10.0
TOPIC = "scan"

_log = logging.getLogger("kiosk.desk")


class SerialScanner:
    """Reads scans and offers each to the screens of this desk; the first that asks for it gets it."""

    def __init__(self, port: str, hub: devices.Hub) -> None:
        self._port = port
        self._hub = hub
        self._number = 0
        self._scans = ShortLived[str, str](KEPT_SECONDS, most=1)
        self.works = True
        """Not known to be unplugged."""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial-scanner", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 3.0) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def take(self, number: str) -> str | None:
        """Return the scan of this number, once, for a few seconds."""
        return self._scans.take(number)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                with serial.Serial(self._port, BAUD, timeout=SILENCE_SECONDS) as port:
                    self.works = True
                    self._hub.publish("scanner", {"works": True})
                    self._read(port)
            except (serial.SerialException, OSError):
                # Unplugged, or not plugged in yet.
                self.works = False
                if self._hub.publish("scanner", {"works": False}):
                    _log.warning("scanner_lost")
                self._end.wait(RETRY_SECONDS)

    def _read(self, port: serial.Serial) -> None:
        buffer = ""
        while not self._end.is_set():
            arrived = port.read(max(1, min(port.in_waiting, 4096))).decode("latin-1")
            buffer = (buffer + arrived)[-LONGEST_INPUT:]
            whole = frame_of(buffer).progress is Progress.COMPLETE if buffer.strip() else False
            if whole or (buffer.strip() and (not arrived or buffer.endswith(("\r", "\n")))):
                self._offer(buffer.strip())
                buffer = ""

    def _offer(self, text: str) -> None:
        self._number += 1
        self._scans.put(str(self._number), text)
        self._hub.publish(TOPIC, {"number": self._number})


LARGEST_PICTURE = 12_000_000
"""Bytes; a photo of today's phones stays below."""

LARGEST_FRAME = 1_500_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
CAMERA_FORMATS = ("JPEG",)
"""What our own page sends of the camera."""

BOUNDS = PictureBounds(pixels=25_000_000)
"""The photos that phones take unasked have 12 or 24 million."""

LONGEST_SIDE = 2400
"""More pixels cost time and no QR of ours needs them."""

MOST_CODES = 4

HALF_WAITS_SECONDS = 180.0
MOST_STATIONS = 32


def read_sent_texts(form: Mapping[str, str], scanner: SerialScanner | None) -> tuple[str, ...]:
    """The texts a screen sent: typed ones, or the number of a scan that the serial scanner has waiting."""
    number = form.get("serial", "")
    if not number:
        return read_typed_texts(form.get("text", ""))
    return read_typed_texts((scanner.take(number) if scanner else None) or "")


def read_typed_texts(typed: str) -> tuple[str, ...]:
    """The texts in what was typed or pasted. Raises DeskError: no_digits, code_cut_off."""
    text = typed.strip()[: LONGEST_INPUT + 1]
    if not text:
        raise reasons.DeskError(reasons.DeskReason.NO_DIGITS)
    if frame_of(text).progress is Progress.INCOMPLETE:
        raise reasons.DeskError(reasons.DeskReason.CODE_CUT_OFF)
    return (text,)


def read_uploaded_texts(files: Sequence[FileStorage]) -> tuple[str, ...]:
    """The codes in uploaded pictures, of both halves if there are two. Raises DeskError."""
    pictures = [data for file in files[:2] if (data := file.stream.read(LARGEST_PICTURE + 1))]
    if not pictures:
        raise reasons.DeskError(reasons.DeskReason.NO_PICTURE)
    texts = tuple(dict.fromkeys(text for data in pictures for text in find_digits(data)))
    if not texts:
        raise reasons.DeskError(reasons.DeskReason.NO_CODE_IN_PICTURE)
    return texts


def find_digits(
    data: bytes, *, largest: int = LARGEST_PICTURE, formats: tuple[str, ...] = FORMATS
) -> tuple[str, ...]:
    """The texts of all QR codes that hold digits only; none for a picture without such a code.

    Raises DeskError for what is no picture, or one too large to look at.
    """
    if len(data) > largest:
        raise reasons.DeskError(reasons.DeskReason.PICTURE_TOO_LARGE)
    picture = _grey(data, formats)
    only_qr = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = zxingcpp.read_barcodes(picture, formats=only_qr)
    # Other codes on a poster or a shelf must never be taken for a ticket.
    return tuple(dict.fromkeys(code.text for code in found[:MOST_CODES] if _is_digits(code.text)))


def find_frame_digits(data: bytes) -> tuple[str, ...]:
    """The same of one frame of the camera, which is smaller and always a JPEG."""
    return find_digits(data, largest=LARGEST_FRAME, formats=CAMERA_FORMATS)


class Halves:
    """The one waiting half of each station (a signed-in screen, or the lobby). Sealed digits only, in memory only."""

    def __init__(self) -> None:
        self._waiting = ShortLived[str, str](HALF_WAITS_SECONDS, MOST_STATIONS)

    def join(self, station: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the texts together with the waiting half, if these are a half themselves."""
        waiting = self._waiting.get(station)
        if waiting is None or len(texts) != 1 or not _is_half(texts[0]) or waiting == texts[0]:
            return tuple(texts)
        return (waiting, *texts)

    def remember(self, station: str, text: str) -> None:
        """Keep the half until the other one comes, for a few minutes."""
        self._waiting.put(station, text)

    def forget(self, station: str) -> None:
        """Forget the station's half."""
        self._waiting.forget(station)


def _grey(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The first frame: of what moves, the rest is no code."""
    try:
        return next(grey_frames(data, formats, BOUNDS, side=LONGEST_SIDE))
    except BrokenPictureError:
        raise reasons.DeskError(reasons.DeskReason.NO_PICTURE) from None
    except HugePictureError:
        raise reasons.DeskError(reasons.DeskReason.PICTURE_TOO_LARGE) from None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_half(text: str) -> bool:
    state = frame_of(text)
    return state.progress is Progress.COMPLETE and len(state.frames) == 1 and state.frames[0].part != SINGLE
