"""Reads what a sheet wants of the printer, and how its ink is to be moved."""

from forms.mistake import MistakeKind
from forms.tomlfile import Table
from printing.ipp.options import KEYWORD_PATTERN, Sides, Staple
from printing.place import Placement
from printing.sheet import PaperWish

SIDES = {"one": Sides.ONE, "long_edge": Sides.TWO_LONG_EDGE, "short_edge": Sides.TWO_SHORT_EDGE}
STAPLES = {staple.name.lower(): staple for staple in Staple}

FURTHEST = 20.0
"""Millimetres; a printer that is further off needs a technician."""
MOST_STRETCHED = 0.1


def read_paper(root: Table) -> PaperWish:
    """The table `[paper]`."""
    table = root.table("paper")
    source = table.text("source", "")
    if source and not KEYWORD_PATTERN.fullmatch(source):
        table.refuse(MistakeKind.NOT_ALLOWED, "source", "プリンターの給紙口の名前（例 tray-2）")
    sides = SIDES[table.choice("sides", SIDES, "one")]
    staple = STAPLES[table.choice("staple", STAPLES)] if table.has("staple") else None
    table.finish()
    return PaperWish(source, sides, staple)


def read_placement(root: Table, key: str = "placement") -> Placement:
    """The table `[placement]`: millimetres and factors."""
    table = root.table(key)
    low, high = 1 - MOST_STRETCHED, 1 + MOST_STRETCHED
    placement = Placement(
        table.number("right", 0.0, least=-FURTHEST, most=FURTHEST),
        table.number("down", 0.0, least=-FURTHEST, most=FURTHEST),
        table.number("scale_x", 1.0, least=low, most=high),
        table.number("scale_y", 1.0, least=low, most=high),
    )
    table.finish()
    return placement
