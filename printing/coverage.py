"""Whether everything that was answered has a place on the paper."""

from collections.abc import Iterable, Iterator

from printing.sheet import Cell, CombBox, MarkBox, RowsBox, Sheet, TextBox
from printing.shown import shown
from printing.values import SheetValues


def not_printed(sheet: Sheet, values: SheetValues) -> tuple[str, ...]:
    """The items whose answer appears nowhere on the sheet: no box, or only marks and none for what was chosen.

    A field of people is `item.field`, an unmarked choice `item=code`. Items of the office itself (`sheet.…`) are left
    out.
    """
    cells = [box for box in sheet.boxes if isinstance(box, TextBox | CombBox | MarkBox)]
    missing = list(_missing(cells, values, ""))
    tables = {box.item: box for box in sheet.boxes if isinstance(box, RowsBox)}
    joined = {box.item for box in cells if isinstance(box, TextBox)} - tables.keys()
    for item, people in values.rows.items():
        if item in joined:
            continue
        inside = tables[item].rows[0] if item in tables else ()
        missing += (each for person in people for each in _missing(inside, person, f"{item}."))
    return tuple(dict.fromkeys(missing))


def _missing(cells: Iterable[Cell], values: SheetValues, prefix: str) -> Iterator[str]:
    boxes: dict[str, list[Cell]] = {}
    for cell in cells:
        boxes.setdefault(cell.item, []).append(cell)
    for item, text in values.texts.items():
        found = boxes.get(item, [])
        if not text or item in values.rows or item.startswith("sheet."):
            continue
        if not found:
            yield prefix + item
        elif all(isinstance(box, MarkBox) for box in found):
            marked = {box.value for box in found if isinstance(box, MarkBox)}
            given = {code for box in found for code in shown(values, item, box.show)}
            yield from (f"{prefix}{item}={code}" for code in sorted(given - marked))
