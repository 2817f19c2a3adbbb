"""Many at once: `python -m tests.bench.load phones|connections|screens`. Nothing here passes or fails.

Phones walk whole journeys with pauses as people make them; connections stand open while others ask for pages; screens of
one lobby listen for changes, by a stream or, where there is no place left, by asking every three seconds.
"""

import json
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
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

CONNECTIONS = 900
"""Open and silent, beside those that ask; a server holds a thousand."""

SCREENS = 1_000
POLL = 3.0
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
    """Screens of one desk, while something changes every second."""
    with lobby() as (address, change), ThreadPoolExecutor(SCREENS) as pool:
        ends = time.monotonic() + ASKING_SECONDS
        listening = [pool.submit(listen, address, ends, number) for number in range(SCREENS)]
        while time.monotonic() < ends:
            change()
            time.sleep(1)
        heard = [each.result() for each in listening]
    counted = sum((Counter(kinds) for kinds, _ in heard), Counter[str]())
    late = [seconds for _, waited in heard for seconds in waited]
    return f"{SCREENS} screens of one desk: {dict(counted)}; an answer to who asks: {told(late)}"


@contextmanager
def lobby() -> Iterator[tuple[str, Callable[[], None]]]:
    """A running lobby, and how to let its screens know of something."""
    with tempfile.TemporaryDirectory() as folder:
        office = build_town_hall(Path(folder)).office
        workplace = open_workplace(office, office.settings.desk(DeskMode.LOBBY))
        numbers = iter(range(10**9))
        with serving(create_app(office, workplace.desk, workplace)) as address:

            def change() -> None:
                workplace.hub.publish("load", {"number": next(numbers)})

            yield address, change
            workplace.hub.close()
        workplace.store.close()


def listen(address: str, ends: float, number: int) -> tuple[list[str], list[float]]:
    """Do as live.js does; what it got, and how long each answer took."""
    time.sleep(number / SCREENS * POLL)
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    kinds, waited, version = [], [], 0
    with suppress(OSError, HTTPException):
        connection.request("GET", f"/live?screen=screen-{number}")
        answer = connection.getresponse()
        if answer.status == 200:
            while time.monotonic() < ends and answer.readline():
                pass
            return ["hearing"], []
        answer.read()
        kinds.append("asking")
        while time.monotonic() < ends:
            began = time.perf_counter()
            connection.request("GET", f"/live/now?since={version}")
            version = json.loads(connection.getresponse().read())["version"]
            waited.append(time.perf_counter() - began)
            time.sleep(POLL)
        return kinds, waited
    return [*kinds, "cut off"], waited


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
