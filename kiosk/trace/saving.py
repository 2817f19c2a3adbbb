"""Saving: `sheet.toml` and the template into the town's catalogue, beside the procedure they belong to."""

import re
import shutil
from pathlib import Path

from forms import Procedure
from forms.procedurefile import PROCEDURE_FILE
from forms.samples import FOLDER
from forms.scaffold import new_procedure
from kiosk.office import Office
from kiosk.trace.errors import TraceError, TraceReason
from kiosk.trace.reading import TEMPLATE
from kiosk.trace.sample import SHEET_FILE
from kiosk.trace.template import Template

BACKUP = "sheet.before.toml"
"""What a person may have written by hand before the first save: comments are not kept."""

_ID = re.compile(r"[a-z][a-z0-9_]{2,39}")


def checked_id(id: str) -> str:
    """Raises TraceError(bad_id)."""
    if not _ID.fullmatch(id):
        raise TraceError(TraceReason.BAD_ID, detail=id[:40])
    return id


def town_folder(id: str, office: Office) -> Path:
    """Where the town keeps its own version of a procedure."""
    return office.settings.folder / "catalogue" / checked_id(id)


def save(text: str, template: Template, id: str, procedure: Procedure | None, office: Office) -> Path:
    """Writes the sheet and gives back its file. A shipped procedure is copied so that the town's own sheet takes
    effect; an unknown one is begun anew. Raises TraceError(cannot_save), DataMistake."""
    folder = town_folder(id, office)
    try:
        if not (folder / PROCEDURE_FILE).is_file():
            _begin(folder, procedure, office)
        sheet = folder / SHEET_FILE
        if sheet.is_file() and not (folder / BACKUP).exists():
            shutil.copyfile(sheet, folder / BACKUP)
        _write(folder / TEMPLATE, template.pdf)
        _write(sheet, text.encode("utf-8"))
    except OSError as error:
        raise TraceError(TraceReason.CANNOT_SAVE, detail=str(error.filename or folder)) from None
    return sheet


def _begin(folder: Path, procedure: Procedure | None, office: Office) -> None:
    if procedure is None:
        new_procedure(folder.parent, folder.name, {number for number, _ in office.catalogue.versions})
        return
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for file in sorted((procedure.folder / FOLDER).glob("*.toml")):
        shutil.copyfile(file, folder / FOLDER / file.name)
    shutil.copyfile(procedure.folder / PROCEDURE_FILE, folder / PROCEDURE_FILE)


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
