"""Continuation sheets: the answers and people that found no room on the form, in full and in readable type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from printing.drawing.fit import Break, Measured
from printing.drawing.ink import Ink, Type
from printing.drawing.plan import Overflow
from printing.fonts import Repertoire
from printing.sheets.boxes import RowsBox
from printing.sheets.geometry import MM
from printing.sheets.sheet import Sheet, shorten_label
from printing.sheets.values import SheetValues

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
HEADING = 14.0
MARGIN = 20.0
"""Millimetres on all sides."""
PITCH = SIZE * 1.5
UNLIMITED = 100_000
CALM_LINES = 2
"""So few lines may end at the best places only; more would waste paper."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line of the continuation: pieces of text with their x in points. `rule` draws a rule above it."""

    ink: Ink
    parts: tuple[tuple[float, str], ...]
    rule: bool = False
    size: float = SIZE


@dataclass(slots=True)
class Sheaf:
    """Pages being filled from the top."""

    width: float
    height: float
    title: str
    pages: list[list[Ink]] = field(default_factory=list)
    y: float = 0.0

    def add(self, line: FlowLine) -> None:
        if not self.pages or self.y < MARGIN * MM + PITCH:
            self._new_page()
        if line.rule:
            path = f"0.5 w {MARGIN * MM:.2f} {self.y:.2f} m {self.width - MARGIN * MM:.2f} {self.y:.2f} l S\n"
            self.pages[-1].append(Ink("", "", path=path))
        self.y -= PITCH
        types = tuple(Type(x, self.y + PITCH * 0.28, line.size, text) for x, text in line.parts)
        self.pages[-1].append(Ink(line.ink.item, line.ink.label, types))

    def _new_page(self) -> None:
        top = self.height - MARGIN * MM
        heading = Type(MARGIN * MM, top - HEADING, HEADING, f"{self.title}　続紙")
        self.pages.append([Ink("", "見出し", (heading,))])
        self.y = top - HEADING * 2


def continue_on_sheets(sheet: Sheet, overflows: Sequence[Overflow], fonts: Repertoire) -> list[list[Ink]]:
    """The ink of as many pages, of the first page's size, as the overflows need."""
    first = sheet.pages[0]
    sheaf = Sheaf(first.width * MM, first.height * MM, sheet.title)
    for overflow in overflows:
        lines = (
            _people(overflow, overflow.rows, sheaf.width, fonts)
            if overflow.rows
            else _text(overflow, sheaf.width, fonts)
        )
        for line in lines:
            sheaf.add(line)
    return sheaf.pages


def _text(overflow: Overflow, width: float, fonts: Repertoire) -> Iterator[FlowLine]:
    about = Ink(overflow.item, overflow.label)
    yield _heading(overflow)
    for line in _wrapped(overflow.text, width - 2 * MARGIN * MM, SIZE, fonts):
        yield FlowLine(about, ((MARGIN * MM, line),))
    yield FlowLine(about, ())


def _people(overflow: Overflow, box: RowsBox, width: float, fonts: Repertoire) -> Iterator[FlowLine]:
    columns = columns_of(box, overflow.people, MARGIN * MM, width - 2 * MARGIN * MM, TABLE_SIZE, fonts)
    yield _heading(overflow)
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


def _heading(overflow: Overflow) -> FlowLine:
    return FlowLine(
        Ink("", "見出し"), ((MARGIN * MM, f"別紙{overflow.number}（※{overflow.number}）　{overflow.label}"),)
    )


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
