"""「数字」: a month for heads of sections, drawn on the server with a table beside each picture, and as A4 for the mayor."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request, typing as ft
from werkzeug.exceptions import NotFound

from kiosk.desk.workplace import workplace
from kiosk.hall import monthly, opendata
from kiosk.hall.figures import Chart, Figures, cells_by, draw_chart
from kiosk.office import today

routes = Blueprint("figures", __name__)


@dataclass(frozen=True, slots=True)
class Table:
    """One picture and the table beside it."""

    title: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    chart: Chart


@routes.get("/figures")
def show() -> ft.ResponseReturnValue:
    """Show a month; small cells are put together as in what is published."""
    first = _month()
    month = _read(first)
    return render_template(
        "counter/figures.html",
        first=first,
        month=month,
        tables=[table for table in tables_of(month) if table.rows],
        remarks=monthly.remarks(month),
        times=[(month.labels.get(times.queue, times.queue), times) for times in month.now.times],
        percent=opendata.percent,
        before=_other(first, -1),
        after=_other(first, 1) if _other(first, 1) <= today() else None,
    )


@routes.get("/figures.pdf")
def draw() -> ft.ResponseReturnValue:
    """Return the page for the mayor."""
    first = _month()
    name = f"figures-{first:%Y-%m}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(monthly.draw_month(_read(first)), mimetype="application/pdf", headers=headers)


def tables_of(month: monthly.Month) -> tuple[Table, ...]:
    """Return what is drawn."""
    figures = month.now
    hours = [
        (f"{int(cell.value)}時" if cell.value.isdigit() else "ほか", float(cell.count), f"{cell.count}件")
        for cell in cells_by(figures.cells, "hour")
    ]
    waits = [(f"{each.hour}時", each.waiting, f"{each.waiting:g}分") for each in figures.hours]
    queues = [(_label(month, each.queue), each.waiting, f"{each.waiting:g}分") for each in figures.times]
    kept = [
        (
            _label(month, each.queue),
            float(opendata.percent(each.inside, each.count)),
            f"{opendata.percent(each.inside, each.count)}％",
        )
        for each in figures.promises
    ]
    return (
        _table("来た時間", "受付", hours),
        _table("番号を取った時間と待ち時間（中央値）", "待ち時間", waits),
        _table("用事ごとの待ち時間（中央値）", "待ち時間", queues),
        _table("伝えた時間の内に呼べた割合", "割合", kept),
        _table("満足度", "人数", _faces(figures)),
    )


def _faces(figures: Figures) -> list[tuple[str, float, str]]:
    return [
        (f"{cell.value}点" if cell.value.isdigit() else "ほか", float(cell.count), f"{cell.count}人")
        for cell in sorted(cells_by(figures.cells, "face"), key=lambda cell: cell.value, reverse=True)
    ]


def _table(title: str, column: str, rows: list[tuple[str, float, str]]) -> Table:
    return Table(title, ("", column), tuple((label, words) for label, _, words in rows), draw_chart(rows))


def _label(month: monthly.Month, queue: str) -> str:
    return month.labels.get(queue, queue)


def _read(first: date) -> monthly.Month:
    here, office = workplace(), workplace().office
    return monthly.read_month(here.store, office.hall, office.settings.town.name, first, office.catalogue.discreet)


def _month() -> date:
    given = request.args.get("month", "")
    try:
        return date.fromisoformat(f"{given}-01") if given else today().replace(day=1)
    except ValueError:
        raise NotFound from None


def _other(first: date, step: int) -> date:
    days = -1 if step < 0 else monthrange(first.year, first.month)[1]
    return date.fromordinal(first.toordinal() + days).replace(day=1)
