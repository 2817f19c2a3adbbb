"""One visit on the counter's screen: what was answered, what must be known about it, and the next thing to do."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import Application, JourneyPage, Place, Problem, journey
from forms.inputs import Inputs
from kiosk.desk.case import Case
from kiosk.desk.counter.pdf import opened_pdfs
from kiosk.desk.counter.session import current_staff, note_shown
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.desk.refusals import Refusal, refusal_of
from kiosk.desk.view import view_of
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.stacks import draw_sheets
from kiosk.store import AuditEvent, Details, WayIn, abandon_visit, finish_visit
from kiosk.store.audit import record
from kiosk.town.identification import GROUP_TITLES, Group
from kiosk.web import apply_action, form_inputs, page_inputs, questions, read_page
from printing import Printed, PrintingError

routes = Blueprint("visit", __name__)


@routes.get("/visits/<visit_id>")
def show(visit_id: str) -> ResponseReturnValue:
    """The whole visit; `?edit=PAGE` opens one group of answers for correction, `?after=PAGE` says which one was left
    incomplete on purpose."""
    case = workplace().cases.read(visit_id)
    note_shown(case.visit.id)
    editing = _page(case, request.args.get("edit", "")) or _first_to_ask(case, request.args.get("after", ""))
    return _show(case, editing, page_inputs(editing, case.answers) if editing else {})


@routes.post("/visits/<visit_id>/correct/<page_id>")
def correct(visit_id: str, page_id: str) -> ResponseReturnValue:
    """Keeps the corrected answers of one group, or says beside each field what is wrong with it."""
    case = workplace().cases.read(visit_id)
    page = _page(case, page_id)
    if page is None:
        return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
    inputs = form_inputs(request.form)
    pressed = apply_action(page, inputs, request.form.get("action", ""))
    if pressed is not None:
        return _show(case, page, pressed.inputs)
    sent = read_page(page, inputs, today())
    if sent.problems and "keep" not in request.form:
        return _show(case, page, inputs, sent.problems)
    workplace().reception.correct(case, sent.merged(case.answers), current_staff().id)
    left = page_id if sent.problems else None
    return redirect(url_for("counter.visit.show", visit_id=visit_id, after=left, _anchor=f"page-{page_id}"), 303)


@routes.post("/visits/<visit_id>/procedures")
def choose(visit_id: str) -> ResponseReturnValue:
    """Procedures added or dropped while the visitor stands here; the answers given so far stay."""
    case = workplace().cases.read(visit_id)
    try:
        workplace().reception.choose(case, request.form.getlist("procedure"))
    except DeskError as error:
        return _show(case, None, {}, refusal=refusal_of(error))
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.post("/visits/<visit_id>/identification")
def identify(visit_id: str) -> ResponseReturnValue:
    """Notes the kinds of papers shown, never their numbers."""
    here = workplace()
    case = here.cases.read(visit_id)
    shown = here.identification.known(request.form.getlist("kind"))
    here.cases.keep(case, replace(case.file, identification=shown), staff_id=current_staff().id)
    for kind in shown:
        if kind not in case.file.identification:
            details = Details(kind=kind)
            record(
                here.store,
                AuditEvent.IDENTITY_CHECKED,
                staff_id=current_staff().id,
                visit_id=case.visit.id,
                details=details,
            )
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.post("/visits/<visit_id>/finish")
def finish(visit_id: str) -> ResponseReturnValue:
    """Paper handed over: the answers are deleted."""
    here = workplace()
    case = here.cases.read(visit_id)
    if not _identified(case):
        return _show(case, None, {}, refusal=refusal_of(DeskError(DeskReason.IDENTIFICATION_MISSING)))
    try:
        here.printer.state(case.visit).check_finish()
    except DeskError as error:
        return _show(case, None, {}, refusal=refusal_of(error))
    finish_visit(here.store, case.visit.id, staff_id=current_staff().id)
    here.printer.forget(case.visit)
    flash(f"{case.visit.receipt_number} を終わりました。入力内容は消しました。")
    return redirect(url_for("counter.start.show"), 303)


@routes.get("/visits/<visit_id>/abandon")
def ask_to_abandon(visit_id: str) -> ResponseReturnValue:
    return render_template("counter/abandon.html", case=workplace().cases.read(visit_id))


@routes.post("/visits/<visit_id>/abandon")
def abandon(visit_id: str) -> ResponseReturnValue:
    """Given up: the answers are deleted, and the ticket may be used again."""
    here = workplace()
    case = here.cases.read(visit_id)
    here.printer.cancel(case.visit)
    abandon_visit(here.store, case.visit.id, staff_id=current_staff().id)
    here.printer.forget(case.visit)
    flash(f"{case.visit.receipt_number} を取りやめました。入力内容は消しました。")
    return redirect(url_for("counter.start.show"), 303)


def _show(
    case: Case,
    editing: JourneyPage | None,
    inputs: Inputs,
    problems: tuple[Problem, ...] = (),
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    here, day = workplace(), today()
    printed, unprintable = _preview(case)
    view = view_of(case, here.office.fees, Place.COUNTER, day, printed.notices if printed else ())
    kinds = here.identification.offered(day)
    page = render_template(
        "counter/visit.html",
        case=case,
        view=view,
        pages=printed.page_count if printed else 0,
        with_slip=printed is not None and len(printed.pages_of_jobs) > len(case.procedures),
        sheets=sorted(case.procedures, key=lambda procedure: procedure.number),
        unprintable=unprintable,
        editing=editing,
        questions=questions(editing, inputs, problems) if editing else (),
        refusal=refusal,
        paper=here.printer.state(case.visit),
        pdfs=opened_pdfs(case.visit.id),
        offered=tuple(here.office.catalogue.current.values()),
        id_groups=[(GROUP_TITLES[group], [kind for kind in kinds if kind.group is group]) for group in Group],
        id_rules=here.identification.rules_for(case.procedures, case.answers, day),
        id_enough=_identified(case),
    )
    return page, 422 if problems or refusal else 200


def _identified(case: Case) -> bool:
    shown = case.file.identification
    return workplace().identification.are_enough(shown, case.procedures, case.answers, today())


def _preview(case: Case) -> tuple[Printed | None, Refusal | None]:
    """The sheets as they would be printed now, for their notices; why not, if they cannot."""
    try:
        application = Application(case.procedures, case.answers)
        return draw_sheets(application, workplace().office, case.visit.receipt_number), None
    except PrintingError as error:
        return None, refusal_of(error)


def _page(case: Case, page_id: str) -> JourneyPage | None:
    pages = journey(case.procedures, case.answers, today())
    return next((page for page in pages if page.id == page_id), None)


def _first_to_ask(case: Case, after: str) -> JourneyPage | None:
    """Where nothing came with the visitor, staff is led through the journey; otherwise nothing is opened. What was
    left incomplete, and what comes before it, is not asked again by itself."""
    if case.visit.way_in is WayIn.TICKET:
        return None
    pages = view_of(case, workplace().office.fees, Place.COUNTER, today()).pages
    left = next((at for at, page in enumerate(pages) if page.id == after), -1)
    wanted = next((page.id for page in pages[left + 1 :] if page.has_problem), "")
    return _page(case, wanted)
