"""Sheets written by sections and rows: read, and laid out in mm in the look of a town's forms."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from forms.condition import Condition
from forms.mistake import MistakeKind
from forms.procedure import Identification, Mark
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary
from printing.drawing.margin import foot
from printing.sheets.parts import Page, Reading, read_when, read_words
from printing.sheets.rows.cells import CellsRow, plain_cell, read_cell
from printing.sheets.rows.closing import Closing
from printing.sheets.rows.contents import SMALL, Band, TooLong, Words
from printing.sheets.rows.form import (
    CARRIED_CODE,
    CODE,
    LARGE_CODE,
    Context,
    Head,
    Row,
    RowForm,
    Section,
    lay_out,
    width_between_margins,
)
from printing.sheets.rows.people import read_people, read_person
from printing.sheets.sheet import Sheet

LAYOUT, SECTION = "layout", "section"
SIZES = {"portrait": (210.0, 297.0), "landscape": (297.0, 210.0)}
MOST_SECTIONS, MOST_ROWS, MOST_CELLS = 40, 60, 8
TALLEST = 150.0


def is_in_rows(root: Table) -> bool:
    """Whether the sheet is written by sections and rows, not in exact mm."""
    return root.has(LAYOUT) or root.has(SECTION)


def read_rows(
    root: Table,
    words: Mapping[str, str],
    vocabulary: Vocabulary,
    name: str,
    held: Container[Condition] | None = None,
    *,
    code: float = CODE,
) -> Sheet:
    """Return the sheet, laid out without the sections and rows whose condition is not among those `held`.

    Raise DataMistake with every mistake; what does not fit is told if there is no other.
    """
    reading = Reading((), words, held=held)
    form = _form(root, reading, vocabulary, code)
    try:
        placed, count = lay_out(form)
    except TooLong as error:
        root.refuse(MistakeKind.DOES_NOT_FIT, LAYOUT, error.words)
    pages = (form.page,) * count
    return Sheet(
        name, form.head.title, pages, tuple(placed.drawings), tuple(placed.boxes), foot(form.page),
        conditions=tuple(dict.fromkeys(reading.conditions)),
    )  # fmt: skip


def _form(root: Table, reading: Reading, vocabulary: Vocabulary, code: float) -> RowForm:
    case = _case(root, reading, vocabulary) or Case()
    title = read_words(root, reading, "title")
    layout = root.table(LAYOUT)
    usual = read_words(
        layout, reading, "addressee", "（あて先）{addressee}" if "addressee" in reading.words else ""
    )
    head = Head(
        case.title or title,
        _addressee(root, usual, reading, vocabulary),
        read_words(layout, reading, "date", "届出日"),
        layout.boolean("date_by_hand", False),
        code,
        case.number or read_words(layout, reading, "number", ""),
    )
    page = Page(*SIZES[layout.choice("orientation", SIZES, "portrait")])
    numbered = layout.boolean("numbered", True)
    layout.finish()
    if not 1 <= len(root.tables(SECTION)) <= MOST_SECTIONS:
        root.refuse(MistakeKind.OUT_OF_RANGE, SECTION, f"1個から{MOST_SECTIONS}個まで")
    reader = _SectionReader(reading, vocabulary, numbered, width_between_margins(page))
    sections = tuple(section for section in root.each(SECTION, reader.read) if section)
    closing = _closing(root.table("closing"), reading)
    if case.words:
        closing = replace(closing, words=case.words)
    root.finish()
    return RowForm(head, page, sections, closing)


@dataclass(frozen=True, slots=True)
class Case:
    """A form under a name of its own: what one sheet is called, numbered and declares where the answers call for it."""

    title: str = ""
    number: str = ""
    words: str = ""


def _case(root: Table, reading: Reading, vocabulary: Vocabulary) -> Case | None:
    """Return the first `[[case]]` whose `when` holds, None if none does."""

    def read(table: Table) -> Case | None:
        is_meant = read_when(table, reading, vocabulary) and reading.held is not None
        case = Case(*(read_words(table, reading, key, "") for key in ("title", "number", "words")))
        table.finish()
        return case if is_meant else None

    return next(filter(None, root.each("case", read)), None)


def _addressee(root: Table, usual: str, reading: Reading, vocabulary: Vocabulary) -> str:
    """Return the words of the first `[[addressee]]` whose `when` holds, else the usual ones."""

    def read(table: Table) -> str:
        is_meant = read_when(table, reading, vocabulary) and reading.held is not None
        words = read_words(table, reading, "words")
        table.finish()
        return words if is_meant else ""

    return next(filter(None, root.each("addressee", read)), usual)


@dataclass(slots=True)
class _SectionReader:
    reading: Reading
    vocabulary: Vocabulary
    numbered: bool
    width: float
    last: int = 0

    def read(self, table: Table) -> Section | None:
        """Return the section, or None if nothing of it is drawn this time."""
        is_drawn = read_when(table, self.reading, self.vocabulary)
        heading = read_words(table, self.reading, "heading", "")
        context = Context(self.reading, self.vocabulary, heading)
        if not 1 <= len(table.tables("row")) <= MOST_ROWS:
            table.refuse(MistakeKind.OUT_OF_RANGE, "row", f"1行から{MOST_ROWS}行まで")
        rows = tuple(chain(*table.each("row", lambda row: _rows(row, context, self.width))))
        note = read_words(table, self.reading, "note", "")
        table.finish()
        if not is_drawn or not rows:
            return None
        self.last += 1
        return Section(f"{self.last}　{heading}" if heading and self.numbered else heading, note, rows)


def _rows(table: Table, context: Context, width: float) -> tuple[Row, ...]:
    kinds = [kind for kind in ROW_READERS if table.has(kind)]
    if len(kinds) != 1:
        table.refuse(MistakeKind.NOT_ALLOWED, kinds[1] if kinds else "", "、".join(ROW_READERS) + " のうち1つだけ")
    is_drawn = read_when(table, context.reading, context.vocabulary)
    bands = ROW_READERS[kinds[0]](table, context)
    table.finish()
    return tuple(Row(table, band, width) for band in bands) if is_drawn else ()


def _items(table: Table, context: Context) -> tuple[Band, ...]:
    """`items = ["claimant.birth_date", "claimant.phone"]`: side by side, each as its kind is usually set."""
    names = table.texts("items")
    _check_count(table, "items", names)
    return (CellsRow(tuple(plain_cell(table, "items", name, context) for name in names), _height(table)),)


def _cells(table: Table, context: Context) -> tuple[Band, ...]:
    _check_count(table, "cells", table.tables("cells"))
    return (CellsRow(table.each("cells", lambda cell: read_cell(cell, context)), _height(table)),)


def _note(table: Table, context: Context) -> tuple[Band, ...]:
    size = table.number("size", SMALL, least=5, most=20)
    return (Words(read_words(table, context.reading, "note"), size, _height(table) or 5.0),)


def _people(table: Table, context: Context) -> tuple[Band, ...]:
    return (read_people(table, context),)


def _check_count(table: Table, key: str, entries: Sequence[object]) -> None:
    if not 1 <= len(entries) <= MOST_CELLS:
        table.refuse(MistakeKind.OUT_OF_RANGE, key, f"1個から{MOST_CELLS}個まで")


def _height(table: Table) -> float:
    return table.number("height", 0.0, least=0, most=TALLEST)


def _closing(table: Table, reading: Reading) -> Closing:
    closing = Closing(
        read_words(table, reading, "words", ""),
        read_words(table, reading, "signature", ""),
        table.choice("seal", Mark, Mark.NONE),
        table.choice("identification", Identification, Identification.ONE_OR_TWO_POINTS),
        table.texts("staff", ("受付", "入力", "審査")),
        table.texts("checks", ()),
        read_words(table, reading, "notes", ""),
    )
    table.finish()
    return closing


ROW_READERS: dict[str, Callable[[Table, Context], tuple[Band, ...]]] = {
    "items": _items,
    "cells": _cells,
    "person": read_person,
    "people": _people,
    "note": _note,
}
"""What a row may be; the key says which."""


__all__ = ["CARRIED_CODE", "CODE", "LARGE_CODE", "is_in_rows", "read_rows"]
