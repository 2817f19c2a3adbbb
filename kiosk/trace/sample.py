"""The sample printed over the form at once: the procedure's own samples, or something in every box."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from forms import Item, Kind, Procedure, Row, Value
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

EXAMPLES: Mapping[Kind, Value] = {
    Kind.NAME: "見本　太郎",
    Kind.KANA: "ミホン　タロウ",
    Kind.DATE: "1985-10-20",
    Kind.ADDRESS: "北海道架空郡みどり野町中央一丁目２番地３",
    Kind.POSTAL_CODE: "0999999",
    Kind.PHONE: "0123-45-6789",
    Kind.YES_NO: True,
    Kind.COUNT: 2,
    Kind.MONEY: 12_000,
    Kind.DIGITS: "1234567",
    Kind.TEXT: "見本の文字",
    Kind.CONSENT: True,
}


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
            answers[item.name] = _example(item, max(count, len(_rows(answers.get(item.name)))))
            marks |= {item.name: tuple(values_of_item(item))} if values_of_item(item) else {}
    values = SheetValues.of(answers, lambda item, value: worded(item, value, office.catalogue.vocabulary))
    return SheetValues(values.texts, {**values.codes, **marks}, values.rows)


def _example(item: Item, count: int) -> Value:
    if item.kind is Kind.PEOPLE:
        return tuple(_row(item) for _ in range(count))
    if item.kind is Kind.CHOICE:
        return item.choices[0].code
    if item.kind is Kind.CHOICES:
        return tuple(choice.code for choice in item.choices)
    value = EXAMPLES[item.kind]
    return value[: item.longest] if isinstance(value, str) and item.kind in (Kind.TEXT, Kind.DIGITS) else value


def _row(item: Item) -> Row:
    row: dict[str, str | int | bool | tuple[str, ...]] = {}
    for field in item.fields:
        value = _example(field, 1)
        if isinstance(value, str | int):
            row[field.name] = value
    return row


def _rows(value: Value | None) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def printable(boxes: Iterable[Box], bad: Iterable[str]) -> tuple[Box, ...]:
    """The boxes without a problem; a row with a bad cell waits as a whole."""
    wrong = {number.partition(".")[0] for number in bad}
    return tuple(box for number, box in enumerate(boxes) if str(number) not in wrong)
