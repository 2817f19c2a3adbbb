"""Whether a procedure has its samples, and whether they are legal, complete and to the point."""

from collections.abc import Iterator
from datetime import date

from forms.application import Application
from forms.checking import problems_of
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Procedure
from forms.samples import FOLDER, read_sample, sample_names, sample_table
from forms.tomlfile import Table

REQUIRED = ("shortest", "typical", "longest")
"""Every procedure shows these three cases."""


def sample_mistakes(procedure: Procedure, today: date) -> Iterator[Mistake]:
    """Missing samples, and every mistake in those that are there."""
    names = sample_names(procedure)
    for name in REQUIRED:
        if name not in names:
            file = procedure.folder / FOLDER / f"{name}.toml"
            yield Mistake(MistakeKind.BAD_SAMPLE, file, 1, "", f"{name}.toml がありません")
    for name in names:
        yield from _mistakes_in(procedure, name, today)


def _mistakes_in(procedure: Procedure, name: str, today: date) -> Iterator[Mistake]:
    try:
        application = read_sample(procedure, name)
    except DataMistake as error:
        yield from error.mistakes
        return
    yield from _incomplete(application, sample_table(procedure, name), today)


def _incomplete(application: Application, table: Table, today: date) -> Iterator[Mistake]:
    journey = application.journey(today)
    for problem in problems_of(journey):
        key = _name(problem.item)
        yield table.mistake(MistakeKind.BAD_SAMPLE, key, f"{key}: {problem}")
    shown = journey.relevant
    for key, value in application.answers.items():
        if shown.get(key) != value:
            name = _name(key)
            yield table.mistake(MistakeKind.BAD_SAMPLE, name, f"{name} は、この見本の答えでは尋ねません")


def _name(key: str) -> str:
    return key.split("@")[0]
