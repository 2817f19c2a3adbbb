"""Every sheet of the catalogue with its sample answers, as the desk would print them on one fixed day."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from forms import Procedure, Value, answers_for, official_text
from forms.procedures import shipped_catalogue
from forms.samples import read_sample, sample_names
from printing import Sheet, SheetJob, SheetValues, read_sheet

DAY = date(2026, 11, 20)
RECEIPT = "A-012"
WORDS = {"addressee": "みどり野町長", "town": "みどり野町"}


def every_sample() -> Iterator[tuple[str, str]]:
    """Procedure and sample, for those procedures that have a sheet."""
    for procedure in shipped_catalogue().current.values():
        if (procedure.folder / "sheet.toml").is_file():
            yield from ((procedure.id, sample) for sample in sample_names(procedure))


def sample_job(id: str, sample: str) -> SheetJob:
    procedure = shipped_catalogue().current[id]
    answers = dict(answers_for(procedure, read_sample(procedure, sample).answers, DAY))
    answers["sheet.date"] = DAY.isoformat()
    values = SheetValues.of(answers, lambda item, value: worded(procedure, item, value))
    return SheetJob(sheet_of(id), values, receipt=RECEIPT)


@cache
def sheet_of(id: str) -> Sheet:
    return read_sheet(shipped_catalogue().current[id].folder / "sheet.toml", WORDS)


def worded(procedure: Procedure, name: str, value: Value) -> str:
    item = shipped_catalogue().vocabulary.get(name)
    people, _, field = name.rpartition(".")
    if item is None and people in shipped_catalogue().vocabulary:
        item = shipped_catalogue().vocabulary[people].field(field)
    return official_text(item, value) if item else str(value)
