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


@pytest.fixture
def keyed(kiosk: Command) -> Command:
    """The same town with its first key."""
    assert kiosk("keys", "new").returncode == 0
    return kiosk


@pytest.fixture
def sample(kiosk: Command, tmp_path: Path) -> Path:
    """The typical sample as A.json."""
    shown = kiosk("forms", "sample", "resident_record_copy", "typical")
    assert json.loads(shown.stdout)["procedures"] == ["resident_record_copy"]
    file = tmp_path / "A.json"
    file.write_text(shown.stdout, encoding="utf-8")
    return file
