"""Desks are upgraded one by one: the last version's desk works on this version's tables (expand, use, contract)."""

import ast
import os
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.settings import Database
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_store
from kiosk.store.audit import verify_chain
from kiosk.store.database import STEPS, make_store
from printing.ipp.printer import Operation
from tests.bench.day import PASSWORD, Screen
from tests.deploy.front import free_port
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.offices import put_database
from tests.kiosk.postgres import USER, PostgresServer
from tests.kiosk.programs import ROOT, environment, running
from tests.kiosk.store.conftest import SHAPE
from tests.printing.scripted_printer import Script, scripted_printer
from tests.sweep import swept

LAST_VERSION, LAST_STEP = "b43a6d5bce9b8f203bceadaedcf275c9cfcefcb8", "0021"
"""The commit of the last version and its newest step of the database: moved on with each release."""

FIRST_THAT_STARTS = "0022"
"""From here on programs start on a newer database too; those before only go on with it."""

VISITS, PRINTING = "tests/kiosk/store/test_store_visits.py", "tests/kiosk/store/test_store_printing.py"
SCREENS = "tests/kiosk/desk/counter/test_conflict.py"
OWN_TESTS = (
    (VISITS, "sqlite"),
    (PRINTING, "sqlite"),
    (SCREENS, "sqlite"),
    (VISITS, "postgresql"),
    (PRINTING, "postgresql"),
)
"""Of the last version: visits from scan to purge, prints, and a counter through its screens."""

ON_TODAYS_TABLES = '''
"""The last version's program, given a database that this version has made."""
import shutil
import subprocess
import sys
from pathlib import Path
from sqlalchemy import inspect
from kiosk.store import database

MAKE = "import sys; from kiosk.settings import Database as D; from kiosk.store import open_store; open_store(D(sys.argv[1], None, 12))"

def give_todays(store):
    if store.is_shared:
        if not inspect(store.engine).has_table("alembic_version"):
            url = store.engine.url.render_as_string(hide_password=False)
            subprocess.run([sys.executable, "-c", MAKE, url], cwd="{root}", env={{"PYTHONPATH": "{root}"}}, check=True)
        return
    file = Path(store.engine.url.database or "")
    if not file.is_file() or not file.stat().st_size:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile("{made}", file)
        file.chmod(0o600)

database.bring_up_to_date = give_todays
import tests.kiosk.offices
tests.kiosk.offices._empty_database = lambda: Path("{made}").read_bytes()
import kiosk.store.alone
kiosk.store.alone.bring_up_to_date = database.bring_up_to_date
'''

BEGIN = """
import sys
from pathlib import Path
from kiosk.office import open_office
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_store
from tests.kiosk.desk.townhall import TownHall
office = open_office(Path(sys.argv[1]))
store = open_store(office.settings.database)
for name in sys.argv[3:]:
    add_staff(store, name, sys.argv[2], StaffRole.CLERK)
    print(*TownHall(office).ticket())
"""
"""In the last version's words: its tables, clerks, and a ticket for each of them."""

NEXT_STEP = (
    "ALTER TABLE visit ADD COLUMN of_the_next_version INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE of_the_next_version (id INTEGER PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)
"""What the next version may do: add, and leave older programs alone."""

LEFT_TO_CHANCE = "test_what_is_seen_says_nothing_of_the_answers"
"""It looked for four digits in digests, which have them now and then; mended since."""

DESTRUCTIVE = {"drop_table", "drop_column", "drop_constraint", "alter_column", "rename_table", "batch_alter_table"}
TAKES_AWAY = ("DROP ", "RENAME ", "ALTER COLUMN", "SET NOT NULL")


@pytest.fixture(scope="module")
def last_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("last")
    made = subprocess.run(["git", "-C", ROOT, "archive", LAST_VERSION], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"the history here does not reach back to the last version ({LAST_VERSION[:8]})")
    with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("tests", "engine"), OWN_TESTS)
@swept(len(OWN_TESTS), corner=lambda case: False)
def test_the_last_versions_desk_works_on_todays_tables(
    tests: str, engine: str, last_version: Path, tmp_path: Path
) -> None:
    made = tmp_path / "todays.sqlite"
    put_database(Database(f"sqlite:///{made}", None, 12))
    (last_version / "todays_tables.py").write_text(ON_TODAYS_TABLES.format(made=made, root=ROOT))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        "-p",
        "todays_tables",
        "-k",
        "postgresql" if engine == "postgresql" else f"not postgresql and not {LEFT_TO_CHANCE}",
    ]
    environment = os.environ | {"PYTHONPATH": str(last_version)}
    ended = subprocess.run(
        [*command, tests], cwd=last_version, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert " passed" in ended.stdout


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_it_works_with_a_desk_of_the_last_version_beside_a_new_one_on_one_postgresql(
    last_version: Path, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Real programs of both. The new one upgrades the database in the middle of the old one's visit."""
    with scripted_printer(Script()) as printer, postgres.new_database() as name:
        hall = town_on(postgres, name, tmp_path, printer.uri)
        begun = run_in(last_version, hall, "-c", BEGIN, str(hall.office.settings.folder), PASSWORD, "sato", "mori")
        first, second = begun.splitlines()[:2]
        with desk_of(last_version, hall, "counter-1") as old:
            sign_in(old, "sato")
            visit, number = scan(old, first)
            assert step_of(hall) == LAST_STEP
            with desk_of(ROOT, hall, "counter-2") as new:
                assert step_of(hall) == newest_step()
                sign_in(new, "mori")
                assert number in new.open("/"), "the old desk's visit, at the new one"
                serve(old, visit)
                other, its_number = scan(new, second)
                assert its_number in old.open("/"), "the new desk's visit, at the old one"
                serve(old, other)
                assert f'href="{other}"' not in new.open("/")
        if LAST_STEP >= FIRST_THAT_STARTS:
            with desk_of(last_version, hall, "counter-1") as old:
                sign_in(old, "sato")
        assert len(printer.asked(Operation.SEND_DOCUMENT)) == 2
        store = open_store(hall.office.settings.database)
        assert verify_chain(store).is_whole
        store.close()


@pytest.mark.postgres
def test_it_works_with_a_desk_of_today_that_starts_on_the_tables_of_the_next_version(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with scripted_printer(Script()) as printer, postgres.new_database(f"TEMPLATE {SHAPE}") as name:
        hall = town_on(postgres, name, tmp_path, printer.uri)
        store = open_store(hall.office.settings.database)
        add_staff(store, "sato", PASSWORD, StaffRole.CLERK)
        with store.writing() as session:
            for statement in NEXT_STEP:
                session.execute(text(statement))
        with desk_of(ROOT, hall, "counter-1") as desk:
            sign_in(desk, "sato")
            serve(desk, scan(desk, *hall.ticket())[0])
        assert step_of(hall) == "9999"
        assert verify_chain(store).is_whole
        store.close()


def town_on(server: PostgresServer, name: str, folder: Path, printer: str) -> TownHall:
    """Two counters, and a database on this server in which there is nothing yet."""
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(server.password)
    other = f'[[desk]]\nname = "counter-2"\nlabel = "2番窓口"\nmode = "counter"\nreceipt_letter = "C"\nprinter_uri = "{printer}"\n'
    place = (
        f'[database]\nurl = "postgresql://{USER}@127.0.0.1:{server.port}/{name}"\npassword_file = "{password}"\n'
    )
    return build_town_hall(folder, printer, f"{other}\n{place}")


def run_in(version: Path, hall: TownHall, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, *words],
        cwd=version,
        env=environment(hall.office.settings.folder, version),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout


@contextmanager
def desk_of(version: Path, hall: TownHall, name: str) -> Iterator[Screen]:
    """A browser at a desk that a program of this version serves."""
    words = ("desk", "--mode", "counter", "--name", name, "--port", str(free_port()))
    with running(hall.office.settings.folder, *words, version=version) as address:
        yield Screen(address, [])


def sign_in(screen: Screen, name: str) -> None:
    screen.open("/login")
    assert "受付コード" in screen.open("/login", name=name, password=PASSWORD)


def scan(screen: Screen, ticket: str) -> tuple[str, str]:
    """The address of the visit that the ticket opens, and its number."""
    page = screen.open("/scan", text=ticket)
    visit, number = re.search(r"/visits/[0-9a-f]+", page), re.search(r"[A-Z]-[0-9]{3}", page)
    assert visit
    assert number
    return visit[0], number[0]


def serve(screen: Screen, visit: str) -> None:
    """Look at the papers, print, wait for the paper, and end."""
    kind = re.search(r'name="kind" value="([^"]+)"', screen.open(visit))
    assert kind
    screen.open(f"{visit}/identification", kind=kind[1])
    screen.open(f"{visit}/print", again="")
    while "data-running" in screen.open(visit):
        time.sleep(0.1)
    assert "の受付を終了しました。" in screen.open(f"{visit}/finish", anyway="yes")


def newest_step() -> str:
    return max(file.name[1:5] for file in STEPS.glob("v????_*.py"))


def step_of(hall: TownHall) -> str:
    store = make_store(hall.office.settings.database)
    with store.reading() as session:
        step = session.scalar(text("SELECT version_num FROM alembic_version"))
    store.close()
    return str(step)


def newer_steps() -> list[Path]:
    return [file for file in sorted(STEPS.glob("v????_*.py")) if file.name[1:5] > LAST_STEP]


@pytest.mark.parametrize("step", newer_steps(), ids=lambda file: file.stem)
def test_a_step_says_which_programs_it_leaves_behind(step: Path) -> None:
    assert oldest_of(step) is not None


@pytest.mark.parametrize("step", newer_steps(), ids=lambda file: file.stem)
def test_nothing_is_taken_away_before_a_version_has_stopped_using_it(step: Path) -> None:
    if taken := list(taken_away(step.read_text("utf-8"))):
        before = oldest_of(step)
        assert before is not None
        assert before <= LAST_STEP, f"{taken}: first a version that does not use it, then the step"
        assert before != "0021", f"{taken}: name the step of the version that stopped using it"


def test_what_takes_something_away_is_found() -> None:
    assert list(taken_away("op.drop_column('visit', 'mode')")) == ["drop_column"]
    assert list(taken_away("op.execute('ALTER TABLE visit DROP COLUMN mode')")) == ["DROP "]
    must = "op.add_column('visit', sa.Column('x', sa.Integer, nullable=False))"
    assert list(taken_away(must)) == ["a column that older programs do not fill"]
    fine = "op.add_column('visit', sa.Column('x', sa.Integer, nullable=False, server_default='0'))"
    assert list(taken_away(fine)) == []


def oldest_of(step: Path) -> str | None:
    for node in ast.parse(step.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "oldest_program":
            return str(ast.literal_eval(node.value))
    return None


def taken_away(source: str) -> list[str]:
    """What of a step an older program would miss."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text, name = ast.unparse(node), node.func.attr
            if name in DESTRUCTIVE:
                found.append(name)
            elif name == "execute":
                found += [word for word in TAKES_AWAY if word in text.upper()]
            elif name == "add_column" and "nullable=False" in text and "server_default" not in text:
                found.append("a column that older programs do not fill")
    return found
