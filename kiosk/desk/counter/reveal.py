"""Need to know at the counter: what a clerk of a section sees of a visit, and the rest for a reason that is recorded."""

from flask import Blueprint, flash, g, redirect, request, typing as ft, url_for

from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff, sessions
from kiosk.desk.scope import CONSENT_REASONS, REASONS, Scope, scope_of, with_consents
from kiosk.desk.workplace import workplace
from kiosk.store import AuditEvent, Details, VisitId, WayIn, answers, audit, read_visit

routes = Blueprint("reveal", __name__)

SHOWS_ONLY_OWN = {
    "counter.announcements.arrive",
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


CLOSED = "この受付には、ほかの課の内容があります。理由を選ぶと、続けられます。"
CLOSED_SHEET = (
    "この相談シートには、この課に見せる同意のない部分があります。ご本人に聞いて、理由を選ぶと続けられます。"
)


def only_own_parts() -> ft.ResponseReturnValue | None:
    """Let whoever sees only a part of a visit open nothing that would show all of it."""
    g.scope = _scope((request.view_args or {}).get("visit_id", ""))
    if g.scope.is_whole or request.endpoint in SHOWS_ONLY_OWN:
        return None
    flash(CLOSED_SHEET if g.scope.wants_consent else CLOSED)
    return redirect(url_for("counter.visit.show", visit_id=(request.view_args or {})["visit_id"]), 303)


def scope_here() -> Scope:
    """Return what whoever asks sees of the visit of this request."""
    found = g.scope
    assert isinstance(found, Scope)
    return found


def case_here(visit_id: str) -> Case:
    """Return the open visit of this request, as it was read to find out what may be seen of it. Raise StoreError."""
    cases, found = workplace().cases, g.get("found")
    is_read = isinstance(found, answers.Found) and found.visit.status.is_open
    return cases.opened(found) if is_read else cases.read(visit_id)


@routes.post("/visits/<visit_id>/reveal")
def show_rest(visit_id: str) -> ft.ResponseReturnValue:
    """Show all of the visit to this member of staff for a while, because of the reason they chose."""
    reason, staff = request.form.get("reason", ""), current_staff()
    visit = read_visit(workplace().store, VisitId(visit_id))
    if reason in scope_here().reasons:
        details = Details(reason=reason)
        audit.record(
            workplace().store, AuditEvent.ANSWERS_REVEALED, staff_id=staff.id, visit_id=visit.id, details=details
        )
        sessions().revealed.put((staff.id, visit.id), True)
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


@routes.app_template_global()
def reveal_reasons() -> dict[str, str]:
    """Return why somebody may look at what is of other sections, or what nobody has consented to."""
    return {code: words for code, words in (REASONS | CONSENT_REASONS).items() if code in scope_here().reasons}


@routes.app_template_global()
def wants_consent() -> bool:
    """Return whether only the person can open the rest of the visit."""
    return scope_here().wants_consent


@routes.app_template_global()
def reads_note(case: Case) -> bool:
    """Return whether the note of the visit is for whoever asks: who sees all of the visit, sees it too."""
    return scope_here().is_whole or case.file.note_for in ("", *current_staff().sections)


@routes.app_template_global()
def note_sections() -> dict[str, str]:
    """Return the sections of the town by their ids, to which a note may be addressed."""
    hall = workplace().office.hall
    return {each.id: each.label for each in hall.sections} if hall else {}


def _scope(visit_id: str) -> Scope:
    staff = g.get("staff")
    if not visit_id or staff is None or sessions().revealed.get((staff.id, visit_id)):
        return Scope()
    here = workplace()
    g.found = found = answers.find_with_answers(here.store, VisitId(visit_id))
    visit = found.visit
    scope = scope_of(staff, [procedure for procedure, _ in visit.procedures], here.office.hall)
    if visit.way_in is not WayIn.SHEET or not visit.status.is_open:
        return scope
    return with_consents(scope, staff, here.cases.read(visit_id), here.office.hall)
