"""Cells for one character each, drawn as rules."""

from dataclasses import replace

from printing.measure import MM
from printing.sheet import Area, Drawing, Frame, Label, Line

INK = 0.5
"""Weight of the squares and cells that boxes bring along, in points."""

AT_THE_COUNTER = "窓口でご記入ください"
NUMBER_CELLS = 12
"""Digits of a 個人番号; its cells are drawn and never filled."""


def comb_drawings(area: Area, cells: int) -> list[Drawing]:
    """A frame parted into equal cells."""
    pitch = area.w / cells
    parts = [Line(Area(area.page, area.x + n * pitch, area.y, 0, area.h), INK / 2) for n in range(1, cells)]
    return [*parts, Frame(area, INK)]


def number_drawings(area: Area) -> list[Drawing]:
    """Cells for a 個人番号 with a line above that says where it is written in."""
    hint = replace(area, h=min(3.0, area.h * 0.4))
    cells = replace(area, y=area.y + hint.h, h=area.h - hint.h)
    words = Label(hint, AT_THE_COUNTER, hint.h * MM * 0.8, "center", grey=0.35)
    return [words, *comb_drawings(cells, NUMBER_CELLS)]
