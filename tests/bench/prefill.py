"""The prefill site against a page that only says hello, on the same server; and a crowd behind one address."""

import http.client
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

import click
from flask import Flask

from kiosk.prefill import create_app
from kiosk.web.server import serve
from tests.kiosk.offices import make_office
from tests.kiosk.pages import PageParser
from tests.kiosk.prefill.journeys import APPLICANT, SELF, WANTED

PHONES = 200


class Phone:
    """One browser with its cookies and one connection, as quick as the server answers."""

    def __init__(self, url: str, trust: ssl.SSLContext | None = None, name: str = "") -> None:
        host = urlsplit(url).netloc
        plain, sealed = http.client.HTTPConnection, http.client.HTTPSConnection
        self._connection = sealed(host, timeout=60, context=trust) if trust else plain(host, timeout=60)
        self._name = {"Host": name} if name else {}
        self.cookies: dict[str, tuple[str, str]] = {}
        self.waited: list[float] = []
        self.path, self.body, self.raw = "", "", b""

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> None:
        """Open a page, following where it leads."""
        self._ask("GET", path, None)

    def post(self, path: str, fields: Sequence[tuple[str, str]], *, follows: bool = True) -> None:
        """Send a form, following where it leads."""
        self._ask("POST", path, urlencode(fields), follows=follows)

    def send(self, fields: Mapping[str, str], action: str = "next") -> None:
        """Send the form of the page that is shown, with these fields over what stands in it."""
        self.post(self.path, self.form({**fields, "action": action}))

    def form(self, fields: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return what a browser would send of the page's form with these fields filled."""
        parser = PageParser()
        parser.feed(self.body)
        form = next((each for each in parser.forms if each.id == "page"), None)
        form = form or next(each for each in parser.forms if each.method == "post" and "language" not in each.id)
        return [*((name, value) for name, value in form.fields if name not in fields), *fields.items()]

    def _ask(self, method: str, path: str, body: str | None, *, follows: bool = True) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies_for(path))
        headers = {"Cookie": cookies, **self._name}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        self.raw = answer.read()
        self.body = self.raw.decode(errors="replace")
        self.waited.append(time.perf_counter() - began)
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        if answer.status in (302, 303) and follows:
            self._ask("GET", str(answer.headers["Location"]).partition("#")[0], None)
            return
        assert answer.status in (200, 303), f"{method} {path}: {answer.status}"
        self.path = path

    def _cookies_for(self, path: str) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, (value, where) in self.cookies.items() if path.startswith(where) and value)

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value, cookie["path"] or "/"


def walk(url: str, think: Callable[[], None] = lambda: None, trust: ssl.SSLContext | None = None) -> list[float]:
    """Go from the first page to the code for one 住民票の写し; return how long each answer took."""
    phone = Phone(url, trust)
    phone.get("/")
    walk_on(phone, think)
    phone.close()
    return phone.waited


def walk_on(phone: Phone, think: Callable[[], None] = lambda: None) -> None:
    """Go from the first page, which is open, to the code."""
    for typed in ({"procedure": "resident_record_copy"}, SELF, APPLICANT, WANTED):
        think()
        phone.send(typed)
    while "/p/" in phone.path:
        think()
        phone.send({})
    think()
    phone.send({}, "seal")
    assert phone.path.endswith("/code"), phone.path


def crowd(phones: int) -> tuple[int, float]:
    """Let so many walk at once from one address; return how many reach their code, and the 99th percentile of answers."""
    with running("prefill") as url, ThreadPoolExecutor(phones) as pool:
        walks = [pool.submit(walk, url) for _ in range(phones)]
        done = [each.result() for each in walks if each.exception() is None]
    waited = [seconds for each in done for seconds in each]
    return len(done), quantiles(waited, n=100)[98] if done else 0.0


@contextmanager
def running(name: str) -> Iterator[str]:
    """Serve the shipped town's prefill site, or a page that says hello, in a process of its own."""
    with started(name) as (url, _):
        yield url


@contextmanager
def started(name: str) -> Iterator[tuple[str, int]]:
    """Do the same, and tell which process it is."""
    with tempfile.TemporaryDirectory(prefix="bench-prefill-") as folder:
        command = [sys.executable, "-m", "tests.bench.prefill", name, folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}", server.pid
        finally:
            server.terminate()
            server.wait()


def build(name: str, folder: Path) -> Flask:
    """Return the application of this name."""
    if name == "prefill":
        return create_app(make_office(folder))
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def main() -> None:
    """Serve on a free port, which is printed."""
    app = build(sys.argv[1], Path(sys.argv[2]))
    serve(app, "127.0.0.1", 0, started=lambda port: click.echo(port))


Work = Callable[[], object]


def at_a_page(url: str) -> tuple[Work, Work, Work, Work]:
    """Return how to get the visitor's page, to send it, to send it and get the next one, and to get the code page."""
    phone = Phone(url)
    phone.get("/")
    phone.send({"procedure": "resident_record_copy"})
    phone.send(SELF)
    page, sent = phone.path, phone.form({**APPLICANT, "action": "next"})
    phone.send(APPLICANT)
    phone.send(WANTED)
    while "/p/" in phone.path:
        phone.send({})
    phone.send({}, "seal")
    code = phone.path
    return (
        lambda: phone.get(page),
        lambda: phone.post(page, sent, follows=False),
        lambda: phone.post(page, sent),
        lambda: phone.get(code),
    )


if __name__ == "__main__":
    main()
