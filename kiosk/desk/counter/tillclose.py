"""「締め」: counted by denomination, compared with what must be there, and confirmed by a second person."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk import passwords, secondfactor, staff
from kiosk.desk.counter import session, till, training
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.till import papers, tillday
from kiosk.till.refusal import TillError, TillReason

routes = Blueprint("tillclose", __name__)
routes.before_request(till.only_where_used)


@routes.get("/till/close")
def show() -> ft.ResponseReturnValue:
    """Ask for the count; what must be there is told only after it."""
    return _page(_open_day())


@routes.post("/till/close")
def close() -> ft.ResponseReturnValue:
    """Compare the count; with a second person's name and password, close the day for good."""
    form = request.form
    closed = till.tills().day(read_day(form.get("day", "")))
    if closed is not None and closed.closing is not None:
        return _done(closed)
    day = _open_day()
    try:
        count = tillday.Count.of(
            {
                each: till.read_number(form.get(f"pieces-{each}", ""), TillReason.COUNT_IMPOSSIBLE)
                for each in tillday.DENOMINATIONS
            }
        )
    except TillError as error:
        return _page(day, refusal=explain(error)), 422
    if "expected" not in form:
        return _page(day, count)
    try:
        expected = till.read_number(form["expected"], TillReason.MONEY_MOVED)
        # Looked at before anybody types a password in vain.
        if day.expected != expected:
            raise TillError(TillReason.MONEY_MOVED)
        second = _second()
        closed = till.tills().close(
            till.read_key(),
            day.day,
            count,
            form.get("reason", ""),
            session.current_staff(),
            second,
            expected=expected,
        )
    except (secondfactor.FactorError, passwords.PasswordError, staff.StaffError, TillError) as error:
        again = isinstance(error, TillError) and error.reason is TillReason.MONEY_MOVED
        return _page(day, None if again else count, explain(error)), 422
    flash("レジを締めました。")
    return _done(closed)


@routes.get("/till/<day>/report.pdf")
def draw(day: str) -> ft.ResponseReturnValue:
    """Return 日計表; of a day that is not closed it says so."""
    paper = _paper(day)
    return till.pdf_response(papers.draw_day(paper), f"{paper.day.till}-{paper.day.day}.pdf")


@routes.get("/till/<day>/deposit.pdf")
def draw_money(day: str) -> ft.ResponseReturnValue:
    """Return 払込書 of a closed day."""
    paper = _paper(day)
    if paper.day.closing is None:
        raise NotFound
    return till.pdf_response(papers.draw_deposit(paper), f"{paper.day.till}-{paper.day.day}-deposit.pdf")


def read_day(text: str) -> date:
    """Return the day of an address or a form. Raise NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _done(closed: tillday.TillDay) -> ft.ResponseReturnValue:
    return redirect(url_for("counter.tillmonth.show", month=f"{closed.day:%Y-%m}", closed=closed.day), 303)


def _open_day() -> tillday.TillDay:
    day = till.tills().open_day()
    if day is None:
        raise TillError(TillReason.NOT_OPEN)
    return day


def _second() -> staff.Staff:
    """Return the second person. Raise StaffError, FactorError, TillError(same_person)."""
    here = workplace()
    if here.office.training:
        return training.second_trainee(here)
    second = session.confirm_here(*(request.form.get(field, "") for field in ("name", "password", "second")))
    # A password that somebody else knows is no second person.
    if second.must_change or session.lacks_second(second):
        raise TillError(TillReason.SAME_PERSON)
    return second


def _paper(day: str) -> papers.DayPaper:
    here = workplace()
    found = next((each for each in till.tills().days(read_day(day), read_day(day)) if each.till == _till()), None)
    if found is None:
        raise NotFound
    settings = here.office.settings
    return papers.DayPaper(till.paper_names(), found, settings.hall, settings.till.account)


def _till() -> str:
    return request.args.get("till") or workplace().desk.till


def _page(day: tillday.TillDay, count: tillday.Count | None = None, refusal: Refusal | None = None) -> str:
    return render_template(
        "counter/tillclose.html",
        day=day,
        count=count,
        refusal=refusal,
        typed=request.form,
        denominations=tillday.DENOMINATIONS,
        difference=count.total - day.expected if count else 0,
        reasons=tillday.DIFFERENCE_REASONS,
        asks_second=session.rules().is_used,
        key=till.read_key(),
    )
