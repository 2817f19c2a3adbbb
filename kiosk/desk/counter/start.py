"""The counter's first screen: it waits for a scan, and shows who is already here."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from forms import Procedure
from forms.ticket import TicketReason
from kiosk import clock, office
from kiosk.backoffice.code import is_carried_code, is_paper_code
from kiosk.desk import frame, reasons, refusals
from kiosk.desk.counter import areas, session
from kiosk.desk.scan import read_sent_texts, read_uploaded_texts
from kiosk.desk.workplace import workplace
from kiosk.store import Call, StoreError, StoreReason, Visit, VisitId, just_finished, reopen_visit
from kiosk.town.search import Topic, TopicKind
from kiosk.web import allow_camera, running, searching

routes = Blueprint("start", __name__)

MOST_SHOWN = 40
LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was searched for by a word, and what it found."""

    wanted: str = ""
    topics: tuple[Topic, ...] = ()
    answers: dict[str, searching.Answer] = field(default_factory=dict)

    def first(self, procedures: Iterable[Procedure], ticked: Collection[str]) -> list[Procedure]:
        """Return the procedures with those that were found before all others; a discreet one only once it was looked for."""
        ids = [topic.id for topic in self.topics if topic.kind is TopicKind.PROCEDURE]
        listed = [each for each in procedures if not each.is_discreet or each.id in ids or each.id in ticked]
        return sorted(listed, key=lambda each: ids.index(each.id) if each.id in ids else len(ids))


NOTHING_FOUND = Found()


@routes.get("/")
def show() -> ft.ResponseReturnValue:
    return _start()


@routes.post("/scan")
def scan() -> ft.ResponseReturnValue:
    """Digits from the scanner, the keyboard or the clipboard."""
    return _receive(lambda: read_sent_texts(request.form, workplace().scanner))


@routes.post("/scan/expired")
def scan_expired() -> ft.ResponseReturnValue:
    """The ticket whose days are over, since staff has decided to take it."""
    texts = tuple(request.form.getlist("text")[:2])
    try:
        visit = workplace().reception.scan(texts, session.station(), session.current_staff().id, even_expired=True)
    except frame.TICKET_ERRORS as error:
        return _start(refusals.explain(error))
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


@routes.post("/visits/<visit_id>/reopen")
def reopen(visit_id: str) -> ft.ResponseReturnValue:
    """The visitor has come back: the visit goes on where it was finished just now."""
    visit = reopen_visit(workplace().store, VisitId(visit_id), staff_id=session.current_staff().id)
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


@routes.post("/picture")
def read_picture() -> ft.ResponseReturnValue:
    return _receive(lambda: read_uploaded_texts(request.files.getlist("picture")))


@routes.post("/frame")
def read_frame() -> ft.ResponseReturnValue:
    """One camera frame as JPEG, answered with JSON."""
    return frame.answer_frame(_open_ticket)


@routes.post("/new")
def begin_by_hand() -> ft.ResponseReturnValue:
    """A visitor who brings nothing: staff asks."""
    try:
        visit = workplace().reception.by_hand(request.form.getlist("procedure"), session.current_staff().id)
    except reasons.DeskError as error:
        return _start(refusals.explain(error))
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


@routes.post("/search")
def search() -> ft.ResponseReturnValue:
    """What staff means by a word the visitor has said: procedures first in the list, life events, the town's answers."""
    searches, wanted = running(searching.Searches), searching.read_typed(request.form.get("q", ""))
    found = searches.find(wanted) if wanted else ()
    if wanted:
        searches.count(found, "counter")
    return _start(found=Found(wanted, found, searches.answers(found)))


@routes.post("/find")
def find() -> ft.ResponseReturnValue:
    """By the receipt number; one without its letter is this desk's own, or the only one there is."""
    here = workplace()
    typed = request.form.get("number", "").strip()[:LONGEST_NUMBER]
    found = here.reception.found(typed) or here.worklist().named(typed)
    match found:
        case (visit,):
            return redirect(_look_up(visit), 303)
        case ():
            return _start(refusals.explain(StoreError(StoreReason.VISIT_UNKNOWN)), sought=typed)
    return _start(
        refusals.explain(reasons.DeskError(reasons.DeskReason.SEVERAL_VISITS)), sought=typed, visits=found
    )


@routes.post("/calls/<desk_name>/answer")
def answer_call(desk_name: str) -> ft.ResponseReturnValue:
    """Staff goes to the lobby terminal that called."""
    here = workplace()
    if desk_name in {desk.name for desk in here.office.settings.desks}:
        here.calls.answer(desk_name, session.current_staff().id)
        here.publish_calls()
    return redirect(url_for(areas.home_of(session.current_staff())), 303)


DEVICE_WORDS = {"printer": "プリンター", "reader": "カードリーダー", "scanner": "スキャナー"}


@routes.app_template_global()
def read_calls() -> tuple[list[tuple[Call, str]], list[str]]:
    """Return who calls for staff, and where, and what does not work at the lobby: on every screen of the counter."""
    now = workplace().calls.read()
    waiting = [(call, workplace().label_of(call.desk)) for call in now.waiting]
    return waiting, [
        f"{workplace().label_of(desk)}の{DEVICE_WORDS.get(device, device)}" for desk, device in now.broken
    ]


def _look_up(visit: Visit) -> str:
    workplace().reception.look_up(visit, session.current_staff().id)
    return url_for("counter.visit.show", visit_id=visit.id)


@routes.app_template_filter()
def hour_and_minute(moment: datetime) -> str:
    """Return the time of the day in Japan, as a clock on the wall shows it."""
    return f"{moment.astimezone(clock.JAPAN):%-H:%M}"


def _open_ticket(texts: tuple[str, ...]) -> str:
    """The address of the visit: of what a resident brings on the phone, or of a sheet that is printed already."""
    if len(texts) == 1 and is_carried_code(texts[0]):
        visit = workplace().reception.by_sheet(texts[0], session.current_staff().id)
        return url_for("counter.visit.show", visit_id=visit.id)
    if len(texts) == 1 and is_paper_code(texts[0]):
        return _look_up(workplace().reception.by_paper(texts[0]))
    visit = workplace().reception.scan(texts, session.station(), session.current_staff().id)
    return url_for("counter.visit.show", visit_id=visit.id)


def _receive(read: Callable[[], tuple[str, ...]]) -> ft.ResponseReturnValue:
    texts: tuple[str, ...] = ()
    try:
        texts = read()
        return redirect(_open_ticket(texts), 303)
    except frame.TICKET_ERRORS as error:
        refusal = refusals.explain(error)
        whole = workplace().reception.halves.join(session.station(), texts)
        return _start(refusal, expired=whole if refusal.reason == TicketReason.EXPIRED else ())


def _start(
    refusal: refusals.Refusal | None = None,
    sought: str = "",
    visits: Sequence[Visit] | None = None,
    expired: Sequence[str] = (),
    found: Found = NOTHING_FOUND,
) -> ft.ResponseReturnValue:
    """`visits` are those to choose from, of all that are open; `expired` are the texts of a ticket whose days are over."""
    here = workplace()
    if here.desk.camera:
        allow_camera()
    ticked = request.form.getlist("procedure")
    page = render_template(
        "counter/start.html",
        refusal=refusal,
        expired=expired,
        finished=[_line(visit) for visit in just_finished(here.store)[:MOST_SHOWN]],
        sought=sought,
        half=refusal is not None and refusal.reason == TicketReason.OTHER_HALF_MISSING,
        worklist=here.worklist() if visits is None else here.worklist().only(visits),
        most_shown=MOST_SHOWN,
        with_kana=here.office.settings.counter.kana_in_list,
        procedures=tuple(found.first(here.office.catalogue.current.values(), ticked)),
        found=found,
        ticked=ticked,
        said=office.read_said_words().japanese_names,
        events=tuple(here.office.guide.events.values()),
        troubles=[trouble for trouble in here.devices.troubles() if trouble.device == "printer"],
    )
    return page, 422 if refusal else 200


def _line(visit: Visit) -> tuple[Visit, str, str]:
    """The visit, what it is about, and where it was opened."""
    catalogue = workplace().office.catalogue
    names = (procedure.shown_name for id, _ in visit.procedures if (procedure := catalogue.get(id)))
    return visit, "、".join(names), workplace().label_of(visit.desk)
