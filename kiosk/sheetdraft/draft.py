"""From a procedure to the text of its `sheet.toml`."""

from collections.abc import Iterator, Mapping

from forms import Page, Procedure, kinds
from forms.procedure import Mark
from forms.tomlwriting import write_table
from forms.vocabulary import Vocabulary
from kiosk.sheetdraft.rows import Row, rows_of, tables_of

PERSONS = ("applicant", "proxy", "deceased")
PARTS = ("name", "kana", "postal_code", "address", "building", "birth_date", "phone", "sex")
VERBS = {"請求": "請求します", "申請": "申請します", "申込": "申し込みます"}
NOTICE = ("届出", "届け出ます")


def draft_sheet(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """A4 pages that show every answer, with room for signature, 個人番号 and the office, in the common style."""
    verb, ending = verb_of(procedure)
    layout = f'[layout]\ndate = "{verb}日"'
    parts = [f'# {paper_title(procedure)}\ntitle = "{paper_title(procedure)}"', layout]
    has_proxy = any(page.id == "proxy" for page in procedure.pages)
    for page in procedure.pages:
        if page.id == "visitor" and has_proxy:
            continue
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


def _rows(procedure: Procedure, page: Page, vocabulary: Vocabulary) -> Iterator[Row]:
    asks = [ask for ask in page.asks if ask.item.kind is not kinds.PEOPLE]
    if page.id in PERSONS:
        if page.id == "proxy" and procedure.item("visitor.role"):
            yield {"items": ["visitor.role", *(["proxy.relation"] if procedure.item("proxy.relation") else [])]}
        asked = {ask.item.name for ask in asks}
        parts = [part for part in PARTS if f"{page.id}.{part}" in asked]
        yield {"person": page.id, "parts": parts}
        asks = [ask for ask in asks if ask.item.name.removeprefix(f"{page.id}.") not in parts]
        asks = [ask for ask in asks if ask.item.name != "proxy.relation"]
        if procedure.rules.number_box and page.id == "applicant":
            yield {"cells": [{"blank": "number", "label": "個人番号"}]}
    yield from rows_of(asks)
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
