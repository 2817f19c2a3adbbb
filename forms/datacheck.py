"""Checks all data a town may edit and returns every mistake: vocabulary, procedures, samples, fees, published versions.

What needs a sheet is checked by the kiosk, which may import both forms and printing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from forms.fees import Fees, read_fees
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Procedure
from forms.procedures import SHIPPED, catalogue_of, procedure_folders, read_catalogue, read_items
from forms.published import published_mistakes
from forms.reading import PROCEDURE_FILE, read_procedure
from forms.samplecheck import sample_mistakes
from forms.tomlfile import read_toml
from forms.vocabulary import Vocabulary

T = TypeVar("T")


def check_data(town: Path | None, fees: Path | None, today: date) -> tuple[Mistake, ...]:
    """Every mistake in the shipped catalogue, the town's own folder and the fees, file by file."""
    mistakes: list[Mistake] = []
    vocabulary = _collected(mistakes, lambda: read_items(town))
    if vocabulary is None:
        return tuple(mistakes)
    found = (_read(mistakes, folder, vocabulary) for folder in procedure_folders(town).values())
    procedures = [procedure for procedure in found if procedure]
    _collected(mistakes, lambda: catalogue_of(vocabulary, town))
    known_fees = _collected(mistakes, lambda: read_fees(fees)) if fees else None
    for procedure in procedures:
        mistakes += sample_mistakes(procedure, today)
        mistakes += fee_mistakes(procedure, known_fees) if known_fees is not None else ()
    _published(town, mistakes)
    return tuple(dict.fromkeys(mistakes))


def fee_mistakes(procedure: Procedure, fees: Fees) -> Iterator[Mistake]:
    """Fees that the town has no price for."""
    tables = read_toml(procedure.folder / PROCEDURE_FILE).tables("fee")
    for rule, table in zip(procedure.fees, tables, strict=True):
        if rule.key not in fees:
            yield table.mistake(MistakeKind.UNKNOWN_FEE, "key", rule.key)


def _read(mistakes: list[Mistake], folder: Path, vocabulary: Vocabulary) -> Procedure | None:
    return _collected(mistakes, lambda: read_procedure(folder, vocabulary))


def _published(town: Path | None, mistakes: list[Mistake]) -> None:
    """The shipped procedures are compared as shipped, whatever the town puts in their place."""
    mistakes += _collected(mistakes, partial(_changed, SHIPPED, None)) or ()
    if town is not None:
        mistakes += _collected(mistakes, partial(_changed, town, town)) or ()


def _changed(folder: Path, town: Path | None) -> tuple[Mistake, ...]:
    catalogue = read_catalogue(town)
    return tuple(published_mistakes(folder, catalogue.versions.values(), catalogue.vocabulary))


def _collected(mistakes: list[Mistake], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except DataMistake as error:
        mistakes += error.mistakes
        return None
