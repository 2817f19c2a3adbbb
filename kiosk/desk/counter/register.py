"""The town's register at the counter: one box, at most ten people, then the household as a list to tick."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for

from cardreader.card import UNTOLD
from forms.wareki import wareki
from kiosk import office, secondfactor, staff
from kiosk.desk.case import Case, name_on_card
from kiosk.desk.counter.session import confirm_here, current_staff, lacks_second, rules
from kiosk.desk.fromregister import list_household, taken_over
from kiosk.desk.workplace import workplace
from kiosk.register import finding, lookup

routes = Blueprint("register", __name__)
routes.add_app_template_filter(wareki, "wareki")

LONGEST_TYPED = 100
CARD = "card"
"""What is sent instead of something typed: who holds the card that was read."""


@routes.app_template_global("offers_register")
def offers_register(case: Case) -> bool:
    """Whether this visit may use the register."""
    register = workplace().register
    return register is not None and case.visit.status.is_open and register.is_usable(_asking(case))


@routes.get("/visits/<visit_id>/register")
def show(visit_id: str) -> ft.ResponseReturnValue:
    """The box; nothing has been looked up yet."""
    case = workplace().cases.read(visit_id)
    return _show(case) if offers_register(case) else _back(visit_id)


@routes.post("/visits/<visit_id>/register/find")
def find(visit_id: str) -> ft.ResponseReturnValue:
    """Look up who was typed, or who holds the card; a single one is opened at once."""
    case, register = workplace().cases.read(visit_id), workplace().register
    if register is None:
        return _back(visit_id)
    typed = request.form.get("typed", "")[:LONGEST_TYPED]
    wanted = _wanted(case, typed)
    if isinstance(wanted, finding.Unclear):
        return _show(case, typed, unclear=wanted), 422
    return _look_up(case, register, typed, wanted)


@routes.post("/visits/<visit_id>/register/household")
def open_household(visit_id: str) -> ft.ResponseReturnValue:
    """Open the household of one of those who were found."""
    case, register = workplace().cases.read(visit_id), workplace().register
    if register is None:
        return _back(visit_id)
    return _household(case, register.open_household(_asking(case), *_chosen()), *_chosen())


@routes.post("/visits/<visit_id>/register/take")
def take(visit_id: str) -> ft.ResponseReturnValue:
    """Fill what is empty of those ticked, and what a person decided to take in the place of an answer."""
    here = workplace()
    case, register = here.cases.read(visit_id), here.register
    if register is None:
        return _back(visit_id)
    household = register.reopen_household(_asking(case), *_chosen())
    if isinstance(household, lookup.Stop):
        return _show(case, stop=household), 422
    journey = case.journey(office.today())
    ticks = list_household(journey, household, case.file.card)
    ticked = {int(number) for number in request.form.getlist("member") if number.isascii() and number.isdigit()}
    answers, facts = taken_over(journey, ticks, ticked, request.form.getlist("follow"))
    if facts:
        # Logged first: nothing of the register is used that the log does not know of.
        register.note_taken_over(_asking(case), facts, len(facts))
        here.reception.take_register(case, answers, household.as_of.isoformat(), current_staff().id)
        flash(
            f"台帳（{wareki(household.as_of.isoformat())}現在）から{len(facts)}項目を入力しました。ご本人に確かめてください。"
        )
    return _back(visit_id)


@routes.post("/visits/<visit_id>/register/release")
def release(visit_id: str) -> ft.ResponseReturnValue:
    """A second member of staff confirms with name, password and reason; then the look-up is done once more."""
    here = workplace()
    case, register = here.cases.read(visit_id), here.register
    typed = request.form.get("typed", "")[:LONGEST_TYPED]
    wanted, reason = _wanted(case, typed), request.form.get("reason", "")
    if register is None or isinstance(wanted, finding.Unclear) or reason not in tuple(lookup.ReleaseReason):
        return _back(visit_id)
    try:
        second = confirm_here(*(request.form.get(field, "") for field in ("name", "password", "second")))
    except (secondfactor.FactorError, staff.StaffError) as error:
        return _show(case, typed, stop=lookup.Stop.PROTECTED, refused=str(error)), 422
    # A password that somebody else knows is no second person.
    is_known = second.must_change or lacks_second(second)
    if is_known or not register.release(_asking(case), wanted, second.id, lookup.ReleaseReason(reason)):
        return _show(
            case, typed, stop=lookup.Stop.PROTECTED, refused="引いた人とは別の職員が確認してください。"
        ), 422
    return _look_up(case, register, typed, wanted)


def _look_up(case: Case, register: lookup.Register, typed: str, wanted: finding.Wanted) -> ft.ResponseReturnValue:
    found = register.look_up(_asking(case), wanted)
    if isinstance(found, lookup.Stop):
        return _show(case, typed, stop=found), 422
    if len(found.hits) == 1:
        hit = found.hits[0]
        return _household(case, register.open_household(_asking(case), hit.row, hit.mark), hit.row, hit.mark)
    return _show(case, typed, hits=found)


def _household(
    case: Case, found: lookup.RegisterHousehold | lookup.Stop, row: int, mark: str
) -> ft.ResponseReturnValue:
    if isinstance(found, lookup.Stop):
        return _show(case, stop=found), 422
    ticks = list_household(case.journey(office.today()), found, case.file.card)
    return render_template("counter/household.html", case=case, ticks=ticks, as_of=found.as_of, row=row, mark=mark)


def _show(
    case: Case,
    typed: str = "",
    *,
    hits: lookup.Hits | None = None,
    stop: lookup.Stop | None = None,
    unclear: finding.Unclear | None = None,
    refused: str = "",
) -> str:
    return render_template(
        "counter/register.html",
        case=case,
        typed=typed,
        hits=hits,
        sentence=stop.sentence if stop else unclear.value if unclear else "",
        may_be_released=stop is not None and stop.may_be_released and bool(typed),
        refused=refused,
        reasons=lookup.REASON_WORDS,
        has_card=_is_found_by(case.file.card),
        CARD=CARD,
        asks_second=rules().is_used,
    )


def _wanted(case: Case, typed: str) -> finding.Wanted | finding.Unclear:
    card = case.file.card
    if typed == CARD and _is_found_by(card):
        return lookup.card_wanted(name_on_card(card["name"]).name, card["birth_date"])
    return finding.read_box(typed)


def _is_found_by(card: Mapping[str, str]) -> bool:
    """Return whether the card tells its holder's name, with every character of it, and birth date."""
    return UNTOLD not in card.get("name", UNTOLD) and "birth_date" in card


def _asking(case: Case) -> lookup.Asking:
    return lookup.Asking(case.visit, workplace().desk.name, current_staff().id, office.today())


def _chosen() -> tuple[int, str]:
    row = request.form.get("row", "")
    return (int(row) if row.isascii() and row.isdigit() and len(row) < 10 else 0), request.form.get("mark", "")


def _back(visit_id: str) -> ft.ResponseReturnValue:
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
