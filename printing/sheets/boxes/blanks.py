"""Boxes no answer goes into: the office's code, and areas the law or the office wants left blank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

from forms.item import Item
from forms.tomlfile import Table
from printing.sheets.boxes.base import Box
from printing.sheets.boxes.text import comb_drawings
from printing.sheets.geometry import MM, Area
from printing.sheets.parts import Drawing, Label, Reading, read_label, read_room

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
    def read(cls, table: Table, reading: Reading) -> Self:
        return cls(read_room(table, reading))


@dataclass(frozen=True, slots=True)
class BlankBox(Box):
    """An area that is never printed into."""

    label: str = ""

    called: ClassVar[str] = ""
    """What it is called if nobody names it."""
    look: ClassVar[Literal["text", "mark", "blank"]] = "blank"

    @classmethod
    def read(cls, table: Table, reading: Reading) -> Self:
        return cls(read_room(table, reading), read_label(table, reading))

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
    def read(cls, table: Table, reading: Reading) -> Self:
        label = read_label(table, reading, "" if reading.is_draft else cls.called)
        return cls(read_room(table, reading), label, table.boolean("frame", True))

    def drawings(self) -> Iterator[Drawing]:
        """The cells, with a line above that says where they are written in."""
        if self.frame:
            hint = replace(self.area, h=min(3.0, self.area.h * 0.4))
            cells: Area = replace(self.area, y=self.area.y + hint.h, h=self.area.h - hint.h)
            yield Label(hint, AT_THE_COUNTER, hint.h * MM * 0.8, "center", grey=0.35)
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
