"""What paper a sheet wants, and which sheets of a visit can go to the printer together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from printing.drawing.render import SheetJob
from printing.ipp.options import PrintOptions, Sides
from printing.sheets.parts import Page
from printing.sheets.sheet import Sheet

NAMES = {
    (148, 210): "iso_a5_148x210mm",
    (182, 257): "jis_b5_182x257mm",
    (210, 297): "iso_a4_210x297mm",
    (257, 364): "jis_b4_257x364mm",
    (297, 420): "iso_a3_297x420mm",
}
"""PWG 5101.1 names of the sizes a town hall has, upright."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs one after the other that want the same paper, to be rendered and printed as one."""

    jobs: tuple[SheetJob, ...]
    options: PrintOptions


def batches(jobs: Sequence[SheetJob]) -> tuple[Batch, ...]:
    """The jobs in their order, in as few batches as their paper allows; usually one.

    Two forms never share a leaf or a staple: what is printed on both sides or stapled is a batch by itself.
    """
    grouped = groupby(enumerate(jobs), key=lambda at: (options_of(at[1].sheet), _apart(at[1].sheet) and at[0]))
    return tuple(Batch(tuple(job for _, job in together), options) for (options, _), together in grouped)


def _apart(sheet: Sheet) -> bool:
    return _sides_of(sheet) is not Sides.ONE or sheet.paper.staple is not None


def _sides_of(sheet: Sheet) -> Sides:
    """A back page belongs to its front: signature and claimant are on one leaf."""
    usual = Sides.TWO_LONG_EDGE if len(sheet.pages) > 1 else Sides.ONE
    return sheet.paper.sides or usual


def options_of(sheet: Sheet) -> PrintOptions:
    """What to ask of the printer for a sheet, with the size of its first page."""
    wish = sheet.paper
    return PrintOptions(
        media=media_of(sheet.pages[0]),
        sides=_sides_of(sheet),
        paper_source=wish.source or None,
        staple=wish.staple,
    )


def media_of(page: Page) -> str:
    """The standard name of the page's size; a landscape page is printed on upright paper."""
    short, long = sorted((page.width, page.height))
    near = (name for (w, h), name in NAMES.items() if abs(w - short) < 1.5 and abs(h - long) < 1.5)
    return next(near, f"custom_sheet_{short:.0f}x{long:.0f}mm")
