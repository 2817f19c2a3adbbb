"""The columns of people on a continuation sheet: each as wide as what stands in it, as far as the page goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.fonts import Repertoire
from printing.measure import MM
from printing.sheet import RowsBox
from printing.values import SheetValues

GAP = 3.0
"""Millimetres between columns."""
NUMBER_WIDTH = 9.0
"""Millimetres for the person's number."""
NARROWEST = 2.5
"""Characters; a heading breaks, but not further."""


@dataclass(frozen=True, slots=True)
class Column:
    """Its heading, the field it shows (none for the person's number), and where it stands in points."""

    label: str
    item: str
    x: float
    width: float


def columns_of(
    box: RowsBox, people: Sequence[SheetValues], left: float, room: float, size: float, fonts: Repertoire
) -> list[Column]:
    """Columns in `room` points from `left`: the person's number, then each field of the form's row once."""
    labels: dict[str, str] = {}
    for cell in box.rows[0]:
        labels.setdefault(cell.item, within(box.label, cell.label))
    needs = [
        max(NARROWEST * size, *(fonts.width(person.texts.get(item, "")) * size / 1000 for person in people))
        + GAP * MM
        for item in labels
    ]
    x = left + NUMBER_WIDTH * MM
    columns = [Column("", "", left, NUMBER_WIDTH * MM)]
    for (item, label), width in zip(labels.items(), shared(needs, room - NUMBER_WIDTH * MM), strict=True):
        columns.append(Column(label, item, x, width - GAP * MM))
        x += width
    return columns


def shared(needs: Sequence[float], room: float) -> list[float]:
    """The room dealt out: everybody gets what they need, or an equal share of what the modest leave over."""
    widths = [0.0] * len(needs)
    left = room
    for rank, position in enumerate(sorted(range(len(needs)), key=lambda at: needs[at])):
        widths[position] = min(needs[position], left / (len(needs) - rank))
        left -= widths[position]
    return [width + left / len(needs) for width in widths]


def within(whole: str, part: str) -> str:
    """The name of a part without the name of the whole in front: 異動する方の氏名 is the 氏名 within 異動する方."""
    short = part.removeprefix(whole).removeprefix("の")
    return short or part
