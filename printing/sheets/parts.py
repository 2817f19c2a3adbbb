"""What every sheet is made of beside its boxes: lengths and places, pages, labels, rules and frames."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from forms import MistakeKind, Table, Vocabulary, raise_all, references
from forms.condition import ALWAYS, Condition, read_condition

MM = 72 / 25.4
"""Points in a millimetre."""


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on page number `page` (from 1)."""

    page: int
    x: float
    y: float
    w: float
    h: float

    def moved(self, x: float, y: float) -> "Area":
        return replace(self, x=self.x + x, y=self.y + y)


MARK = 20.0
"""Where the first mark of the calibration page stands, in mm from the left and the top edge."""

SPAN_X, SPAN_Y = 150.0, 200.0
"""How far the other marks of the calibration page are from it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Millimetres to the right and down, and factors around the top left corner of the paper."""

    right: float = 0.0
    down: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def then(self, other: "Placement") -> "Placement":
        """This placement, e.g. the sheet's, and after it the other, e.g. the printer's."""
        return Placement(
            other.right + other.scale_x * self.right,
            other.down + other.scale_y * self.down,
            other.scale_x * self.scale_x,
            other.scale_y * self.scale_y,
        )

    def operators(self, page_height: float) -> str:
        """The PDF operator that places a page `page_height` mm high; nothing if the paper needs no help."""
        if self == AS_DRAWN:
            return ""
        up = page_height * MM * (1 - self.scale_y) - self.down * MM
        return f"{self.scale_x:.5f} 0 0 {self.scale_y:.5f} {self.right * MM:.3f} {up:.3f} cm\n"


AS_DRAWN = Placement()


def placement_from_measures(left: float, top: float, across: float, along: float) -> Placement:
    """What puts a printer right that printed the calibration page, drawn without placement, like this.

    `left` and `top` are the distances of the first mark from the paper's edges (20 mm if all is well), `across` and
    `along` those between the marks (150 and 200 mm). All must be larger than zero.
    """
    stretch_x, stretch_y = across / SPAN_X, along / SPAN_Y
    return Placement(
        right=MARK - left / stretch_x,
        down=MARK - top / stretch_y,
        scale_x=1 / stretch_x,
        scale_y=1 / stretch_y,
    )


LARGEST_TYPE, SMALLEST_TYPE = 60.0, 4.0
HEAVIEST = 5.0
INK = 0.5
"""Weight of the squares and cells that boxes bring along, in points."""
LONGEST_WORDS = 200
LARGEST_PLACE = 1000.0
"""Millimetres, in a draft."""
MOST_PARTS = 200
"""Columns and rows of a grid."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SLACK = 0.05
"""Millimetres an area may stick out of its page through rounding."""


LabelAlign = Literal["left", "center", "right", "spread"]
"""`spread` fills the width (均等割り付け)."""
ALIGNS: tuple[LabelAlign, ...] = get_args(LabelAlign)


@dataclass(frozen=True, slots=True)
class Page:
    """`template_page` counts from 1 in the file `template`, which lies under everything else."""

    width: float
    height: float
    template: Path | None = None
    template_page: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    """Fixed words in an area; newlines part lines."""

    area: Area
    text: str
    size: float
    align: LabelAlign = "left"
    bold: bool = False
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """From the top left to the bottom right of the area; `h` or `w` is 0 for a straight rule."""

    area: Area
    weight: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle; `fill` is a grey from 0 (black) to 1 (white)."""

    area: Area
    weight: float
    fill: float = 1.0
    dashed: bool = False


Drawing = Label | Line | Frame


@dataclass(slots=True)
class Reading:
    """What has been read so far, and what is needed to read on. `within` is the row whose cells are
    being read; `held` are the conditions that hold, None for all of them; `conditions` those met so far.
    In a draft nothing has to be complete, and words stay as they are written."""

    pages: Sequence[Page]
    words: Mapping[str, str]
    within: Area | None = None
    held: Container[Condition] | None = None
    conditions: list[Condition] = field(default_factory=list)
    is_draft: bool = False

    def room(self, page: int) -> tuple[float, float]:
        """Return width and height of what a box stands in: the row, or the page."""
        if self.within:
            return self.within.w, self.within.h
        return self.pages[page - 1].width, self.pages[page - 1].height


def read_area(table: Table, reading: Reading, key: str = "at", page: int = 0) -> Area:
    """`at = [x, y, w, h]` on the page `page` unless that is given; in a row, from the row's corner."""
    area = _read_place(table, reading, key, page)
    width, height = reading.room(area.page)
    if area.x + area.w > width + SLACK or area.y + area.h > height + SLACK:
        table.refuse(MistakeKind.OUT_OF_RANGE, key, f"横{width:g}mm、縦{height:g}mmの中")
    return area


def read_room(table: Table, reading: Reading) -> Area:
    """The area of a box, whose `faults` say whether it can be printed."""
    area = _read_place(table, reading, "at", 0)
    if reading.is_draft and max(area.x, area.y, area.w, area.h) > LARGEST_PLACE:
        table.refuse(MistakeKind.WRONG_TYPE, "at", "[左, 上, 幅, 高さ]（mm）")
    return area


def _read_place(table: Table, reading: Reading, key: str, page: int) -> Area:
    numbers = table.numbers(key)
    if len(numbers) != 4 or min(numbers) < 0:
        table.refuse(MistakeKind.WRONG_TYPE, key, "[左, 上, 幅, 高さ]（mm）")
    if reading.within:
        return Area(reading.within.page, *numbers)
    return Area(page or table.integer("page", 1, least=1, most=len(reading.pages)), *numbers)


def read_item(table: Table, reading: Reading) -> str:
    """The name of the item a box shows."""
    return read_line(table, "item", "") if reading.is_draft else table.text("item")


def read_value(table: Table, reading: Reading) -> str:
    """The code of the choice a box marks."""
    return read_line(table, "value", "") if reading.is_draft else table.text("value")


def read_label(table: Table, reading: Reading, default: str | None = None) -> str:
    """What staff and continuation sheets call a box."""
    return read_plain_words(table, reading, "label", "" if reading.is_draft else default)


def read_plain_words(table: Table, reading: Reading, key: str, default: str | None = None) -> str:
    """Words of a box; in a draft as they are written."""
    return read_line(table, key, default) if reading.is_draft else read_words(table, reading, key, default)


def read_line(table: Table, key: str, default: str | None = None) -> str:
    """A text of one line, as it may stand in a file and on paper."""
    found = table.text(key, default)
    if len(found) > LONGEST_WORDS or any(_is_no_sign(ord(sign)) for sign in found):
        table.wrong_type(key, f"{LONGEST_WORDS}字までの1行")
    return found


def _is_no_sign(code: int) -> bool:
    """Whether it is a control character or half of one."""
    return code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000


def read_words(table: Table, reading: Reading, key: str, default: str | None = None) -> str:
    """Words of the form, with `{town}` and the like filled in."""
    text = table.text(key, default)
    for found in _PLACEHOLDER.findall(text):
        if found not in reading.words:
            known = "、".join(f"{{{word}}}" for word in reading.words)
            table.refuse(MistakeKind.NOT_ALLOWED, key, known or "{ } のない文字")
    return _PLACEHOLDER.sub(lambda found: reading.words[found[1]], text)


def read_when(table: Table, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether what `table` stands for is drawn: its `when` holds, or it has none."""
    condition = read_condition(table)
    if condition == ALWAYS:
        return True
    for item in sorted(condition.items):
        if item not in vocabulary:
            table.refuse(MistakeKind.UNKNOWN_ITEM, "when", item)
    raise_all(references.check_condition(condition, "when", table.origin, vocabulary))
    reading.conditions.append(condition)
    return reading.held is None or condition in reading.held


def read_size(table: Table, key: str, default: float) -> float:
    return table.number(key, default, least=SMALLEST_TYPE, most=LARGEST_TYPE)


def _read_inside(table: Table, reading: Reading) -> Area:
    """An area that has an inside."""
    area = read_area(table, reading)
    if area.w < 1 or area.h < 1:
        table.refuse(MistakeKind.OUT_OF_RANGE, "at", "幅と高さは1mm以上")
    return area


def _label(table: Table, reading: Reading) -> list[Drawing]:
    return [
        Label(
            _read_inside(table, reading),
            read_words(table, reading, "text"),
            read_size(table, "size", 9.0),
            table.choice("align", ALIGNS, "left"),
            table.boolean("bold", False),
            table.number("grey", 0.0, least=0, most=1),
        )
    ]


def _line(table: Table, reading: Reading) -> list[Drawing]:
    return [Line(read_area(table, reading), _weight(table), table.boolean("dashed", False))]


def _frame(table: Table, reading: Reading) -> list[Drawing]:
    fill = table.number("fill", 1.0, least=0, most=1)
    return [Frame(_read_inside(table, reading), _weight(table), fill, table.boolean("dashed", False))]


def _grid(table: Table, reading: Reading) -> list[Drawing]:
    """Columns and rows in mm inside a frame; `outer` is the weight of the frame."""
    columns, rows = table.numbers("columns", least=0), table.numbers("rows", least=0)
    at = table.numbers("at", least=0)
    if len(at) != 2 or not columns or not rows:
        key = "at" if len(at) != 2 else "rows" if columns else "columns"
        table.refuse(MistakeKind.WRONG_TYPE, key, "at = [左, 上]、columns と rows は幅と高さの並び（mm）")
    if len(columns) + len(rows) > MOST_PARTS:
        table.refuse(MistakeKind.OUT_OF_RANGE, "columns", f"rows とあわせて{MOST_PARTS}個まで")
    page = table.integer("page", 1, least=1, most=len(reading.pages))
    area = Area(page, at[0], at[1], sum(columns), sum(rows))
    sheet_page = reading.pages[page - 1]
    if area.x + area.w > sheet_page.width + SLACK or area.y + area.h > sheet_page.height + SLACK:
        table.refuse(
            MistakeKind.OUT_OF_RANGE, "columns", f"横{sheet_page.width:g}mm、縦{sheet_page.height:g}mmの中"
        )
    inner = _weight(table)
    vertical = (
        Line(Area(page, area.x + sum(columns[:n]), area.y, 0, area.h), inner) for n in range(1, len(columns))
    )
    level = (Line(Area(page, area.x, area.y + sum(rows[:n]), area.w, 0), inner) for n in range(1, len(rows)))
    return [*vertical, *level, Frame(area, table.number("outer", inner, least=0, most=HEAVIEST))]


def _weight(table: Table) -> float:
    return table.number("weight", 0.5, least=0, most=HEAVIEST)


DRAWING_READERS: dict[str, Callable[[Table, Reading], list[Drawing]]] = {
    "label": _label,
    "line": _line,
    "frame": _frame,
    "grid": _grid,
}
