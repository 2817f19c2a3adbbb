"""What the town's register knows of whoever put down their card, and of those they live with whom they tick.

Nothing is searched for here: the card says who it is. Whatever stands in the way is said in the same words and leads on by
hand, so that nobody learns from a screen in a hall that somebody is protected.
"""

from collections.abc import Iterable

from flask import Blueprint, g, redirect, render_template, request, session, typing as ft, url_for

from forms.person import FAMILY, YOU, Person
from kiosk.desk.case import Case, name_on_card
from kiosk.desk.fromregister import OLD_ADDRESS, Member, TickList, list_household, taken_over
from kiosk.desk.lobby.session import current_case
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.register import lookup, resident
from kiosk.web.questions import day_words

routes = Blueprint("household", __name__)
routes.add_app_template_filter(day_words, "day_words")

DECIDED = "household"
"""That the person has taken from the register, or would rather not: they are not asked again."""


@routes.get("/household")
def show() -> ft.ResponseReturnValue:
    """The offer; nothing has been looked up yet."""
    case = current_case()
    return _show(case) if _may_use(case) else _on()


@routes.post("/household/find")
def find() -> ft.ResponseReturnValue:
    """Look up who holds the card; without anybody to choose from, fill in what is empty at once."""
    case, register = current_case(), workplace().register
    if register is None or not _may_use(case):
        return _on()
    if request.form.get("action") != "take":
        session[DECIDED] = "no"
        return _on()
    found = _look_up(case, register)
    if not isinstance(found, tuple):
        session[DECIDED] = "no"
        return _show(case, is_stopped=True)
    household, row, mark = found
    own, others = _split(_ticks(case, household), household)
    if FAMILY in {ask.key for ask in case.journey(today()).asks} and others:
        return _show(case, others=others, row=row, mark=mark)
    return _take(case, register, household, {own.number})


@routes.post("/household")
def take() -> ft.ResponseReturnValue:
    """Fill in what is empty of the holder and of those ticked."""
    case, register = current_case(), workplace().register
    if register is None or not _may_use(case):
        return _on()
    row, mark = request.form.get("row", ""), request.form.get("mark", "")
    number = int(row) if row.isascii() and row.isdigit() and len(row) < 10 else 0
    household = register.reopen_household(_asking(case), number, mark)
    if isinstance(household, lookup.Stop):
        session[DECIDED] = "no"
        return _show(case, is_stopped=True)
    own, others = _split(_ticks(case, household), household)
    ticked = request.form.getlist("member")
    return _take(case, register, household, {own.number, *(n for n, _ in others if str(n) in ticked)})


def offers_household(case: Case, asked: Iterable[str]) -> bool:
    """Whether the town lets this screen use the register, and that may answer something of what is still asked."""
    register = workplace().register
    if register is None or not _may_use(case):
        return False
    known = {f"{YOU}.{fact}" for fact in register.granted_facts(_asking(case))} | {FAMILY, OLD_ADDRESS}
    return not known.isdisjoint(asked)


def _may_use(case: Case) -> bool:
    register, card = workplace().register, case.file.card
    has_card = "name" in card and "birth_date" in card
    is_allowed = register is not None and register.use.is_at_lobby and register.is_usable(_asking(case))
    return has_card and DECIDED not in session and is_allowed


def _look_up(case: Case, register: lookup.Register) -> tuple[lookup.RegisterHousehold, int, str] | None:
    """The household of the very person of the card; None for whatever stands in the way."""
    card = case.file.card
    found = register.look_up(
        _asking(case), lookup.card_wanted(name_on_card(card["name"]).name, card["birth_date"])
    )
    if isinstance(found, lookup.Stop) or len(found.hits) != 1:
        return None
    hit = found.hits[0]
    household = register.open_household(_asking(case), hit.row, hit.mark)
    return None if isinstance(household, lookup.Stop) else (household, hit.row, hit.mark)


def _take(
    case: Case, register: lookup.Register, household: lookup.RegisterHousehold, ticked: set[int]
) -> ft.ResponseReturnValue:
    answers, facts = taken_over(case.journey(today()), _ticks(case, household), ticked, ())
    session[DECIDED] = "yes"
    if facts:
        # Logged first: nothing of the register is used that the log does not know of.
        register.note_taken_over(_asking(case), facts, len(facts))
        workplace().reception.take_register(case, answers, household.as_of.isoformat())
    return _on()


def _show(case: Case, **more: object) -> str:
    """The screen; whoever leaves it for its help comes back to the offer, or goes on."""
    g.lobby_back = url_for("lobby.household.show")
    return render_template("lobby/household.html", case=case, **more)


def _ticks(case: Case, household: lookup.RegisterHousehold) -> TickList:
    return list_household(case.journey(today()), household, case.file.card)


def _split(ticks: TickList, household: lookup.RegisterHousehold) -> tuple[Member, list[tuple[int, str]]]:
    """Return the holder, and number and given name of the others who live here."""
    own = next(each for each in ticks.members if each.resident.number == household.chosen)
    others = [
        (each.number, Person("", dict(each.resident.facts)).given)
        for each in ticks.members
        if each is not own and each.name and each.person and set(each.badges) <= {resident.Badge.MOVING_OUT}
    ]
    return own, others


def _asking(case: Case) -> lookup.Asking:
    return lookup.Asking(case.visit, workplace().desk.name, None, today())


def _on() -> ft.ResponseReturnValue:
    return redirect(url_for("lobby.ask.go_on", own="yes"), 303)
