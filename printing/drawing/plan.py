"""From a sheet and its values to the ink of every page, with whatever did not fit put aside for a continuation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from printing.drawing.code import code_ink
from printing.drawing.fit import fit
from printing.drawing.ink import Ink, Rect, room_in, set_type
from printing.fonts import Repertoire
from printing.sheets.boxes import AnswerBox, CodeBox, RowsBox, TableBox
from printing.sheets.geometry import Area
from printing.sheets.sheet import Sheet, shorten_label
from printing.sheets.values import SheetValues


@dataclass(frozen=True, slots=True)
class Overflow:
    """An answer, or the people from `first` (counted from 0) on, that must go on continuation sheet part `number`."""

    number: int
    item: str
    label: str
    text: str = ""
    people: tuple[SheetValues, ...] = ()
    first: int = 0
    rows: RowsBox | None = None


@dataclass(slots=True)
class Plan:
    """The ink of each page of the sheet, in reading order. Of its continuation if `taken` parts of that are others':
    all its pages are like the first of the sheet."""

    sheet: Sheet
    fonts: Repertoire
    taken: int = 0
    pages: list[list[Ink]] = field(default_factory=list)
    overflows: list[Overflow] = field(default_factory=list)

    def rect(self, area: Area) -> Rect:
        return Rect.of(area, self.sheet.pages[0 if self.taken else area.page - 1].height)

    def add(self, area: Area, ink: Ink) -> None:
        self.pages[area.page - 1].append(ink)


def plan_sheet(sheet: Sheet, values: SheetValues, fonts: Repertoire, code: str = "") -> Plan:
    """Places every answer: in its box if it fits, else among the overflows with a mark in the box.

    `code` goes into the sheet's QR box. Raises PrintingError if it is too long for it.
    """
    plan = Plan(sheet, fonts, pages=[[] for _ in sheet.pages])
    for box in sheet.boxes:
        match box:
            case RowsBox():
                _place_rows(plan, box, values)
            case AnswerBox():
                _place(plan, box, values, box.item, box.label)
            case CodeBox() if code:
                plan.add(box.area, code_ink(code, plan.rect(box.area)))
            case _:
                pass
    return plan


def _place(plan: Plan, box: AnswerBox, values: SheetValues, item: str, label: str) -> None:
    rect = plan.rect(box.area)
    holder, name = values.locate(box.item)
    if name in holder.at_counter:
        _place_at_counter(plan, box, item, label)
        return
    found = box.shown_in(values)
    if not found:
        return
    ink = box.ink(found, rect, plan.fonts, item, label)
    if ink is None:
        number = plan.taken + len(plan.overflows) + 1
        plan.overflows.append(Overflow(number, item, label, "、".join(found)))
        reference = box.reference_ink(number, rect, plan.fonts, item, label)
        if reference:
            plan.add(box.area, reference)
        else:
            _place_reference(plan, box.area, number, box.least_type, item, label)
    elif ink.types or ink.path:
        plan.add(box.area, ink)


def _place_at_counter(plan: Plan, box: AnswerBox, item: str, label: str) -> None:
    """Choices beside each other share one mark in the margin."""
    made = box.counter_ink(plan.rect(box.area), item, label)
    if not any((ink.item, ink.path) == (item, made.path) for ink in plan.pages[box.area.page - 1]):
        plan.add(box.area, made)


def _place_reference(plan: Plan, area: Area, number: int, floor: float, item: str, label: str) -> None:
    """The mark in a box whose text went to the continuation: as clear as the box has room for."""
    rect = plan.rect(area)
    for words in (f"別紙{number}のとおり", f"別紙{number}", f"※{number}", "※"):
        fitted = fit(words, room_in(rect, max(9.0, floor), min(floor, 6.0)), plan.fonts)
        if fitted:
            plan.add(area, Ink(item, label, set_type(fitted, rect, "left")))
            return


def _place_rows(plan: Plan, box: RowsBox, values: SheetValues) -> None:
    people = values.rows.get(box.item, ())
    count = len(box.rows)
    has_rest = isinstance(box, TableBox) and box.rest is not None
    kept = people if len(people) <= count else people[: count if has_rest else count - 1]
    place_people(plan, box, kept)
    if len(kept) < len(people):
        _continue_rows(plan, box, people, len(kept))


def place_people(plan: Plan, box: RowsBox, people: Sequence[SheetValues], first: int = 0) -> None:
    """Put people into the rows of the box; `first` of them stand on the sheet before."""
    for number, (person, cells) in enumerate(zip(people, box.rows, strict=False), start=first + 1):
        for cell in cells:
            label = f"{box.label}{number}{box.counter}目の{shorten_label(box.label, cell.label)}"
            _place(plan, cell, person, f"{box.item}.{cell.item}", label)


def _continue_rows(plan: Plan, box: RowsBox, people: tuple[SheetValues, ...], first: int) -> None:
    """A line below the table says where the others are, or else the last row, so that nobody is overlooked."""
    number = plan.taken + len(plan.overflows) + 1
    plan.overflows.append(Overflow(number, box.item, box.label, people=people[first:], first=first, rows=box))
    counted = [f"{each}{box.counter}目" for each in (first + 1, len(people))]
    words = f"{counted[0]}は" if first + 1 == len(people) else f"{'から'.join(counted)}までは"
    words += f"別紙{number}のとおり"
    rest = box.rest if isinstance(box, TableBox) else None
    areas = [rest] if rest else [cell.area for cell in box.rows[-1]]  # one cell, because a whole row has rules
    fits = [fit(words, room_in(plan.rect(area), 9.0, 6.0, 2), plan.fonts) for area in areas]
    fitted, area = max(zip(fits, areas, strict=True), key=lambda each: each[0].size if each[0] else 0)
    if fitted:
        plan.add(area, Ink(box.item, box.label, set_type(fitted, plan.rect(area), "left")))
    else:
        _place_reference(plan, area, number, 6.0, box.item, box.label)
