"""What a person draws over a form: the boxes of one `sheet.toml`, as the file says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from printing.sheets.geometry import Area
from printing.sheets.sheet import FLOOR


class BoxKind(StrEnum):
    """The kinds of boxes of `printing.sheets.boxes`, in the order people are offered them."""

    TEXT = "text"
    COMB = "comb"
    TICK = "tick"
    CIRCLE = "circle"
    ERAS = "eras"
    ROWS = "rows"
    CODE = "code"
    SIGNATURE = "signature"
    NUMBER = "number"
    STAFF = "staff"


WORDS: dict[BoxKind, str] = {
    BoxKind.TEXT: "文字",
    BoxKind.COMB: "1字ずつのマス",
    BoxKind.TICK: "チェック（✓）",
    BoxKind.CIRCLE: "丸囲み（○）",
    BoxKind.ERAS: "元号の丸囲み",
    BoxKind.ROWS: "くり返しの行（世帯員など）",
    BoxKind.CODE: "役場用のQRコード",
    BoxKind.SIGNATURE: "署名・押印（印字しない）",
    BoxKind.NUMBER: "個人番号（印字しない）",
    BoxKind.STAFF: "職員記入欄（印字しない）",
}

KEYS: dict[BoxKind, tuple[str, ...]] = {
    BoxKind.TEXT: ("item", "show", "label", "size", "floor", "lines", "align"),
    BoxKind.COMB: ("item", "show", "label", "cells", "size", "floor", "align", "frame"),
    BoxKind.TICK: ("item", "value", "show", "label", "words", "size", "frame"),
    BoxKind.CIRCLE: ("item", "value", "show", "label", "words", "size"),
    BoxKind.ERAS: ("item", "label", "eras", "size", "frame"),
    BoxKind.ROWS: ("item", "label", "count"),
    BoxKind.CODE: (),
    BoxKind.SIGNATURE: ("label",),
    BoxKind.NUMBER: ("label", "frame"),
    BoxKind.STAFF: ("label",),
}
"""What can be said about a box of each kind, beside its place."""

CELL_KINDS = (BoxKind.TEXT, BoxKind.COMB, BoxKind.TICK, BoxKind.CIRCLE, BoxKind.ERAS)
MARKS = (BoxKind.TICK, BoxKind.CIRCLE)
TYPE_SIZES = {kind: 11.0 if kind in (BoxKind.TEXT, BoxKind.COMB) else 9.0 for kind in BoxKind}
ERAS = ("T", "S", "H", "R")


@dataclass(frozen=True, slots=True)
class TracedBox:
    """One `[[box]]`. The areas of `row` count from the corner of the first row. What a kind has no use for
    (see KEYS) stays at its default."""

    kind: BoxKind
    area: Area
    item: str = ""
    show: str = ""
    label: str = ""
    value: str = ""
    words: str = ""
    size: float = 11.0
    floor: float = FLOOR
    lines: int = 1
    align: str = "left"
    cells: int = 1
    count: int = 1
    frame: bool = True
    eras: tuple[str, ...] = ERAS
    row: tuple["TracedBox", ...] = ()

    @property
    def default_show(self) -> str:
        return "code" if self.kind in MARKS else "text"

    def rounded(self) -> "TracedBox":
        """With its place in tenths of a millimetre, finer than any printer feeds."""
        x, y, w, h = (round(length, 1) for length in (self.area.x, self.area.y, self.area.w, self.area.h))
        return replace(self, area=Area(self.area.page, x, y, w, h), row=tuple(cell.rounded() for cell in self.row))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet over a template. `drawings` and `page_mark` are kept as an existing file said them."""

    title: str
    boxes: tuple[TracedBox, ...] = ()
    drawings: tuple[Mapping[str, object], ...] = ()
    page_mark: tuple[float, ...] = field(default=())
