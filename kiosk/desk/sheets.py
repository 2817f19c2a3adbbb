"""The printed sheets of a case."""

from functools import cache
from pathlib import Path

from forms import Procedure, answers_for, official_text
from forms.answers import Value
from kiosk.desk.case import Case
from kiosk.office import Office, today
from printing.reading import read_sheet
from printing.render import Printed, SheetJob, render
from printing.sheet import Sheet
from printing.values import SheetValues

SHEET_FILE = "sheet.toml"


def draw(case: Case, office: Office) -> Printed:
    """Every sheet of the visit in one PDF. Raises PrintingError, DataMistake."""
    return render([_job(case, procedure, office) for procedure in case.procedures])


def _job(case: Case, procedure: Procedure, office: Office) -> SheetJob:
    sheet = _sheet(procedure.folder / SHEET_FILE, office.settings.town.addressee)
    seen = answers_for(procedure, case.answers, today())

    def wording(item: str, value: Value) -> str:
        outer, _, inner = item.rpartition(".")
        asked = procedure.item(item)
        if asked is None and (people := procedure.item(outer)) is not None:
            asked = people.field(inner)
        return official_text(asked, value) if asked else str(value)

    return SheetJob(sheet, SheetValues.of(seen, wording))


@cache
def _sheet(file: Path, addressee: str) -> Sheet:
    return read_sheet(file, {"addressee": addressee})
