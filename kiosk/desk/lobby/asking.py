"""Choosing the procedure, and one question a screen for what nobody has answered yet."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import JourneyAsk, JourneyPage, Kind, journey, problems
from forms.inputs import Inputs
from forms.typed import Problem
from kiosk.desk.case import Case
from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.session import begin, current_case
from kiosk.desk.reasons import DeskError
from kiosk.desk.refusals import refusal_of
from kiosk.office import today
from kiosk.web import acted, form_inputs, page_inputs, questions, read_page
from kiosk.web.language import spoken

MOST_AT_ONCE = 8
"""Procedures on one screen."""

TAPPED = {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COUNT}
"""Answered with a tap: asked here even where no answer is needed. The rest can be added on the review screen."""


@lobby.get("/hand")
def by_hand() -> ResponseReturnValue:
    return _choosing(None)


@lobby.post("/hand")
def begin_by_hand() -> ResponseReturnValue:
    try:
        begin(workplace().reception.by_hand(request.form.getlist("procedure"), language=spoken().code))
    except DeskError as error:
        return _choosing(None, error)
    return redirect(url_for("lobby.go_on"), 303)


@lobby.get("/procedures")
def procedures() -> ResponseReturnValue:
    """What is wanted; with `?more=yes` besides what was chosen before."""
    return _choosing(current_case())


@lobby.post("/procedures")
def choose() -> ResponseReturnValue:
    case = current_case()
    more = [procedure.id for procedure in case.procedures] if request.args.get("more") else []
    try:
        workplace().reception.choose(case, [*more, *request.form.getlist("procedure")])
    except DeskError as error:
        return _choosing(case, error)
    return redirect(url_for("lobby.go_on"), 303)


@lobby.get("/next")
def go_on() -> ResponseReturnValue:
    """The next thing that this visit needs."""
    case = current_case()
    if not case.procedures:
        return redirect(url_for("lobby.procedures"), 303)
    return redirect(_next(case, None), 303)


@lobby.get("/ask/<key>")
def ask(key: str) -> ResponseReturnValue:
    case = current_case()
    page = _page_of(case, key)
    if page is None:
        return redirect(_next(case, None), 303)
    return _asking(case, page, page_inputs(page, case.answers))


@lobby.post("/ask/<key>")
def answer(key: str) -> ResponseReturnValue:
    case = current_case()
    page = _page_of(case, key)
    if page is None:
        return redirect(_next(case, None), 303)
    inputs = form_inputs(request.form)
    pressed = acted(page, inputs, request.form.get("action", ""))
    if pressed is not None:
        return _asking(case, page, pressed.inputs)
    sent = read_page(page, inputs, today())
    if sent.problems:
        return _asking(case, page, inputs, sent.problems)
    workplace().reception.correct(case, sent.merged(case.answers))
    changed = current_case()
    if request.args.get("from") == "review" and not problems(changed.procedures, changed.answers, today()):
        return redirect(url_for("lobby.review"), 303)
    return redirect(_next(changed, key), 303)


def _next(case: Case, after: str | None) -> str:
    """The first open question after this one, then whatever is still missing, then the review.

    Who brought a finished ticket is not asked what they chose to leave out.
    """
    asks = [ask for page in journey(case.procedures, case.answers, today()) for ask in page.asks]
    missing = {problem.item for problem in problems(case.procedures, case.answers, today())}
    keys = [ask.key for ask in asks]
    begin_at = keys.index(after) + 1 if after in keys else 0
    asks_all = case.visit.way_in != "ticket"
    for asked in asks[begin_at:]:
        if asked.key in missing or (asks_all and _is_open(asked, case)):
            return url_for("lobby.ask", key=asked.key)
    for key in keys:
        if key in missing:
            return url_for("lobby.ask", key=key)
    return url_for("lobby.review")


def _is_open(asked: JourneyAsk, case: Case) -> bool:
    return asked.key not in case.answers and (asked.ask.required or asked.ask.item.kind in TAPPED)


def _page_of(case: Case, key: str) -> JourneyPage | None:
    """The journey's page with this question alone on it."""
    for page in journey(case.procedures, case.answers, today()):
        for asked in page.asks:
            if asked.key == key:
                return JourneyPage(page.id, page.title, page.lead, (asked,))
    return None


def _asking(case: Case, page: JourneyPage, inputs: Inputs, wrong: Sequence[Problem] = ()) -> ResponseReturnValue:
    body = render_template(
        "lobby/ask.html", case=case, page=page, questions=questions(page, inputs, wrong), asked=page.asks[0]
    )
    return body, 422 if wrong else 200


def _choosing(case: Case | None, error: DeskError | None = None) -> ResponseReturnValue:
    """Where there are many procedures, first the group, then the procedure."""
    more = "yes" if case and case.procedures and request.args.get("more") else None
    had = {procedure.id for procedure in case.procedures} if case and more else set()
    offered = tuple(each for each in workplace().office.catalogue.current.values() if each.id not in had)
    groups = tuple(dict.fromkeys(procedure.group for procedure in offered))
    group = request.args.get("group", "")
    chosen = tuple(procedure for procedure in offered if procedure.group == group)
    many = len(offered) > MOST_AT_ONCE and len(groups) > 1 and not chosen
    body = render_template(
        "lobby/procedures.html",
        case=case,
        more=more,
        groups=groups if many else (),
        chosen_group=group if chosen else "",
        procedures=chosen or offered,
        refusal=refusal_of(error) if error else None,
    )
    return body, 422 if error else 200
