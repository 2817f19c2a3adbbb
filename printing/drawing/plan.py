"""Where each answer of a sheet goes, and what does not fit onto the continuation sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from printing.drawing.fit import Break, Measured, fit
from printing.drawing.ink import Ink, Rect, Type, room_in, set_type
from printing.drawing.margin import code_ink
from printing.fonts import Repertoire, label_repertoire
from printing.sheets.boxes import FLOOR, AnswerBox, CodeBox, RowsBox, TableBox, marks
from printing.sheets.parts import MM, Area, Drawing, Frame, Label, Line, Page
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
            case AnswerBox():
                _place(plan, box, values, box.item, box.label)
            case RowsBox():
                _place_rows(plan, box, values)
            case CodeBox() if code:
                plan.add(box.area, code_ink(code, plan.rect(box.area)))
            case _:
                pass
    return plan


def _place(plan: Plan, box: AnswerBox, values: SheetValues, item: str, label: str) -> None:
    holder, name = values.locate(box.item)
    if name in holder.at_counter:
        _place_at_counter(plan, box, item, label)
        return
    found = box.shown_in(values)
    if not found or not box.has_ink(found):
        return
    rect = plan.rect(box.area)
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


GAP = 3.0
"""Millimetres between columns."""
NUMBER_WIDTH = 9.0
"""Millimetres for the person's number."""
NARROWEST = 2.5
"""Characters; a heading breaks, but not further."""


@dataclass(frozen=True, slots=True)
class Column:
    """Its heading, the field it shows (none for the person's number), and where it stands in points."""

    label: str
    item: str
    x: float
    width: float


def columns_of(
    box: RowsBox, people: Sequence[SheetValues], left: float, room: float, size: float, fonts: Repertoire
) -> list[Column]:
    """Columns in `room` points from `left`: the person's number, then each field of the form's row once."""
    labels: dict[str, str] = {}
    for cell in box.rows[0]:
        labels.setdefault(cell.item, shorten_label(box.label, cell.label))
    needs = [
        max(NARROWEST * size, *(fonts.width(person.texts.get(item, "")) * size / 1000 for person in people))
        + GAP * MM
        for item in labels
    ]
    x = left + NUMBER_WIDTH * MM
    columns = [Column("", "", left, NUMBER_WIDTH * MM)]
    for (item, label), width in zip(labels.items(), share_room(needs, room - NUMBER_WIDTH * MM), strict=True):
        columns.append(Column(label, item, x, width - GAP * MM))
        x += width
    return columns


def share_room(needs: Sequence[float], room: float) -> list[float]:
    """The room dealt out: everybody gets what they need, or an equal share of what the modest leave over."""
    widths = [0.0] * len(needs)
    left = room
    for rank, position in enumerate(sorted(range(len(needs)), key=lambda at: needs[at])):
        widths[position] = min(needs[position], left / (len(needs) - rank))
        left -= widths[position]
    return [width + left / len(needs) for width in widths]


SIZE, TABLE_SIZE = 10.5, 9.0
TITLE, HEADING = 14.0, 10.0
"""Type sizes, in points, of the sheet's title and of what a part continues."""
TOP, FOOT = 26.0, 12.0
"""Millimetres above the first part, and kept free at the foot of the page."""
BAR, AIR = 5.6, 3.0
"""Height of the bar above a part, and the space between parts, in mm."""
MARGIN = 15.0
"""Millimetres left and right."""
PITCH = SIZE * 1.5
UNLIMITED = 100_000
CALM_LINES = 2
"""So few lines may end at the best places only; more would waste paper."""
GREY, RULE = 0.88, 0.8
DATE_ITEM = "sheet.date"
ROOMY = 1.2
"""Rows are this much higher than on the form, where there is room."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line of the continuation: pieces of text with their x in points. `rule` draws a rule above it."""

    ink: Ink
    parts: tuple[tuple[float, str], ...]
    rule: bool = False
    size: float = SIZE


@dataclass(frozen=True, slots=True)
class Continuation:
    """Pages of their own, as a sheet that holds what is always there, and their ink."""

    sheet: Sheet
    pages: list[list[Ink]]


@dataclass(slots=True)
class Sheaf:
    """Pages being filled from the top; `y` is in mm."""

    form: Sheet
    date: str
    plan: Plan
    drawings: list[Drawing] = field(default_factory=list)
    y: float = 0.0

    @property
    def page(self) -> Page:
        return self.form.pages[0]

    @property
    def width(self) -> float:
        return self.page.width - 2 * MARGIN

    @property
    def room(self) -> float:
        """What the page has left, in mm."""
        return self.page.height - FOOT - self.y if self.plan.pages else 0.0

    def area(self, height: float) -> Area:
        """The next strip of the page."""
        area = Area(len(self.plan.pages), MARGIN, self.y, self.width, height)
        self.y += height
        return area

    def begin(self, overflow: Overflow, needed: float) -> None:
        """Begin a part, with its heading, on a page that has the room for it."""
        if self.room < AIR + BAR + needed:
            self.turn()
        else:
            self.y += AIR
        self._head(f"別紙{overflow.number}　{overflow.label}")

    def turn(self) -> None:
        """Begin a page."""
        self.plan.pages.append([])
        self.y = 0.0
        number = len(self.plan.pages)
        title = Area(number, MARGIN, 11, self.width, 7)
        self.drawings.append(Label(title, f"{self.form.title}　続紙", self._title_size(), "center", bold=True))
        self.y = TOP - 7
        date = Rect.of(self.area(7), self.page.height)
        fitted = fit(self.date, room_in(date, SIZE, FLOOR), self.plan.fonts) if self.date else None
        if fitted:
            self.plan.pages[-1].append(Ink(DATE_ITEM, "日付", set_type(fitted, date, "right")))

    def add(self, line: FlowLine) -> None:
        """Set a line, on the next page if this one is full."""
        height = PITCH / MM
        if self.room < height:
            self.turn()
        area = self.area(height)
        if line.rule:
            self.drawings.append(Line(replace(area, h=0), RULE / 2))
        bottom = (self.page.height - area.y - height) * MM
        types = tuple(Type(x, bottom + PITCH * 0.28, line.size, text) for x, text in line.parts)
        self.plan.pages[-1].append(Ink(line.ink.item, line.ink.label, types))

    def _head(self, words: str) -> None:
        bar = self.area(BAR)
        self.drawings += (Frame(bar, RULE, GREY), Label(replace(bar, x=bar.x + 2.2), words, HEADING, bold=True))

    def _title_size(self) -> float:
        wide = label_repertoire().width(f"{self.form.title}　続紙") / 1000 / MM
        return min(TITLE, self.width / (wide * 1.05))


def continue_on_sheets(
    sheet: Sheet, values: SheetValues, overflows: Sequence[Overflow], fonts: Repertoire
) -> Continuation:
    """As many pages, of the first page's size, as the overflows need. Tables of people come as on the form, with its
    headings and blanks; an answer that has no room even there follows in full."""
    plan = Plan(sheet, fonts, taken=len(overflows))
    sheaf = Sheaf(sheet, values.texts.get(DATE_ITEM, ""), plan)
    for overflow in overflows:
        _continue(sheaf, overflow, fonts)
    for overflow in plan.overflows:
        _continue(sheaf, overflow, fonts)
    pages = (replace(sheet.pages[0], template=None),) * len(plan.pages)
    own = Sheet(sheet.name, sheet.title, pages, tuple(sheaf.drawings), (), placement=sheet.placement)
    return Continuation(own, plan.pages)


def _continue(sheaf: Sheaf, overflow: Overflow, fonts: Repertoire) -> None:
    box = overflow.rows
    if isinstance(box, TableBox) and box.table:
        _table(sheaf, overflow, box, box.table)
        return
    sheaf.begin(overflow, 3 * PITCH / MM)
    width = (sheaf.width + 2 * MARGIN) * MM
    for line in _people(overflow, box, width, fonts) if box else _text(overflow, width, fonts):
        sheaf.add(line)


def _table(sheaf: Sheaf, overflow: Overflow, box: TableBox, table: marks.Rows) -> None:
    """The form's own table for those it had no room for, on as many pages as they need."""
    head, person = (height * ROOMY for height in table.heights(sheaf.width))
    done = 0
    while done < len(overflow.people):
        sheaf.begin(overflow, head + person)
        count = min(len(overflow.people) - done, max(1, int((sheaf.room - head) / person)))
        area = sheaf.area(head + count * person)
        drawings, rows = table.place_further(area, overflow.first + done, count)
        sheaf.drawings += (*drawings, Frame(area, RULE))
        place_people(sheaf.plan, rows, overflow.people[done : done + count], overflow.first + done)
        done += count


def _text(overflow: Overflow, width: float, fonts: Repertoire) -> Iterator[FlowLine]:
    about = Ink(overflow.item, overflow.label)
    for line in _wrapped(overflow.text, width - 2 * MARGIN * MM, SIZE, fonts):
        yield FlowLine(about, ((MARGIN * MM, line),))
    yield FlowLine(about, ())


def _people(overflow: Overflow, box: RowsBox, width: float, fonts: Repertoire) -> Iterator[FlowLine]:
    columns = columns_of(box, overflow.people, MARGIN * MM, width - 2 * MARGIN * MM, TABLE_SIZE, fonts)
    yield from _row(overflow.label, overflow.item, columns, [column.label for column in columns], fonts)
    for number, person in enumerate(overflow.people, start=overflow.first + 1):
        texts = [_field(person, column, number) for column in columns]
        yield from _row(f"{overflow.label}{number}{box.counter}目", overflow.item, columns, texts, fonts)
    yield FlowLine(Ink(overflow.item, overflow.label), (), rule=True)


def _row(
    label: str, item: str, columns: Sequence[Column], texts: Sequence[str], fonts: Repertoire
) -> Iterator[FlowLine]:
    """A row of the table under a rule, as many lines high as its fullest cell."""
    cells = [_wrapped(text, column.width, TABLE_SIZE, fonts) for column, text in zip(columns, texts, strict=True)]
    for position, line in enumerate(zip_longest(*cells, fillvalue="")):
        parts = tuple((column.x, text) for column, text in zip(columns, line, strict=True) if text)
        yield FlowLine(Ink(item, label), parts, rule=position == 0, size=TABLE_SIZE)


def _field(person: SheetValues, column: Column, number: int) -> str:
    return person.texts.get(column.item, "") if column.item else f"{number}"


def _wrapped(text: str, width: float, size: float, fonts: Repertoire) -> list[str]:
    wrapped: list[str] = []
    room = width * 1000 / size
    for line in text.split("\n"):
        measured = Measured.of(line, fonts)
        calm = measured.lines(room, Break.PREFERRED, CALM_LINES)
        lines = (
            calm
            or measured.lines(room, Break.ALLOWED, UNLIMITED)
            or measured.lines(room, Break.FORBIDDEN, UNLIMITED)
        )
        wrapped += [part for part, _ in lines] if lines else [line]
    return wrapped
