"""Reads a row that stands for a whole person: name, address, birth and telephone in the usual rows."""

from collections.abc import Mapping
from dataclasses import replace

from forms.item import Item
from forms.tomlfile import Table
from printing.sheets.parts import read_words
from printing.sheets.rows.cells import KANA_LABEL, Cell, CellsRow, Part, usual_cell
from printing.sheets.rows.contents import Address, Text
from printing.sheets.rows.form import Context, known_item
from printing.sheets.rows.look import KANA_ROW, NAME_ROW, Band

USUAL_PARTS = ("name", "kana", "postal_code", "address", "building", "birth_date", "phone")
IN_NAME_AND_ADDRESS = ("name", "kana", "address", "postal_code", "building")
SHARES = {"sex": 0.62}
"""How wide a part is beside others; 1 if not said."""


def read_person(table: Table, context: Context) -> tuple[Band, ...]:
    """`person = "claimant"` stands for `claimant.name`, `claimant.address` …; `parts` says which of them."""
    person = table.text("person")
    parts = table.texts("parts", USUAL_PARTS)
    items = _without_whose({part: known_item(table, "parts", f"{person}.{part}", context) for part in parts})
    rows: list[Band] = []
    if "name" in parts:
        label = read_words(table, context.reading, "label", items["name"].label)
        rows.append(CellsRow((_name(items["name"], label, items.get("kana"), context),)))
    if "address" in parts:
        rows.append(CellsRow((_address(items, context),)))
    others = [part for part in parts if part not in IN_NAME_AND_ADDRESS]
    in_a_row = 3 if "sex" in others else 2
    for start in range(0, len(others), in_a_row):
        rows.append(
            CellsRow(tuple(_plain(items[part], part, context) for part in others[start : start + in_a_row]))
        )
    return tuple(rows)


def _without_whose(items: Mapping[str, Item]) -> dict[str, Item]:
    """「死亡者の氏名」「死亡者の住所」 are 「氏名」「住所」: the heading says whose they are."""
    name = items["name"].label if "name" in items else ""
    whose = name[: name.rfind("の") + 1]
    return {
        part: replace(item, label=item.label.removeprefix(whose) or item.label) for part, item in items.items()
    }


def _name(item: Item, label: str, kana: Item | None, context: Context) -> Cell:
    part = Part(label, Text(item.name, context.named(label), 13.0, least=NAME_ROW))
    if kana is None:
        return Cell((part,))
    above = Text(kana.name, context.named(KANA_LABEL), 9.0, least=KANA_ROW)
    return Cell((Part(KANA_LABEL, above, minor=True), part))


def _address(items: Mapping[str, Item], context: Context) -> Cell:
    label = items["address"].label
    postal, building = (items[part].name if part in items else "" for part in ("postal_code", "building"))
    return Cell((Part(label, Address(items["address"].name, context.named(label), postal, building)),))


def _plain(item: Item, part: str, context: Context) -> Cell:
    return Cell(usual_cell(item, context).parts, SHARES.get(part, 1.0))
