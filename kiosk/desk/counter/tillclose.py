"""「締め」: counted by denomination, compared with what must be there, and confirmed by a second person."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from kiosk.desk.counter.session import confirm_here, current_staff, lacks_second, rules
from kiosk.desk.counter.till import only_where_used, paper_names, pdf_response, read_key, read_number, tills
from kiosk.desk.counter.training import second_trainee
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.passwords import PasswordError
from kiosk.secondfactor import FactorError
from kiosk.staff import Staff, StaffError
from kiosk.till.papers import DayPaper, draw_day, draw_deposit
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tillday import DENOMINATIONS, DIFFERENCE_REASONS, Count, TillDay

routes = Blueprint("tillclose", __name__)
routes.before_request(only_where_used)


@routes.get("/till/close")
def show() -> ResponseReturnValue:
    """Ask for the count; what must be there is told only after it."""
    return _page(_open_day())


@routes.post("/till/close")
def close() -> ResponseReturnValue:
    """Compare the count; with a second person's name and password, close the day for good."""
    form = request.form
    closed = tills().day(read_day(form.get("day", "")))
    if closed is not None and closed.closing is not None:
        return _done(closed)
    day = _open_day()
    try:
        count = Count.of(
            {
                each: read_number(form.get(f"pieces-{each}", ""), TillReason.COUNT_IMPOSSIBLE)
                for each in DENOMINATIONS
            }
        )
    except TillError as error:
        return _page(day, refusal=explain(error)), 422
    if "expected" not in form:
        return _page(day, count)
    try:
        expected = read_number(form["expected"], TillReason.MONEY_MOVED)
        # Looked at before anybody types a password in vain.
        if day.expected != expected:
            raise TillError(TillReason.MONEY_MOVED)
        second = _second()
        closed = tills().close(
            read_key(), day.day, count, form.get("reason", ""), current_staff(), second, expected=expected
        )
    except (FactorError, PasswordError, StaffError, TillError) as error:
        again = isinstance(error, TillError) and error.reason is TillReason.MONEY_MOVED
        return _page(day, None if again else count, explain(error)), 422
    flash("レジを締めました。")
    return _done(closed)


@routes.get("/till/<day>/report.pdf")
def draw(day: str) -> ResponseReturnValue:
    """Return 日計表; of a day that is not closed it says so."""
    paper = _paper(day)
    return pdf_response(draw_day(paper), f"{paper.day.till}-{paper.day.day}.pdf")


@routes.get("/till/<day>/deposit.pdf")
def draw_money(day: str) -> ResponseReturnValue:
    """Return 払込書 of a closed day."""
    paper = _paper(day)
    if paper.day.closing is None:
        raise NotFound
    return pdf_response(draw_deposit(paper), f"{paper.day.till}-{paper.day.day}-deposit.pdf")


def read_day(text: str) -> date:
    """Return the day of an address or a form. Raise NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _done(closed: TillDay) -> ResponseReturnValue:
    return redirect(url_for("counter.tillmonth.show", month=f"{closed.day:%Y-%m}", closed=closed.day), 303)


def _open_day() -> TillDay:
    day = tills().open_day()
    if day is None:
        raise TillError(TillReason.NOT_OPEN)
    return day


def _second() -> Staff:
    """Return the second person. Raise StaffError, FactorError, TillError(same_person)."""
    here = workplace()
    if here.office.training:
        return second_trainee(here)
    second = confirm_here(*(request.form.get(field, "") for field in ("name", "password", "second")))
    # A password that somebody else knows is no second person.
    if second.must_change or lacks_second(second):
        raise TillError(TillReason.SAME_PERSON)
    return second


def _paper(day: str) -> DayPaper:
    here = workplace()
    found = next((each for each in tills().days(read_day(day), read_day(day)) if each.till == _till()), None)
    if found is None:
        raise NotFound
    settings = here.office.settings
    return DayPaper(paper_names(), found, settings.hall, settings.till.account)


def _till() -> str:
    return request.args.get("till") or workplace().desk.till


def _page(day: TillDay, count: Count | None = None, refusal: Refusal | None = None) -> str:
    return render_template(
        "counter/tillclose.html",
        day=day,
        count=count,
        refusal=refusal,
        typed=request.form,
        denominations=DENOMINATIONS,
        difference=count.total - day.expected if count else 0,
        reasons=DIFFERENCE_REASONS,
        asks_second=rules().is_used,
        key=read_key(),
    )
