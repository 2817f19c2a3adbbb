"""Check all data a town may edit and return every mistake.

That is vocabulary, procedures, samples, fees, published versions.

What needs a sheet is checked by the kiosk, which may import both forms and printing.
"""

from datetime import date
from functools import partial
from pathlib import Path

from forms.fees import free_mistakes, missing_prices, read_fees
from forms.mistake import Mistake, collect
from forms.procedurefile import read_procedure
from forms.procedures import SHIPPED, catalogue_of, procedure_folders, read_catalogue, read_items
from forms.published import published_mistakes
from forms.samplecheck import sample_mistakes


def check_data(town: Path | None, fees: Path | None, today: date) -> tuple[Mistake, ...]:
    """Return every mistake in the shipped catalogue, the town's own folder and the fees, file by file."""
    mistakes: list[Mistake] = []
    vocabulary = collect(mistakes, lambda: read_items(town))
    if vocabulary is None:
        return tuple(mistakes)
    folders = procedure_folders(town).values()
    found = (collect(mistakes, partial(read_procedure, folder, vocabulary)) for folder in folders)
    procedures = [procedure for procedure in found if procedure]
    collect(mistakes, lambda: catalogue_of(vocabulary, town))
    known_fees = collect(mistakes, lambda: read_fees(fees)) if fees else None
    for procedure in procedures:
        mistakes += sample_mistakes(procedure, today)
        mistakes += missing_prices(known_fees, [procedure], today) if known_fees is not None else ()
    mistakes += free_mistakes(known_fees, procedures, vocabulary) if known_fees is not None else ()
    _published(town, mistakes)
    return tuple(dict.fromkeys(mistakes))


def _published(town: Path | None, mistakes: list[Mistake]) -> None:
    """Compare the shipped procedures as shipped, whatever the town puts in their place."""
    mistakes += collect(mistakes, partial(_changed, SHIPPED, None)) or ()
    if town is not None:
        mistakes += collect(mistakes, partial(_changed, town, town)) or ()


def _changed(folder: Path, town: Path | None) -> tuple[Mistake, ...]:
    catalogue = read_catalogue(town)
    return tuple(published_mistakes(folder, catalogue.versions.values(), catalogue.vocabulary))
