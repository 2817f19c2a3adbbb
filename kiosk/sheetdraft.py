"""A first `sheet.toml` for a procedure, from its questions."""

from collections.abc import Iterator, Mapping, Sequence

from forms import Ask, Item, Mark, Page, Procedure, Vocabulary, kinds, person, references, tomltext
from forms.role import BASIS, CLAIMANT, VISITOR, Basis, known_roles

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
        if item.kind.fits_half_row(item) and not _is_narrowed(ask) and waiting is not None:
            yield {"items": [waiting.name, item.name]}
            waiting = None
            continue
        if waiting is not None:
            yield {"items": [waiting.name]}
        waiting = item if item.kind.fits_half_row(item) and not _is_narrowed(ask) else None
        if waiting is None:
            yield _alone(ask, details.get(item.name, ""))
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
            yield _people_table(
                procedure, vocabulary[name], [each for each in fields if not _selects(procedure, name, each)]
            )


def _is_narrowed(ask: Ask) -> bool:
    """Whether the procedure offers only some of the choices."""
    return bool(ask.offered) and ask.offered != ask.item.choices


def _alone(ask: Ask, detail: str) -> Row:
    item = ask.item
    if item.kind is kinds.CONSENT:
        return {"cells": [{"item": item.name, "label": "同意", "words": {"yes": f"{item.ask}。"}}]}
    cell: dict[str, object] = {"item": item.name}
    cell |= {"detail": detail} if detail else {}
    cell |= {"only": [choice.code for choice in ask.offered]} if _is_narrowed(ask) else {}
    return {"cells": [cell]} if len(cell) > 1 else {"items": [item.name]}


def _people_table(procedure: Procedure, item: Item, fields: Sequence[str]) -> Row:
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
    return _people_table(procedure, item, [field.name for field in item.fields])


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


PARTS = ("name", "kana", "postal_code", "address", "building", "birth_date", "phone", "sex")
VERBS = {"請求": "請求します", "申請": "申請します", "申込": "申し込みます"}
NOTICE = ("届出", "届け出ます")


def draft_sheet(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """A4 pages that show every answer, with room for signature, 個人番号 and the office, in the common style."""
    verb, ending = verb_of(procedure)
    layout = f'[layout]\ndate = "{verb}日"'
    parts = [f'# {paper_title(procedure)}\ntitle = "{paper_title(procedure)}"', layout]
    for heading, rows in _sections_of_people(procedure, vocabulary):
        parts.append(_table("[[section]]", {"heading": heading}))
        parts += [_table("[[section.row]]", row) for row in rows]
    for page in procedure.pages:
        parts.append(_table("[[section]]", {"heading": page.label or page.title}))
        parts += [_table("[[section.row]]", row) for row in _rows(procedure, page, vocabulary)]
    if procedure.rules.seal is Mark.REQUIRED:
        parts.append(_table("[[section]]", {"heading": "登録する印鑑"}))
        seal: Row = {"cells": [{"blank": "seal_print", "label": "印影", "words": "ここに押印"}]}
        parts.append(_table("[[section.row]]", seal))
    return "\n\n".join([*parts, _closing(procedure, ending)]) + "\n"


def paper_title(procedure: Procedure) -> str:
    """The title of the form: 〇〇請求書, 〇〇申請書, 〇〇届."""
    title = procedure.title.replace("の交付", "交付")
    return f"{title}書" if title.endswith(tuple(VERBS)) else title


def verb_of(procedure: Procedure) -> tuple[str, str]:
    """請求 and 請求します, and so on, from the title."""
    return next(((word, ending) for word, ending in VERBS.items() if word in procedure.title), NOTICE)


def _sections_of_people(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[tuple[str, list[Row]]]:
    """A section for each role, and one for who comes after that of who asks."""
    known = references.role_items_of(procedure, vocabulary)
    for role in procedure.roles:
        if role.name == VISITOR:
            continue
        rows = [table_of(procedure, known[role.name])] if role.many else list(_rows_of_one(role.name, known))
        if procedure.rules.number_box and role.name == CLAIMANT:
            rows.append({"cells": [{"blank": "number", "label": "個人番号"}]})
        yield known_roles()[role.name].label, rows
        if role.name == CLAIMANT and Basis.FREE not in procedure.who:
            yield (
                known_roles()[VISITOR].label,
                [{"items": [BASIS, f"{VISITOR}.{person.WORD}"]}, {"person": VISITOR}],
            )


def _rows_of_one(role: str, known: Mapping[str, Item]) -> Iterator[Row]:
    facts = [name.removeprefix(f"{role}.") for name in known if name.startswith(f"{role}.")]
    parts = [part for part in PARTS if part in facts]
    if len(parts) > 1:
        yield {"person": role, "parts": parts}
    rest = [f"{role}.{fact}" for fact in facts if fact != person.WORD and (fact not in parts or len(parts) == 1)]
    yield from ({"items": [name]} for name in rest)


def _rows(procedure: Procedure, page: Page, vocabulary: Vocabulary) -> Iterator[Row]:
    yield from rows_of([ask for ask in page.asks if ask.item.kind is not kinds.PEOPLE])
    yield from tables_of(procedure, page.asks, vocabulary)


def _closing(procedure: Procedure, ending: str) -> str:
    is_free = procedure.rules.signature is Mark.OPTIONAL
    keys: dict[str, object] = {
        "words": f"上記のとおり{ending}。",
        "signature": "署名または記名" if is_free else "署名（窓口に来た方）",
        "identification": procedure.rules.identification.value,
    }
    return _table("[closing]", keys)


def _table(header: str, keys: Mapping[str, object]) -> str:
    return tomltext.write_table(header, keys).rstrip("\n")


__all__ = ["draft_sheet", "paper_title"]
