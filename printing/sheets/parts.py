"""Reads areas and drawings of `sheet.toml`."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from forms.condition import ALWAYS, Condition
from forms.mistake import MistakeKind
from forms.readingcondition import read_condition
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary
from printing.sheets.geometry import Area
from printing.sheets.sheet import Box, Drawing, Frame, Label, LabelAlign, Line, Page

LARGEST_TYPE, SMALLEST_TYPE = 60.0, 4.0
HEAVIEST = 5.0
MOST_PARTS = 200
"""Columns and rows of a grid."""
ALIGNS: tuple[LabelAlign, ...] = get_args(LabelAlign)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SLACK = 0.05
"""Millimetres an area may stick out of its page through rounding."""


@dataclass(slots=True)
class Reading:
    """What has been read so far, and what is needed to read on. `within` is the row whose cells are
    being read; `held` are the conditions that hold, None for all of them; `conditions` those met so far."""

    pages: Sequence[Page]
    words: Mapping[str, str]
    drawings: list[Drawing] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    within: Area | None = None
    held: Container[Condition] | None = None
    conditions: list[Condition] = field(default_factory=list)


def read_area(table: Table, reading: Reading, key: str = "at", page: int = 0) -> Area:
    """`at = [x, y, w, h]` on the page `page` unless that is given; in a row, from the row's corner."""
    numbers = table.numbers(key)
    if len(numbers) != 4 or min(numbers) < 0:
        table.refuse(MistakeKind.WRONG_TYPE, key, "[左, 上, 幅, 高さ]（mm）")
    x, y, w, h = numbers
    row = reading.within
    number = row.page if row else page or table.integer("page", 1, least=1, most=len(reading.pages))
    width, height = (row.w, row.h) if row else (reading.pages[number - 1].width, reading.pages[number - 1].height)
    if x + w > width + _SLACK or y + h > height + _SLACK:
        table.refuse(MistakeKind.OUT_OF_RANGE, key, f"横{width:g}mm、縦{height:g}mmの中")
    return Area(number, x + row.x, y + row.y, w, h) if row else Area(number, x, y, w, h)


def read_room(table: Table, reading: Reading) -> Area:
    """An area that has an inside."""
    area = read_area(table, reading)
    if area.w < 1 or area.h < 1:
        table.refuse(MistakeKind.OUT_OF_RANGE, "at", "幅と高さは1mm以上")
    return area


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
    reading.conditions.append(condition)
    return reading.held is None or condition in reading.held


def read_size(table: Table, key: str, default: float) -> float:
    return table.number(key, default, least=SMALLEST_TYPE, most=LARGEST_TYPE)


def _label(table: Table, reading: Reading) -> list[Drawing]:
    return [
        Label(
            read_room(table, reading),
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
    return [Frame(read_room(table, reading), _weight(table), fill, table.boolean("dashed", False))]


def _grid(table: Table, reading: Reading) -> list[Drawing]:
    """Columns and rows in mm inside a frame; `outer` is the weight of the frame."""
    columns, rows = table.numbers("columns", least=0), table.numbers("rows", least=0)
    at = table.numbers("at", least=0)
    if len(at) != 2 or not columns or not rows:
        table.refuse(MistakeKind.WRONG_TYPE, "at", "at = [左, 上]、columns と rows は幅と高さの並び（mm）")
    if len(columns) + len(rows) > MOST_PARTS:
        table.refuse(MistakeKind.OUT_OF_RANGE, "columns", f"rows とあわせて{MOST_PARTS}個まで")
    page = table.integer("page", 1, least=1, most=len(reading.pages))
    area = Area(page, at[0], at[1], sum(columns), sum(rows))
    sheet_page = reading.pages[page - 1]
    if area.x + area.w > sheet_page.width + _SLACK or area.y + area.h > sheet_page.height + _SLACK:
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
