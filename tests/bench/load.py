"""Many at once: `python -m tests.bench.load phones|connections|screens`. Nothing here passes or fails.

Phones walk whole journeys with pauses as people make them; connections stand open while others ask for pages; screens of
one lobby listen for changes by a stream each.
"""

import random
import re
import selectors
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from kiosk.desk import create_app, open_workplace
from kiosk.settings import DeskMode
from tests.bench.prefill import Phone, running, walk
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import build_town_hall

PHONES = 200
THINKING = 4.0
"""Seconds between two pages, about: half as long to twice as long."""

CONNECTIONS = 1_000
"""Open and silent, beside those that ask."""

SCREENS = 1_000
ASKING_SECONDS = 20.0


def phones() -> str:
    """Whole journeys on one process of the site."""
    with running("prefill") as url, ThreadPoolExecutor(PHONES) as pool:
        walks = [pool.submit(walk_slowly, url, number) for number in range(PHONES)]
        done = [each.result() for each in walks if each.exception() is None]
    return f"{len(done)} of {PHONES} finished, {told([seconds for each in done for seconds in each])}"


def walk_slowly(url: str, number: int) -> list[float]:
    """One journey of somebody who reads."""
    chance = random.Random(number)
    time.sleep(chance.random() * THINKING)
    return walk(url, lambda: time.sleep(THINKING * chance.uniform(0.5, 2)))


def connections() -> str:
    """A page asked for again and again while hundreds of connections stand open."""
    with running("prefill") as url, ExitStack() as stack:
        host, _, port = urlsplit(url).netloc.partition(":")
        for _ in range(CONNECTIONS):
            stack.enter_context(socket.create_connection((host, int(port))))
        phone = Phone(url)
        for _ in range(200):
            phone.get("/")
    return f"{CONNECTIONS} connections open, a page: {told(phone.waited)}"


def screens() -> str:
    """Screens of one desk that listen, while something changes every second and others ask for pages."""
    with lobby() as (address, change), ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        changed: dict[int, float] = {}
        ends = time.monotonic() + ASKING_SECONDS
        hearing = [stack.enter_context(join(address, number)) for number in range(SCREENS)]
        heard = pool.submit(hear, hearing, changed, ends)
        pages = pool.submit(ask, address, ends)
        while time.monotonic() < ends - 2:
            number = len(changed)
            changed[number] = time.monotonic()
            change(number)
            time.sleep(1)
        late, asked = heard.result(), pages.result()
    whole = len(late) == SCREENS * len(changed)
    return (
        f"{SCREENS} screens of one desk, {len(changed)} changes: {'all' if whole else len(late)} heard, {told(late)}; "
        f"a page meanwhile: {told(asked)}"
    )


def join(address: str, number: int) -> socket.socket:
    """Open a stream as live.js does."""
    host, _, port = urlsplit(address).netloc.partition(":")
    found = socket.create_connection((host, int(port)), timeout=60)
    found.sendall(f"GET /live?screen=screen-{number} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    assert found.recv(12) == b"HTTP/1.1 200"
    return found


def hear(hearing: Sequence[socket.socket], changed: Mapping[int, float], ends: float) -> list[float]:
    """Return how late each change came to each screen."""
    late: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for each in hearing:
            waiting.register(each, selectors.EVENT_READ)
        while (left := ends - time.monotonic()) > 0:
            for key, _ in waiting.select(left):
                assert isinstance(key.fileobj, socket.socket)
                news = key.fileobj.recv(65536)
                assert news, "cut off"
                now = time.monotonic()
                late += [now - changed[int(number)] for number in re.findall(rb'"number": (\d+)', news)]
    return late


def ask(address: str, ends: float) -> list[float]:
    """Return how long pages took, asked for ten times a second."""
    waited = []
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        while time.monotonic() < ends:
            began = time.perf_counter()
            connection.request("GET", "/")
            connection.getresponse().read()
            waited.append(time.perf_counter() - began)
            time.sleep(0.1)
    return waited


@contextmanager
def lobby() -> Iterator[tuple[str, Callable[[int], None]]]:
    """A running lobby, and how to let its screens know of something."""
    with tempfile.TemporaryDirectory() as folder:
        office = build_town_hall(Path(folder)).office
        workplace = open_workplace(office, office.settings.desk(DeskMode.LOBBY))
        with serving(create_app(office, workplace.desk, workplace)) as address:

            def change(number: int) -> None:
                workplace.hub.publish("load", {"number": number})

            yield address, change
            workplace.hub.close()
        workplace.store.close()


def told(waited: Sequence[float]) -> str:
    """Return the middle and the 99th of a hundred, in words."""
    if len(waited) < 2:
        return "no answer"
    parts = quantiles(waited, n=100)
    return (
        f"{len(waited):,} answers, half within {parts[49] * 1e3:.0f} ms, 99 of 100 within {parts[98] * 1e3:.0f} ms"
    )


if __name__ == "__main__":
    threading.stack_size(256 * 1024)
    kinds = {each.__name__: each for each in (phones, connections, screens)}
    for name in sys.argv[1:] or kinds:
        sys.stdout.write(f"{name}: {kinds[name]()}\n")
        sys.stdout.flush()
