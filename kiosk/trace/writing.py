"""The text of `sheet.toml` for a layout: a comment over each box, only what differs from the defaults, stable order."""

from collections.abc import Mapping, Sequence

from forms.tomlwriting import spell, write_table
from kiosk.trace.layout import ERAS, KEYS, TYPE_SIZES, WORDS, Layout, TracedBox
from kiosk.trace.reading import TEMPLATE
from printing.sheets.sheet import FLOOR

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


def box_plain(box: TracedBox, *, with_page: bool = False) -> dict[str, object]:
    """The keys of one box as the file and the browser have them."""
    plain: dict[str, object] = {"kind": box.kind.value}
    if with_page:
        plain["page"] = box.area.page
    plain["at"] = [box.area.x, box.area.y, box.area.w, box.area.h]
    for key in KEYS[box.kind]:
        value = getattr(box, key)
        if key in _ALWAYS or value != _default(box, key):
            plain[key] = list(value) if isinstance(value, tuple) else value
    return plain


def _box(box: TracedBox, *, several_pages: bool) -> str:
    text = f"# {_named(box)}\n" + write_table(ROW_BOX, box_plain(box, with_page=several_pages))
    return text + "".join(f"\n{write_table(CELL, box_plain(cell))}" for cell in box.row)


def _named(box: TracedBox) -> str:
    name = _comment(box.label or WORDS[box.kind])
    return f"{name}（{_comment(box.item)}）" if box.item else name


def _comment(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\u3000" else " " for sign in text)


def _default(box: TracedBox, key: str) -> object:
    match key:
        case "show":
            return box.default_show
        case "size":
            return TYPE_SIZES[box.kind]
        case "floor":
            return min(FLOOR, box.size)
        case "align":
            return "left"
        case "lines":
            return 1
        case "eras":
            return ERAS
        case "words":
            return ""
    return None


_ALWAYS = frozenset(["item", "label", "value", "cells", "count", "frame"])
