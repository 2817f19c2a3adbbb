"""Boxes of text: a field, a comb with one character in each cell, and areas left blank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self, get_args

from forms import Item, MistakeKind, Table
from printing.drawing.fit import fit, one_line_at
from printing.drawing.ink import HEADROOM, Ink, Rect, room_in, set_type
from printing.fonts import Repertoire, clusters
from printing.sheets import parts
from printing.sheets.boxes.base import AnswerBox, Box, Fault
from printing.sheets.parts import INK, Area, Frame, Line
from printing.sheets.values import SHOWS, SheetValues, Show, find_shown

FLOOR = 6.0
"""The smallest type on a form, in points, if the sheet does not say otherwise."""
MOST_CELLS, MOST_LINES = 60, 40
ALIGNS: tuple[parts.Align, ...] = get_args(parts.Align)
COMB_ALIGNS: tuple[Literal["left", "right"], ...] = ("left", "right")


@dataclass(frozen=True, slots=True)
class TypedBox(AnswerBox):
    """A box of type that shrinks from `size` to `floor`. `show` is the part of the answer (`printing.sheets.values`)."""

    show: Show = "text"
    size: float = 11.0
    floor: float = FLOOR

    def usual(self, key: str) -> object:
        return min(FLOOR, self.size) if key == "floor" else self.default(key)

    def faults(self, width: float, height: float) -> Iterator[Fault]:
        yield from AnswerBox.faults(self, width, height)
        least = self.floor / parts.MM + 2 * HEADROOM
        if 1 <= self.area.h < least:
            yield Fault(
                MistakeKind.OUT_OF_RANGE,
                "at",
                f"高さは{least:.1f}mm以上（floor の大きさの字が入る高さ）",
                f"高さが足りません。{least:.1f}mm以上にしてください。",
            )

    @property
    def least_type(self) -> float:
        return self.floor

    def shown_in(self, values: SheetValues) -> tuple[str, ...]:
        return find_shown(values, self.item, self.show)


@dataclass(frozen=True, slots=True)
class TextBox(TypedBox):
    """The official text of the item, or the part of it that `show` names."""

    lines: int = 1
    align: parts.Align = "left"

    kind: ClassVar[str] = "text"
    name: ClassVar[str] = "文字"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        area, (size, floor) = parts.read_room(table, reading), _read_sizes(table)
        return cls(
            area, parts.read_item(table, reading), parts.read_label(table, reading), table.choice("show", SHOWS, "text"),
            size, floor, table.integer("lines", 1, least=1, most=MOST_LINES), table.choice("align", ALIGNS, "left"),
        )  # fmt: skip

    def ink(self, found: tuple[str, ...], rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        fitted = fit("、".join(found), room_in(rect, self.size, self.floor, self.lines), fonts)
        return Ink(item, label, set_type(fitted, rect, self.align)) if fitted else None


@dataclass(frozen=True, slots=True)
class CombBox(TypedBox):
    """One character in each of `cells` equal cells, which it draws if it has a `frame`."""

    cells: int = 1
    align: parts.Align = "left"
    frame: bool = True

    kind: ClassVar[str] = "comb"
    name: ClassVar[str] = "1字ずつのマス"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        area, (size, floor) = parts.read_room(table, reading), _read_sizes(table)
        return cls(
            area, parts.read_item(table, reading), parts.read_label(table, reading), table.choice("show", SHOWS, "text"),
            size, floor, table.integer("cells", least=1, most=MOST_CELLS),
            table.choice("align", ALIGNS if reading.is_draft else COMB_ALIGNS, "left"), table.boolean("frame", True),
        )  # fmt: skip

    def drawings(self) -> Iterator[parts.Drawing]:
        if self.frame:
            yield from comb_drawings(self.area, self.cells)

    def ink(self, found: tuple[str, ...], rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        return self._in_cells("、".join(found), rect, fonts, item)

    def reference_ink(self, number: int, rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        """One character in a cell, so that the mark does not cross the rules between the cells."""
        marks = (self._in_cells(words, rect, fonts, item) for words in (f"別紙{number}", f"※{number}"))
        return next((mark for mark in marks if mark), None)

    def _in_cells(self, text: str, rect: Rect, fonts: Repertoire, item: str) -> Ink | None:
        pieces = clusters(text)
        spare = self.cells - len(pieces)
        if spare < 0:
            return None
        pitch, first = rect.w / self.cells, spare if self.align == "right" else 0
        size = min(self.size, rect.h, pitch)
        types = [
            each
            for position, piece in enumerate(pieces, start=first)
            for each in set_type(
                one_line_at(piece, size, fonts), Rect(rect.x + position * pitch, rect.y, pitch, rect.h), "center"
            )
        ]
        return Ink(item, self.label, tuple(types))


def comb_drawings(area: Area, cells: int) -> list[parts.Drawing]:
    """Return a frame parted into equal cells."""
    pitch = area.w / cells
    parts = [Line(Area(area.page, area.x + n * pitch, area.y, 0, area.h), INK / 2) for n in range(1, cells)]
    return [*parts, Frame(area, INK)]


def _read_sizes(table: Table) -> tuple[float, float]:
    size = parts.read_size(table, "size", 11.0)
    floor = parts.read_size(table, "floor", min(FLOOR, size))
    if floor > size:
        table.refuse(MistakeKind.OUT_OF_RANGE, "floor", f"size の {size:g} 以下")
    return size, floor


AT_THE_COUNTER = "窓口でご記入ください"
NUMBER_CELLS = 12
"""Digits of a 個人番号; its cells are drawn and never filled."""


@dataclass(frozen=True, slots=True)
class CodeBox(Box):
    """A QR for the back office, drawn if the job has one."""

    kind: ClassVar[str] = "code"
    name: ClassVar[str] = "役場用のQRコード"
    look: ClassVar[Literal["text", "mark", "blank"]] = "blank"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        return cls(parts.read_room(table, reading))


@dataclass(frozen=True, slots=True)
class BlankBox(Box):
    """An area that is never printed into."""

    label: str = ""

    called: ClassVar[str] = ""
    """What it is called if nobody names it."""
    look: ClassVar[Literal["text", "mark", "blank"]] = "blank"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        return cls(parts.read_room(table, reading), parts.read_label(table, reading))

    def labelled(self, items: Mapping[str, Item]) -> Self:
        return self if self.label else replace(self, label=self.called)


@dataclass(frozen=True, slots=True)
class SignatureBox(BlankBox):
    """Left blank for the resident's own hand."""

    kind: ClassVar[str] = "signature"
    name: ClassVar[str] = "署名・押印（印字しない）"
    called: ClassVar[str] = "署名"


@dataclass(frozen=True, slots=True)
class NumberBox(BlankBox):
    """個人番号: cells that are never filled, only written into at the counter (番号法20条)."""

    frame: bool = True

    kind: ClassVar[str] = "number"
    name: ClassVar[str] = "個人番号（印字しない）"
    called: ClassVar[str] = "個人番号"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        label = parts.read_label(table, reading, "" if reading.is_draft else cls.called)
        return cls(parts.read_room(table, reading), label, table.boolean("frame", True))

    def drawings(self) -> Iterator[parts.Drawing]:
        """The cells, with a line above that says where they are written in."""
        if self.frame:
            hint = replace(self.area, h=min(3.0, self.area.h * 0.4))
            cells: Area = replace(self.area, y=self.area.y + hint.h, h=self.area.h - hint.h)
            yield parts.Label(hint, AT_THE_COUNTER, hint.h * parts.MM * 0.8, "center", grey=0.35)
            yield from comb_drawings(cells, NUMBER_CELLS)


@dataclass(frozen=True, slots=True)
class StaffBox(BlankBox):
    """Left blank for the office."""

    kind: ClassVar[str] = "staff"
    name: ClassVar[str] = "職員記入欄（印字しない）"
    called: ClassVar[str] = "職員記入欄"


class HandBox(BlankBox):
    """Written by the resident, on sheets in rows."""

    kind: ClassVar[str] = "hand"


class ChooseBox(BlankBox):
    """Words of which one is circled at the counter, on sheets in rows."""

    kind: ClassVar[str] = "choose"


class SealBox(BlankBox):
    """Room for a seal, on sheets in rows."""

    kind: ClassVar[str] = "seal"


class SealPrintBox(BlankBox):
    """The print of a seal to be registered (印影欄), on sheets in rows."""

    kind: ClassVar[str] = "seal_print"


class PhotoBox(BlankBox):
    """A photograph, on sheets in rows."""

    kind: ClassVar[str] = "photo"


BLANKS: dict[str, type[BlankBox]] = {
    each.kind: each
    for each in (SignatureBox, NumberBox, StaffBox, HandBox, ChooseBox, SealBox, SealPrintBox, PhotoBox)
}
