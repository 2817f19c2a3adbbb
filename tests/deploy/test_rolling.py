"""Two replicas of the site are replaced one after the other while people are in the middle of their forms."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

from tests.bench.prefill import walk
from tests.deploy.front import NAME, anybody, free_port, needs_haproxy, running_haproxy
from tests.kiosk.offices import make_office

ROOT = Path(__file__).parents[2]
PHONES = 3
THINKING = 0.1

pytestmark = needs_haproxy


class Replica:
    """One process of the site on a port of its own, as its unit runs it."""

    def __init__(self, config: Path) -> None:
        self.port, self.config = free_port(), config
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "kiosk", "prefill", "--port", str(self.port)]
        environment = {**os.environ, "KIOSK_CONFIG": str(self.config), "PYTHONPATH": str(ROOT)}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=self.config, env=environment, stdout=quiet, stderr=quiet)

    def wait(self) -> None:
        """Return once the site says of itself that it is ready."""
        for _ in range(600):
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise TimeoutError

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(timeout=30) == 0


@contextmanager
def replicas(config: Path) -> Iterator[tuple[Replica, Replica]]:
    both = Replica(config), Replica(config)
    for each in both:
        each.start()
    try:
        for each in both:
            each.wait()
        yield both
    finally:
        for each in both:
            each.stop()


def test_no_form_is_lost_and_no_request_fails_while_both_are_replaced(tmp_path: Path) -> None:
    office = make_office(tmp_path, ('public_url = "http://127.0.0.1:8000"', f'public_url = "https://{NAME}"'))
    over, trust = Event(), anybody()
    with replicas(office.settings.folder) as both:
        addresses = [f"127.0.0.1:{each.port}" for each in both]
        with running_haproxy(tmp_path, *addresses) as front, ThreadPoolExecutor(PHONES) as pool:

            def keep_walking() -> list[int]:
                """Journey after journey, each to its code; how many requests each took."""
                taken: list[int] = []
                while not over.is_set() or not taken:
                    taken.append(len(walk(f"https://127.0.0.1:{front.port}", lambda: time.sleep(THINKING), trust)))
                return taken

            people = [pool.submit(keep_walking) for _ in range(PHONES)]
            for each in both:
                time.sleep(1)
                each.stop()
                each.start()
                each.wait()
            time.sleep(1)
            over.set()
            journeys = [taken for person in people for taken in person.result(timeout=60)]
    assert len(journeys) >= 2 * PHONES
    assert sum(journeys) > 40
