"""Continuation sheets: the answers and people that found no room on the form, in full and in readable type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from printing.breaks import Break
from printing.fit import Measured
from printing.fonts import Repertoire
from printing.ink import Ink, Type
from printing.plan import Overflow
from printing.sheet import MM, RowsBox, Sheet
from printing.values import SheetValues

SIZE = 10.5
HEADING = 14.0
MARGIN = 20.0
"""Millimetres on all sides."""
GAP = 2.0
"""Millimetres between columns."""
PITCH = SIZE * 1.5
UNLIMITED = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of people: its heading, the fields it shows, and where it stands in points."""

    label: str
    item: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line of the continuation: pieces of text with their x in points. `rule` draws a rule above it."""

    ink: Ink
    parts: tuple[tuple[float, str], ...]
    rule: bool = False


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
        types = tuple(Type(x, self.y + PITCH * 0.28, SIZE, text) for x, text in line.parts)
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
    for line in _wrapped(overflow.text, width - 2 * MARGIN * MM, fonts):
        yield FlowLine(about, ((MARGIN * MM, line),))
    yield FlowLine(about, ())


def _people(overflow: Overflow, box: RowsBox, width: float, fonts: Repertoire) -> Iterator[FlowLine]:
    about = Ink(overflow.item, overflow.label)
    columns = _columns(box, width)
    yield _heading(overflow)
    yield FlowLine(about, tuple((column.x, column.label) for column in columns), rule=True)
    for number, person in enumerate(overflow.people, start=overflow.first + 1):
        cells = [_wrapped(_field(person, column, number), column.width, fonts) for column in columns]
        for position, line in enumerate(zip_longest(*cells, fillvalue="")):
            parts = tuple((column.x, text) for column, text in zip(columns, line, strict=True) if text)
            yield FlowLine(Ink(overflow.item, f"{overflow.label}{number}人目"), parts, rule=position == 0)
    yield FlowLine(about, (), rule=True)


def _heading(overflow: Overflow) -> FlowLine:
    return FlowLine(
        Ink("", "見出し"), ((MARGIN * MM, f"別紙{overflow.number}（※{overflow.number}）　{overflow.label}"),)
    )


def _field(person: SheetValues, column: Column, number: int) -> str:
    return person.texts.get(column.item, "") if column.item else f"{number}"


def _columns(box: RowsBox, width: float) -> list[Column]:
    """A column for the number and one for each field, as wide in proportion as on the form."""
    shares: dict[str, float] = {}
    labels: dict[str, str] = {}
    for cell in box.rows[0]:
        shares[cell.item] = shares.get(cell.item, 0.0) + cell.area.w
        labels.setdefault(cell.item, cell.label)
    x = MARGIN * MM
    columns = [Column("", "", x, 8 * MM)]
    room = width - 2 * MARGIN * MM - 8 * MM
    x += 8 * MM
    for item, share in shares.items():
        column = max(room * share / sum(shares.values()), 3 * SIZE)
        columns.append(Column(labels[item], item, x, column - GAP * MM))
        x += column
    return columns


def _wrapped(text: str, width: float, fonts: Repertoire) -> list[str]:
    wrapped: list[str] = []
    room = width * 1000 / SIZE
    for line in text.split("\n"):
        measured = Measured.of(line, fonts)
        lines = measured.lines(room, Break.ALLOWED, UNLIMITED) or measured.lines(room, Break.FORBIDDEN, UNLIMITED)
        wrapped += [part for part, _ in lines] if lines else [line]
    return wrapped
