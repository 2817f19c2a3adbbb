"""A form written in sections and rows, as it was read and before it is laid out."""

from dataclasses import dataclass, replace

from forms import kinds
from forms.item import Item
from forms.mistake import MistakeKind
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary
from printing.sheets.boxes import CodeBox
from printing.sheets.geometry import Area
from printing.sheets.parts import Label, Page, Reading
from printing.sheets.rows.closing import Closing
from printing.sheets.rows.contents import text_box
from printing.sheets.rows.look import HEADING, MARGIN, SMALL, Band, Placed, label, width_of
from printing.sheets.values import Show, in_a_row


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
    others = (item for item in vocabulary.values() if item.kind is kinds.PEOPLE)
    return next((field for item in (people, *others) if (field := item.field(name))), None)


def _field_in_a_row(name: str, vocabulary: Vocabulary, number: int) -> Item | None:
    people, _, field_name = name.rpartition(".")
    item = vocabulary.get(people)
    field = field_of_people(item, field_name, vocabulary) if item and item.kind is kinds.PEOPLE else None
    return replace(field, name=in_a_row(people, number, field_name)) if field else None


TOP, NEXT_TOP = 33.6, 20.0
"""Where the sections begin on the first page and on the following ones."""
CODE, LARGE_CODE = 17.0, 25.0
"""Sides of the back office's code: receipt number, or sealed answers."""
DATE_ITEM = "sheet.date"
"""The day of printing, which is the day of the request."""
DATE_PLACES: tuple[tuple[float, float, str, Show], ...] = (
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


def place_head(head: Head, page: int, width: float, placed: Placed) -> None:
    """The whole head on the first page, the title alone on the others."""
    if page > 1:
        room = Area(page, MARGIN, 11, width - 2 * MARGIN, 7)
        placed.drawings.append(label(room, f"{head.title}（つづき）", 12.0, "center", bold=True))
        return
    side = MARGIN + head.code + 5
    title = Area(page, side, 10, width - 2 * side, 12)
    placed.drawings.append(label(title, head.title, TITLE_SIZE, "center", bold=True, floor=TITLE_FLOOR))
    placed.boxes.append(CodeBox(Area(page, MARGIN, 8 if head.code == CODE else 7, head.code, head.code)))
    if head.number:
        room = Area(page, MARGIN, 3.6, width / 2 - MARGIN, 4.0)
        placed.drawings.append(label(room, head.number, SMALL))
    if head.addressee:
        left = MARGIN if head.code == CODE else side - 2
        placed.drawings.append(label(Area(page, left, 26, width / 2 - left - 5, 6.6), head.addressee, 11.0))
    if head.date:
        _place_date(head, page, width - MARGIN, placed)


def _place_date(head: Head, page: int, right: float, placed: Placed) -> None:
    """… 令和 n 年 n 月 n 日, ending at the right margin."""
    words = f"{head.date}　令和"
    room = width_of(words, 10.0) + 1
    placed.drawings.append(Label(Area(page, right - 42 - room, 26, room, 7), words, 10.0, "right"))
    for before_end, width, unit, show in DATE_PLACES:
        area = Area(page, right - before_end, 26, width, 7)
        placed.drawings.append(Label(Area(page, area.x + width, 26, 5, 7), unit, 10.0, "center"))
        if not head.date_by_hand:
            placed.boxes.append(text_box(area, DATE_ITEM, f"{head.date}の{unit}", 11.0, show, "center"))


@dataclass(frozen=True, slots=True)
class Row:
    """`table` is where it was written, to say so if it does not fit."""

    table: Table
    band: Band


@dataclass(frozen=True, slots=True)
class Section:
    """`note` stands small at the right end of the heading."""

    heading: str
    note: str
    rows: tuple[Row, ...]

    @property
    def bar(self) -> float:
        """The height of its heading."""
        return HEADING if self.heading else 0.0


@dataclass(frozen=True, slots=True)
class RowForm:
    """Everything a row sheet says."""

    head: Head
    page: Page
    sections: tuple[Section, ...]
    closing: Closing

    @property
    def width(self) -> float:
        return self.page.width - 2 * MARGIN
