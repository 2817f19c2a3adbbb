"""The sample printed over the form at once: the procedure's own samples, or something in every box."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from forms import Item, Procedure, Value, kinds
from forms.answers import rows_of
from forms.samples import read_sample
from kiosk.office import Office
from kiosk.stacks import values_of, worded, words_of
from kiosk.trace.layout import Layout
from kiosk.trace.writing import Pages, sheet_toml
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
        return values_of(read_sample(procedure, name), procedure, office)
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
