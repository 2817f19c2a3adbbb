"""A form written in sections and rows, and which rows stand on which page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from forms import Item, MistakeKind, Table, Vocabulary, kinds
from printing.sheets import boxes, values
from printing.sheets.parts import Area, Frame, Label, Page, Reading
from printing.sheets.rows import contents
from printing.sheets.rows.closing import Closing


@dataclass(frozen=True, slots=True)
class Context:
    """What cells need to know of their form."""

    reading: Reading
    vocabulary: Vocabulary
    heading: str

    def named(self, label: str) -> str:
        """How staff are told which box is meant: 「請求する方の氏名」."""
        plain = label.replace("\n", "")
        return f"{self.heading}の{plain}" if self.heading and plain not in self.heading else plain


def read_item(table: Table, key: str, context: Context, number: int = 1) -> Item:
    """Return the item named by `key`, which must be in the vocabulary."""
    return known_item(table, key, table.text(key), context, number)


def known_item(table: Table, key: str, name: str, context: Context, number: int = 1) -> Item:
    """Return the item of this name; `people.field` is a field of the person of this `number`.

    Refuse `key` if there is none, or if it is answered for several people.
    """
    item = context.vocabulary.get(name) or _field_in_a_row(name, context.vocabulary, number)
    if item is None:
        table.refuse(MistakeKind.UNKNOWN_ITEM, key, name)
    if item.kind is kinds.PEOPLE:
        table.refuse(MistakeKind.NOT_ALLOWED, key, f'1人ずつの表: people = "{name}"')
    return item


def field_of_people(people: Item, name: str, vocabulary: Vocabulary) -> Item | None:
    """Return the field that rows of `people` may hold: their own, or one of the people they were chosen from."""
    if own := people.field(name):
        return own
    others = (item for item in vocabulary.values() if item.kind is kinds.PEOPLE)
    return next((field for item in others if (field := item.field(name))), None)


def _field_in_a_row(name: str, vocabulary: Vocabulary, number: int) -> Item | None:
    people, _, field_name = name.rpartition(".")
    item = vocabulary.get(people)
    field = field_of_people(item, field_name, vocabulary) if item and item.kind is kinds.PEOPLE else None
    return replace(field, name=values.in_a_row(people, number, field_name)) if field else None


TOP, NEXT_TOP = 33.6, 20.0
"""Where the sections begin on the first page and on the following ones."""
CODE, LARGE_CODE, CARRIED_CODE = 17.0, 25.0, 34.0
"""Sides of the code: the back office's with the receipt number or with sealed answers, and what the next section opens."""
ABOVE_CODE, BELOW_CODE = 7.0, 1.6
DATE_ITEM = "sheet.date"
"""The day of printing, which is the day of the request."""
DATE_PLACES: tuple[tuple[float, float, str, values.Show], ...] = (
    (42.0, 10.0, "年", "era_year"),
    (27.0, 9.0, "月", "month"),
    (13.0, 8.0, "日", "day"),
)
"""Each part of the date: where it begins, in mm before the right margin, its width, its unit and what it shows."""
TITLE_SIZE, TITLE_FLOOR = 17.0, 11.0


@dataclass(frozen=True, slots=True)
class Head:
    """`date` is the name of the date; `date_by_hand` leaves it open. `number` is the 様式番号."""

    title: str
    addressee: str
    date: str
    date_by_hand: bool = False
    code: float = CODE
    number: str = ""


def place_head(head: Head, page: int, width: float, placed: contents.Placed) -> None:
    """The whole head on the first page, the title alone on the others."""
    if page > 1:
        room = Area(page, contents.MARGIN, 11, width - 2 * contents.MARGIN, 7)
        placed.drawings.append(contents.label(room, f"{head.title}（つづき）", 12.0, "center", bold=True))
        return
    side = contents.MARGIN + head.code + 5
    title = Area(page, side, 10, width - 2 * side, 12)
    placed.drawings.append(contents.label(title, head.title, TITLE_SIZE, "center", bold=True, floor=TITLE_FLOOR))
    above = 8 if head.code == CODE else ABOVE_CODE
    placed.boxes.append(boxes.CodeBox(Area(page, contents.MARGIN, above, head.code, head.code)))
    if head.number:
        room = Area(page, contents.MARGIN, 3.6, width / 2 - contents.MARGIN, 4.0)
        placed.drawings.append(contents.label(room, head.number, contents.SMALL))
    if head.addressee:
        left = contents.MARGIN if head.code == CODE else side - 2
        placed.drawings.append(
            contents.label(Area(page, left, 26, width / 2 - left - 5, 6.6), head.addressee, 11.0)
        )
    if head.date:
        _place_date(head, page, width - contents.MARGIN, placed)


def _place_date(head: Head, page: int, right: float, placed: contents.Placed) -> None:
    """… 令和 n 年 n 月 n 日, ending at the right margin."""
    words = f"{head.date}　令和"
    room = contents.width_of(words, 10.0) + 1
    placed.drawings.append(Label(Area(page, right - 42 - room, 26, room, 7), words, 10.0, "right"))
    for before_end, width, unit, show in DATE_PLACES:
        area = Area(page, right - before_end, 26, width, 7)
        placed.drawings.append(Label(Area(page, area.x + width, 26, 5, 7), unit, 10.0, "center"))
        if not head.date_by_hand:
            placed.boxes.append(contents.text_box(area, DATE_ITEM, f"{head.date}の{unit}", 11.0, show, "center"))


@dataclass(frozen=True)
class Row:
    """`table` is where it was written, to say so if it does not fit; `width` is what the form has, in mm."""

    table: Table
    band: contents.Band
    width: float

    @cached_property
    def natural(self) -> float:
        """Its height in mm as it would like to be. Measured once: a form tries many scales."""
        return self.band.height(self.width)

    def height(self, scale: float) -> float:
        """In mm on a page of this scale."""
        if self.band.rigid:
            return self.natural
        return self.natural * max(scale, TIGHTEST_HIGH if self.natural > ONE_LINE else TIGHTEST)


@dataclass(frozen=True, slots=True)
class Section:
    """`note` stands small at the right end of the heading."""

    heading: str
    note: str
    rows: tuple[Row, ...]

    @property
    def bar(self) -> float:
        """The height of its heading."""
        return contents.HEADING if self.heading else 0.0


@dataclass(frozen=True, slots=True)
class RowForm:
    """Everything a row sheet says."""

    head: Head
    page: Page
    sections: tuple[Section, ...]
    closing: Closing

    @property
    def width(self) -> float:
        return width_between_margins(self.page)


def width_between_margins(page: Page) -> float:
    """Return what a row of the form has, in mm."""
    return page.width - 2 * contents.MARGIN


BOTTOM = 11.0
"""Kept free at the foot of every page, in mm, for the line in the margin."""
TIGHTEST, ROOMIEST, LAST_ROOMIEST = 0.72, 1.3, 1.15
"""How far rows may shrink so that the form needs no further page, and grow to fill a page; less on a last page, whose
end may stay white."""
ONE_LINE, TIGHTEST_HIGH = 10.0, 0.8
"""A row higher than this holds small type (フリガナ, postal code), which has to stay readable: it shrinks less."""
TRIED = (ROOMIEST, 1.2, 1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.76, TIGHTEST)
USUAL = 1.1
"""A roomier scale is tried only where every row still stands on one page."""
HALVINGS = 12
"""Steps in which the scale is found, to a hundredth of a mm a row."""
WORTH_PARTING = 95.0
"""A section lower than this, in mm, is not parted between two pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one section on one page; `continued` if others of the section stand before."""

    section: Section
    rows: tuple[Row, ...]
    continued: bool


@dataclass(slots=True)
class Leaf:
    """One page. `used` is in mm; `scale` multiplies the heights of its rows but for rigid ones."""

    top: float
    room: float
    pieces: list[Piece] = field(default_factory=list)
    used: float = 0.0
    scale: float = 1.0
    has_closing: bool = False


def paginate(form: RowForm) -> list[Leaf]:
    """The pages, each as roomy as it can be. Raises DataMistake for a row higher than a page."""
    tries = [_packed(form, scale) for scale in TRIED if scale <= USUAL or _holds_every_row(form, scale)]
    leaves = min(tries, key=len)
    for number, leaf in enumerate(leaves, start=1):
        is_last_of_several = number == len(leaves) > 1
        leaf.scale = _fill(form, leaf, LAST_ROOMIEST if is_last_of_several else ROOMIEST)
    return leaves


def _holds_every_row(form: RowForm, scale: float) -> bool:
    room = _leaf(form, 1).room
    return all(section.bar + row.height(scale) <= room for section in form.sections for row in section.rows)


def _packed(form: RowForm, scale: float) -> list[Leaf]:
    leaves = [_leaf(form, 1)]
    for section in form.sections:
        heights = [row.height(scale) for row in section.rows]
        _pack_section(form, leaves, section, heights)
    closing = contents.GAP + form.closing.height(form.width)
    if leaves[-1].used + closing > leaves[-1].room:
        leaves.append(_leaf(form, len(leaves) + 1))
    leaves[-1].used += closing
    leaves[-1].has_closing = True
    return leaves


def _pack_section(form: RowForm, leaves: list[Leaf], section: Section, heights: Sequence[float]) -> None:
    whole = section.bar + sum(heights)
    gap = contents.GAP if leaves[-1].pieces else 0.0
    together = whole if whole < WORTH_PARTING else section.bar + heights[0]
    if leaves[-1].pieces and leaves[-1].used + gap + together > leaves[-1].room:
        leaves.append(_leaf(form, len(leaves) + 1))
        gap = 0.0
    leaves[-1].used += gap + section.bar
    first = 0
    for position, (row, height) in enumerate(zip(section.rows, heights, strict=True)):
        if leaves[-1].used + height > leaves[-1].room and position > first:
            leaves[-1].pieces.append(Piece(section, section.rows[first:position], first > 0))
            leaves.append(_leaf(form, len(leaves) + 1))
            leaves[-1].used += section.bar
            first = position
        leaves[-1].used += height
        if leaves[-1].used > leaves[-1].room:
            most = leaves[-1].room - section.bar
            row.table.refuse(MistakeKind.OUT_OF_RANGE, "", f"1行の高さは{most:.0f}mmまで（人数を減らすなど）")
    leaves[-1].pieces.append(Piece(section, section.rows[first:], first > 0))


def _leaf(form: RowForm, number: int) -> Leaf:
    top = max(TOP, ABOVE_CODE + form.head.code + BELOW_CODE) if number == 1 else NEXT_TOP
    return Leaf(top, form.page.height - BOTTOM - top)


def _fill(form: RowForm, leaf: Leaf, most: float) -> float:
    """The scale up to `most` at which the page is full."""
    rows = [row for piece in leaf.pieces for row in piece.rows]
    taken = sum(piece.section.bar for piece in leaf.pieces) + contents.GAP * max(0, len(leaf.pieces) - 1)
    if leaf.has_closing:
        taken += contents.GAP + form.closing.height(form.width)
    low, high = TIGHTEST, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_full = taken + sum(row.height(middle) for row in rows) > leaf.room
        low, high = (low, middle) if is_full else (middle, high)
    return low


def lay_out(form: RowForm) -> tuple[contents.Placed, int]:
    """Everything in its place, and the number of pages. Raises DataMistake for a row that fits nowhere."""
    leaves = paginate(form)
    placed = contents.Placed()
    for page, leaf in enumerate(leaves, start=1):
        place_head(form.head, page, form.page.width, placed)
        _place_leaf(form, leaf, page, placed)
    return placed, len(leaves)


def _place_leaf(form: RowForm, leaf: Leaf, page: int, placed: contents.Placed) -> None:
    y = leaf.top
    for position, piece in enumerate(leaf.pieces):
        y += contents.GAP if position else 0.0
        heights = [row.height(leaf.scale) for row in piece.rows]
        area = Area(page, contents.MARGIN, y, form.width, piece.section.bar + sum(heights))
        _place_piece(piece, heights, area, placed)
        y += area.h
    if leaf.has_closing:
        y += contents.GAP if leaf.pieces else 0.0
        form.closing.place(Area(page, contents.MARGIN, y, form.width, form.closing.height(form.width)), placed)


def _place_piece(piece: Piece, heights: list[float], area: Area, placed: contents.Placed) -> None:
    bar = piece.section.bar
    if bar:
        heading = f"{piece.section.heading}（つづき）" if piece.continued else piece.section.heading
        _place_heading(contents.part(area, h=contents.HEADING), heading, piece.section.note, placed)
    y = bar
    for row, height in zip(piece.rows, heights, strict=True):
        if y > bar:
            placed.drawings.append(contents.level(area, y))
        _place_row(row, contents.part(area, y=y, h=height), placed)
        y += height
    placed.drawings.append(Frame(contents.part(area, y=bar), contents.OUTER))


def _place_row(row: Row, area: Area, placed: contents.Placed) -> None:
    try:
        row.band.place(area, placed)
    except contents.TooLong as error:
        row.table.refuse(MistakeKind.DOES_NOT_FIT, "", error.words)


def _place_heading(area: Area, heading: str, note: str, placed: contents.Placed) -> None:
    placed.drawings.append(Frame(area, contents.OUTER, contents.GREY))
    inside = contents.part(area, x=contents.PAD, w=area.w - 2 * contents.PAD)
    placed.drawings.append(contents.label(inside, heading, 10.0, bold=True))
    if note:
        taken = min(contents.width_of(heading, 10.0) + 4.0, inside.w / 2)
        placed.drawings.append(contents.label(contents.part(inside, x=taken), note, contents.SMALL, "right"))
