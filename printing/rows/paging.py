"""Which rows stand on which page: one page if rows can give way that far, else the fewest pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms.mistake import MistakeKind
from printing.rows.form import Row, RowForm, Section
from printing.rows.head import NEXT_TOP, TOP
from printing.rows.look import GAP

BOTTOM = 11.0
"""Kept free at the foot of every page, in mm, for the line in the margin."""
TIGHTEST, ROOMIEST, LAST_ROOMIEST = 0.8, 1.3, 1.15
"""How far rows may shrink so that the form needs no further page, and grow to fill a page; less on a last page, whose
end may stay white."""
TRIED = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85, TIGHTEST)
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


def paged(form: RowForm) -> list[Leaf]:
    """The pages, each as roomy as it can be. Raises DataMistake for a row higher than a page."""
    tries = [_packed(form, scale) for scale in TRIED]
    leaves = min(tries, key=len)
    for number, leaf in enumerate(leaves, start=1):
        is_last_of_several = number == len(leaves) > 1
        leaf.scale = min(LAST_ROOMIEST if is_last_of_several else ROOMIEST, _fill(form, leaf))
    return leaves


def height_of(row: Row, width: float, scale: float) -> float:
    """In mm on a page of this scale."""
    return row.band.height(width) * (1.0 if row.band.rigid else scale)


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


def _fill(form: RowForm, leaf: Leaf) -> float:
    """The scale at which the page is full."""
    bands = [row.band for piece in leaf.pieces for row in piece.rows]
    rigid = sum(band.height(form.width) for band in bands if band.rigid)
    soft = sum(band.height(form.width) for band in bands if not band.rigid)
    taken = rigid + sum(piece.section.bar for piece in leaf.pieces) + GAP * max(0, len(leaf.pieces) - 1)
    if leaf.has_closing:
        taken += GAP + form.closing.height(form.width)
    return (leaf.room - taken) / soft if soft else 1.0
