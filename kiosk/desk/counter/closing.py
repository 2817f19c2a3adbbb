"""「夕方の確認」: what is still undone when the doors close, and the end of the audit log on paper."""

from flask import Blueprint, flash, redirect, render_template, typing as ft, url_for

from kiosk.desk import rounds, slips
from kiosk.desk.counter.till import pdf_response, uses_till
from kiosk.desk.workplace import workplace
from kiosk.hall.turn import State, Turn
from kiosk.office import today
from kiosk.store.audit import read_head

routes = Blueprint("closing", __name__)

NOT_OVER = (State.CALLED, State.SERVING, State.PARKED, State.WAITING)


@routes.get("/closing")
def show() -> ft.ResponseReturnValue:
    """Show open visits, numbers that are not over, tills that are not closed, and where the audit log ends."""
    here, day = workplace(), today()
    tills = rounds.look_at_tills(here.store, here.office.settings.desks, day) if uses_till() else ()
    turns, entries = _turns_left(), here.worklist().entries
    return render_template(
        "counter/closing.html",
        day=day,
        entries=entries,
        turns=turns,
        window_of=lambda turn: (
            here.queueing.hall.window_label(turn.window) if here.queueing and turn.window else ""
        ),
        tills=tills,
        tasks=here.planning.tasks.left() if here.planning else (),
        head=read_head(here.store),
        undone=len(entries) + len(turns) + sum(each.is_undone for each in tills),
    )


@routes.get("/closing/head.pdf")
def draw() -> ft.ResponseReturnValue:
    """Return where the audit log ends now, as a page to be bound."""
    return pdf_response(_head(), f"audit-{today().isoformat()}.pdf")


@routes.post("/closing/head")
def print_one() -> ft.ResponseReturnValue:
    """Print it at this desk."""
    slips.print_paper(_head(), f"audit-{today().isoformat()}", slips.A4, workplace().desk)
    flash("監査記録の控えを印刷しています。")
    return redirect(url_for("counter.closing.show"), 303)


def _head() -> bytes:
    here = workplace()
    office = here.office
    return rounds.draw_head(office.settings.town.name, today(), read_head(here.store), is_practice=office.training)


def _turns_left() -> tuple[Turn, ...]:
    queueing = workplace().queueing
    return queueing.turns.in_state(*NOT_OVER) if queueing else ()
