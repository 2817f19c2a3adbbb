"""Tills run on both engines, as the store does, with four people: two cashiers, an administrator, a clerk."""

from collections.abc import Mapping

import pytest

from kiosk.staff import Staff, make_staff
from kiosk.store import Store
from kiosk.store.tables import StaffRow
from kiosk.till.payment import Line, Method, Payment, VisitNumber
from kiosk.till.tills import Tills
from tests.kiosk.store.conftest import Clock, Place, clock, is_shaped, place, postgres, store

__all__ = ["Clock", "Place", "clock", "is_shaped", "place", "postgres", "store"]

RECORD = Line("resident_record_copy", "resident_record_copy", 2, 300)
SEAL = Line("seal_certificate", "seal_certificate", 1, 350)


def pay(*lines: Line, method: Method = Method.CASH, visit: VisitNumber | None = None, seen: int = 0) -> Payment:
    return Payment(lines or (RECORD,), method, visit, "welfare" if method is Method.FREE else "", seen)


@pytest.fixture
def staff(store: Store) -> Mapping[str, Staff]:
    """Added without passwords, which take their time and nobody here signs in with."""
    roles = {
        "sato": "cashier",
        "mori": "cashier",
        "head": "admin+cashier",
        "kato": "clerk",
    }
    with store.writing() as session:
        rows = [
            StaffRow(
                name=name,
                display_name="",
                password_hash="-",
                roles=role,
                sections="",
                disabled=False,
                must_change=False,
                has_second=False,
                added_at=store.clock(),
            )
            for name, role in roles.items()
        ]
        session.add_all(rows)
        session.flush()
        return {row.name: make_staff(row) for row in rows}


@pytest.fixture
def tills(store: Store) -> Tills:
    return Tills(store, "t1")
