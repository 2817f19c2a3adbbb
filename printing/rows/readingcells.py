"""Reads one cell of a row: its wording, and how it is set unless said otherwise, come from the vocabulary."""

from dataclasses import dataclass, replace
from typing import get_args

from forms.item import Item, Kind
from forms.tomlfile import Table
from printing.readingboxes import MOST_CELLS as MOST_COMB_CELLS
from printing.readingparts import read_size, read_words
from printing.rows.blanks import HEIGHTS, Blank
from printing.rows.cells import Cell, Part
from printing.rows.contents import Address, Comb, Text, Words
from printing.rows.context import Context, known_item, read_item
from printing.rows.look import KANA_ROW, NAME_ROW, ROW, Band
from printing.rows.marks import Mark, Marks
from printing.rows.readingmarks import CHOOSING, read_marks, usual_marks
from printing.sheet import Align
from printing.shown import SHOWS, Show

KINDS = ("text", "ticks", "circles", "comb", "address")
"""How an item is set; its kind in the vocabulary decides if the sheet does not."""
BY_LENGTH = {Kind.TEXT, Kind.CHOICES}
ALIGNS: tuple[Align, ...] = get_args(Align)
KANA_LABEL = "フリガナ"
WIDEST = 100.0
MOST_TICKS = 10
"""An item with more choices than this is written out rather than ticked."""


def plain_cell(table: Table, key: str, name: str, context: Context) -> Cell:
    """The item as its kind is usually set, under its own official label."""
    return usual_cell(known_item(table, key, name, context), context)


def usual_cell(item: Item, context: Context) -> Cell:
    return Cell((Part(item.label, _content(_Settings(item, item.label, _usual(item), context))),))


def read_cell(table: Table, context: Context) -> Cell:
    """A cell: an `item`, a `blank`, or fixed `text`."""
    share = table.number("width", 1.0, least=0.1, most=WIDEST)
    parts: tuple[Part, ...]
    if table.has("blank"):
        label = read_words(table, context.reading, "label")
        kind = table.choice("blank", HEIGHTS)
        parts = (Part(label, Blank(kind, context.named(label), read_words(table, context.reading, "words", ""))),)
    elif table.has("text"):
        label, text = (read_words(table, context.reading, key) for key in ("label", "text"))
        parts = (Part(label, Words(text)),)
    else:
        parts = _item_parts(table, context)
    table.finish()
    return Cell(parts, share)


@dataclass(frozen=True, slots=True)
class _Settings:
    """An item and how it is to be set."""

    item: Item
    label: str
    kind: str
    context: Context
    postal: str = ""
    building: str = ""
    detail: Item | None = None
    marks: tuple[Mark, ...] = ()
    cells: int = 0
    size: float = 0.0
    show: Show = "text"
    align: Align | None = None


def _item_parts(table: Table, context: Context) -> tuple[Part, ...]:
    item = read_item(table, "item", context)
    label = read_words(table, context.reading, "label", item.label)
    kind = table.choice("kind", KINDS, _usual(item))
    settings = _Settings(
        item, label, kind, context,
        postal=_other(table, "postal", context),
        building=_other(table, "building", context),
        detail=read_item(table, "detail", context) if table.has("detail") else None,
        marks=read_marks(table, item, context.reading) if kind in ("ticks", "circles") else (),
        cells=table.integer("digits", 0, least=1, most=MOST_COMB_CELLS) if table.has("digits") else 0,
        size=read_size(table, "size", 0.0) if table.has("size") else 0.0,
        show=table.choice("show", SHOWS, "text"),
        align=table.choice("align", ALIGNS) if table.has("align") else None,
    )  # fmt: skip
    part = Part(label, _content(settings))
    if not table.has("kana"):
        return (part,)
    kana = read_item(table, "kana", context).name
    return (Part(KANA_LABEL, Text(kana, context.named(KANA_LABEL), 9.0, least=KANA_ROW), minor=True), part)


def _content(settings: _Settings) -> Band:
    item, name = settings.item, settings.context.named(settings.label)
    match settings.kind:
        case "address":
            return Address(item.name, name, settings.postal, settings.building)
        case "comb":
            return Comb(item.name, name, settings.cells or item.longest, settings.show, settings.align or "right")
        case "ticks" | "circles":
            detail = settings.detail
            marks = Marks(item.name, name, settings.marks or usual_marks(item), settings.kind == "circles")
            if detail is None:
                return marks
            return replace(
                marks,
                detail=detail.name,
                detail_label=settings.context.named(detail.label),
                detail_longest=detail.longest,
            )
        case _:
            is_name = item.kind is Kind.NAME
            return Text(
                item.name, name, settings.size or (13.0 if is_name else 11.0), settings.show, settings.align or "left",
                NAME_ROW if is_name else ROW, item.longest if item.kind in BY_LENGTH else 0,
            )  # fmt: skip


def _usual(item: Item) -> str:
    if item.kind in CHOOSING and len(item.choices) <= MOST_TICKS:
        return "ticks"
    return {Kind.DIGITS: "comb", Kind.ADDRESS: "address"}.get(item.kind, "text")


def _other(table: Table, key: str, context: Context) -> str:
    return read_item(table, key, context).name if table.has(key) else ""
