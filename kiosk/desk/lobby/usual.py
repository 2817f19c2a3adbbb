"""The form in which a certificate is usually wanted: one touch instead of a question each."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, session, typing as ft, url_for

from forms import Answers, Journey, Place, fee_lines, person, total_of
from kiosk.desk.case import Case
from kiosk.desk.lobby.session import USUAL, current_case
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.town.shortcuts import Shortcut
from kiosk.web.questions import answer_lines

routes = Blueprint("usual", __name__)


@dataclass(frozen=True, slots=True)
class UsualForm:
    """A usual form as it is offered; whom it is about apart from the rest, and its price where that is one."""

    lines: tuple[str, ...]
    whom: str
    cost: int | None


@routes.get("/usual")
def show() -> ft.ResponseReturnValue:
    """Each usual form with its answers and what it costs."""
    case = current_case()
    offered = usual_forms(case)
    if not offered:
        return redirect(url_for("lobby.ask.go_on"), 303)
    return render_template("lobby/usual.html", case=case, forms=[_shown(case, each) for each in offered])


@routes.post("/usual")
def choose() -> ft.ResponseReturnValue:
    """Take the form of this `number`; what nobody has to answer is not asked any more."""
    case = current_case()
    offered, number = usual_forms(case), request.form.get("number", "")
    if number in {str(place) for place in range(len(offered))}:
        workplace().reception.correct(case, {**case.answers, **offered[int(number)]})
        session[USUAL] = "yes"
    return redirect(url_for("lobby.ask.go_on", own="yes"), 303)


def usual_forms(case: Case) -> tuple[Answers, ...]:
    """Return the usual answers to the one procedure that was chosen, while none of them was given otherwise."""
    if len(case.procedures) != 1 or case.visit.way_in == "ticket":
        return ()
    (wanted,) = case.procedures
    shortcut = next((each for each in workplace().office.shortcuts if each.procedure.id == wanted.id), None)
    if shortcut is None or any(key in case.answers for usual in shortcut.usual for key in usual):
        return ()
    return tuple(usual for usual in shortcut.usual if usual)


@routes.app_template_global()
def shortcuts() -> tuple[tuple[Shortcut, int | None], ...]:
    """Return the commonest certificates, each with its price where that is one."""
    return tuple((each, price_of(each)) for each in workplace().office.shortcuts)


def price_of(shortcut: Shortcut) -> int | None:
    """Return what one of it costs in yen; None where that depends on more, or nothing is charged."""
    journey = Journey((shortcut.procedure,), {**_once(shortcut), **(shortcut.usual or ({},))[0]}, today())
    lines = fee_lines(journey, workplace().office.fees, Place.LOBBY)
    return total_of(lines) or None


def _once(shortcut: Shortcut) -> Answers:
    """What the procedure proposes, as a price list means it."""
    journey = Journey((shortcut.procedure,), {}, today())
    return {asked.key: asked.ask.usual for asked in journey.asks if asked.ask.usual is not None}


def _shown(case: Case, usual: Answers) -> UsualForm:
    """The form in the resident's words, and what it costs."""
    journey = Journey(case.procedures, {**case.answers, **usual}, today())
    cost = total_of(fee_lines(journey, workplace().office.fees, Place.LOBBY))
    said = {asked.key: answer_lines(asked, usual[asked.key]) for asked in journey.asks if asked.key in usual}
    whom = said.pop(person.WHOM, ())
    return UsualForm(tuple(line for lines in said.values() for line in lines), "".join(whom), cost)
