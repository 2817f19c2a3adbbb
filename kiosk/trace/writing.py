"""The text of `sheet.toml` for a layout: a comment over each box, only what differs from the defaults, stable order."""

from collections.abc import Mapping, Sequence

from forms.inputs import is_one_line
from forms.tomlwriting import spell, write_table
from kiosk.trace.layout import Layout
from kiosk.trace.reading import TEMPLATE
from printing.sheets.boxes import BlankBox, Box, ItemBox, RowsBox

HEAD = """\
# {title}
# kiosk forms trace で作りました。もう一度開いて直すことも、この文字をじかに直すこともできます。
# 長さは用紙の左上からのmm、at = [左, 上, 幅, 高さ]。文字の大きさはポイント。
"""
ROW_BOX = "[[box]]"
CELL = "[[box.cell]]"


Pages = Sequence[Mapping[str, object]]
"""The `[[page]]` tables of a sheet."""


def template_pages(count: int) -> Pages:
    return [{"template": TEMPLATE, "template_page": page} for page in range(1, count + 1)]


def blank_pages(sizes: Sequence[tuple[float, float]]) -> Pages:
    """Without the template, to print the values alone."""
    return [{"width": width, "height": height} for width, height in sizes]


def sheet_toml(layout: Layout, pages: Pages) -> str:
    """Boxes are written in the order the layout has them."""
    parts = [HEAD.format(title=_comment(layout.title)) + f"title = {spell(layout.title)}\n"]
    if layout.page_mark:
        parts[0] += f"page_mark = {spell(layout.page_mark)}\n"
    parts += [write_table("[[page]]", page) for page in pages]
    parts += [write_table("[[drawing]]", drawing) for drawing in layout.drawings]
    last = 0
    for box in layout.boxes:
        if box.area.page != last and len(pages) > 1:
            parts.append(f"# ---- {box.area.page}ページ目 ----\n")
        last = box.area.page
        parts.append(_box(box, several_pages=len(pages) > 1))
    return "\n".join(parts)


def _box(box: Box, *, several_pages: bool) -> str:
    plain = box.plain(with_page=several_pages)
    cells = box.row if isinstance(box, RowsBox) else ()
    text = f"# {_named(box)}\n" + write_table(ROW_BOX, {key: plain[key] for key in plain if key != "cell"})
    return text + "".join(f"\n{write_table(CELL, cell.plain())}" for cell in cells)


def _named(box: Box) -> str:
    label = box.label if isinstance(box, ItemBox | BlankBox) else ""
    name = _comment(label or box.name)
    return f"{name}（{_comment(box.item)}）" if isinstance(box, ItemBox) and box.item else name


def _comment(text: str) -> str:
    return "".join(sign if is_one_line(sign) else " " for sign in text)
