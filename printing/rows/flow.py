"""Puts a form onto its pages: the head, the sections with their frames, the closing block."""

from forms.mistake import MistakeKind
from printing.rows.form import Row, RowForm
from printing.rows.head import place_head
from printing.rows.look import (
    GAP,
    GREY,
    HEADING,
    MARGIN,
    OUTER,
    PAD,
    SMALL,
    Placed,
    TooLong,
    label,
    level,
    part,
    width_of,
)
from printing.rows.paging import Leaf, Piece, height_of, paged
from printing.sheet import Area, Frame


def lay_out(form: RowForm) -> tuple[Placed, int]:
    """Everything in its place, and the number of pages. Raises DataMistake for a row that fits nowhere."""
    leaves = paged(form)
    placed = Placed()
    for page, leaf in enumerate(leaves, start=1):
        place_head(form.head, page, form.page.width, placed)
        _place_leaf(form, leaf, page, placed)
    return placed, len(leaves)


def _place_leaf(form: RowForm, leaf: Leaf, page: int, placed: Placed) -> None:
    y = leaf.top
    for position, piece in enumerate(leaf.pieces):
        y += GAP if position else 0.0
        heights = [height_of(row, form.width, leaf.scale) for row in piece.rows]
        area = Area(page, MARGIN, y, form.width, piece.section.bar + sum(heights))
        _place_piece(piece, heights, area, placed)
        y += area.h
    if leaf.has_closing:
        y += GAP if leaf.pieces else 0.0
        form.closing.place(Area(page, MARGIN, y, form.width, form.closing.height(form.width)), placed)


def _place_piece(piece: Piece, heights: list[float], area: Area, placed: Placed) -> None:
    bar = piece.section.bar
    if bar:
        heading = f"{piece.section.heading}（つづき）" if piece.continued else piece.section.heading
        _place_heading(part(area, h=HEADING), heading, piece.section.note, placed)
    y = bar
    for row, height in zip(piece.rows, heights, strict=True):
        if y > bar:
            placed.drawings.append(level(area, y))
        _place_row(row, part(area, y=y, h=height), placed)
        y += height
    placed.drawings.append(Frame(part(area, y=bar), OUTER))


def _place_row(row: Row, area: Area, placed: Placed) -> None:
    try:
        row.band.place(area, placed)
    except TooLong as error:
        row.table.refuse(MistakeKind.DOES_NOT_FIT, "", error.words)


def _place_heading(area: Area, heading: str, note: str, placed: Placed) -> None:
    placed.drawings.append(Frame(area, OUTER, GREY))
    inside = part(area, x=PAD, w=area.w - 2 * PAD)
    placed.drawings.append(label(inside, heading, 10.0, bold=True))
    if note:
        taken = min(width_of(heading, 10.0) + 4.0, inside.w / 2)
        placed.drawings.append(label(part(inside, x=taken), note, SMALL, "right"))
