"""Every sheet of the catalogue with its sample answers, as the desk would print them on one fixed day."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from forms import Answers, Procedure, Value, holds, official_text
from forms.condition import Condition
from forms.procedures import shipped_catalogue
from forms.samples import read_sample, sample_names
from kiosk.stacks import SHEET_DATE
from printing import Sheet, SheetJob, SheetValues, read_sheet
from printing.sheets.rows import CARRIED_CODE, CODE as SMALL_CODE
from printing.sheets.values import with_western_births

DAY = date(2026, 11, 20)
RECEIPT = "A-012"
CODE = "010034" + "0" * 36
"""As long as the code with receipt number, procedure and version."""
OF_THE_DESK: Answers = {"sheet.receipt": RECEIPT, "sheet.fee": "300円", "sheet.papers": ("my_number_card",)}
WORDS = {
    "addressee": "みどり野町長",
    "town": "みどり野町",
    "governor": "北海道知事",
    "elderly_union": "北海道後期高齢者医療広域連合長",
    "water_manager": "みどり野町長",
}


def every_sample() -> Iterator[tuple[str, str]]:
    """Procedure and sample, for those procedures that have a sheet."""
    for procedure in shipped_catalogue().current.values():
        if (procedure.folder / "sheet.toml").is_file():
            yield from ((procedure.id, sample) for sample in sample_names(procedure))


def sample_job(id: str, sample: str) -> SheetJob:
    """The sample on its sheet, without the sections and rows that its answers leave out."""
    procedure = shipped_catalogue().current[id]
    seen = seen_by(procedure, sample)
    values = with_western_births(SheetValues.of(seen, lambda item, value: worded(procedure, item, value)))
    return SheetJob(sheet_for(procedure, seen), values, code=CODE, receipt=RECEIPT)


def seen_by(procedure: Procedure, sample: str) -> Answers:
    """The sample's answers as the procedure sees them, and the day of printing."""
    journey = read_sample(procedure, sample).journey(DAY)
    return {**journey.seen_by(procedure), "sheet.date": DAY.isoformat(), **OF_THE_DESK}


def sheet_for(procedure: Procedure, seen: Answers) -> Sheet:
    whole = sheet_of(procedure.id)
    if not whole.conditions:
        return whole
    return _sheet_held(procedure.id, frozenset(each for each in whole.conditions if holds(each, seen, DAY)))


@cache
def sheet_of(id: str) -> Sheet:
    """The sheet with every section and row."""
    return _read(id, None)


@cache
def _sheet_held(id: str, held: frozenset[Condition]) -> Sheet:
    return _read(id, held)


def _read(id: str, held: frozenset[Condition] | None) -> Sheet:
    procedure = shipped_catalogue().current[id]
    code = CARRIED_CODE if procedure.carried else SMALL_CODE
    return read_sheet(procedure.folder / "sheet.toml", WORDS, held=held, code=code)


def worded(procedure: Procedure, name: str, value: Value) -> str:
    item = shipped_catalogue().vocabulary.get(name)
    if name == "sheet.date":
        return official_text(SHEET_DATE, value)
    people, _, field = name.rpartition(".")
    if item is None and people in shipped_catalogue().vocabulary:
        item = shipped_catalogue().vocabulary[people].field(field)
    return official_text(item, value) if item else str(value)
