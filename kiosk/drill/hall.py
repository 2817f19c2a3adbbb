"""The practice hall of a drill: windows, a lobby that gives out numbers and a board, all in a folder of its own."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from kiosk.board import create_app as create_board
from kiosk.clock import JAPAN
from kiosk.desk import Workplace, create_app as create_desk
from kiosk.office import Office, today
from kiosk.settings import DeskMode, reading
from kiosk.store import Store, open_store
from kiosk.town.hall import HALL_FILE, Hall
from kiosk.training import training_office

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LOBBY = "drill-lobby"
OPENS = time(8, 30)
MOST_WINDOWS = 12
MOVING = ("move_in", "move_out", "move_within")
CARE = ("health_insurance_join", "child_allowance", "child_medical")
QUEUES = (
    ("cert", "証明書", "juumin", "C", 5, 15, ("resident_record_copy", "seal_certificate")),
    ("move", "引っ越し", "juumin", "M", 15, 30, (*MOVING, *CARE)),
    ("care", "保険・子育て", "hoken", "H", 10, 20, CARE),
)
"""Of a hall without a file of its own: id, label, section, letter, minutes one takes, minutes one should wait, procedures."""

TASKS = (
    ("move", "住所の届出", "juumin", MOVING, ""),
    ("care", "保険と子どもの手続", "hoken", CARE, 'after = ["move"]\n'),
)
"""And what its two sections do: id, label, section, procedures, what comes before."""

FEWEST_APART = 4
"""Windows from which on the second section has some of its own; with fewer all serve both."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a drill is like. With `windows` 0 the town's own hall is taken, where it has one; `slips` of a hundred visits
    go wrong in one of the ways of `kiosk.drill.residents`."""

    residents_an_hour: int = 60
    hours: int = 3
    windows: int = 0
    slips: int = 10
    seed: int = 1


@dataclass
class DrillClock:
    """Time that passes when the drill says so, on the present day."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Screen:
    """One screen, as its browser uses it: pages opened, forms sent with what stands in them."""

    client: FlaskClient
    workplace: Workplace | None = None
    token: str = ""
    requests: int = 0
    page: str = ""
    leads_to: str = ""
    """The address a form led on to, empty where it was refused."""

    @classmethod
    def of(cls, app: Flask, workplace: Workplace | None = None) -> "Screen":
        """Return a screen of its own."""
        return cls(app.test_client(), workplace)

    def open(self, path: str) -> str:
        """Return the page."""
        self._take(self.client.get(path).get_data(as_text=True))
        return self.page

    def send(self, path: str, fields: dict[str, str | list[str]]) -> bool:
        """Send a form; return whether it was taken."""
        sent = self.client.post(path, data={"csrf_token": self.token, **fields})
        self.leads_to = sent.headers.get("Location", "")
        self._take(sent.get_data(as_text=True) if sent.mimetype == "text/html" and not self.leads_to else "")
        return bool(self.leads_to)

    def hidden(self, name: str, near: str) -> str:
        """Return the hidden field of the form that posts to an address like this; empty without one."""
        forms = re.findall(r"<form.*?</form>", self.page, re.DOTALL)
        found = (re.search(rf'name="{name}"\s+value="([^"]+)"', form) for form in forms if near in form)
        return next((each[1] for each in found if each), "")

    def _take(self, page: str) -> None:
        self.requests += 1
        self.page = page
        if found := TOKEN.search(page):
            self.token = found[1]


@dataclass
class PracticeHall:
    """All that runs in a drill."""

    office: Office
    hall: Hall
    site: str
    store: Store
    clock: DrillClock
    lobby: Screen
    board: Screen
    windows: dict[str, Screen] = field(default_factory=dict)
    """By the id of the window, each with a clerk who has signed in."""

    @property
    def day(self) -> date:
        """The day of the drill."""
        return self.clock.now.astimezone(JAPAN).date()


@contextmanager
def practice_hall(town: Office, plan: Plan) -> Iterator[PracticeHall]:
    """Open the hall of a drill; nothing of it is left, and nothing of the town's own is touched. Raise DataMistake,
    StoreError, KeysError."""
    with TemporaryDirectory(prefix="drill-") as place, ExitStack() as stack:
        office = _office(town, plan, Path(place) / "config")
        hall = office.hall
        assert hall is not None
        clock = DrillClock(datetime.combine(today(), OPENS, JAPAN).astimezone(UTC))
        store = open_store(office.settings.database, clock)
        stack.callback(store.close)
        screens: dict[str, Screen] = {}
        for desk in office.settings.desks:
            here = Workplace(office, desk, open_store(office.settings.database, clock))
            stack.callback(here.stop)
            app = create_desk(office, desk, here)
            # Twelve windows read the same templates.
            app.jinja_env.bytecode_cache = FileSystemBytecodeCache(place)
            screens[desk.name] = Screen.of(app, here)
        site = next(each.site for each in hall.windows if _is_counter(office, each.desk))
        board = Screen.of(create_board(office, hall, store))
        found = PracticeHall(office, hall, site, store, clock, screens[LOBBY], board)
        for window in hall.windows:
            if window.site == site and _is_counter(office, window.desk):
                found.windows[window.id] = _signed_in(screens[window.desk])
        yield found


def _signed_in(screen: Screen) -> Screen:
    screen.open("/login")
    screen.send("/login", {"name": "", "password": ""})
    screen.open("/")
    return screen


def _office(town: Office, plan: Plan, folder: Path) -> Office:
    """The town with other keys, another database, and no device: nothing of a drill is ever printed."""
    settings = town.settings
    shutil.copytree(settings.folder, folder)
    own = town.hall if not plan.windows else None
    has_windows = own is not None and any(_is_counter(town, window.desk) for window in own.windows)
    base = settings.desk(DeskMode.COUNTER)
    letters = [each for each in reading.RECEIPT_LETTERS if each not in {queue[3] for queue in QUEUES}]
    if has_windows:
        desks = [desk for desk in settings.desks if desk.mode is DeskMode.COUNTER]
    else:
        windows = range(1, (plan.windows or 3) + 1)
        (folder / HALL_FILE).write_text(_hall_file(windows), "utf-8")
        desks = [
            replace(base, name=f"drill-{at}", label=f"{at}番窓口", receipt_letter=letters[at - 1])
            for at in windows
        ]
    lobby = replace(base, name=LOBBY, label="ロビー端末", mode=DeskMode.LOBBY, receipt_letter=letters[-1])
    bare = tuple(replace(desk, printer_uri=None, scanner_port=None) for desk in (*desks, lobby))
    return training_office(Office(replace(settings, folder=folder, desks=bare)))


def _is_counter(office: Office, desk: str) -> bool:
    return any(each.name == desk and each.mode is DeskMode.COUNTER for each in office.settings.desks)


def _hall_file(windows: range) -> str:
    parts = ['[[site]]\nid = "main"\nlabel = "本庁舎"\n']
    parts += [
        f'[[section]]\nid = "{id}"\nlabel = "{label}"\n'
        for id, label in (("juumin", "住民課"), ("hoken", "保険・子育て課"))
    ]
    apart = len(windows) // 5 + 1 if len(windows) >= FEWEST_APART else 0
    for at in windows:
        both = '"juumin", "hoken"' if not apart else '"hoken"' if at > len(windows) - apart else '"juumin"'
        parts.append(f'[[window]]\nid = "w{at}"\nlabel = "{at}番窓口"\nsections = [{both}]\ndesk = "drill-{at}"\n')
    for id, label, section, letter, usual, target, procedures in QUEUES:
        parts.append(
            f'[[queue]]\nid = "{id}"\nlabel = "{label}"\nsection = "{section}"\nletter = "{letter}"\n'
            f"procedures = [{_quoted(procedures)}]\nusual_minutes = {usual}\ntarget_minutes = {target}\n"
        )
    for id, label, section, procedures, after in TASKS:
        parts.append(
            f'[[task]]\nid = "{id}"\nlabel = "{label}"\nsection = "{section}"\n'
            f"procedures = [{_quoted(procedures)}]\n{after}"
        )
    parts.append('[[hours]]\nweekdays = "mon-sun"\nopen = "08:30"\nclose = "17:15"\nholidays = true\n')
    return "\n".join(parts)


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{each}"' for each in names)
