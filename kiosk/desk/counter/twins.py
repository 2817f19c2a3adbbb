"""Where this desk stands with its records: whether it goes on without them, and tickets that were served at two places."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for

from kiosk.desk.counter.session import current_staff
from kiosk.desk.workplace import workplace
from kiosk.store import Damage, DeskStore, StoreError, StoreReason, TwinOutcome, VisitId, list_twins, settle_twins

routes = Blueprint("twins", __name__)

NEED_DATABASE = {
    f"counter.{name}"
    for name in (
        "password",
        "second",
        "staff",
        "turns",
        "tasks",
        "today",
        "figures",
        "survey",
        "register",
        "twins",
        "opening",
        "closing",
        "records",
    )
}
"""What a desk cannot do alone: others decide it too, or only the database knows it."""

OUTCOMES = {
    TwinOutcome.ONE_TAKEN_BACK: "片方の紙を引き取った（または渡していない）",
    TwinOutcome.ONE_PAPER: "紙になったのは片方だけ",
    TwinOutcome.BOTH_WANTED: "どちらの紙も必要",
}


@dataclass(frozen=True, slots=True)
class AloneLine:
    """What every screen says of it. `since` is when this desk lost the database, None while it has it."""

    since: datetime | None = None
    damage: Damage = Damage.NONE
    twins: int = 0


@routes.app_template_global()
def read_alone() -> AloneLine:
    """Return whether this desk goes on without its records, and what somebody has to look at because it did."""
    here = workplace()
    if not isinstance(here.store, DeskStore):
        return AloneLine()
    return AloneLine(here.store.alone.since, here.store.alone.damage, here.twins)


def only_with_database() -> None:
    """Say plainly what this desk cannot do alone. Raise StoreError(needs_database)."""
    if workplace().store.is_alone and request.blueprint in NEED_DATABASE:
        raise StoreError(StoreReason.NEEDS_DATABASE)


@routes.get("/twins")
def show() -> ft.ResponseReturnValue:
    """Both visits of each ticket that nobody has looked at yet."""
    here = workplace()
    return render_template(
        "counter/twins.html", twins=list_twins(here.store), label=here.label_of, outcomes=OUTCOMES
    )


@routes.post("/twins/<visit_id>/settle")
def settle(visit_id: str) -> ft.ResponseReturnValue:
    """What a person has found out."""
    try:
        outcome = TwinOutcome(request.form.get("outcome", ""))
    except ValueError:
        return redirect(url_for("counter.twins.show"), 303)
    settle_twins(workplace().store, VisitId(visit_id), outcome, staff_id=current_staff().id)
    workplace().publish_alone()
    flash("確かめたことを記録しました。")
    return redirect(url_for("counter.twins.show" if list_twins(workplace().store) else "counter.start.show"), 303)
