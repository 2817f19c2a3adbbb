"""One tap of satisfaction: five faces, counted by day and site. Nothing ties a tap to a visit, a window or a time."""

from collections import Counter
from datetime import date

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from kiosk.clock import day_in_japan
from kiosk.hall.turns import PRESS
from kiosk.store import Store
from kiosk.store.halltables import FeedbackRow
from kiosk.store.visit import change_rows

FACES = {5: "とてもよい", 4: "よい", 3: "ふつう", 2: "よくない", 1: "とてもよくない"}

COUNT_ONE = text(
    "INSERT INTO feedback (day, site, face, count) VALUES (:day, :site, :face, 1) "
    "ON CONFLICT (day, site, face) DO UPDATE SET count = feedback.count + 1"
).bindparams(bindparam("day", type_=FeedbackRow.day.type))


def count_face(store: Store, key: str, site: str, face: int) -> None:
    """Count a tap; the same press again counts nothing. Raise StoreError."""
    with store.writing() as session:
        now = store.clock()
        if change_rows(session, PRESS, {"key": key, "at": now}):
            _count(session, day_in_japan(now), site, face)


def read_faces(store: Store, since: date, until: date) -> Counter[int]:
    """Return how often each face was tapped on these days. Raise StoreError."""
    query = (
        select(FeedbackRow.face, func.sum(FeedbackRow.count))
        .where(FeedbackRow.day.between(since, until))
        .group_by(FeedbackRow.face)
    )
    with store.reading() as session:
        return Counter({face: int(count) for face, count in session.execute(query)})


def _count(session: Session, day: date, site: str, face: int) -> None:
    session.execute(COUNT_ONE, {"day": day, "site": site, "face": face})
