"""The block for one person: applicant, proxy, deceased."""

from collections.abc import Sequence

from forms import Ask, Item, Kind
from kiosk.sheetdraft.canvas import LABEL, LEFT, WIDTH
from kiosk.sheetdraft.sections import SHORT_ROW, Section, label_cell, pair_of, rows_of_page

ADDRESS = 6.7
"""Height of the address itself, between postal code and building."""


def person_block(section: Section, prefix: str, asks: Sequence[Ask], *, number: bool) -> None:
    """フリガナ, 氏名, 住所 with postal code and building, 生年月日 and 電話番号; then whatever else is asked."""
    items = {ask.item.name.removeprefix(f"{prefix}."): ask.item for ask in asks}
    for part in ("kana", "name"):
        if part in items:
            _line_of(section, items[part], items.get("relation") if part == "name" and prefix == "proxy" else None)
    _address(section, items)
    short = [items[part] for part in ("birth_date", "phone") if part in items]
    if short:
        pair_of(section, short[0], short[1] if len(short) > 1 else None)
    if number:
        y = section.row(SHORT_ROW)
        label_cell(section.canvas, LEFT, y, SHORT_ROW, "個人番号")
        section.canvas.box("number", [LEFT + LABEL + 3, y + 0.7, 84, 5.6], label="個人番号")
    known = {"kana", "name", "postal_code", "address", "building", "birth_date", "phone"}
    known |= {"relation"} if prefix == "proxy" else set()
    rows_of_page(section, [ask for ask in asks if ask.item.name.removeprefix(f"{prefix}.") not in known])


def _line_of(section: Section, item: Item, beside: Item | None) -> None:
    """A name or its reading; `beside` it the relation of a proxy."""
    height, size = (5.2, 9.0) if item.kind is Kind.KANA else (8.4, 14.0)
    y, canvas = section.row(height), section.canvas
    label_cell(canvas, LEFT, y, height, item.label)
    lines = 1 if item.kind is Kind.KANA else 2
    width = WIDTH - LABEL - (60 if beside else 0)
    canvas.box("text", [LEFT + LABEL, y, width, height], item=item.name, label=item.label, size=size, lines=lines)
    if beside:
        x = LEFT + LABEL + width
        canvas.drawing("line", [x, y, 0, height])
        canvas.drawing("line", [x + LABEL - 4, y, 0, height])
        canvas.label([x + 1, y, LABEL - 6, height], "請求者・届出人\nとの関係", size=7.5, align="center")
        at = [x + LABEL - 4, y, 64 - LABEL, height]
        canvas.box("text", at, item=beside.name, label=beside.label, lines=2)


def _address(section: Section, items: dict[str, Item]) -> None:
    if "address" not in items:
        return
    postal, building = items.get("postal_code"), items.get("building")
    above, below = (4.1 if postal else 0.0), (4.8 if building else 0.0)
    y, canvas = section.row(ADDRESS + above + below), section.canvas
    label_cell(canvas, LEFT, y, ADDRESS + above + below, items["address"].label)
    if postal:
        canvas.box("text", [LEFT + LABEL, y + 0.2, 40, above - 0.2], item=postal.name, label=postal.label, size=9)
    middle = [LEFT + LABEL, y + above, WIDTH - LABEL, ADDRESS]
    canvas.box("text", middle, item=items["address"].name, label=items["address"].label, size=11.5, lines=2)
    if building:
        at = [LEFT + LABEL, y + above + ADDRESS, WIDTH - LABEL, below]
        canvas.box("text", at, item=building.name, label=building.label, size=10)
