"""A visit that goes on at another desk."""

from kiosk.store.database import Store
from kiosk.store.rows import open_row
from kiosk.store.visit import VisitId

NO_DESK = ""
"""Waiting for whichever desk finds it; no desk has an empty name."""


def hand_over(store: Store, visit_id: VisitId) -> None:
    """The visit is no longer its desk's own, so what that desk does at its next start leaves it alone.

    Raises StoreError if the visit is not open.
    """
    with store.writing() as session:
        open_row(session, visit_id).desk = NO_DESK
