"""The shipped nginx configuration, run by the real nginx: what residents type stays off the disk."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask, Response, request

from kiosk.prefill import create_app
from tests.browser.serving import serving
from tests.deploy.front import NAME, FrontServer, needs_nginx, running_nginx
from tests.deploy.towns import two_towns, walk_both_towns
from tests.kiosk.offices import make_office

SECRET = "SECRETNAME"
LARGEST_FORM = 120_000
"""Bytes; the site itself takes no more than 128 KB."""

pytestmark = needs_nginx


@pytest.fixture
def backend() -> Iterator[str]:
    app = Flask("backend")
    app.config["MAX_CONTENT_LENGTH"] = 128 * 1024

    @app.post("/")
    def take() -> str:
        return str(len(request.get_data()))

    @app.get("/large")
    def give() -> Response:
        return Response(SECRET * 2_000_000)

    with serving(app) as address:
        yield address.removeprefix("http://")


def test_it_works_and_no_answer_is_written_to_a_file(tmp_path: Path, backend: str) -> None:
    with running_nginx(tmp_path, backend) as front:
        for size in (100, 8_001, 17_000, LARGEST_FORM):
            assert post(front, size) == (200, str(size))
        assert read_slowly(front).endswith(SECRET)
        assert "temporary file" not in front.log


def test_without_its_limits_the_same_answers_would_be(tmp_path: Path, backend: str) -> None:
    """What makes the test above one that can fail."""
    changes = ("client_body_buffer_size 192k;", ""), ("proxy_max_temp_file_size 0;", "")
    with running_nginx(tmp_path, backend, *changes) as front:
        assert post(front, 17_000) == (200, "17000")
        read_slowly(front)
        assert "client request body is buffered to a temporary file" in front.log
        assert "upstream response is buffered to a temporary file" in front.log


def test_a_body_beyond_what_stays_in_memory_is_refused(tmp_path: Path, backend: str) -> None:
    with running_nginx(tmp_path, backend) as front:
        assert post(front, 200_000)[0] == 413
        assert "temporary file" not in front.log


def test_slow_senders_are_put_out(tmp_path: Path, backend: str) -> None:
    with running_nginx(tmp_path, backend, ("_timeout 10s", "_timeout 1s")) as front:
        began = time.monotonic()
        for begin in (b"G", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na"):
            with front.socket() as slow:
                slow.sendall(begin)
                with suppress(ConnectionError):
                    while slow.recv(1000):
                        pass
        assert time.monotonic() - began < 10


def test_the_site_behind_it_sees_who_asks_and_nothing_else(tmp_path: Path) -> None:
    office = make_office(tmp_path, ('public_url = "http://127.0.0.1:8000"', f'public_url = "https://{NAME}"'))
    site, seen = create_app(office), list[tuple[str | None, str | None]]()

    @site.after_request
    def note(answer: Response) -> Response:
        seen.append((request.remote_addr, request.headers.get("X-Forwarded-For")))
        return answer

    with serving(site) as address, running_nginx(tmp_path, address.removeprefix("http://")) as front:
        status, page, headers = front.ask("GET", "/", Host=NAME, X_Forwarded_For="192.0.2.99")
        assert (status, seen) == (200, [("127.0.0.1", None)])
        assert headers["Strict-Transport-Security"]
        assert "みどり野町" in page
        assert front.ask("GET", "/", Host="evil.example")[0] == 400


def test_a_town_below_a_path_is_walked_through_to_its_code(tmp_path: Path) -> None:
    with two_towns(tmp_path) as towns, running_nginx(tmp_path, towns.place) as front:
        walk_both_towns(front, towns)


def post(front: FrontServer, size: int) -> tuple[int, str]:
    return front.ask("POST", "/", (SECRET * (size // len(SECRET) + 1))[:size])[:2]


def read_slowly(front: FrontServer) -> str:
    """As a phone on a bad line does; meanwhile nginx has to keep what the site has said already."""
    return front.ask("GET", "/large", wait=0.5)[1]
