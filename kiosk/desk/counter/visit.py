"""One visit on the counter's screen: what was answered, what must be known about it, and the next thing to do."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for

from forms import JourneyPage, Place, Problem, Procedure, person
from forms.inputs import Inputs, clean
from kiosk import office, stacks
from kiosk.desk import imprint, papers, peoplewords, printjobs, reasons, refusals
from kiosk.desk.case import Case
from kiosk.desk.charges import charges_of, other_prices
from kiosk.desk.conflict import Conflict, conflict_of, overtaken, seen_of
from kiosk.desk.counter import pdf, reveal, session, till
from kiosk.desk.view import Gap, view_of
from kiosk.desk.workplace import workplace
from kiosk.store import AuditEvent, Details, TaskError, VisitId, WayIn, audit, charges, note_presence, visits
from kiosk.store.tasks import TasksLeft
from kiosk.till.refusal import TillError
from kiosk.web import PageRead, apply_action, form_inputs, page_inputs, questions, read_page
from printing import Notice, PrintingError

routes = Blueprint("visit", __name__)

LONGEST_NOTE = 100
WAITING = "waiting"
"""The group of what the visitor left for the counter."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The sheets as they would be printed now, and why not, if they cannot."""

    pages: int = 0
    has_slip: bool = False
    notices: tuple[Notice, ...] = ()
    refusal: refusals.Refusal | None = None


@dataclass(frozen=True, slots=True)
class Misprint:
    """What has changed since the paper came out: the items, the sheets to print once more, those to take away."""

    items: tuple[str, ...]
    sheets: tuple[str, ...]
    dropped: tuple[str, ...]


@routes.get("/visits/<visit_id>")
def show(visit_id: str) -> ft.ResponseReturnValue:
    """The whole visit; `?edit=PAGE` opens one group of answers for correction, `?ask=KEY` one question that was left for
    the counter, `?after=PAGE` says which group was left incomplete on purpose."""
    case = reveal.case_here(visit_id)
    session.note_shown(case.visit)
    chosen = _asking(_left_open(case, request.args.get("ask", ""))) or _page(case, request.args.get("edit", ""))
    editing = chosen or _first_to_ask(case, request.args.get("after", ""))
    is_walk = editing is not None and (chosen is None or "walk" in request.args)
    return _show(case, editing, page_inputs(editing, case.proposed(editing)) if editing else {}, is_walk=is_walk)


@routes.post("/visits/<visit_id>/present")
def note_present(visit_id: str) -> ft.ResponseReturnValue:
    """A screen says that it has the visit open."""
    here = workplace()
    note_presence(
        here.store, visits.read_visit(here.store, VisitId(visit_id)).id, here.desk.name, session.current_staff().id
    )
    return "", 204


@routes.post("/visits/<visit_id>/correct/<page_id>")
def correct(visit_id: str, page_id: str) -> ft.ResponseReturnValue:
    """Keeps the corrected answers of one group, or says beside each field what is wrong with it."""
    case = workplace().cases.read(visit_id)
    page = _page(case, page_id)
    if page is None:
        return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
    sent = _read(case, page, even_incomplete="keep" in request.form)
    if not isinstance(sent, PageRead):
        return sent
    after = workplace().reception.correct(case, sent.merged(case.answers), session.current_staff().id)
    walk = request.form.get("walk")
    more = page_id if not sent.problems and _has_more(page, after) else None
    left = page_id if not more and (sent.problems or walk) else None
    on = walk if more else None
    asked = _first_to_ask(after, left) if left else None
    anchor = f"page-{asked.id if asked else page_id}"
    return redirect(
        url_for("counter.visit.show", visit_id=visit_id, edit=more, after=left, walk=on, _anchor=anchor), 303
    )


@routes.post("/visits/<visit_id>/waiting/<key>")
def fill(visit_id: str, key: str) -> ft.ResponseReturnValue:
    """Keeps one answer that was left for the counter, and opens the next."""
    case = workplace().cases.read(visit_id)
    gap = _left_open(case, key)
    page = _asking(gap)
    if gap is None or page is None:
        return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
    sent = _read(case, page)
    if not isinstance(sent, PageRead):
        return sent
    workplace().reception.correct(case, gap.filled(case.answers, sent.values[key]), session.current_staff().id)
    left = next((each.key for each in _gaps(workplace().cases.read(visit_id))), None)
    return redirect(url_for("counter.visit.show", visit_id=visit_id, ask=left), 303)


@routes.post("/visits/<visit_id>/procedures")
def choose(visit_id: str) -> ft.ResponseReturnValue:
    """Procedures added or dropped while the visitor stands here; the answers given so far stay."""
    case = workplace().cases.read(visit_id)
    try:
        workplace().reception.choose(case, request.form.getlist("procedure"))
    except reasons.DeskError as error:
        return _show(case, None, {}, refusal=refusals.explain(error))
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.post("/visits/<visit_id>/identification")
def identify(visit_id: str) -> ft.ResponseReturnValue:
    """Notes the kinds of papers shown, never their numbers."""
    here = workplace()
    case = here.cases.read(visit_id)
    shown = here.identification.known(request.form.getlist("kind"))
    here.cases.keep(case, replace(case.file, identification=shown), staff_id=session.current_staff().id)
    for kind in shown:
        if kind not in case.file.identification:
            details = Details(kind=kind)
            audit.record(
                here.store,
                AuditEvent.IDENTITY_CHECKED,
                staff_id=session.current_staff().id,
                visit_id=case.visit.id,
                details=details,
            )
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.post("/visits/<visit_id>/papers")
def check_papers(visit_id: str) -> ft.ResponseReturnValue:
    """Notes which of the papers brought were looked at."""
    here, staff_id = workplace(), session.current_staff().id
    case = here.cases.read(visit_id)
    seen = papers.known_papers(request.form.getlist("paper"), case, case.journey(office.today()))
    here.cases.keep(case, replace(case.file, papers=seen), staff_id=staff_id)
    for code in seen:
        if code not in case.file.papers:
            details = Details(kind=code)
            audit.record(
                here.store, AuditEvent.PAPER_SEEN, staff_id=staff_id, visit_id=case.visit.id, details=details
            )
    return redirect(url_for("counter.visit.show", visit_id=visit_id, _anchor="papers"), 303)


@routes.post("/visits/<visit_id>/note")
def note(visit_id: str) -> ft.ResponseReturnValue:
    """A short word for whoever goes on with the visit, sealed with its answers."""
    here = workplace()
    case = here.cases.read(visit_id)
    if reveal.reads_note(case):
        said, wanted = clean(request.form.get("note", ""))[:LONGEST_NOTE].strip(), request.form.get("for", "")
        known = here.office.hall is not None and any(each.id == wanted for each in here.office.hall.sections)
        kept = replace(case.file, note=said, note_for=wanted if said and known else "")
        here.cases.keep(case, kept, staff_id=session.current_staff().id)
    return redirect(url_for("counter.visit.show", visit_id=visit_id, _anchor="note"), 303)


@routes.post("/visits/<visit_id>/finish")
def finish(visit_id: str) -> ft.ResponseReturnValue:
    """Paper handed over: the answers are deleted."""
    here = workplace()
    case = here.cases.read(visit_id)
    if not papers.identity_step(case, here.identification, office.today()).are_enough:
        return _show(
            case, None, {}, refusal=refusals.explain(reasons.DeskError(reasons.DeskReason.IDENTIFICATION_MISSING))
        )
    anyway = request.form.get("anyway") == "yes"
    paper = here.printer.state(case.visit, imprint.imprints_of(case, here.office))
    unseen = not all(each.is_seen for each in papers.papers_of(case, case.journey(office.today())))
    try:
        unpaid = till.ask_fee(case, is_paid="fee" in request.form)
        paper.check_finish(anyway=anyway)
        if unseen and not anyway:
            raise reasons.DeskError(reasons.DeskReason.PAPERS_UNSEEN)
    except (reasons.DeskError, TillError) as error:
        return _show(case, None, {}, refusal=refusals.explain(error))
    left = {
        reasons.DeskReason.PAPER_CHANGED: bool(paper.mismatch),
        reasons.DeskReason.PAPERS_UNSEEN: unseen,
        unpaid: unpaid,
    }
    reason = "+".join(each for each, holds in left.items() if each and holds)
    charges.keep_charges(here.store, case.visit.id, charges_of(case, here.office))
    own = here.planning.sections_here(session.current_staff()) if here.planning else frozenset[str]()
    tasks = TasksLeft(own, request.form.get("tasks", ""))
    try:
        visits.finish_visit(
            here.store, case.visit.id, reason=reason, staff_id=session.current_staff().id, tasks=tasks
        )
    except TaskError as error:
        return _show(case, None, {}, refusal=refusals.explain(error))
    here.printer.forget(case.visit)
    here.pictures.forget(case.visit.id)
    flash(
        f"{case.visit.receipt_number} の受付を終了しました。30分の間は「終わったばかりの受付」から開き直せます。"
    )
    return redirect(url_for("counter.start.show"), 303)


@routes.get("/visits/<visit_id>/abandon")
def ask_to_abandon(visit_id: str) -> ft.ResponseReturnValue:
    return render_template("counter/abandon.html", case=workplace().cases.read(visit_id))


@routes.post("/visits/<visit_id>/abandon")
def abandon(visit_id: str) -> ft.ResponseReturnValue:
    """Given up: the answers are deleted, and the ticket may be used again."""
    here = workplace()
    case = here.cases.read(visit_id)
    here.printer.cancel(case.visit)
    visits.abandon_visit(here.store, case.visit.id, staff_id=session.current_staff().id)
    here.printer.forget(case.visit)
    here.pictures.forget(case.visit.id)
    flash(f"{case.visit.receipt_number} の受付を取りやめました。入力内容は消去しました。")
    return redirect(url_for("counter.start.show"), 303)


def _read(case: Case, page: JourneyPage, *, even_incomplete: bool = False) -> PageRead | ft.ResponseReturnValue:
    """Return what was sent for a page; where a button was pressed or something is wrong with it, the page again."""
    inputs = form_inputs(request.form)
    pressed = apply_action(page, inputs, request.form.get("action", ""))
    if pressed is not None:
        return _show(case, page, pressed.inputs)
    if conflict := _overtaken(case, page):
        return _show(case, page, inputs, conflict=conflict)
    sent = read_page(page, inputs, office.today())
    return _show(case, page, inputs, sent.problems) if sent.problems and not even_incomplete else sent


def _show(
    case: Case,
    editing: JourneyPage | None,
    inputs: Inputs,
    problems: tuple[Problem, ...] = (),
    refusal: refusals.Refusal | None = None,
    conflict: Conflict | None = None,
    *,
    is_walk: bool = False,
) -> ft.ResponseReturnValue:
    here, day = workplace(), office.today()
    preview = _preview(case)
    view = reveal.scope_here().limit(view_of(case, here.office, Place.COUNTER, day, preview.notices))
    paper = here.printer.state(case.visit, imprint.imprints_of(case, here.office))
    is_untouched = paper.paper is printjobs.Paper.NONE and editing is None and refusal is None
    return render_template(
        "counter/visit.html",
        case=case,
        view=view,
        preview=preview,
        sheets=sorted(case.procedures, key=lambda procedure: procedure.number),
        editing=editing,
        is_walk=is_walk or "walk" in request.form,
        conflict=conflict,
        seen=_seen(case, editing, conflict),
        questions=questions(editing, inputs, problems) if editing else (),
        # Where the keyboard begins when nothing else asks for it.
        first_wrong=view.first_incomplete.id if is_untouched and view.first_incomplete else "",
        refusal=refusal,
        paper=paper,
        papers=papers.papers_of(case, case.journey(day)),
        identities=peoplewords.identities_of(case.journey(day)),
        held_by=here.holders(case.visit),
        misprint=_misprint(case, paper.mismatch),
        last_pdf=pdf.word_moment(paper.pdfs[-1]) if paper.pdfs else "",
        other_prices=other_prices(here.office, Place.COUNTER),
        offered=_offered(case),
        identification=papers.identity_step(case, here.identification, day),
        pictures=here.pictures.of(case.visit.id),
    ), 422 if problems or refusal or conflict else 200


def _offered(case: Case) -> tuple[Procedure, ...]:
    """What may be added, and what is chosen; a discreet one is added where the visit begins."""
    every, chosen = workplace().office.catalogue.current.values(), {each.id for each in case.procedures}
    return tuple(each for each in every if not each.is_discreet or each.id in chosen)


def _seen(case: Case, editing: JourneyPage | None, conflict: Conflict | None) -> str:
    """What the person knows of the answers: as the page was opened, or as it was told just now."""
    if editing is None:
        return ""
    return (not conflict and request.form.get("seen")) or seen_of(case, [ask.key for ask in editing.asks])


def _overtaken(case: Case, page: JourneyPage) -> Conflict | None:
    """What somebody else has saved of the page since it was opened here."""
    keys = overtaken(case, request.form.get("seen", ""))
    return conflict_of(case, page, keys, workplace().store, workplace().labels) if keys else None


def _misprint(case: Case, mismatch: imprint.Mismatch) -> Misprint:
    """What of the paper no longer matches, in the words of the screen."""
    journey = case.journey(office.today())
    by_id = {procedure.id: procedure for procedure in case.procedures}
    names = {stacks.SLIP: "受付票"} | {
        each.id: each.shown_name for each in workplace().office.catalogue.current.values()
    }
    labels = {ask.key: ask.ask.item.label for ask in journey.asks} | {person.FAMILY: "世帯の方"}
    keys = (
        journey.key_of(item, by_id[sheet])
        for sheet, items in mismatch.changed.items()
        if sheet != stacks.SLIP
        for item in items
    )
    return Misprint(
        tuple(dict.fromkeys(labels[key] for key in keys if key in labels)),
        tuple(names.get(sheet, sheet) for sheet in mismatch.to_print),
        tuple(names.get(sheet, sheet) for sheet in mismatch.dropped),
    )


def _preview(case: Case) -> Preview:
    application = case.application
    try:
        told = stacks.proof_sheets(application, workplace().office, stacks.Order(case.visit.receipt_number))
    except PrintingError as error:
        return Preview(refusal=refusals.explain(error))
    has_slip = len(told.pages_of_jobs) > len(case.procedures)
    return Preview(told.page_count, has_slip, told.notices)


def _page(case: Case, page_id: str) -> JourneyPage | None:
    """The group with this name, if all of it may be seen."""
    if not page_id:
        return None
    shown = filter(reveal.scope_here().shows_page, peoplewords.groups_of(case.journey(office.today())))
    return next((page for page in shown if page.id == page_id), None)


def _has_more(page: JourneyPage, case: Case) -> bool:
    """Whether what was answered on the group of answers brings up more of its questions."""
    after = _page(case, page.id)
    return after is not None and not {ask.key for ask in after.asks} <= {ask.key for ask in page.asks}


def _gaps(case: Case) -> tuple[Gap, ...]:
    return view_of(case, workplace().office, Place.COUNTER, office.today()).waiting


def _left_open(case: Case, key: str) -> Gap | None:
    """What the visitor left for the counter under this key."""
    shown = (gap for gap in _gaps(case) if reveal.scope_here().shows(gap.asked)) if key else ()
    return next((gap for gap in shown if gap.key == key), None)


def _asking(gap: Gap | None) -> JourneyPage | None:
    """The question alone, to be answered now."""
    return JourneyPage(WAITING, gap.title, "", (gap.asked,)) if gap else None


def _first_to_ask(case: Case, after: str) -> JourneyPage | None:
    """Where nothing came with the visitor, staff is led through the journey: to what is missing first, and then to every
    page once on which anything is open, for what decides a certificate is often nothing that must be answered. What
    comes before the page that was left is not asked again by itself."""
    if case.visit.way_in in (WayIn.TICKET, WayIn.SHEET):
        return None
    pages = view_of(case, workplace().office, Place.COUNTER, office.today()).pages
    left = next((at for at, page in enumerate(pages) if page.id == after), -1)
    wanted = next((page.id for page in pages[left + 1 :] if page.has_problem or (after and page.is_open)), "")
    return _page(case, wanted)
