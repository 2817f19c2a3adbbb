"""A town of its own for every test: settings, keys, an empty database, one desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.workplace import Workplace, open_workplace
from kiosk.settings import DeskMode
from tests.kiosk.desk.townhall import TownHall, build_town_hall


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path)


@pytest.fixture
def workplace(town_hall: TownHall) -> Iterator[Workplace]:
    """A counter whose devices are not started."""
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def lobby(town_hall: TownHall) -> Iterator[Workplace]:
    """A lobby whose devices are not started."""
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()
