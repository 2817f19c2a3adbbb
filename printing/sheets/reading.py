"""Reads `sheet.toml`, strictly: an unknown, missing or impossible key is refused with file, line, key and remedy."""

from collections.abc import Container, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from forms import Condition, MistakeKind, Table, Vocabulary, kinds, read_toml, shipped_vocabulary
from printing.drawing.static import template_size
from printing.errors import PrintingError
from printing.ipp.options import KEYWORD_PATTERN, Sides, Staple
from printing.sheets import parts, rows
from printing.sheets.boxes import TextBox, read_box
from printing.sheets.sheet import PaperWish, Sheet

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
    sides = SIDES[table.choice("sides", SIDES)] if table.has("sides") else None
    staple = STAPLES[table.choice("staple", STAPLES)] if table.has("staple") else None
    table.finish()
    return PaperWish(source, sides, staple)


def read_placement(root: Table, key: str = "placement") -> parts.Placement:
    """The table `[placement]`: millimetres and factors."""
    table = root.table(key)
    low, high = 1 - MOST_STRETCHED, 1 + MOST_STRETCHED
    placement = parts.Placement(
        table.number("right", 0.0, least=-FURTHEST, most=FURTHEST),
        table.number("down", 0.0, least=-FURTHEST, most=FURTHEST),
        table.number("scale_x", 1.0, least=low, most=high),
        table.number("scale_y", 1.0, least=low, most=high),
    )
    table.finish()
    return placement


LONGEST_SIDE = 600.0
"""Millimetres; more than A2 is a mistake."""

MOST_PAGES, MOST_THINGS = 20, 2000


def read_sheet(
    file: Path,
    words: Mapping[str, str] | None = None,
    name: str = "",
    vocabulary: Vocabulary | None = None,
    held: Container[Condition] | None = None,
    *,
    code: float = rows.CODE,
) -> Sheet:
    """The sheet in `file`. `words` replace `{key}` in its labels, e.g. `town`. `name` is the folder's if not given.
    `vocabulary` has the official wording of items for sheets written in rows; the shipped one if not given.
    `code` is the side of the QR on such a sheet, in mm. Sections and rows whose condition is not
    among those `held` are left out; None draws all.

    Raises DataMistake with every mistake, what does not fit only if there is no other.
    """
    root = read_toml(file)
    name, paper, placement = name or file.parent.name, read_paper(root), read_placement(root)
    items = shipped_vocabulary() if vocabulary is None else vocabulary
    if rows.is_in_rows(root):
        sheet = rows.read_rows(root, words or {}, items, name, held, code=code)
    else:
        sheet = _exact_sheet(root, words or {}, name)
    return replace(sheet, paper=paper, placement=placement, names=_names(sheet, items))


def _names(sheet: Sheet, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The people named on the first page, in reading order."""
    items = (box.item for box in sheet.boxes if isinstance(box, TextBox) and box.area.page == 1)
    return tuple(item for item in items if item in vocabulary and vocabulary[item].kind is kinds.NAME)


def _exact_sheet(root: Table, words: Mapping[str, str], name: str) -> Sheet:
    """A sheet whose every place is written in mm."""
    pages = _pages(root)
    # What stands on a page can be judged only if the page is right.
    root.check()
    reading = parts.Reading(pages, words)
    title = parts.read_words(root, reading, "title")
    if len(root.tables("drawing")) + len(root.tables("box")) > MOST_THINGS:
        root.refuse(MistakeKind.OUT_OF_RANGE, "box", f"あわせて{MOST_THINGS}個まで")
    drawn = root.each("drawing", lambda table: _drawings(table, reading))
    boxes = root.each("box", lambda table: read_box(table, reading))
    mark = parts.read_area(root, reading, "page_mark", page=1) if root.has("page_mark") else None
    root.finish()
    drawings = chain(*drawn, *(box.drawings() for box in boxes))
    return Sheet(name, title, pages, tuple(drawings), boxes, mark)


def _drawings(table: Table, reading: parts.Reading) -> list[parts.Drawing]:
    """One `[[drawing]]`, which may be several lines."""
    kind = table.choice("kind", parts.DRAWING_READERS)
    drawings = parts.DRAWING_READERS[kind](table, reading)
    table.finish()
    return drawings


def _pages(root: Table) -> tuple[parts.Page, ...]:
    tables = root.tables("page")
    if not 1 <= len(tables) <= MOST_PAGES:
        root.refuse(MistakeKind.OUT_OF_RANGE, "page", f"1ページから{MOST_PAGES}ページまで")
    return tuple(_page(table) for table in tables)


def _page(table: Table) -> parts.Page:
    template = table.text("template", "")
    if not template:
        page = parts.Page(
            table.number("width", least=20, most=LONGEST_SIDE), table.number("height", least=20, most=LONGEST_SIDE)
        )
    else:
        page = _template_page(table, template)
    table.finish()
    return page


def _template_page(table: Table, template: str) -> parts.Page:
    file, number = table.file.parent / template, table.integer("template_page", 1, least=1, most=999)
    if Path(template).name != template or not file.is_file():
        table.refuse(MistakeKind.NOT_ALLOWED, "template", "sheet.toml と同じフォルダにあるPDFの名前")
    try:
        width, height = template_size(file, number)
    except PrintingError:
        table.refuse(MistakeKind.UNREADABLE, "template", template)
    if not (20 <= width <= LONGEST_SIDE and 20 <= height <= LONGEST_SIDE):
        table.refuse(MistakeKind.OUT_OF_RANGE, "template", f"20mmから{LONGEST_SIDE:g}mmまで")
    return parts.Page(width, height, file, number)
