"""Reads `procedure.toml` into a Procedure, refusing every mistake with file, line, key and remedy."""

from pathlib import Path

from forms.condition import read_condition
from forms.crosscheck import CheckKind, CrossCheck
from forms.item import Choice, Item
from forms.mistake import MistakeKind
from forms.procedure import (
    Ask,
    Bring,
    FeeRule,
    Fill,
    Identification,
    Mark,
    Notice,
    NoticeKind,
    Page,
    Procedure,
    ProxyRule,
    Rules,
)
from forms.references import check_references
from forms.tomlfile import Table, read_toml
from forms.vocabulary import Vocabulary

PROCEDURE_FILE = "procedure.toml"


def read_procedure(folder: Path, vocabulary: Vocabulary, id: str = "") -> Procedure:
    """The procedure of a catalogue folder, which also names it unless `id` does (an older version lies in a folder
    of its own). Raises DataMistake at the first mistake."""
    root = read_toml(folder / PROCEDURE_FILE)
    procedure = Procedure(
        id=id or folder.name,
        number=root.integer("number", least=1, most=65_535),
        version=root.integer("version", least=1, most=65_535),
        title=root.text("title"),
        short=root.text("short"),
        group=root.text("group"),
        desk=root.text("desk"),
        law=root.text("law"),
        lead=root.text("lead", ""),
        pages=tuple(_page(table, vocabulary) for table in root.tables("page")),
        folder=folder,
        rules=_rules(root.table("rules")),
        fees=tuple(_fee(table) for table in root.tables("fee")),
        fills=tuple(_fill(table) for table in root.tables("fill")),
        bring=tuple(_bring(table) for table in root.tables("bring")),
        notices=tuple(_notice(table) for table in root.tables("notice")),
        checks=tuple(_check(table) for table in root.tables("check")),
        unprinted=frozenset(root.texts("unprinted", ())),
    )
    root.finish()
    check_references(procedure, root, vocabulary)
    return procedure


def _page(table: Table, vocabulary: Vocabulary) -> Page:
    page = Page(
        id=table.text("id"),
        title=table.text("title"),
        lead=table.text("lead", ""),
        asks=tuple(_ask(entry, vocabulary) for entry in table.tables("ask")),
        when=read_condition(table),
    )
    table.finish()
    if not page.asks:
        table.refuse(MistakeKind.MISSING_KEY, "ask", "1つ以上の質問")
    return page


def _ask(table: Table, vocabulary: Vocabulary) -> Ask:
    name = table.text("item")
    if name not in vocabulary:
        table.refuse(MistakeKind.UNKNOWN_ITEM, "item", name)
    item = vocabulary[name]
    ask = Ask(
        item=item,
        required=table.boolean("required", True),
        when=read_condition(table),
        ask=table.text("ask", ""),
        hint=table.text("hint", ""),
        offered=_offered(table, item),
        fields=_wanted_fields(table, item),
    )
    table.finish()
    return ask


def _offered(table: Table, item: Item) -> tuple[Choice, ...]:
    """The choices of this procedure: all of the item's, or those named in `offer`, in that order."""
    codes = table.texts("offer", ())
    for code in codes:
        if item.choice(code) is None:
            table.refuse(MistakeKind.UNKNOWN_CHOICE, "offer", code)
    return tuple(choice for code in codes if (choice := item.choice(code))) or item.choices


def _wanted_fields(table: Table, item: Item) -> tuple[str, ...]:
    names = table.texts("fields", ())
    for name in names:
        if item.field(name) is None:
            table.refuse(MistakeKind.UNKNOWN_ITEM, "fields", name)
    for field in item.fields if names else ():
        if field.required and field.name not in names:
            table.refuse(MistakeKind.MISSING_KEY, "fields", field.name)
    return names


def _rules(table: Table) -> Rules:
    rules = Rules(
        signature=Mark(table.choice("signature", list(Mark), Mark.REQUIRED)),
        seal=Mark(table.choice("seal", list(Mark), Mark.NONE)),
        proxy=ProxyRule(table.choice("proxy", list(ProxyRule), ProxyRule.LETTER)),
        identification=Identification(
            table.choice("identification", list(Identification), Identification.ONE_OR_TWO_POINTS)
        ),
        number_box=table.boolean("number_box", False),
        deadline_days=table.integer("deadline_days", 0, most=3650),
        deadline_from=table.text("deadline_from", ""),
    )
    table.finish()
    return rules


def _fee(table: Table) -> FeeRule:
    free = read_condition(table, "free") if table.has("free") else None
    fee = FeeRule(table.text("key"), table.text("count", ""), free, read_condition(table))
    table.finish()
    return fee


def _fill(table: Table) -> Fill:
    row = table.table("row")
    fill = Fill(
        item=table.text("item"),
        when=read_condition(table),
        source=table.text("from", ""),
        row=tuple((field, row.text(field)) for field in row.keys()),  # noqa: SIM118 - a Table is no mapping
        where=read_condition(table, "where"),
        field=table.text("field", ""),
    )
    table.finish()
    return fill


def _bring(table: Table) -> Bring:
    bring = Bring(table.text("text"), read_condition(table))
    table.finish()
    return bring


def _notice(table: Table) -> Notice:
    kind = NoticeKind(table.choice("kind", list(NoticeKind), NoticeKind.INFORMATION))
    notice = Notice(kind, table.text("text"), read_condition(table), table.text("item", ""))
    table.finish()
    return notice


def _check(table: Table) -> CrossCheck:
    check = CrossCheck(
        kind=CheckKind(table.choice("kind", list(CheckKind))),
        item=table.text("item"),
        text=table.text("text"),
        when=read_condition(table),
        where=read_condition(table, "where"),
        than=table.text("than", ""),
        people=table.text("people", ""),
        field=table.text("field", ""),
        code=table.text("code", ""),
        years=table.integer("years", 0, most=120),
        at=table.text("at", ""),
    )
    table.finish()
    for key in _NEEDS[check.kind]:
        table.text(key)
    return check


_NEEDS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.AMONG: ("people", "field"),
    CheckKind.ONE_IN: ("field", "code"),
    CheckKind.AT_MOST_ONE_IN: ("field", "code"),
    CheckKind.YOUNGER: ("than",),
    CheckKind.DIFFERENT: ("than",),
    CheckKind.NOT_BEFORE: ("than",),
}
