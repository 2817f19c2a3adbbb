"""A town with keys, and the databases of the store's tests."""

from pathlib import Path

import pytest

from kiosk.office import Office
from tests.kiosk.offices import make_office
from tests.kiosk.store.conftest import Clock, Place, clock, is_shaped, place, postgres, store

__all__ = ["Clock", "Place", "clock", "is_shaped", "place", "postgres", "store"]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The shipped town with a key."""
    return make_office(Path(tmp_path_factory.mktemp("registertown")))
