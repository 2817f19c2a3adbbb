"""Hours of a lobby in fast time: `python -m tests.faults.soak VISITS [SEED]`, one visitor each minute of its clock.

Random people scan, read, print, change their mind, leave at any screen and press what the screen offers, at a printer
that fails now and then. Each one leaves the first screen behind; memory, threads and open files stay where they were.
"""

import gc
import logging
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.clock import utc_now
from kiosk.desk import Workplace, create_app
from kiosk.settings import DeskMode
from kiosk.store import open_store, purge, trim
from printing.ipp.printer import Operation
from tests.faults.clerk import close, wait_until_over
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, YOSHIDA_ANSWERS, TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.printing.ippeveprinter import HASTY
from tests.printing.scripted_printer import HANG_UP, HANG_UP_AFTER_DOING, Script, scripted_printer

PAUSE = timedelta(minutes=1)
WARM = 100
"""Visits after which caches have what they keep."""

DONE = (9, 1, "job-completed-successfully")
ABORTED = (8, 0, "aborted-by-system")


@dataclass
class Day:
    """The lobby, its printer and its clock."""

    hall: TownHall
    lobby: Workplace
    printer: Script
    chance: random.Random
    now: datetime = field(default_factory=utc_now)
    ends: Counter[str] = field(default_factory=Counter)

    def serve_all(self, visits: int) -> None:
        """Serve so many people, one after the other, and say how it went."""
        pages = Pages(create_app(self.lobby.office, self.lobby.desk, self.lobby))
        began, before = time.monotonic(), (0, 0, 0)
        for number in range(1, visits + 1):
            self.ends[self.serve(pages)] += 1
            self.now += PAUSE
            if number % 20 == 0:
                purge(self.lobby.store)
                trim(self.lobby.store)
            if number == min(WARM, visits):
                before = measure()
        after = measure()
        words = ("memory in KiB", "threads", "open files")
        told = "; ".join(f"{name} {was:,} → {now:,}" for name, was, now in zip(words, before, after, strict=True))
        ends = ", ".join(f"{end} {times}" for end, times in sorted(self.ends.items()))
        hours = visits * PAUSE / timedelta(hours=1)
        sys.stdout.write(f"{visits} visits, {hours:.1f} h in {time.monotonic() - began:.0f} s: {ends}; {told}\n")

    def serve(self, pages: Pages) -> str:
        """Serve one person; what became of the visit. Afterwards the first screen is there for the next."""
        # The printer of the tests keeps all it was ever sent.
        self.printer.requests.clear()
        answers = self.chance.choice((YOSHIDA_ANSWERS, FAMILY_ANSWERS))
        assert scan(pages, self.hall, answers).path == "/review"
        end = self.chance.choices(("walked away", "gave up", "to the counter", "printed"), (1, 1, 1, 5))[0]
        if end == "printed":
            end = self.print_all(pages)
        self.press(pages, {"walked away": "/bye", "to the counter": "/hand-over"}.get(end, "/quit"))
        assert pages.open("/").path == "/", "a screen is stuck"
        assert pages.open("/review").path == "/", "the next one sees what was there"
        return end

    def print_all(self, pages: Pages) -> str:
        """Print, and do what the screen of the paper says; in how many tries it came out."""
        fault = self.chance.choice((None, None, None, "paper", HANG_UP, HANG_UP_AFTER_DOING, "aborted"))
        self.printer.reasons = ("media-empty-error",) if fault == "paper" else ("none",)
        self.printer.state = 5 if fault == "paper" else 3
        self.printer.job = [ABORTED if fault == "aborted" else DONE]
        hang = [fault] if fault in (HANG_UP, HANG_UP_AFTER_DOING) else []
        self.printer.answers = {Operation.SEND_DOCUMENT: list(hang)}
        self.press(pages, "/print")
        wait_until_over(self.lobby)
        self.printer.state, self.printer.reasons, self.printer.job = 3, ("none",), [DONE]
        page = pages.open("/paper")
        if any(form.action == "/paper/seen" for form in page.forms) and fault == HANG_UP_AFTER_DOING:
            self.press(pages, "/paper/seen")
        elif fault is not None:
            self.press(pages, "/print", again="yes")
            wait_until_over(self.lobby)
        assert pages.open("/paper").heading == "紙を取ってください", (fault, page.heading)
        self.press(pages, "/finish")
        return "printed" if fault is None else f"printed after {fault}"

    def press(self, pages: Pages, path: str, **fields: str) -> None:
        """Send one of the screen's buttons."""
        pages.open("/review" if path == "/print" else (pages.now.path if pages.now else "/"))
        pages.client.post(path, data={"csrf_token": token_of(pages), **fields})


def measure() -> tuple[int, int, int]:
    """Return memory in KiB, threads and open files of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return (
        pages * os.sysconf("SC_PAGE_SIZE") // 1024,
        threading.active_count(),
        sum(1 for _ in Path("/proc/self/fd").iterdir()),
    )


def main(visits: int, seed: int) -> None:
    """Run one day."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, scripted_printer(Script()) as printer:
        hall = build_town_hall(Path(folder), printer.uri)
        desk = hall.office.settings.desk(DeskMode.LOBBY)
        store = open_store(hall.office.settings.database, lambda: day.now)
        lobby = Workplace(hall.office, desk, store, HASTY)
        day = Day(hall, lobby, printer, random.Random(seed))
        try:
            day.serve_all(visits)
        finally:
            close(lobby)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 1)
