"""The slip with a number, on A6 and on a receipt printer that is a socket here."""

import socket
import threading
from datetime import UTC, datetime

import pytest

from kiosk.hall.slip import CUT, NumberSlip, draw_slip, escpos, send
from tests.printing.paper import pdfium_text

SLIP = NumberSlip(
    number="C-012",
    queue="証明書",
    town="みどり野町",
    at=datetime(2026, 11, 30, 0, 5, tzinfo=UTC),
    windows=("1番窓口", "2番窓口"),
    ahead=3,
)


class ReceiptPrinter:
    """Takes what is sent to its raw port, and reads it as a printer in Shift_JIS would."""

    def __init__(self) -> None:
        self.taken = b""
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._door.getsockname()[1]}"
        self._door.settimeout(10)
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        with self._door:
            try:
                line, _ = self._door.accept()
            except TimeoutError:
                return
            with line:
                while part := line.recv(4096):
                    self.taken += part

    def paper(self) -> str:
        """The lines on paper, after everything has come."""
        self._thread.join(11)
        words = self.taken
        for command, more in (
            (b"\x1b@", 0),
            (b"\x1ba", 1),
            (b"\x1c&", 0),
            (b"\x1cC", 1),
            (b"\x1cW", 1),
            (b"\x1d!", 1),
            (b"\x1dV", 2),
        ):
            while (at := words.find(command)) >= 0:
                words = words[:at] + words[at + len(command) + more :]
        return words.decode("cp932")


def test_it_works_on_a_receipt_printer() -> None:
    printer = ReceiptPrinter()
    send(printer.address, escpos(SLIP))
    lines = printer.paper().split("\n")
    assert lines[:2] == ["証明書", "C-012"]
    assert "いまお待ちの方　3人" in lines
    assert "1番窓口・2番窓口へお越しください。" in lines
    assert "2026-11-30 09:05　みどり野町" in lines
    assert printer.taken.endswith(CUT)


def test_it_works_on_a6() -> None:
    text = pdfium_text(draw_slip(SLIP))
    assert "C-012" in text
    assert "いまお待ちの方" in text


def test_a_sign_the_receipt_printer_has_not_is_told_as_such() -> None:
    assert "〓".encode("cp932") in escpos(NumberSlip("C-001", "𠮷田課", "町", SLIP.at, (), 0))


def test_a_second_slip_says_that_it_is_one() -> None:
    assert "再発行" in NumberSlip("C-001", "証明書", "町", SLIP.at, (), 0, is_copy=True).lines


def test_a_printer_that_is_off_is_an_error_and_no_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"127.0.0.1:{door.getsockname()[1]}"
    with pytest.raises(OSError):  # noqa: PT011 - any of them
        send(address, b"x")
