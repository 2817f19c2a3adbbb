"""「きょう」: what happened today, for the head of the section. Counts and minutes; no person and no staff."""

from flask import Blueprint, render_template, typing as ft

from kiosk.desk.queueing import Queueing
from kiosk.desk.workplace import workplace
from kiosk.hall.figures import cells_by, read_figures
from kiosk.office import now, today
from kiosk.store.charges import read_totals
from kiosk.web.language import LANGUAGES

routes = Blueprint("today", __name__)

WAYS = {
    "ticket": "受付コード",
    "card": "カード",
    "hand": "画面で入力",
    "staff": "職員が聞き取り",
    "sheet": "前の課の紙",
}


@routes.get("/today")
def show() -> ft.ResponseReturnValue:
    """Show today's figures, each cell as it is: they stay inside the office."""
    here, day = workplace(), today()
    queueing = here.queueing
    targets = {queue.id: queue.target_minutes for queue in queueing.hall.queues} if queueing else {}
    figures = read_figures(here.store, day, day, targets, here.office.catalogue.discreet, least=1)
    catalogue, fees = here.office.catalogue, here.office.fees
    languages = {language.code: language.japanese for language in LANGUAGES.values()}
    procedures = {
        cell.value: procedure.short for cell in figures.cells if (procedure := catalogue.get(cell.value))
    }
    tables = {
        "時間帯": [(f"{int(cell.value)}時", cell.count) for cell in cells_by(figures.cells, "hour")],
        "受け付け方": [
            (WAYS.get(cell.value, cell.value), cell.count) for cell in cells_by(figures.cells, "way_in")
        ],
        "手続": [
            (procedures.get(cell.value, cell.value), cell.count) for cell in cells_by(figures.cells, "procedure")
        ],
        "ことば": [
            (languages.get(cell.value, cell.value), cell.count) for cell in cells_by(figures.cells, "language")
        ],
    }
    totals = read_totals(here.store, day, day)
    named = [(fee.name if (fee := fees.get(key)) else key, count, yen) for key, (count, yen) in totals.items()]
    return render_template(
        "counter/today.html",
        day=day,
        tables=tables,
        times=[(_label(queueing, times.queue), times) for times in figures.times],
        lines=queueing.lines(now()) if queueing else [],
        fees=named,
        total=sum(yen for _, _, yen in named),
    )


def _label(queueing: Queueing | None, id: str) -> str:
    queue = queueing.hall.queue(id) if queueing else None
    return queue.label if queue else id
