"""Sections of a drafted sheet: a grey heading and below it a table of labels and values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms import Ask, Item, Kind
from kiosk.sheetdraft.canvas import BOTTOM, LABEL, LEFT, RIGHT, WIDTH, Canvas, width_of
from kiosk.sheetdraft.ticks import tick_rows, ticks

HALF = (RIGHT - LEFT) / 2
HEADING = 5.2
SHORT = {Kind.DATE, Kind.PHONE, Kind.POSTAL_CODE, Kind.COUNT, Kind.MONEY}
LONGEST_SHORT = 40
"""Signs of a text or number that stands in half a line, in two lines of small type if need be."""
MANY_CHOICES = 7
"""From so many on, a choice is printed as text instead of ticks."""
SHORT_ROW = 6.5
HEIGHTS = {Kind.NAME: 7.5, Kind.KANA: 5.5, Kind.ADDRESS: 8.0}
SIZES = {Kind.NAME: 13.0, Kind.KANA: 9.0}
PER_LINE = 42


@dataclass(slots=True)
class Section:
    """Rows under one heading; they are drawn when the section is finished, so that the frame fits them."""

    canvas: Canvas
    heights: list[float] = field(default_factory=list)
    top: float = 0.0
    left_open: bool = False

    def row(self, height: float) -> float:
        """The y of a new row; begins a new table where the page ends."""
        if self.canvas.y + height > BOTTOM - 2:
            self.finish()
            self.canvas.make_room(height + 2)
        if not self.heights:
            self.top = self.canvas.y
        self.heights.append(height)
        self.left_open = False
        y = self.canvas.y
        self.canvas.y += height
        return y

    def finish(self) -> None:
        if self.heights:
            self.canvas.drawing(
                "grid", [LEFT, self.top], columns=[LABEL, WIDTH - LABEL], rows=self.heights, outer=0.8
            )
        self.heights = []


def heading(canvas: Canvas, number: int, words: str, room: float) -> None:
    """The grey bar with the section's number."""
    canvas.make_room(HEADING + room)
    canvas.comment(f"{number} {words}")
    canvas.drawing("frame", [LEFT, canvas.y, WIDTH, HEADING], fill=0.88, weight=0.8)
    canvas.label([LEFT + 2, canvas.y, WIDTH - 4, HEADING], f"{number}　{words}", size=10, bold=True)
    canvas.y += HEADING


def rows_of_page(section: Section, asks: Sequence[Ask]) -> None:
    """The questions one below the other, two short ones side by side."""
    waiting: Ask | None = None
    for ask in asks:
        if not is_short(ask.item):
            if waiting:
                pair_of(section, waiting.item, None)
            waiting = None
            row_of(section, ask)
        elif waiting is None:
            waiting = ask
        else:
            pair_of(section, waiting.item, ask.item)
            waiting = None
    if waiting:
        pair_of(section, waiting.item, None)


def is_short(item: Item) -> bool:
    """Whether half a line is enough for it."""
    if item.kind is Kind.CHOICE:
        return len(item.choices) >= MANY_CHOICES or len(tick_rows(item, (), HALF - LABEL - 4)) == 1
    is_brief = item.kind in (Kind.TEXT, Kind.DIGITS) and item.longest <= LONGEST_SHORT
    return item.kind in SHORT or item.kind is Kind.YES_NO or is_brief


def row_of(section: Section, ask: Ask) -> None:
    item = ask.item
    if item.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        rows = tick_rows(item, ask.offered, RIGHT - LEFT - LABEL - 6)
        height = max(SHORT_ROW, 5.4 * len(rows) + 1.8)
        y = section.row(height)
        label_cell(section.canvas, LEFT, y, height, item.label)
        ticks(section.canvas, item, rows, LEFT + LABEL + 3, y + (height - 5.4 * len(rows)) / 2 + 0.9)
    elif item.kind is Kind.CONSENT:
        y = section.row(SHORT_ROW)
        label_cell(section.canvas, LEFT, y, SHORT_ROW, "同意")
        tick = [LEFT + LABEL + 3, y + 1.7, 3.6, 3.6]
        section.canvas.box("tick", tick, item=item.name, value="yes", words=f"{item.ask}。", size=8.5)
    else:
        lines = -(-item.longest // PER_LINE) if item.kind is Kind.TEXT else 1
        height = HEIGHTS.get(item.kind, max(6.6, 1.0 + 3.5 * lines))
        y = section.row(height)
        label_cell(section.canvas, LEFT, y, height, item.label)
        _value(section.canvas, item, [LEFT + LABEL, y, WIDTH - LABEL, height], lines)


def pair_of(section: Section, left: Item, right: Item | None) -> None:
    """Two short answers in one row."""
    y, canvas = section.row(SHORT_ROW), section.canvas
    label_cell(canvas, LEFT, y, SHORT_ROW, left.label)
    _half(canvas, left, [LEFT + LABEL, y, HALF - LABEL if right else WIDTH - LABEL, SHORT_ROW])
    if right:
        canvas.drawing("line", [LEFT + HALF, y, 0, SHORT_ROW])
        canvas.drawing("line", [LEFT + HALF + LABEL, y, 0, SHORT_ROW])
        label_cell(canvas, LEFT + HALF, y, SHORT_ROW, right.label)
        _half(canvas, right, [LEFT + HALF + LABEL, y, HALF - LABEL, SHORT_ROW])


def _half(canvas: Canvas, item: Item, at: list[float]) -> None:
    """The value of a short answer: ticks, or text in up to two lines."""
    if item.kind is Kind.YES_NO or (item.kind is Kind.CHOICE and len(item.choices) < MANY_CHOICES):
        ticks(canvas, item, tick_rows(item, (), at[2] - 4), at[0] + 3, at[1] + (at[3] - 3.6) / 2)
    else:
        _value(canvas, item, at, 2 if item.longest > 20 and item.kind is Kind.TEXT else 1)


def label_cell(canvas: Canvas, x: float, y: float, height: float, words: str) -> None:
    """The official label in one to three lines."""
    size = 9.0 if width_of(words, 9.0) <= LABEL - 3 else 8.0
    if width_of(words, size) <= LABEL - 3 and 2 < len(words) <= 6:
        canvas.label([x + 3, y, LABEL - 6, height], words, align="spread", size=size)
        return
    per_line = max(int((LABEL - 2) / (size * 25.4 / 72)), 4)
    count = -(-len(words) // per_line)
    size = size if count * size * 0.42 < height else 7.0
    per_line = max(-(-len(words) // count), 1) if size > 7 else int((LABEL - 2) / (7.0 * 25.4 / 72))
    broken = "\n".join(words[place : place + per_line] for place in range(0, len(words), per_line))
    canvas.label([x + 1, y, LABEL - 2, height], broken, align="center", size=size)


def _value(canvas: Canvas, item: Item, at: list[float], lines: int = 1) -> None:
    size = SIZES.get(item.kind, 11.0)
    lines = 2 if item.kind in (Kind.NAME, Kind.ADDRESS) else lines
    if lines > 1:
        canvas.box("text", at, item=item.name, label=item.label, size=size, lines=lines)
    else:
        canvas.box("text", at, item=item.name, label=item.label, size=size)
