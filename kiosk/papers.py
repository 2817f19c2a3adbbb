"""From an application to its printed sheets: the step every way of printing shares (desk, command line, checks)."""

from functools import cache
from pathlib import Path

from forms import Application, Item, Kind, Procedure, Value, answers_for, official_text
from forms.vocabulary import Vocabulary, shipped_vocabulary
from kiosk.backoffice.choosing import code_for
from kiosk.office import Office, today
from kiosk.settings import PaperCode
from printing import Printed, Sheet, SheetJob, SheetValues, read_sheet, render

SHEET_FILE = "sheet.toml"
DATE_ITEM = "sheet.date"
"""The day of printing; no procedure asks for it."""

SHEET_DATE = Item(DATE_ITEM, Kind.DATE, "紙に印刷した日", "記入日")


def papers_of(application: Application, office: Office, receipt: str = "", printer: str | None = None) -> Printed:
    """Every sheet of the visit in one PDF, in the order of the procedures, placed for the printer with this address.

    Raises PrintingError, DataMistake.
    """
    jobs = [sheet_job(application, procedure, office, receipt, printer) for procedure in application.procedures]
    return render(jobs)


def sheet_job(
    application: Application, procedure: Procedure, office: Office, receipt: str = "", printer: str | None = None
) -> SheetJob:
    """One procedure's sheet with the answers in official words, and the code the town wishes on it."""
    sheet = sheet_of(procedure, office)
    return SheetJob(
        sheet,
        values_of(application, procedure, office),
        office.alignment.placement(printer, procedure.id),
        code=code_for(sheet, application, procedure, office, receipt),
    )


def values_of(application: Application, procedure: Procedure, office: Office) -> SheetValues:
    """What one procedure's sheet may print, and the day of printing."""
    day = today()
    seen = dict(answers_for(procedure, application.answers, day))
    seen[DATE_ITEM] = day.isoformat()
    vocabulary = office.catalogue.vocabulary
    return SheetValues.of(seen, lambda item, value: worded(item, value, vocabulary))


def sheet_of(procedure: Procedure, office: Office) -> Sheet:
    """The sheet of the procedure's folder with the town's own words. Raises DataMistake."""
    return _sheet(
        procedure.folder / SHEET_FILE, tuple(words_of(office).items()), office.own_items, _wants_answers(office)
    )


def words_of(office: Office) -> dict[str, str]:
    """What `{addressee}` and the like in the labels of a sheet stand for."""
    town = office.settings.town
    return {"addressee": town.addressee, "town": town.name}


def _wants_answers(office: Office) -> bool:
    return office.settings.paper.code is PaperCode.SEALED


@cache
def _sheet(file: Path, words: tuple[tuple[str, str], ...], own_items: tuple[Item, ...], large_code: bool) -> Sheet:
    vocabulary = {**shipped_vocabulary(), **{item.name: item for item in own_items}}
    return read_sheet(file, dict(words), vocabulary=vocabulary, large_code=large_code)


def worded(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """The official text; the fields of rows come as `item.field`."""
    item = SHEET_DATE if name == DATE_ITEM else vocabulary.get(name)
    if item is None:
        people, _, field = name.rpartition(".")
        item = vocabulary[people].field(field) if people in vocabulary else None
    return official_text(item, value) if item else str(value)
