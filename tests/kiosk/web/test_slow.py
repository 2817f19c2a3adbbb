"""Connections that never finish what they say take no place from anybody; what waitress refuses carries our headers."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask, request

from kiosk.web import server
from kiosk.web.server import LARGEST_HEADERS, MOST_CONNECTIONS
from tests.browser.serving import serving

OFTEN = 0.3


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    app = Flask("plain")
    app.config["MAX_CONTENT_LENGTH"] = 1000

    @app.route("/", methods=["GET", "POST"])
    def answer() -> str:
        return str(len(request.get_data()))

    with serving(app) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def test_it_works_beside_hundreds_of_slow_connections(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            slow = stack.enter_context(socket.create_connection(address, timeout=30))
            slow.sendall(b"GET / HT")
        began = time.monotonic()
        with urlopen(f"http://{address[0]}:{address[1]}/", timeout=30) as answer:
            assert answer.read() == b"0"
        assert time.monotonic() - began < 5
    assert MOST_CONNECTIONS == 1500


def test_a_thousand_open_files_end_no_server(address: tuple[str, int]) -> None:
    server.allow_files()
    with ExitStack() as stack, Path(os.devnull).open("rb") as nothing:
        for _ in range(1_050):
            stack.callback(os.close, os.dup(nothing.fileno()))
        for _ in range(2):
            with urlopen(f"http://{address[0]}:{address[1]}/", timeout=30) as answer:
                assert answer.read() == b"0"


@pytest.mark.parametrize(
    "begun", [b"GET / HTTP/1.1\r\nX-", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\na"]
)
def test_a_request_that_drips_in_is_ended(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(server, "WHOLE_REQUEST_SECONDS", 2)
    with socket.create_connection(address, timeout=30) as slow:
        slow.sendall(begun)
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            drip(slow, 20)
        assert 1.5 < time.monotonic() - began < 10


def test_a_pause_between_two_requests_is_none_within_one(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WHOLE_REQUEST_SECONDS", 1)
    with closing(HTTPConnection(*address, timeout=30)) as kept:
        for _ in range(2):
            kept.request("GET", "/")
            # A new connection would be made without a word if this one had been closed.
            kept.auto_open = 0
            assert kept.getresponse().read() == b"0"
            time.sleep(2)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * (LARGEST_HEADERS - 19), 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
    ],
)
def test_what_the_server_itself_refuses_has_our_headers(
    address: tuple[str, int], sent: bytes, status: int
) -> None:
    with socket.create_connection(address, timeout=30) as asked:
        asked.sendall(sent)
        said = b""
        while part := asked.recv(4000):
            said += part
    head, _, body = said.decode().partition("\r\n\r\n")
    assert f" {status} " in head.splitlines()[0]
    headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:])
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["connection"] == "close"
    assert len(body) < 60


def drip(slow: socket.socket, seconds: float) -> None:
    """A byte now and then, as long as somebody listens."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        slow.sendall(b"a")
        time.sleep(OFTEN)
