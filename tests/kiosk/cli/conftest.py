"""A town of its own for every test of the command line, and the command itself as another program would call it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

Command = Callable[..., subprocess.CompletedProcess[str]]


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
def sample(tmp_path: Path, typical: str) -> Path:
    """The typical sample as A.json."""
    file = tmp_path / "A.json"
    file.write_text(typical, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def town_with_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Starting the command takes longer than copying what it made, so it makes the key once."""
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
    def run(*words: str, given: str = "", config: Path = town) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "KIOSK_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-m", "kiosk", *words],
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            env=environment,
            check=False,
        )

    return run
