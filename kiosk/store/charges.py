"""What a visit cost, as codes and numbers: kept when it is finished, for the figures and the till."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from kiosk.store import database, visit
from kiosk.store.tables import VisitFeeRow, VisitRow


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of one procedure; count and amount are None where only the office can tell them."""

    procedure: str
    fee: str
    """Its key in `fees.toml`."""
    count: int | None
    amount: int | None
    """In yen."""


def keep_charges(store: database.Store, visit_id: visit.VisitId, charges: Iterable[Charge]) -> None:
    """Keep what the open visit costs, in place of what was kept before. Raise StoreError if it is not open."""
    with store.writing() as session:
        visit.lock_open_row(session, visit_id)
        session.execute(delete(VisitFeeRow).where(VisitFeeRow.visit_id == visit_id))
        session.add_all(
            VisitFeeRow(
                visit_id=visit_id,
                position=position,
                procedure_id=charge.procedure,
                fee=charge.fee,
                count=charge.count,
                amount=charge.amount,
            )
            for position, charge in enumerate(charges)
        )


def read_charges(store: database.Store, visit_id: visit.VisitId) -> tuple[Charge, ...]:
    """Return what was kept of a finished visit. Raise StoreError."""
    query = select(VisitFeeRow).where(VisitFeeRow.visit_id == visit_id).order_by(VisitFeeRow.position)
    with store.reading() as session:
        return tuple(Charge(row.procedure_id, row.fee, row.count, row.amount) for row in session.scalars(query))


def read_totals(store: database.Store, since: date, until: date) -> dict[str, tuple[int, int]]:
    """Return by fee how many visits of these days were charged it, and the yen together. Raise StoreError."""
    query = (
        select(VisitFeeRow.fee, func.count(VisitFeeRow.visit_id.distinct()), func.sum(VisitFeeRow.amount))
        .join(VisitRow, VisitRow.id == VisitFeeRow.visit_id)
        .where(VisitRow.opened_on.between(since, until), VisitRow.status == "finished")
        .group_by(VisitFeeRow.fee)
        .order_by(VisitFeeRow.fee)
    )
    with store.reading() as session:
        return {fee: (count, int(total or 0)) for fee, count, total in session.execute(query)}
