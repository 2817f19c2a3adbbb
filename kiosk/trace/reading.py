"""Boxes from a `sheet.toml` or from the browser, read by the same strict rules."""

from collections.abc import Mapping
from pathlib import Path

from forms.mistake import MistakeKind
from forms.tomlfile import Table, read_toml, table_of
from kiosk.trace.layout import CELL_KINDS, ERAS, KEYS, TYPE_SIZES, BoxKind, Layout, TracedBox
from printing.sheets.boxes import ERA_LETTERS, MOST_CELLS, MOST_LINES, MOST_ROWS
from printing.sheets.geometry import Area
from printing.sheets.parts import LARGEST_TYPE, SMALLEST_TYPE
from printing.sheets.sheet import FLOOR
from printing.sheets.values import SHOWS

TEMPLATE = "template.pdf"
MOST_BOXES = 600
LONGEST_WORDS = 200
LARGEST_PLACE = 1000.0
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
    layout = Layout(words(root, "title"), read_boxes(root, page_count), tuple(plain), mark)
    root.check()
    return layout


def boxes_from_plain(data: Mapping[str, object], page_count: int) -> tuple[TracedBox, ...]:
    """The same from `{"box": […]}` as JSON or a form gives it. Raises DataMistake."""
    root = table_of(data, SCREEN)
    boxes = read_boxes(root, page_count)
    root.check()
    return boxes


def read_boxes(root: Table, page_count: int) -> tuple[TracedBox, ...]:
    tables = root.tables("box")
    if len(tables) > MOST_BOXES:
        root.refuse(MistakeKind.OUT_OF_RANGE, "box", f"{MOST_BOXES}個まで")
    return tuple(_box(table, page_count, None) for table in tables)


def words(table: Table, key: str, default: str | None = None) -> str:
    """A text of one line, as it may stand in a file and on paper."""
    found = table.text(key, default)
    if len(found) > LONGEST_WORDS or any(
        ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or _is_lone(sign) for sign in found
    ):
        table.wrong_type(key, f"{LONGEST_WORDS}字までの1行")
    return found


def _box(table: Table, page_count: int, row: Area | None) -> TracedBox:
    kind = table.choice("kind", CELL_KINDS if row else tuple(BoxKind), BoxKind.TEXT)
    page = row.page if row else table.integer("page", 1, least=1, most=page_count)
    area = _area(table, page)
    keys = KEYS[kind]
    size = (
        table.number("size", TYPE_SIZES[kind], least=SMALLEST_TYPE, most=LARGEST_TYPE) if "size" in keys else 11.0
    )
    box = TracedBox(
        kind=kind,
        area=area,
        item=words(table, "item", "") if "item" in keys else "",
        show=_show(table, kind) if "show" in keys else "",
        label=words(table, "label", "") if "label" in keys else "",
        value=words(table, "value", "") if "value" in keys else "",
        words=words(table, "words", "") if "words" in keys else "",
        size=size,
        floor=table.number("floor", min(FLOOR, size), least=1, most=size) if "floor" in keys else FLOOR,
        lines=table.integer("lines", 1, least=1, most=MOST_LINES) if "lines" in keys else 1,
        align=table.choice("align", ("left", "center", "right"), "left") if "align" in keys else "left",
        cells=table.integer("cells", least=1, most=MOST_CELLS) if "cells" in keys else 1,
        count=table.integer("count", least=1, most=MOST_ROWS) if "count" in keys else 1,
        frame=table.boolean("frame", True) if "frame" in keys else True,
        eras=_eras(table) if "eras" in keys else ERAS,
        row=tuple(_box(cell, page_count, area) for cell in table.tables("cell")) if kind is BoxKind.ROWS else (),
    )
    table.finish()
    return box


def _area(table: Table, page: int) -> Area:
    numbers = table.numbers("at")
    # A NaN compares false with everything.
    if len(numbers) != 4 or not all(0 <= number <= LARGEST_PLACE for number in numbers):
        table.refuse(MistakeKind.WRONG_TYPE, "at", "[左, 上, 幅, 高さ]（mm）")
    x, y, w, h = numbers
    return Area(page, x, y, w, h)


def _show(table: Table, kind: BoxKind) -> str:
    default = TracedBox(kind, Area(1, 0, 0, 0, 0)).default_show
    return table.choice("show", SHOWS, default)


def _eras(table: Table) -> tuple[str, ...]:
    eras = table.texts("eras", ERAS)
    if not eras or not set(eras) <= set(ERA_LETTERS):
        table.refuse(MistakeKind.NOT_ALLOWED, "eras", "、".join(ERA_LETTERS))
    return eras


def _is_lone(sign: str) -> bool:
    return 0xD800 <= ord(sign) < 0xE000
