"""A town hall for each fault, and one table for all."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.table import Table
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.printing.scripted_printer import Script, scripted_printer


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    found = Table(int(os.environ.get("SEED") or secrets.randbelow(10**6)))
    yield found
    found.write()


@pytest.fixture
def printer() -> Iterator[Script]:
    with scripted_printer(Script()) as script:
        yield script


@pytest.fixture
def town_hall(tmp_path: Path, printer: Script) -> TownHall:
    return build_town_hall(tmp_path, printer.uri)
