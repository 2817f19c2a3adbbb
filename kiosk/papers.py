"""From an application to its printed sheets: the step every way of printing shares (desk, command line, checks)."""

from functools import cache
from pathlib import Path

from forms import Application, Procedure, Value, answers_for, official_text
from forms.vocabulary import Vocabulary
from kiosk.office import Office, today
from printing import Printed, Sheet, SheetJob, SheetValues, read_sheet, render

SHEET_FILE = "sheet.toml"
DATE_ITEM = "sheet.date"
"""The day of printing; no procedure asks for it."""


def papers_of(application: Application, office: Office) -> Printed:
    """Every sheet of the visit in one PDF, in the order of the procedures. Raises PrintingError, DataMistake."""
    return render([sheet_job(application, procedure, office) for procedure in application.procedures])


def sheet_job(application: Application, procedure: Procedure, office: Office) -> SheetJob:
    """One procedure's sheet with the answers in official words."""
    day = today()
    seen = dict(answers_for(procedure, application.answers, day))
    seen[DATE_ITEM] = day.isoformat()
    vocabulary = office.catalogue.vocabulary
    values = SheetValues.of(seen, lambda item, value: _worded(item, value, vocabulary))
    return SheetJob(sheet_of(procedure, office), values)


def sheet_of(procedure: Procedure, office: Office) -> Sheet:
    """The sheet of the procedure's folder with the town's own words. Raises DataMistake."""
    town = office.settings.town
    return _sheet(procedure.folder / SHEET_FILE, (("addressee", town.addressee), ("town", town.name)))


@cache
def _sheet(file: Path, words: tuple[tuple[str, str], ...]) -> Sheet:
    return read_sheet(file, dict(words))


def _worded(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """The official text; the fields of rows come as `item.field`."""
    item = vocabulary.get(name)
    if item is None:
        people, _, field = name.rpartition(".")
        item = vocabulary[people].field(field) if people in vocabulary else None
    return official_text(item, value) if item else str(value)
