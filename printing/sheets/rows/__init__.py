"""Sheets written by sections and rows: read, and laid out in mm in the look of a town's forms."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from forms import Condition, Identification, Mark, MistakeKind, Table, Vocabulary
from printing.drawing.margin import foot
from printing.sheets.parts import Page, Reading, read_when, read_words
from printing.sheets.rows import cells, contents, form, people
from printing.sheets.rows.closing import Closing
from printing.sheets.rows.form import CARRIED_CODE, CODE, LARGE_CODE, lay_out
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
    except contents.TooLong as error:
        root.refuse(MistakeKind.DOES_NOT_FIT, LAYOUT, error.words)
    pages = (form.page,) * count
    return Sheet(
        name, form.head.title, pages, tuple(placed.drawings), tuple(placed.boxes), foot(form.page),
        conditions=tuple(dict.fromkeys(reading.conditions)),
    )  # fmt: skip


def _form(root: Table, reading: Reading, vocabulary: Vocabulary, code: float) -> form.RowForm:
    case = _case(root, reading, vocabulary) or Case()
    title = read_words(root, reading, "title")
    layout = root.table(LAYOUT)
    usual = read_words(
        layout, reading, "addressee", "（あて先）{addressee}" if "addressee" in reading.words else ""
    )
    head = form.Head(
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
    reader = _SectionReader(reading, vocabulary, numbered, form.width_between_margins(page))
    sections = tuple(section for section in root.each(SECTION, reader.read) if section)
    closing = _closing(root.table("closing"), reading)
    if case.words:
        closing = replace(closing, words=case.words)
    root.finish()
    return form.RowForm(head, page, sections, closing)


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

    def read(self, table: Table) -> form.Section | None:
        """Return the section, or None if nothing of it is drawn this time."""
        is_drawn = read_when(table, self.reading, self.vocabulary)
        heading = read_words(table, self.reading, "heading", "")
        context = form.Context(self.reading, self.vocabulary, heading)
        if not 1 <= len(table.tables("row")) <= MOST_ROWS:
            table.refuse(MistakeKind.OUT_OF_RANGE, "row", f"1行から{MOST_ROWS}行まで")
        rows = tuple(chain(*table.each("row", lambda row: _rows(row, context, self.width))))
        note = read_words(table, self.reading, "note", "")
        table.finish()
        if not is_drawn or not rows:
            return None
        self.last += 1
        return form.Section(f"{self.last}　{heading}" if heading and self.numbered else heading, note, rows)


def _rows(table: Table, context: form.Context, width: float) -> tuple[form.Row, ...]:
    kinds = [kind for kind in ROW_READERS if table.has(kind)]
    if len(kinds) != 1:
        table.refuse(MistakeKind.NOT_ALLOWED, kinds[1] if kinds else "", "、".join(ROW_READERS) + " のうち1つだけ")
    is_drawn = read_when(table, context.reading, context.vocabulary)
    bands = ROW_READERS[kinds[0]](table, context)
    table.finish()
    return tuple(form.Row(table, band, width) for band in bands) if is_drawn else ()


def _items(table: Table, context: form.Context) -> tuple[contents.Band, ...]:
    """`items = ["claimant.birth_date", "claimant.phone"]`: side by side, each as its kind is usually set."""
    names = table.texts("items")
    _check_count(table, "items", names)
    return (
        cells.CellsRow(tuple(cells.plain_cell(table, "items", name, context) for name in names), _height(table)),
    )


def _cells(table: Table, context: form.Context) -> tuple[contents.Band, ...]:
    _check_count(table, "cells", table.tables("cells"))
    return (cells.CellsRow(table.each("cells", lambda cell: cells.read_cell(cell, context)), _height(table)),)


def _note(table: Table, context: form.Context) -> tuple[contents.Band, ...]:
    size = table.number("size", contents.SMALL, least=5, most=20)
    return (contents.Words(read_words(table, context.reading, "note"), size, _height(table) or 5.0),)


def _people(table: Table, context: form.Context) -> tuple[contents.Band, ...]:
    return (people.read_people(table, context),)


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


ROW_READERS: dict[str, Callable[[Table, form.Context], tuple[contents.Band, ...]]] = {
    "items": _items,
    "cells": _cells,
    "person": people.read_person,
    "people": _people,
    "note": _note,
}
"""What a row may be; the key says which."""


__all__ = ["CARRIED_CODE", "CODE", "LARGE_CODE", "is_in_rows", "read_rows"]
