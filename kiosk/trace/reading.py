"""Boxes from a `sheet.toml` or from the browser, read by the same strict rules."""

from collections.abc import Mapping
from pathlib import Path

from forms.mistake import MistakeKind
from forms.tomlfile import Table, read_toml, table_of
from kiosk.trace.layout import Layout
from printing.sheets.boxes import Box, read_box
from printing.sheets.parts import Page, Reading, read_line

TEMPLATE = "template.pdf"
MOST_BOXES = 600
ANY_PAGE = Page(0, 0)
SCREEN = Path("（画面）")
"""Stands for a file in mistakes of what a browser sent."""


def read_layout(file: Path, page_count: int) -> Layout | None:
    """The layout of an existing `sheet.toml`; None if its pages are not those of the template. Raises DataMistake."""
    root = read_toml(file)
    pages = root.tables("page")
    expected = [(TEMPLATE, number) for number in range(1, page_count + 1)]
    if [(page.text("template", ""), page.integer("template_page", 1)) for page in pages] != expected:
        return None
    drawings = root.raw("drawing")
    plain = [each for each in drawings if isinstance(each, dict)] if isinstance(drawings, list) else []
    mark = root.numbers("page_mark") if root.has("page_mark") else ()
    layout = Layout(read_line(root, "title"), read_boxes(root, page_count), tuple(plain), mark)
    root.check()
    return layout


def boxes_from_plain(data: Mapping[str, object], page_count: int) -> tuple[Box, ...]:
    """The same from `{"box": […]}` as JSON or a form gives it. Raises DataMistake."""
    root = table_of(data, SCREEN)
    boxes = read_boxes(root, page_count)
    root.check()
    return boxes


def read_boxes(root: Table, page_count: int) -> tuple[Box, ...]:
    """Return the boxes as drafts: what is not said yet is missing, not wrong. Raise DataMistake."""
    tables = root.tables("box")
    if len(tables) > MOST_BOXES:
        root.refuse(MistakeKind.OUT_OF_RANGE, "box", f"{MOST_BOXES}個まで")
    # How large the pages are does not matter here: `kiosk.trace.check` tells what sticks out.
    draft = Reading((ANY_PAGE,) * page_count, {}, is_draft=True)
    return tuple(read_box(table, draft) for table in tables)
