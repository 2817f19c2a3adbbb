"""Where in the margin a page has room for its line: at the foot if nothing of the sheet stands there, else at the head."""

from functools import lru_cache

from printing.sheet import Area, Page, Sheet, TextBox

EDGE = 4.0
"""Millimetres from the edge of the paper, where most printers cannot print."""
HEIGHT = 6.0
SIDE = 15.0
"""Left and right; less on a small page."""
SMALL_PAGE = 100.0
PAGES_KEPT = 256


@lru_cache(maxsize=PAGES_KEPT)
def margin_area(sheet: Sheet, number: int) -> Area | None:
    """The place on page `number` (from 1), continuation sheets included, as an area of a page of the sheet.

    None on the first page, on a page that has no room, and on one of the town's own form with a box for the name.
    """
    if number == 1:
        return None
    if number > len(sheet.pages):
        return foot(sheet.pages[0])
    page = sheet.pages[number - 1]
    if page.template and _says_whose(sheet, number):
        return None
    taken = [thing.area for thing in (*sheet.drawings, *sheet.boxes) if thing.area.page == number]
    strips = (foot(page, number), _strip(page, number, EDGE))
    return next((strip for strip in strips if not any(_touch(strip, area) for area in taken)), None)


def foot(page: Page, number: int = 1) -> Area:
    """The strip at the lower edge of a page, which is page `number` of its sheet."""
    return _strip(page, number, page.height - EDGE - HEIGHT)


def _says_whose(sheet: Sheet, number: int) -> bool:
    """Whether the page prints the name that stands first on the sheet."""
    boxes = (box for box in sheet.boxes if isinstance(box, TextBox))
    return any(box.area.page == number and box.item in sheet.names[:1] for box in boxes)


def _strip(page: Page, number: int, y: float) -> Area:
    side = SIDE if page.width > SMALL_PAGE else EDGE
    return Area(number, side, y, page.width - 2 * side, HEIGHT)


def _touch(one: Area, other: Area) -> bool:
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )
