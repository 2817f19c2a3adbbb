"""Desks are upgraded one by one: the last version's desk works on this version's tables (expand, use, contract)."""

import ast
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from kiosk.settings import Database
from kiosk.store.database import STEPS
from tests.kiosk.offices import put_database
from tests.sweep import swept

ROOT = Path(__file__).parents[3]
LAST_VERSION, LAST_STEP = "b43a6d5bce9b8f203bceadaedcf275c9cfcefcb8", "0021"
"""The commit of the last version and its newest step of the database: moved on with each release."""

OWN_TESTS = (
    "tests/kiosk/store/test_store_visits.py",
    "tests/kiosk/store/test_store_printing.py",
    "tests/kiosk/desk/counter/test_conflict.py",
)
"""Of the last version: visits from scan to purge, prints, and a counter through its screens."""

ON_TODAYS_TABLES = '''
"""The last version's program, given a database that this version has made."""
import shutil
from pathlib import Path
from kiosk.store import database

def give_todays(store):
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
@pytest.mark.parametrize("tests", OWN_TESTS)
@swept(len(OWN_TESTS), corner=lambda case: False)
def test_the_last_versions_desk_works_on_todays_tables(tests: str, last_version: Path, tmp_path: Path) -> None:
    made = tmp_path / "todays.sqlite"
    put_database(Database(f"sqlite:///{made}", None, 12))
    (last_version / "todays_tables.py").write_text(ON_TODAYS_TABLES.format(made=made))
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
        "not postgresql",
    ]
    environment = os.environ | {"PYTHONPATH": str(last_version)}
    ended = subprocess.run(
        [*command, tests], cwd=last_version, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert " passed" in ended.stdout


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
