"""The server answers, lets a request finish when told to stop, and goes."""

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask import Response, request

from kiosk.web import Front
from kiosk.web.server import GO_ON, Stream
from tests.browser.serving import serving

PROGRAM = """
import time
from flask import Flask
from kiosk.web.server import serve
app = Flask("slow")
app.config["MAX_CONTENT_LENGTH"] = 1000
@app.get("/")
def fast(): return "there"
@app.get("/dumps")
def dumps():
    import resource
    return str(resource.getrlimit(resource.RLIMIT_CORE))
@app.get("/slow")
def slow():
    time.sleep(1)
    return "finished"
serve(app, "127.0.0.1", {port})
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_and_stops_cleanly(number: signal.Signals) -> None:
    port = free_port()
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(port=port)], cwd=root, stderr=subprocess.PIPE
    ) as server:
        wait_for(port)
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.read() == b"there"
        with urlopen(f"http://127.0.0.1:{port}/dumps") as answer:
            assert answer.read() == b"(0, 0)"
        server.send_signal(number)
        _, told = server.communicate(timeout=60)
        assert server.returncode == 0, told
        assert b"Traceback" not in told


def test_its_standard_error_holds_events_and_no_words_of_an_exception() -> None:
    port = free_port()
    failing = """
@app.get("/fails")
def fails():
    def lines():
        yield b"begun"
        raise RuntimeError("Taro Yamada")
    return lines()
serve("""
    program = PROGRAM.format(port=port).replace("serve(", failing, 1)
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[3], stderr=subprocess.PIPE
    ) as server:
        wait_for(port)
        with pytest.raises((OSError, HTTPException)), urlopen(f"http://127.0.0.1:{port}/fails") as answer:
            answer.read()
        server.terminate()
        _, told = server.communicate(timeout=60)
    lines = [json.loads(line) for line in told.splitlines()]
    assert any(line["level"] == "error" for line in lines)
    assert b"Yamada" not in told


def test_nothing_that_is_sent_or_answered_becomes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of four million bytes, and an answer of twenty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    app = Front("kiosk.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 12_000_000

    @app.post("/")
    def answer() -> str:
        return str(len(request.files["picture"].read())) + "x" * 20_000_000

    boundary = b"--b\r\nContent-Disposition: form-data; name=picture; filename=p\r\n\r\n"
    body = boundary + bytes(4_000_000) + b"\r\n--b--\r\n"
    asked = Request("http://127.0.0.1", body, {"Content-Type": "multipart/form-data; boundary=b"})
    with serving(app) as address:
        asked.full_url = f"{address}/"
        with urlopen(asked, timeout=60) as said:
            assert said.read().startswith(b"4000000x")


def test_answers_that_go_on_hold_no_thread() -> None:
    streams: list[Stream] = []
    app = Front("streaming", static_folder=None)

    @app.get("/live")
    def listen() -> Response:
        request.environ[GO_ON](streams.append)
        return Response(iter([b"hello\n"]), mimetype="text/event-stream")

    with serving(app) as url, ExitStack() as stack:
        host, _, port = url.removeprefix("http://").partition(":")
        listening = [stack.enter_context(closing(HTTPConnection(host, int(port), timeout=30))) for _ in range(100)]
        for connection in listening:
            connection.request("GET", "/live")
        answers = [connection.getresponse() for connection in listening]
        assert {answer.readline() for answer in answers} == {b"hello\n"}
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{url}/another-page", timeout=30)
        assert all([stream.write(b"news\n") for stream in streams])
        assert {answer.readline() for answer in answers} == {b"news\n"}
        for stream in streams:
            stream.close()
        assert {answer.read() for answer in answers} == {b""}


def test_a_listener_that_is_gone_is_noticed() -> None:
    streams: list[Stream] = []
    app = Front("streaming", static_folder=None)

    @app.get("/live")
    def listen() -> Response:
        request.environ[GO_ON](streams.append)
        return Response(iter([b"hello\n"]), mimetype="text/event-stream")

    with serving(app) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        connection = HTTPConnection(host, int(port), timeout=30)
        connection.request("GET", "/live")
        assert connection.getresponse().readline() == b"hello\n"
        connection.close()
        ends = time.monotonic() + 30
        while not streams or streams[0].write(b"news\n"):
            assert time.monotonic() < ends
            time.sleep(0.01)
