"""A day of 400 people at eight windows, through the real servers, in quick time; then the figures have to add up.

`make hall` runs it. The servers are those of a town hall: a lobby and eight counters with a database of PostgreSQL; only
the clock of the database goes faster. Beside them a list is kept by hand of who waited and was served how long.
"""

import heapq
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import click
import pytest

from kiosk.clock import JAPAN
from kiosk.desk import create_app
from kiosk.desk.workplace import Workplace
from kiosk.hall.figures import cells_by, read_figures
from kiosk.hall.turn import Span, State
from kiosk.hall.turns import Turns
from kiosk.office import open_office, today
from kiosk.settings import Database
from kiosk.staff import StaffRole, add_staff
from kiosk.store import PrintOutcome, Store, finish_visit, open_store, open_visits, record_print
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.postgres import running_postgres
from tests.kiosk.store.conftest import Clock

PEOPLE, WINDOWS = 400, 8
PASSWORD = "mado-guchi-1"
SHARE_OF_MOVES = 0.25
STAYS_AWAY = 0.03
QUEUES = {"cert": ("C", 7.0), "move": ("M", 22.0)}
LETTERS = "AEFHJNPR"
"""Of the counters' own receipts; C and M are the queues'."""


@dataclass
class Screen:
    """A browser at one PC: what it sees, and how long the server took."""

    address: str
    seconds: list[float]
    page: str = ""
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def open(self, path: str, **sent: str) -> str:
        """Open a page; with fields, send the form there as it stands on the page before."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        fields = {"csrf_token": token[1] if token else "", **sent}
        started = time.perf_counter()
        data = urlencode(fields).encode() if sent else None
        with self.opener.open(f"{self.address}{path}", data, timeout=60) as answer:
            self.page = answer.read().decode()
        self.seconds.append(time.perf_counter() - started)
        return self.page

    def hidden(self, name: str, near: str) -> str:
        """Return the hidden field of the form that posts to an address like this."""
        form = next(each for each in re.findall(r"<form.*?</form>", self.page, re.DOTALL) if near in each)
        found = re.search(rf'name="{name}"\s+value="([^"]+)"', form)
        assert found is not None
        return found[1]


@dataclass(order=True)
class Person:
    """What the list kept by hand says of one person."""

    came: datetime
    queue: str = field(compare=False)
    number: str = field(compare=False, default="")
    called: datetime | None = field(compare=False, default=None)
    seated: datetime | None = field(compare=False, default=None)
    done: datetime | None = field(compare=False, default=None)


@dataclass
class Day:
    """The hall, the clock, and whoever is in it."""

    town_hall: TownHall
    store: Store
    clock: Clock
    lobby: Screen
    counters: list[Screen]
    chance: Random
    waiting: list[Person] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    at: dict[int, Person] = field(default_factory=dict)
    events: list[tuple[datetime, int, str, int]] = field(default_factory=list)

    def live(self) -> None:
        """Let the day happen."""
        opens = datetime.combine(today(), datetime.min.time(), JAPAN).replace(hour=8, minute=30)
        for at in range(PEOPLE):
            self.plan(opens + timedelta(seconds=self.chance.randrange(8 * 3600)), "comes", at)
        while self.events:
            self.clock.now, _, what, which = heapq.heappop(self.events)
            if what == "comes":
                self.somebody_comes()
            elif what == "seats":
                self.seat(which)
            else:
                self.end(which)

    def plan(self, when: datetime, what: str, which: int) -> None:
        heapq.heappush(self.events, (when, len(self.events), what, which))

    def somebody_comes(self) -> None:
        queue = "move" if self.chance.random() < SHARE_OF_MOVES else "cert"
        self.lobby.open("/number")
        page = self.lobby.open("/number", queue=queue, key=self.lobby.hidden("key", "/number"))
        found = re.search(r'class="number">([A-Z]-[0-9]{3})<', page)
        assert found is not None
        person = Person(self.clock.now, queue, found[1])
        assert person.number not in {each.number for each in self.people}, "a number given twice"
        self.people.append(person)
        self.waiting.append(person)
        idle = next((at for at in range(WINDOWS) if at not in self.at), None)
        if idle is not None:
            self.call(idle)

    def call(self, window: int) -> None:
        """Press 次の方; whoever came first has to be called, and is not called twice."""
        screen = self.counters[window]
        screen.open("/")
        page = screen.open(
            "/turns/next", key=screen.hidden("key", "/turns/next"), end=screen.hidden("end", "/turns/next")
        )
        if not self.waiting:
            assert "待っている方はいません。" in page
            self.at.pop(window, None)
            return
        person = self.waiting.pop(0)
        assert f"{person.number}</strong> を呼んでいます" in page
        person.called = self.clock.now
        self.at[window] = person
        self.plan(self.clock.now + timedelta(seconds=self.chance.randrange(20, 90)), "seats", window)

    def seat(self, window: int) -> None:
        person, screen = self.at[window], self.counters[window]
        if self.chance.random() < STAYS_AWAY:
            screen.open("/")
            turn = Turns(self.store, "main").find(person.number)
            assert turn is not None
            screen.open(f"/turns/{turn.id}/miss", key=screen.hidden("key", f"{turn.id}/miss"))
            self.at.pop(window)
            self.call(window)
            return
        screen.open("/")
        (ticket,) = self.town_hall.ticket()
        assert person.number in screen.open("/scan", text=ticket), "the visit has the number of the turn"
        person.seated = self.clock.now
        minutes = QUEUES[person.queue][1] * self.chance.lognormvariate(0, 0.4)
        self.plan(self.clock.now + timedelta(seconds=int(60 * minutes)), "ends", window)

    def end(self, window: int) -> None:
        """The paper is out; then the next person is called with the same press."""
        person = self.at[window]
        (visit,) = (each for each in open_visits(self.store) if each.receipt_number == person.number)
        record_print(self.store, visit.id, PrintOutcome.PRINTED, sheets=1)
        finish_visit(self.store, visit.id)
        person.done = self.clock.now
        self.call(window)


def hall_of(windows: int) -> str:
    """Return hall.toml: every window serves both queues."""
    parts = ['[[site]]\nid = "main"\nlabel = "本庁舎"\n\n[[section]]\nid = "juumin"\nlabel = "住民課"\n']
    parts += [
        f'[[window]]\nid = "w{at}"\nlabel = "{at}番窓口"\nsections = ["juumin"]\ndesk = "counter-{at}"\n'
        for at in range(1, windows + 1)
    ]
    parts += [
        f'[[queue]]\nid = "{id}"\nlabel = "{id}"\nsection = "juumin"\nletter = "{letter}"\nusual_minutes = {minutes:.0f}\n'
        for id, (letter, minutes) in QUEUES.items()
    ]
    return "\n".join(
        [*parts, '[[hours]]\nweekdays = "mon-sun"\nopen = "08:30"\nclose = "17:15"\nholidays = true\n']
    )


@contextmanager
def town(folder: Path) -> Iterator[Day]:
    """A town hall with a lobby, eight counters and PostgreSQL, all running."""
    build_town_hall(folder)
    config = folder / "config"
    more = "".join(
        f'[[desk]]\nname = "counter-{at}"\nlabel = "{at}番"\nmode = "counter"\nport = {8100 + at}\nreceipt_letter = "{LETTERS[at - 1]}"\n'
        for at in range(2, WINDOWS + 1)
    )
    file = config / "town.toml"
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    (config / "hall.toml").write_text(hall_of(WINDOWS), "utf-8")
    password = folder / "password"
    password.touch(mode=0o600)
    with running_postgres() as server, server.new_database() as name, ExitStack() as stack:
        password.write_text(f"{server.password}\n")
        database = Database(server.url(name), password, 12)
        office = open_office(config)
        clock, seconds = (
            Clock(datetime.combine(today(), datetime.min.time(), JAPAN) + timedelta(hours=8)),
            list[float](),
        )
        first = open_store(database, clock)
        stack.callback(first.close)
        screens = {}
        for desk in office.settings.desks:
            workplace = Workplace(office, desk, open_store(database, clock))
            stack.callback(workplace.stop)
            screens[desk.name] = Screen(stack.enter_context(serving(create_app(office, desk, workplace))), seconds)
        counters = [screens[f"counter-{at}"] for at in range(1, WINDOWS + 1)]
        for at, screen in enumerate(counters):
            add_staff(first, f"staff{at}", PASSWORD, StaffRole.CLERK)
            screen.open("/login")
            screen.open("/login", name=f"staff{at}", password=PASSWORD)
        yield Day(TownHall(office), replace(first), clock, screens["lobby-1"], counters, Random(15))


@pytest.mark.timeout(1800)
def test_a_day_adds_up_to_the_minute(tmp_path: Path) -> None:
    with town(tmp_path) as day:
        started = time.monotonic()
        day.live()
        took = time.monotonic() - started
        targets = {"cert": 15, "move": 30}
        figures = read_figures(day.store, today(), today(), targets, least=1)
        spans = Turns(day.store, "main").spans(today())
        assert len(day.people) == PEOPLE
        served = [person for person in day.people if person.done]
        assert sum(cell.count for cell in cells_by(figures.cells, "status")) == len(served)
        for times in figures.times:
            called = [each for each in day.people if each.queue == times.queue and each.called]
            waits = [minutes_between(each.came, each.called) for each in called]
            serves = [minutes_between(each.seated, each.done) for each in called]
            assert times.count == len(called)
            assert times.waiting == round(median(waits), 1)
            assert times.serving == round(median(serves), 1)
            assert times.within == sum(wait <= targets[times.queue] for wait in waits)
        waited = sum(minutes_between(each.came, each.called) for each in day.people)
        assert round(minutes_in(spans, State.WAITING)) == round(waited)
        assert round(minutes_in(spans, State.SERVING)) == round(
            sum(minutes_between(each.seated, each.done) for each in served)
        )
        report(day, took)


def report(day: Day, took: float) -> None:
    """Print what the run was like."""
    seconds = day.lobby.seconds
    last = quantiles(seconds, n=100)[98]
    figures = read_figures(day.store, today(), today(), {}, least=1)
    click.echo(f"\n{PEOPLE} people, {WINDOWS} windows: {len(seconds)} requests in {took:.0f} s")
    click.echo(f"a request: median {median(seconds) * 1000:.0f} ms, p99 {last * 1000:.0f} ms")
    for score in figures.promises:
        click.echo(
            f"{score.queue}: {score.inside} of {score.count} called within what was told, {score.longer} later"
        )


def minutes_between(since: datetime | None, until: datetime | None) -> float:
    return (until - since).total_seconds() / 60 if since and until else 0.0


def minutes_in(spans: Sequence[Span], state: State) -> float:
    """Return how long all turns together were in this state."""
    total = 0.0
    for one, after in pairwise(spans):
        if one.turn_id == after.turn_id and one.state is state:
            total += (after.since - one.since).total_seconds() / 60
    return total
