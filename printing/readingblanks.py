"""Reads the boxes of `sheet.toml` that no answer goes into."""

from collections.abc import Callable

from forms.tomlfile import Table
from printing.combs import number_drawings
from printing.readingparts import Reading, read_room, read_words
from printing.sheet import BlankBox, Box, CodeBox


def _code(table: Table, reading: Reading) -> list[Box]:
    return [CodeBox(read_room(table, reading))]


def _signature(table: Table, reading: Reading) -> list[Box]:
    """Left blank for the resident's own hand."""
    return [BlankBox(read_room(table, reading), read_words(table, reading, "label"), "signature")]


def _staff(table: Table, reading: Reading) -> list[Box]:
    """Left blank for the office."""
    return [BlankBox(read_room(table, reading), read_words(table, reading, "label"), "staff")]


def _number(table: Table, reading: Reading) -> list[Box]:
    """個人番号: cells that are never filled, only written into at the counter (番号法20条)."""
    area, label = read_room(table, reading), read_words(table, reading, "label", "個人番号")
    if table.boolean("frame", True):
        reading.drawings += number_drawings(area)
    return [BlankBox(area, label, "number")]


BLANK_READERS: dict[str, Callable[[Table, Reading], list[Box]]] = {
    "code": _code,
    "signature": _signature,
    "staff": _staff,
    "number": _number,
}
