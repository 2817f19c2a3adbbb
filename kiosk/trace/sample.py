"""The sample printed over the form at once, and saving both into the town's catalogue."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from forms import Item, Procedure, Value, kinds, procedurefile, rows_of, samples
from kiosk.office import Office
from kiosk.stacks import values_of, worded, words_of
from kiosk.trace.template import TEMPLATE, Layout, Pages, Template, TraceError, TraceReason, sheet_toml
from printing import Printed, SheetJob, SheetValues, read_sheet, render
from printing.sheets.boxes import Box, ItemBox, RowsBox
from printing.sheets.boxes.marks import values_of_item

EVERY_BOX = "*"
"""The sample that puts something into every box and marks every choice."""

SHEET_FILE = "sheet.toml"
CODE = "0" * 30
"""For the QR of the sample; opens nowhere."""


def print_sample(
    layout: Layout, pages: Pages, values: SheetValues, office: Office, template: bytes | None = None
) -> Printed:
    """The layout drawn by the printing package, as the finished sheet will be. Raises DataMistake, PrintingError."""
    with TemporaryDirectory(prefix="trace-") as folder:
        file = Path(folder) / SHEET_FILE
        file.write_text(sheet_toml(layout, pages), encoding="utf-8")
        if template is not None:
            (Path(folder) / "template.pdf").write_bytes(template)
        sheet = read_sheet(file, words_of(office), "sample")
        return render([SheetJob(sheet, values, code=CODE)])


def sample_values(
    name: str, procedure: Procedure | None, boxes: Sequence[Box], items: Mapping[str, Item], office: Office
) -> SheetValues:
    """The sample of that name, or with EVERY_BOX an example for each box. Raises DataMistake."""
    if name != EVERY_BOX and procedure is not None:
        return values_of(samples.read_sample(procedure, name), procedure, office)
    return _examples(boxes, items, office)


def _examples(boxes: Iterable[Box], items: Mapping[str, Item], office: Office) -> SheetValues:
    answers: dict[str, Value] = {}
    marks: dict[str, tuple[str, ...]] = {}
    for box in boxes:
        item = items.get(box.item) if isinstance(box, ItemBox) else None
        if item is not None:
            count = box.count if isinstance(box, RowsBox) else 1
            answers[item.name] = _example(item, max(count, len(rows_of(answers.get(item.name)))))
            marks |= {item.name: tuple(values_of_item(item))} if values_of_item(item) else {}
    values = SheetValues.of(answers, lambda item, value: worded(item, value, office.catalogue.vocabulary))
    return SheetValues(values.texts, {**values.codes, **marks}, values.rows)


def _example(item: Item, count: int) -> Value:
    if item.kind is kinds.PEOPLE:
        return rows_of(item.kind.example(item)) * count
    return item.kind.example(item)


def printable(boxes: Iterable[Box], bad: Iterable[str]) -> tuple[Box, ...]:
    """The boxes without a problem; a row with a bad cell waits as a whole."""
    wrong = {number.partition(".")[0] for number in bad}
    return tuple(box for number, box in enumerate(boxes) if str(number) not in wrong)


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
        if not (folder / procedurefile.PROCEDURE_FILE).is_file():
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
        samples.new_procedure(folder.parent, folder.name, {number for number, _ in office.catalogue.versions})
        return
    (folder / samples.FOLDER).mkdir(parents=True, exist_ok=True)
    for file in sorted((procedure.folder / samples.FOLDER).glob("*.toml")):
        shutil.copyfile(file, folder / samples.FOLDER / file.name)
    shutil.copyfile(procedure.folder / procedurefile.PROCEDURE_FILE, folder / procedurefile.PROCEDURE_FILE)


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
