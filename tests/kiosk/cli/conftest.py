"""A town of its own for every test of the command line, and the command itself as people would type it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.failure import run_reporting
from kiosk.cli.main import kiosk as root_command

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Ran]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the shipped config whose keys and database lie under the same temporary folder."""
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    return folder


@pytest.fixture
def kiosk(town: Path) -> Command:
    """Runs `kiosk …` for that town; `given` goes to standard input."""
    return command(town)


@pytest.fixture
def keyed(town: Path, town_with_key: Path) -> Command:
    """The same town with its first key."""
    shutil.copytree(town_with_key.parent / "var", town.parent / "var")
    return command(town)


@pytest.fixture
def as_process(town: Path, keyed: Command) -> Command:
    """The same town with its first key, each command as a process of its own."""

    def run(*words: str) -> Ran:
        ended = subprocess.run(
            [sys.executable, "-m", "kiosk", *words],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "KIOSK_CONFIG": str(town), "PYTHONPATH": str(ROOT)},
            check=False,
        )
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def sample(tmp_path: Path, typical: str) -> Path:
    """The typical sample as A.json."""
    file = tmp_path / "A.json"
    file.write_text(typical, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def town_with_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose key is made once, and copied from then on."""
    folder = tmp_path_factory.mktemp("keyed") / "config"
    shutil.copytree(ROOT / "config", folder)
    assert command(folder)("keys", "new").returncode == 0
    return folder


@pytest.fixture(scope="session")
def typical(town_with_key: Path) -> str:
    shown = command(town_with_key)("forms", "sample", "resident_record_copy", "typical").stdout
    assert json.loads(shown)["procedures"] == ["resident_record_copy"]
    return shown


def command(town: Path) -> Command:
    """The command line of that town, run in this process: starting one takes longer than most commands."""

    def run(*words: str, given: str = "", config: Path = town) -> Ran:
        with CliRunner().isolation(given, env={"KIOSK_CONFIG": str(config)}) as (out, err, _):
            code = run_reporting(lambda: root_command.main(words, prog_name="kiosk", standalone_mode=False))
            sys.stdout.flush()
            sys.stderr.flush()
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    return run
