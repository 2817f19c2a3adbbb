"""Turns run on both engines, as the store does."""

import pytest

from kiosk.hall.turns import Turns
from kiosk.store import Store
from tests.kiosk.store.conftest import Clock, Place, clock, is_shaped, place, postgres, store

__all__ = ["Clock", "Place", "clock", "is_shaped", "place", "postgres", "store"]


@pytest.fixture
def turns(store: Store) -> Turns:
    return Turns(store, "main")
