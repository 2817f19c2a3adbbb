"""From a procedure to the text of its `sheet.toml`."""

from collections.abc import Iterator, Mapping

from forms import Item, Page, Procedure, kinds
from forms.person import WORD
from forms.procedure import Mark
from forms.references import role_items_of
from forms.role import BASIS, CLAIMANT, VISITOR, Basis, known_roles
from forms.tomlwriting import write_table
from forms.vocabulary import Vocabulary
from kiosk.sheetdraft.rows import Row, rows_of, table_of, tables_of

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
    known = role_items_of(procedure, vocabulary)
    for role in procedure.roles:
        if role.name == VISITOR:
            continue
        rows = [table_of(procedure, known[role.name])] if role.many else list(_rows_of_one(role.name, known))
        if procedure.rules.number_box and role.name == CLAIMANT:
            rows.append({"cells": [{"blank": "number", "label": "個人番号"}]})
        yield known_roles()[role.name].label, rows
        if role.name == CLAIMANT and Basis.FREE not in procedure.who:
            yield known_roles()[VISITOR].label, [{"items": [BASIS, f"{VISITOR}.{WORD}"]}, {"person": VISITOR}]


def _rows_of_one(role: str, known: Mapping[str, Item]) -> Iterator[Row]:
    facts = [name.removeprefix(f"{role}.") for name in known if name.startswith(f"{role}.")]
    parts = [part for part in PARTS if part in facts]
    if len(parts) > 1:
        yield {"person": role, "parts": parts}
    rest = [f"{role}.{fact}" for fact in facts if fact != WORD and (fact not in parts or len(parts) == 1)]
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
    return write_table(header, keys).rstrip("\n")
