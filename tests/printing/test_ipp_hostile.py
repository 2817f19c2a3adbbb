"""Addresses, options and answers that are wrong end in a refusal or a status, never in an error."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from printing.ipp import PrintCode, PrintOptions, check_printer, print_pdf
from printing.ipp.codec import encode
from printing.ipp.message import Group, GroupTag, Message, Tag, attribute
from printing.ipp.transport import Address, BadAddressError, ConnectionLostError, NotAPrinterError, exchange

PDF = b"%PDF-1.7 a sheet"


def test_an_address_works() -> None:
    address = Address.parse("ipps://printer.example:8631/ipp/print")
    assert (address.host, address.port, address.path, address.secure) == (
        "printer.example",
        8631,
        "/ipp/print",
        True,
    )
    assert Address.parse("ipp://192.0.2.10/ipp/print").port == 631


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://printer/ipp",
        "ipp://",
        "ipp://a b/",
        "ipp://me:secret@host/",
        "ipp://host:99999/",
        "ipp://[::1",
        "ipp://a..b/",
    ],
)
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(BadAddressError):
        Address.parse(uri)
    assert check_printer(uri).code == PrintCode.BAD_ADDRESS
    assert print_pdf(uri, PDF).nothing_sent


def test_a_web_server_is_not_a_printer() -> None:
    with talking(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") as port:
        assert check_printer(f"ipp://127.0.0.1:{port}/").code == PrintCode.NOT_A_PRINTER


def test_plain_talk_on_the_tls_port_is_not_a_printer() -> None:
    with talking(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert check_printer(f"ipps://127.0.0.1:{port}/").code == PrintCode.NOT_A_PRINTER


@pytest.mark.parametrize(
    "wrong",
    [
        {"media": "A4"},
        {"copies": 0},
        {"pages": -1},
        {"job_name": ""},
        {"job_name": "受付\n"},
        {"job_name": "名" * 86},
        {"paper_source": "tray 2"},
    ],
)
def test_impossible_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PrintOptions(**wrong)


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_whatever_a_printer_answers_becomes_a_status(content: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    with talking(head + content) as port:
        assert check_printer(f"ipp://127.0.0.1:{port}/").sentence


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("size", [b"-1", b"-5", b"ffffffffffff", b"x", b""])
def test_a_chunk_of_an_impossible_size_is_no_answer(size: bytes) -> None:
    with talking(CHUNKED + size + b"\r\n" + bytes(20)) as port:
        assert not check_printer(f"ipp://127.0.0.1:{port}/").usable
    with talking(CHUNKED + size + b"\r\n" + bytes(20)) as port:
        assert print_pdf(f"ipp://127.0.0.1:{port}/", PDF).nothing_sent


def test_an_answer_without_end_is_given_up() -> None:
    with talking(CHUNKED + b"-1\r\n" + bytes(3 << 20)) as port:
        address = Address.parse(f"ipp://127.0.0.1:{port}/")
        with pytest.raises(NotAPrinterError, match="without end"):
            exchange(address, Message(0x000B, 1, ()))


def test_an_answer_in_chunks_works() -> None:
    content = encode(Message(0, 1, (Group(GroupTag.PRINTER, (attribute("printer-state", Tag.ENUM, 3),)),)))
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (content[:9], content[9:]))
    with talking(CHUNKED + chunks + b"0\r\n\r\n") as port:
        assert check_printer(f"ipp://127.0.0.1:{port}/").usable


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=100))
def test_whatever_a_server_says_becomes_a_status(words: bytes) -> None:
    with talking(words) as port:
        assert check_printer(f"ipp://127.0.0.1:{port}/").code in {
            PrintCode.UNREACHABLE,
            PrintCode.NOT_A_PRINTER,
        }


def test_an_answer_one_byte_at_a_time_ends_at_the_deadline() -> None:
    with talking(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000, pause=0.05) as port:
        started = time.monotonic()
        with pytest.raises(ConnectionLostError):
            exchange(Address.parse(f"ipp://127.0.0.1:{port}/"), Message(0x000B, 1, ()), seconds=0.3)
        assert time.monotonic() - started < 10


@contextmanager
def talking(words: bytes, pause: float = 0.0) -> Iterator[int]:
    """A server that says the same to everybody, byte by byte when it pauses."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_talk, args=(listener, words, pause, stop))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def _talk(listener: socket.socket, words: bytes, pause: float, stop: threading.Event) -> None:
    listener.settimeout(5)
    connection, _ = listener.accept()
    connection.settimeout(5)
    with connection, suppress(OSError):
        connection.recv(65536)
        for piece in [words[i : i + 1] for i in range(len(words))] if pause else [words]:
            connection.sendall(piece)
            if stop.wait(pause):
                return
        # Closed with a part of the request unread, the connection would be reset, and the words be lost.
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
