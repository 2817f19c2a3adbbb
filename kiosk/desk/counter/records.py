"""「監査記録」: who did what on a day, for the auditor. Codes, times and numbers; nobody's name but those of staff."""

from datetime import date

from flask import Blueprint, Response, abort, render_template, request, typing as ft

from kiosk import office, staff
from kiosk.desk.workplace import workplace
from kiosk.store.auditlist import COLUMNS, read_between, write_audit_csv, write_row

routes = Blueprint("records", __name__)

MOST_SHOWN = 300


@routes.get("/records")
def show() -> ft.ResponseReturnValue:
    """The newest entries of a day, of today unless `?day=` says otherwise."""
    day = _day()
    here = workplace()
    names = _names()
    entries = list(read_between(here.store, day, day))
    return render_template(
        "counter/records.html",
        day=day,
        columns=COLUMNS,
        rows=[write_row(each, names) for each in entries[: -MOST_SHOWN - 1 : -1]],
        more=max(len(entries) - MOST_SHOWN, 0),
    )


@routes.get("/records.csv")
def download() -> ft.ResponseReturnValue:
    """The whole day as CSV for Excel."""
    day = _day()
    table = write_audit_csv(read_between(workplace().store, day, day), _names())
    headers = {"Content-Disposition": f'attachment; filename="audit-{day.isoformat()}.csv"'}
    return Response(table.encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def _names() -> dict[int, str]:
    return {each.id: each.full_name for each in staff.list_staff(workplace().store)}


def _day() -> date:
    try:
        return date.fromisoformat(given) if (given := request.args.get("day", "")) else office.today()
    except ValueError:
        abort(404)
