"""Choices to tick or to circle, set side by side like words and under each other where they line up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forms import Item, MistakeKind, Table
from printing.sheets.boxes.marks import CircleBox, RingBox, TickBox
from printing.sheets.parts import Area, Frame, Label, Reading, read_words
from printing.sheets.rows import contents

TICK, AFTER_TICK, BETWEEN = 3.6, 1.2, 3.6
PITCH, DETAIL_PITCH, LINE = 5.4, 6.6, 4.2
"""Millimetres from one line of choices to the next; of the line that has a detail; of a second line of words."""
LEAST_DETAIL, A_CHARACTER = 40.0, 1.5
"""A detail that has less room than this, or than its longest text needs on two small lines, gets its own line."""
BRACKET = 3.4
RING = 0.9
"""How far a ◎ stands out around its square; there is so much room before the words and between two lines."""
LEAST_LINE = 12.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One choice: the code that answers hold, and its words on the form."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A choice and where it begins, in mm from the left of the line."""

    mark: Mark
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Marks:
    """`detail` is the item written in brackets after the last choice, e.g. その他（　　）."""

    item: str
    label: str
    marks: tuple[Mark, ...]
    circle: bool = False
    detail: str = ""
    detail_label: str = ""
    detail_longest: int = 0
    most: str = ""
    """The item that says which of the choices matters most (◎)."""
    least: float = contents.ROW
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        return max(self.least, sum(self._heights(self._lines(width))) + 2.4)

    def place(self, area: Area, placed: contents.Placed) -> None:
        if area.w < LEAST_LINE + 2 * contents.PAD:
            raise contents.TooLong(self.label)
        lines = self._lines(area.w)
        wanted = self._heights(lines)
        # On a page that is squeezed a row may have a little less: its lines give way, not the next row.
        heights = [height * min(1.0, area.h / sum(wanted)) for height in wanted]
        air = (area.h - sum(heights)) / (len(heights) + 1)
        y = air
        for line, height in zip(lines, heights, strict=True):
            row = contents.part(area, x=contents.PAD, y=y, w=area.w - 2 * contents.PAD, h=height)
            for spot in line:
                self._place_mark(contents.part(row, x=spot.x, w=spot.width), spot.mark, placed)
            y += height + air
        if self.detail:
            self._place_detail(row, lines[-1], placed)

    def _place_mark(self, area: Area, mark: Mark, placed: contents.Placed) -> None:
        if self.circle:
            placed.drawings.append(contents.label(area, mark.words, contents.LABEL_SIZE, "center"))
            placed.boxes.append(CircleBox(area, self.item, mark.words, mark.value))
            return
        square = contents.part(area, y=(area.h - TICK) / 2, w=TICK, h=TICK)
        placed.drawings.append(Frame(square, contents.INNER))
        placed.drawings.append(contents.label(contents.part(area, x=TICK + AFTER_TICK), mark.words))
        placed.boxes.append(TickBox(square, self.item, mark.words, mark.value, frame=False))
        if self.most:
            around = Area(area.page, *(square.x - RING, square.y - RING), *(TICK + 2 * RING, TICK + 2 * RING))
            placed.boxes.append(RingBox(around, self.most, f"◎{mark.words}", mark.value))

    def _place_detail(self, row: Area, line: Sequence[Spot], placed: contents.Placed) -> None:
        start = _end(line) + BETWEEN / 2 if line else 0.0
        brackets = contents.part(row, x=start)
        placed.drawings.append(Label(contents.part(brackets, w=BRACKET), "（", contents.LABEL_SIZE, "right"))
        placed.drawings.append(Label(contents.part(brackets, x=brackets.w - BRACKET), "）", contents.LABEL_SIZE))
        inside = contents.part(brackets, x=BRACKET, w=brackets.w - 2 * BRACKET)
        placed.boxes.append(contents.text_box(inside, self.detail, self.detail_label, 10.0))

    def _heights(self, lines: Sequence[Sequence[Spot]]) -> list[float]:
        heights = [PITCH + (_rows_of_words(line, self.circle) - 1) * LINE for line in lines]
        if self.detail:
            heights[-1] = max(heights[-1], DETAIL_PITCH)
        return heights

    def _lines(self, width: float) -> list[list[Spot]]:
        room = max(LEAST_LINE, width - 2 * contents.PAD)
        flowing = _flowing(self._widths(room), self.marks, room)
        aligned = _aligned(self._widths(room), self.marks, room)
        lines = aligned if len(aligned) <= len(flowing) and len(flowing) > 1 else flowing
        wanted = min(room, max(LEAST_DETAIL, self.detail_longest * A_CHARACTER))
        if self.detail and room - _end(lines[-1]) - BETWEEN < wanted:
            lines.append([])
        return lines

    def _widths(self, room: float) -> list[float]:
        """Of each choice with its square, never wider than the line."""
        before = contents.PAD if self.circle else TICK + AFTER_TICK
        after = contents.PAD if self.circle else 0.0
        return [
            min(room, before + contents.width_of(mark.words, contents.LABEL_SIZE) + after) for mark in self.marks
        ]


def _flowing(widths: Sequence[float], marks: Sequence[Mark], room: float) -> list[list[Spot]]:
    lines: list[list[Spot]] = [[]]
    for width, mark in zip(widths, marks, strict=True):
        x = _end(lines[-1]) + BETWEEN if lines[-1] else 0.0
        if x + width > room + 0.01:
            lines.append([])
            x = 0.0
        lines[-1].append(Spot(mark, x, width))
    return lines


def _aligned(widths: Sequence[float], marks: Sequence[Mark], room: float) -> list[list[Spot]]:
    pitch = max(widths) + BETWEEN
    columns = max(1, int((room + BETWEEN) / pitch))
    spots = [
        Spot(mark, at % columns * pitch, width) for at, (width, mark) in enumerate(zip(widths, marks, strict=True))
    ]
    return [spots[start : start + columns] for start in range(0, len(spots), columns)]


def _end(line: Sequence[Spot]) -> float:
    return line[-1].x + line[-1].width if line else 0.0


def _rows_of_words(line: Sequence[Spot], circle: bool) -> int:
    """How many lines of type the longest choice of the line takes."""
    before = 2 * contents.PAD if circle else TICK + AFTER_TICK
    needed = [
        contents.width_of(spot.mark.words, contents.LABEL_SIZE) / max(1.0, spot.width - before + 0.3)
        for spot in line
    ]
    return max((int(ratio * 1.05) + 1 if ratio > 1 else 1 for ratio in needed), default=1)


def read_marks(table: Table, item: Item, reading: Reading) -> tuple[Mark, ...]:
    """The usual marks, of them `only` some, and with other `words` for some."""
    known = {mark.value: mark for mark in usual_marks(item)}
    if not known:
        table.refuse(MistakeKind.NOT_ALLOWED, "kind", "text、comb（選択肢のない項目なので）")
    only = table.texts("only", tuple(known))
    words = table.table("words")
    for key, code in [*(("only", code) for code in only), *(("words", code) for code in words.keys())]:  # noqa: SIM118
        if code not in known:
            table.refuse(MistakeKind.UNKNOWN_CHOICE, key, code)
    return tuple(Mark(code, read_words(words, reading, code, known[code].words)) for code in only)


def usual_marks(item: Item) -> tuple[Mark, ...]:
    """All choices with their official labels."""
    return tuple(Mark(code, words) for code, words in item.kind.marks(item))
