"""A hall with a database of its own, and the board that shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.board import create_app
from kiosk.hall.turn import NewTurn, Turn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.store import Store, open_store
from kiosk.web import Front
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.store.conftest import Clock
from tests.kiosk.town.test_hall import EXAMPLE


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path)
    (tmp_path / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    return built


@pytest.fixture
def store(town_hall: TownHall) -> Iterator[Store]:
    opened = open_store(town_hall.office.settings.database, Clock())
    yield opened
    opened.close()


@pytest.fixture
def turns(store: Store) -> Turns:
    return Turns(store, "main")


@pytest.fixture
def board(town_hall: TownHall, store: Store) -> Front:
    hall = town_hall.office.hall
    assert hall is not None
    return create_app(town_hall.office, hall, store)


def issue(turns: Turns, queue: str = "cert", letter: str = "C") -> Turn:
    return turns.issue(new_key(), NewTurn("main", queue, letter, Way.LOBBY))
