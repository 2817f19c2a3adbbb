"""The boxes of a sheet, one class for each kind: it reads, writes, checks and draws itself.

A new kind is a class beside these, an entry in `KINDS` and its test; if people are to draw it and it has keys no other
kind has, also a field in the panel of the tracing page (kiosk/trace).
"""

from forms.tomlfile import Table
from printing.sheets.boxes.base import AnswerBox, Box, Fault, ItemBox, finish_box
from printing.sheets.boxes.marks import CELL_KINDS, CircleBox, ErasBox, MarkBox, RowsBox, TableBox, TickBox
from printing.sheets.boxes.text import (
    BLANKS,
    FLOOR,
    BlankBox,
    ChooseBox,
    CodeBox,
    CombBox,
    HandBox,
    NumberBox,
    PhotoBox,
    SealBox,
    SealPrintBox,
    SignatureBox,
    StaffBox,
    TextBox,
)
from printing.sheets.parts import Reading

KINDS: dict[str, type[Box]] = {
    **CELL_KINDS,
    **{each.kind: each for each in (RowsBox, CodeBox, SignatureBox, NumberBox, StaffBox)},
}
"""What a `[[box]]` may be, in the order people are offered it."""


def read_box(table: Table, reading: Reading) -> Box:
    """Return one `[[box]]`, checked unless it is a draft. Raise DataMistake."""
    kind = KINDS[table.choice("kind", KINDS, "text" if reading.is_draft else None)]
    box = kind.read(table, reading)
    finish_box(table, box, reading)
    return box


__all__ = [
    "BLANKS",
    "CELL_KINDS",
    "FLOOR",
    "KINDS",
    "AnswerBox",
    "BlankBox",
    "Box",
    "ChooseBox",
    "CircleBox",
    "CodeBox",
    "CombBox",
    "ErasBox",
    "Fault",
    "HandBox",
    "ItemBox",
    "MarkBox",
    "NumberBox",
    "PhotoBox",
    "RowsBox",
    "SealBox",
    "SealPrintBox",
    "SignatureBox",
    "StaffBox",
    "TableBox",
    "TextBox",
    "TickBox",
    "read_box",
]
