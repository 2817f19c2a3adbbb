"""One question a screen for what nobody has answered yet."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, redirect, render_template, request, session, typing as ft, url_for

from forms import Inputs, Journey, Problem, Value, answers, journeypage, kinds, overruling, person, problems_of
from forms.doubts import Doubt, doubts_of
from forms.kinds.number import whole_number
from kiosk.desk.case import Case
from kiosk.desk.lobby import address, household, kanji, usual
from kiosk.desk.lobby.help import give_help, is_help
from kiosk.desk.lobby.session import USUAL, current_case
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.web import PageRead, apply_action, form_inputs, page_inputs, questions, read_page
from kiosk.web.inputs import CONFIRM, DOUBT, first_typed

routes = Blueprint("ask", __name__)

NEXT, COUNT, STEP = "next", "count:", "step:"
"""Names, or beginnings of names, of actions: on to the next question, with this number, or one more or less first."""

TRIED = "tried"
"""The input that says that the question is shown with its mistakes."""


@routes.get("/next")
def go_on() -> ft.ResponseReturnValue:
    """The next thing that this visit needs."""
    case = current_case()
    if not case.procedures:
        return redirect(url_for("lobby.procedures.show"), 303)
    if "own" not in request.args and usual.usual_forms(case):
        return redirect(url_for("lobby.usual.show"), 303)
    if household.offers_household(case, open_keys(case)):
        return redirect(url_for("lobby.household.show"), 303)
    return redirect(_next(case, None), 303)


@routes.get("/ask/<key>")
def show(key: str) -> ft.ResponseReturnValue:
    case = current_case()
    page = case.question(key, today())
    if page is None:
        return redirect(_next(case, None), 303)
    return _asking(
        case,
        page,
        page_inputs(page, {**_usual(case, page), **case.proposed(page), **kanji.with_readings(case, key)}),
    )


def _usual(case: Case, page: journeypage.JourneyPage) -> dict[str, Value]:
    """What other answers propose, such as the purpose what shall stand on a certificate."""
    after = {ask.key: ask.usual_after(case.answers) for ask in page.asks}
    return {key: value for key, value in after.items() if value is not None}


@routes.post("/ask/<key>")
def answer(key: str) -> ft.ResponseReturnValue:
    case = current_case()
    page = case.question(key, today())
    if page is None:
        return redirect(_next(case, None), 303)
    inputs, action = form_inputs(request.form), request.form.get("action", "")
    if is_help(action):
        # What was called wrong before is called wrong again.
        wrong = read_page(page, inputs, today()).problems if TRIED in request.form else ()
        return give_help(action) or _asking(case, page, inputs, wrong)
    pressed = _pressed(page, inputs, action)
    if pressed is not None:
        return _asking(case, page, pressed)
    if action.startswith(COUNT):
        inputs, action = {**inputs, key: (action.removeprefix(COUNT),)}, NEXT
    if page.asks[0].ask.item.kind is kinds.ADDRESS:
        touched = address.AddressByTouch(key, inputs)
        wrong, settled = touched.problems(required=page.asks[0].ask.required), touched.settled
        if wrong or settled is None:
            return _asking(case, page, inputs, wrong)
        inputs = settled
    sent = read_page(page, inputs, today())
    if sent.problems:
        return _asking(case, page, inputs, sent.problems)
    doubts = _doubts(case, key, sent)
    if any(doubt.mark not in request.form.getlist(DOUBT) or action != CONFIRM for doubt in doubts):
        return _asking(case, page, inputs, doubts=doubts)
    workplace().reception.correct(kanji.hear(case, key, inputs), sent.merged(case.answers))
    changed = current_case()
    if request.args.get("from") == "review" and not problems_of(changed.journey(today())):
        more = (*(changed.file.suggested.keys() - case.file.suggested.keys()), *_own_after(key, changed))
        return redirect(next((_asked_from_review(each) for each in more), url_for("lobby.review.show")), 303)
    return redirect(_next(changed, key), 303)


def _pressed(page: journeypage.JourneyPage, inputs: Inputs, action: str) -> Inputs | None:
    """The inputs after a button inside the question; None where it is none of these."""
    asked = page.asks[0]
    if action.startswith(STEP):
        return _stepped(page, inputs, action.removeprefix(STEP))
    if asked.ask.item.kind is kinds.ADDRESS:
        return address.AddressByTouch(asked.key, inputs).after(action)
    change = apply_action(page, inputs, action)
    return change.inputs if change is not None else None


def _stepped(page: journeypage.JourneyPage, inputs: Inputs, by: str) -> Inputs:
    """The number one higher (`by` is 1) or lower (-1), within what the question allows; what is no number counts as 0."""
    item, key = page.asks[0].ask.item, page.asks[0].key
    number = whole_number(first_typed(inputs, key)) or 0
    moved = number + {"1": 1, "-1": -1}.get(by, 0)
    return {**inputs, key: (str(min(item.most, max(item.least, moved))),)}


def _doubts(case: Case, key: str, sent: PageRead) -> tuple[Doubt, ...]:
    """Return what to ask back about this answer; the review tells it once more."""
    office = workplace().office
    journey = Journey(case.procedures, sent.merged(case.answers), today())
    return tuple(doubt for doubt in doubts_of(journey, office.municipality) if doubt.item == key)


def _asked_from_review(key: str) -> str:
    return f"{url_for('lobby.ask.show', key=key)}?from=review"


def _own_after(key: str, case: Case) -> Iterator[str]:
    """What a procedure answers for itself and is still open, behind this question."""
    asks = case.journey(today()).asks
    at = next((place for place, asked in enumerate(asks) if asked.key == key), len(asks))
    for asked in asks[at + 1 :]:
        if asked.ask.item.overrulable and answers.OWN in asked.key and _is_open(asked, case):
            yield asked.key


def _next(case: Case, after: str | None) -> str:
    """The first open question after this one, then whatever is still missing, then the review."""
    key = next(open_keys(case, after), None)
    return url_for("lobby.ask.show", key=key) if key else url_for("lobby.review.show")


def open_keys(case: Case, after: str | None = None) -> Iterator[str]:
    """Yield what is still asked: the open questions after this one, then whatever is missing.

    Who brought a finished ticket is not asked what they chose to leave out, nor who took a usual form what is left open.
    """
    journey = case.journey(today())
    asks = [ask for page in journey.path for ask in page.asks]
    missing = {problem.item for problem in problems_of(journey)}
    keys = [ask.key for ask in asks]
    begin_at = keys.index(after) + 1 if after in keys else 0
    asks_all = case.visit.way_in != "ticket" and USUAL not in session
    for asked in asks[begin_at:]:
        if asked.key in missing or (asks_all and _is_open(asked, case)):
            yield asked.key
    yield from (asked.key for asked in journey.asks if asked.key in missing)


def _before(case: Case, key: str) -> str:
    """The question that comes before this one, whatever screens lay in between; before the first, the procedures.

    The browser's own way back may lead to a page that was sent, which it would have to send again.
    """
    asks = [ask for page in case.journey(today()).path for ask in page.asks]
    at = next((place for place, asked in enumerate(asks) if asked.key == key), 0)
    for asked in reversed(asks[:at]):
        value = case.answers.get(asked.key)
        from_card = case.file.sources.get(asked.key) is person.FactSource.CARD
        if not from_card and (value is not None or asked.ask.required or _is_tapped(asked)):
            return url_for("lobby.ask.show", key=asked.key)
    return url_for("lobby.procedures.show")


def _is_open(asked: journeypage.JourneyAsk, case: Case) -> bool:
    """Whether it is asked by itself: what a tap answers even where no answer is needed; the rest waits in the review."""
    wanted = asked.ask.required or _is_tapped(asked) or asked.key in case.file.suggested
    return asked.known is None and asked.key not in case.answers and wanted


def _is_tapped(asked: journeypage.JourneyAsk) -> bool:
    """Whether a tap answers it; that procedures differ few want to say, so it waits in the review all the same."""
    return asked.ask.item.kind.is_tapped and asked.key != overruling.OVERRULED


def _asking(
    case: Case,
    page: journeypage.JourneyPage,
    inputs: Inputs,
    wrong: Sequence[Problem] = (),
    doubts: Sequence[Doubt] = (),
) -> ft.ResponseReturnValue:
    asked = page.asks[0]
    is_address = asked.ask.item.kind is kinds.ADDRESS
    body = render_template(
        "lobby/ask.html",
        case=case,
        page=page,
        questions=questions(page, inputs, wrong),
        asked=asked,
        touched=address.AddressByTouch(asked.key, inputs) if is_address else None,
        suggested=asked.key in case.file.suggested and asked.key not in case.answers,
        is_proposed=asked.key not in case.answers and asked.usual_after(case.answers) is not None,
        tried=bool(wrong),
        doubts=doubts,
        before=url_for("lobby.review.show") if request.args.get("from") == "review" else _before(case, asked.key),
    )
    return body, 422 if wrong or doubts else 200
