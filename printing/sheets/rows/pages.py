"""Which rows stand on which page: one page if rows can give way that far, else the fewest pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms.mistake import MistakeKind
from printing.sheets.geometry import Area
from printing.sheets.parts import Frame
from printing.sheets.rows.form import NEXT_TOP, TOP, Row, RowForm, Section, place_head
from printing.sheets.rows.look import (
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

BOTTOM = 11.0
"""Kept free at the foot of every page, in mm, for the line in the margin."""
TIGHTEST, ROOMIEST, LAST_ROOMIEST = 0.72, 1.3, 1.15
"""How far rows may shrink so that the form needs no further page, and grow to fill a page; less on a last page, whose
end may stay white."""
ONE_LINE, TIGHTEST_HIGH = 10.0, 0.8
"""A row higher than this holds small type (フリガナ, postal code), which has to stay readable: it shrinks less."""
TRIED = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.76, TIGHTEST)
HALVINGS = 12
"""Steps in which the scale is found, to a hundredth of a mm a row."""
WORTH_PARTING = 95.0
"""A section lower than this, in mm, is not parted between two pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one section on one page; `continued` if others of the section stand before."""

    section: Section
    rows: tuple[Row, ...]
    continued: bool


@dataclass(slots=True)
class Leaf:
    """One page. `used` is in mm; `scale` multiplies the heights of its rows but for rigid ones."""

    top: float
    room: float
    pieces: list[Piece] = field(default_factory=list)
    used: float = 0.0
    scale: float = 1.0
    has_closing: bool = False


def paginate(form: RowForm) -> list[Leaf]:
    """The pages, each as roomy as it can be. Raises DataMistake for a row higher than a page."""
    tries = [_packed(form, scale) for scale in TRIED]
    leaves = min(tries, key=len)
    for number, leaf in enumerate(leaves, start=1):
        is_last_of_several = number == len(leaves) > 1
        leaf.scale = _fill(form, leaf, LAST_ROOMIEST if is_last_of_several else ROOMIEST)
    return leaves


def height_of(row: Row, width: float, scale: float) -> float:
    """In mm on a page of this scale."""
    natural = row.band.height(width)
    if row.band.rigid:
        return natural
    return natural * max(scale, TIGHTEST_HIGH if natural > ONE_LINE else TIGHTEST)


def _packed(form: RowForm, scale: float) -> list[Leaf]:
    leaves = [_leaf(form, 1)]
    for section in form.sections:
        heights = [height_of(row, form.width, scale) for row in section.rows]
        _pack_section(form, leaves, section, heights)
    closing = GAP + form.closing.height(form.width)
    if leaves[-1].used + closing > leaves[-1].room:
        leaves.append(_leaf(form, len(leaves) + 1))
    leaves[-1].used += closing
    leaves[-1].has_closing = True
    return leaves


def _pack_section(form: RowForm, leaves: list[Leaf], section: Section, heights: Sequence[float]) -> None:
    whole = section.bar + sum(heights)
    gap = GAP if leaves[-1].pieces else 0.0
    together = whole if whole < WORTH_PARTING else section.bar + heights[0]
    if leaves[-1].pieces and leaves[-1].used + gap + together > leaves[-1].room:
        leaves.append(_leaf(form, len(leaves) + 1))
        gap = 0.0
    leaves[-1].used += gap + section.bar
    first = 0
    for position, (row, height) in enumerate(zip(section.rows, heights, strict=True)):
        if leaves[-1].used + height > leaves[-1].room and position > first:
            leaves[-1].pieces.append(Piece(section, section.rows[first:position], first > 0))
            leaves.append(_leaf(form, len(leaves) + 1))
            leaves[-1].used += section.bar
            first = position
        leaves[-1].used += height
        if leaves[-1].used > leaves[-1].room:
            most = leaves[-1].room - section.bar
            row.table.refuse(MistakeKind.OUT_OF_RANGE, "", f"1行の高さは{most:.0f}mmまで（人数を減らすなど）")
    leaves[-1].pieces.append(Piece(section, section.rows[first:], first > 0))


def _leaf(form: RowForm, number: int) -> Leaf:
    top = TOP if number == 1 else NEXT_TOP
    return Leaf(top, form.page.height - BOTTOM - top)


def _fill(form: RowForm, leaf: Leaf, most: float) -> float:
    """The scale up to `most` at which the page is full."""
    rows = [row for piece in leaf.pieces for row in piece.rows]
    taken = sum(piece.section.bar for piece in leaf.pieces) + GAP * max(0, len(leaf.pieces) - 1)
    if leaf.has_closing:
        taken += GAP + form.closing.height(form.width)
    low, high = TIGHTEST, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_full = taken + sum(height_of(row, form.width, middle) for row in rows) > leaf.room
        low, high = (low, middle) if is_full else (middle, high)
    return low


def lay_out(form: RowForm) -> tuple[Placed, int]:
    """Everything in its place, and the number of pages. Raises DataMistake for a row that fits nowhere."""
    leaves = paginate(form)
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
