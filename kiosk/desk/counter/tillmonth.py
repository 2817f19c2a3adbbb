"""「レジの月」: the days of a month, its papers, and what a POS register says of it compared with the journal."""

from calendar import monthrange
from datetime import date

from flask import Blueprint, Response, render_template, request, typing as ft
from werkzeug.exceptions import NotFound

from kiosk.desk.counter.till import only_where_used, paper_names, pdf_response, tills
from kiosk.desk.refusals import explain
from kiosk.office import today
from kiosk.till import papers, payment, reconciling, tillday

routes = Blueprint("tillmonth", __name__)
routes.before_request(only_where_used)


@routes.get("/till/month")
def show() -> ft.ResponseReturnValue:
    """Show the days of a month at all tills."""
    return _page(_month(request.args.get("month", "")))


@routes.post("/till/month")
def compare() -> ft.ResponseReturnValue:
    """Compare a register's CSV with the month; nothing of it is kept."""
    first = _month(request.form.get("month", ""))
    sent = request.files.get("csv")
    try:
        lines = reconciling.read_register(sent.stream.read(reconciling.LARGEST + 1) if sent else b"")
    except reconciling.CsvError as error:
        return _page(first, refusal=error), 422
    sent_methods = set(request.form.getlist("method"))
    methods = [each for each in payment.Method if each in sent_methods] or [
        payment.Method.CODE,
        payment.Method.EMONEY,
        payment.Method.CARD,
    ]
    found = reconciling.reconcile((entry for day in _days(first) for entry in day.entries), lines, methods)
    if "paper" in request.form:
        paper = papers.ComparedPaper(paper_names(), first, methods, found)
        return pdf_response(papers.draw_compared(paper), f"till-{first:%Y-%m}-compared.pdf")
    return _page(first, found=found)


@routes.get("/till/month.pdf")
def draw() -> ft.ResponseReturnValue:
    """Return 月計表."""
    first = _month(request.args.get("month", ""))
    paper = papers.MonthPaper(paper_names(), first, _days(first))
    return pdf_response(papers.draw_month(paper), f"till-{first:%Y-%m}.pdf")


@routes.get("/till/month.csv")
def write() -> ft.ResponseReturnValue:
    """Return every entry of the month for the register's own reconciliation."""
    first = _month(request.args.get("month", ""))
    headers = {"Content-Disposition": f'attachment; filename="till-{first:%Y-%m}.csv"'}
    return Response(reconciling.write_journal(_days(first)), mimetype="text/csv", headers=headers)


def _page(
    first: date, *, found: reconciling.Reconciliation | None = None, refusal: reconciling.CsvError | None = None
) -> str:
    days = _days(first)
    return render_template(
        "counter/tillmonth.html",
        first=first,
        before=_other(first, -1),
        after=_other(first, 1) if _other(first, 1) <= today() else None,
        days=[(day, tillday.sums_by_method(day.entries)) for day in days],
        sums=tillday.sums_by_method(entry for day in days for entry in day.entries),
        methods=[method for method in payment.Method if method is not payment.Method.FREE],
        closed=request.args.get("closed", ""),
        found=found,
        refusal=explain(refusal) if refusal else None,
        has_open=tills().open_day() is not None,
    )


def _days(first: date) -> tuple[tillday.TillDay, ...]:
    return tills().days(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _month(given: str) -> date:
    try:
        return date.fromisoformat(f"{given}-01") if given else today().replace(day=1)
    except ValueError:
        raise NotFound from None


def _other(first: date, step: int) -> date:
    days = -1 if step < 0 else monthrange(first.year, first.month)[1]
    return date.fromordinal(first.toordinal() + days).replace(day=1)
