"""Need to know at the counter: what a clerk of a section sees of a visit, and the rest for a reason that is recorded."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.counter.session import current_staff, sessions
from kiosk.desk.scope import REASONS, Scope, scope_of
from kiosk.desk.workplace import workplace
from kiosk.store import AuditEvent, Details, VisitId, read_visit
from kiosk.store.audit import record

routes = Blueprint("reveal", __name__)

SHOWS_ONLY_OWN = {
    "counter.reveal.show_rest",
    "counter.start.reopen",
    "counter.tasks.add",
    "counter.tasks.hand_on",
    "counter.tasks.print_route",
    *(
        f"counter.visit.{name}"
        for name in (
            *("show", "note_present", "correct", "fill", "choose"),
            *("identify", "check_papers", "note", "finish"),
        )
    ),
}
"""What of a visit is open to somebody who sees only a part of it: these screens look at the scope themselves."""


def only_own_parts() -> ResponseReturnValue | None:
    """Let whoever sees only a part of a visit open nothing that would show all of it."""
    g.scope = _scope((request.view_args or {}).get("visit_id", ""))
    if g.scope.is_whole or request.endpoint in SHOWS_ONLY_OWN:
        return None
    flash("この受付には、ほかの課の内容があります。理由を選ぶと、続けられます。")
    return redirect(url_for("counter.visit.show", visit_id=(request.view_args or {})["visit_id"]), 303)


def scope_here() -> Scope:
    """Return what whoever asks sees of the visit of this request."""
    found = g.scope
    assert isinstance(found, Scope)
    return found


@routes.post("/visits/<visit_id>/reveal")
def show_rest(visit_id: str) -> ResponseReturnValue:
    """Show all of the visit to this member of staff for a while, because of the reason they chose."""
    reason, staff = request.form.get("reason", ""), current_staff()
    visit = read_visit(workplace().store, VisitId(visit_id))
    if reason in REASONS:
        details = Details(reason=reason)
        record(
            workplace().store, AuditEvent.ANSWERS_REVEALED, staff_id=staff.id, visit_id=visit.id, details=details
        )
        sessions().revealed.put((staff.id, visit.id), True)
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


@routes.app_template_global()
def reveal_reasons() -> dict[str, str]:
    """Return why somebody may look at what is of other sections."""
    return dict(REASONS)


def _scope(visit_id: str) -> Scope:
    staff = g.get("staff")
    if not visit_id or staff is None or not staff.sections or sessions().revealed.get((staff.id, visit_id)):
        return Scope()
    here = workplace()
    visit = read_visit(here.store, VisitId(visit_id))
    return scope_of(staff, [procedure for procedure, _ in visit.procedures], here.office.hall)
