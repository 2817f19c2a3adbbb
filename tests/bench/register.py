"""The resident register: import against reading the same CSV into a plain table, look-ups, and what an import costs others."""

import csv
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.office import now, open_office, today
from kiosk.register.finding import Wanted, read_box
from kiosk.register.grants import Grant
from kiosk.register.importing import Order, import_residents
from kiosk.register.layout import Layout, Use, town_layout
from kiosk.register.lookup import Asking, Hits, Register
from kiosk.register.protection import import_protected
from kiosk.register.sample import Sample, write_sample
from kiosk.settings import Database, DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import NewVisit, Store, WayIn, open_store, open_visit
from kiosk.tickets import public_keys
from tests.bench.deskpath import CONFIG

SMALL, LARGE = 20_000, 200_000
PROCEDURE = "move_within"
LOOK_UPS, ROUNDS = 200, 9
CARD = {"name": "𠮷田　花子", "birth_date": "1985-04-12", "address": "北海道架空郡みどり野町", "sex": "female"}
PASSWORD = "mado-guchi-1"


class Town:
    """A town whose register is used, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        config = folder / "config"
        shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("audio"))
        (config / "register.toml").write_text("[use]\non = true\n", "utf-8")
        self.office = open_office(config)
        settings, _ = self.office.settings, self.office.catalogue
        make_first_key(settings.keys.folder, settings.town.code, now())
        ring = read_keyring(settings.keys.folder, settings.town.code)
        write_public_keys(settings.keys.public_file, ring.public())

    def workplace(self) -> Workplace:
        """Its counter."""
        opened = open_workplace(self.office, self.office.settings.desk(DeskMode.COUNTER))
        opened.register = self.register(opened.store)
        return opened

    def register(self, store: Store) -> Register:
        """With leave to look up as often as the bench likes."""
        settings = self.office.settings
        facts = frozenset({"name", "kana", "birth_date", "sex", "relation", "address", "postal_code", "building"})
        grant = Grant("課", frozenset({"counter-1"}), frozenset({PROCEDURE}), facts, today(), today(), "課長")
        use = Use(is_on=True, look_ups=10**6, misses=10**6)
        return Register(store, use, [grant], lambda: read_keyring(settings.keys.folder, settings.town.code))

    def layout(self) -> Layout:
        """How its files are read."""
        return town_layout(self.folder / "config")

    def import_command(self, sample: Sample) -> list[str]:
        """What somebody types to import the file."""
        config, day = str(self.folder / "config"), today().isoformat()
        words = ["--config", config, "register", "import", str(sample.residents), "--as-of", day]
        return [sys.executable, "-m", "kiosk", *words]

    def sample(self, people: int) -> Sample:
        """Its files."""
        town = self.office.settings.town
        return write_sample(self.folder / str(people), people, 1, town, today())

    def fill(self, store: Store, sample: Sample) -> None:
        """Import both files."""
        office, day = self.office, today()
        keys, layout = public_keys(office), self.layout()
        import_residents(store, Order(sample.residents, day, day, True), layout, office.catalogue, keys)
        import_protected(store, Order(sample.protected, day, day, True), layout.protected, keys)


def import_ratio(people: int = SMALL) -> tuple[float, float, float]:
    """Median ratio of an import to the plain table, with the seconds of both."""
    with _town() as town:
        sample = town.sample(people)
        rounds = []
        for number in range(3):
            store = _store(town.folder / f"{number}.sqlite")
            ours = _seconds(lambda store=store: town.fill(store, sample))  # type: ignore[misc]
            plain = _seconds(lambda number=number: _plain(sample.residents, town.folder / f"{number}.plain"))  # type: ignore[misc]
            rounds.append((ours, plain))
            store.close()
    return median(a / b for a, b in rounds), median(a for a, _ in rounds), median(b for _, b in rounds)


def look_up_ratio(small: int = SMALL, large: int = LARGE) -> tuple[float, float, float]:
    """How much dearer a look-up with its household is among ten times as many people; seconds of both."""
    with _town() as town:
        works = []
        for people in (small, large):
            store = _store(town.folder / f"{people}.sqlite")
            sample = town.sample(people)
            town.fill(store, sample)
            works.append(_look_ups(town.register(store), store, sample))
        rounds = [tuple(_seconds(work) / LOOK_UPS for work in works) for _ in range(ROUNDS)]
    return median(b / a for a, b in rounds), median(a for a, _ in rounds), median(b for _, b in rounds)


def page_ratios(people: int = SMALL) -> tuple[float, float, float]:
    """The household's page against the visit's page, the visit's page while an import runs, and its seconds alone."""
    with _town() as town:
        here = town.workplace()
        sample = town.sample(people)
        town.fill(here.store, sample)
        visit, household = _pages(here)
        rounds = [(_seconds(visit), _seconds(household)) for _ in range(ROUNDS)]
        alone = median(page for page, _ in rounds)
        # As a town does it: in a program of its own.
        importer = subprocess.Popen(town.import_command(sample), stdout=subprocess.DEVNULL)
        busy = []
        while importer.poll() is None:
            busy.append(_seconds(visit))
            # Staff read between two clicks.
            time.sleep(0.1)
        here.store.close()
    return median(b / a for a, b in rounds), median(busy) / alone, alone


def _pages(here: Workplace) -> tuple[Callable[[], object], Callable[[], object]]:
    add_staff(here.store, "bench", PASSWORD, StaffRole.CLERK)
    app = create_app(here.office, here.desk, here)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "bench", "password": PASSWORD})
    visit = here.reception.by_card(CARD)
    here.reception.choose(here.cases.read(visit.id), [PROCEDURE])
    return (
        lambda: _fine(client.get(f"/visits/{visit.id}").status_code),
        lambda: _fine(client.post(f"/visits/{visit.id}/register/find", data={"typed": "card"}).status_code),
    )


def _fine(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"the page answered {status}")


def _look_ups(register: Register, store: Store, sample: Sample) -> Callable[[], None]:
    new = NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF, procedures=((PROCEDURE, 1),))
    asking = Asking(open_visit(store, new), "counter-1", None, today())
    with sample.residents.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row for row, _ in zip(csv.DictReader(opened), range(LOOK_UPS), strict=False)]
    typed = (f"{row['氏名_フリガナ'].replace('　', '')} {row['生年月日'].replace('-', '')}" for row in rows)
    wanted = [each for each in map(read_box, typed) if isinstance(each, Wanted)]

    def work() -> None:
        with store.reading() as session:
            for each in wanted:
                found = register.find(session, asking, each)
                if isinstance(found, Hits):
                    register.find_household(session, asking, found.hits[0].row, found.hits[0].mark)

    return work


def _plain(file: Path, database: Path) -> None:
    """What anybody would write first: every column in clear, one transaction, the same durability, two indexes."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        header = next(rows)
        columns = ", ".join(f'"{name}"' for name in header)
        connection.execute(f"CREATE TABLE resident ({columns})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO resident VALUES ({marks})", rows)
    for name in ("宛名番号", "世帯番号"):
        connection.execute(f'CREATE INDEX "by {name}" ON resident ("{name}")')
    connection.commit()
    connection.close()


def _store(file: Path) -> Store:
    return open_store(Database(f"sqlite:///{file}", None, 12))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _town() -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as folder:
        yield Town(Path(folder))
