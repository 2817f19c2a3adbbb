"""A scanner on a serial port (USB-COM): no keyboard layout, no Japanese input and no focus can get in its way."""

import logging
import threading

import serial

from forms.ticket.frame import LONGEST_INPUT, Progress, frame_of
from kiosk.desk.hub import Hub
from kiosk.shortlived import ShortLived

BAUD = 115_200
SILENCE_SECONDS = 0.3
"""A scan is over when nothing more comes, with or without a line end."""

RETRY_SECONDS = 2.0
KEPT_SECONDS = 10.0
TOPIC = "scan"

_log = logging.getLogger("kiosk.desk")


class SerialScanner:
    """Reads scans and offers each to the screens of this desk; the first that asks for it gets it."""

    def __init__(self, port: str, hub: Hub) -> None:
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
