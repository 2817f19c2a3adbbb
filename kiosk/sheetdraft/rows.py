"""Rows of a drafted section: two short answers side by side, long ones alone, people as tables."""

from collections.abc import Iterator, Mapping, Sequence

from forms import Ask, Item, Procedure, kinds
from forms.vocabulary import Vocabulary

Row = Mapping[str, object]

PEOPLE_ROWS = 4
WIDTHS = {"sex": 0.8, "relation": 1.1, "apart": 0.9, "nationality": 1.5, "other_name": 2.0, "kind": 1.0}
NUMBER_WIDTH = 3.2


def rows_of(asks: Sequence[Ask]) -> Iterator[Row]:
    """A row for each question, or for two short ones that follow each other."""
    details = {"purpose": "purpose.detail"}
    names = [ask.item.name for ask in asks]
    waiting: Item | None = None
    for ask in asks:
        item = ask.item
        if item.name in details.values() and "purpose" in names:
            continue
        if item.kind.fits_half_row(item) and waiting is not None:
            yield {"items": [waiting.name, item.name]}
            waiting = None
            continue
        if waiting is not None:
            yield {"items": [waiting.name]}
        waiting = item if item.kind.fits_half_row(item) else None
        if waiting is None:
            yield _alone(item, details.get(item.name, ""))
    if waiting is not None:
        yield {"items": [waiting.name]}


def tables_of(procedure: Procedure, asks: Sequence[Ask], vocabulary: Vocabulary) -> Iterator[Row]:
    """The people a sheet lists: those the procedure makes of an answer if it does, else the answer itself."""
    for ask in asks:
        if ask.item.kind is not kinds.PEOPLE:
            continue
        fields = ask.fields or tuple(field.name for field in ask.item.fields)
        filled = [fill.item for fill in procedure.fills if fill.source == ask.item.name and not fill.field]
        for name in dict.fromkeys(filled or [ask.item.name]):
            yield _table(
                procedure, vocabulary[name], [each for each in fields if not _selects(procedure, name, each)]
            )


def _alone(item: Item, detail: str) -> Row:
    if item.kind is kinds.CONSENT:
        return {"cells": [{"item": item.name, "label": "同意", "words": {"yes": f"{item.ask}。"}}]}
    if detail:
        return {"cells": [{"item": item.name, "detail": detail}]}
    return {"items": [item.name]}


def _table(procedure: Procedure, item: Item, fields: Sequence[str]) -> Row:
    columns: list[object] = []
    for field in item.fields:
        if field.name not in fields or field.name == "kana":
            continue
        column: dict[str, object] = {"field": field.name}
        column |= {"label": f"{item.label}の氏名"} if field.name == "name" else {}
        column |= {"kana": "kana"} if field.name == "name" and "kana" in fields else {}
        column |= {"width": WIDTHS[field.name]} if field.name in WIDTHS else {}
        columns.append(column)
    if procedure.rules.number_box and "kana" in fields:
        columns.append({"blank": "number", "label": "個人番号", "width": NUMBER_WIDTH})
    return {"people": item.name, "rows": 1 if item.name == "spouse" else PEOPLE_ROWS, "columns": columns}


def table_of(procedure: Procedure, item: Item) -> Row:
    """The people of a role as a sheet lists them, with all the facts the procedure declares."""
    return _table(procedure, item, [field.name for field in item.fields])


def _selects(procedure: Procedure, filled: str, field: str) -> bool:
    """Whether the field only says who belongs on the sheet."""
    tests = (
        test
        for fill in procedure.fills
        if fill.item == filled
        for each in fill.where.alternatives
        for test in each
    )
    return field in {test.item for test in tests} - {"relation", "birth_date"}
