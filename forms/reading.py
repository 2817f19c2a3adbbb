"""Reads `procedure.toml` into a Procedure, refusing every mistake with file, line, key and remedy."""

from collections.abc import Iterable
from pathlib import Path

from forms.condition import ALWAYS, Condition, read_condition
from forms.item import Choice, Item, Kind
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
from forms.tomlfile import Table, read_toml
from forms.vocabulary import Vocabulary

PROCEDURE_FILE = "procedure.toml"


def read_procedure(folder: Path, vocabulary: Vocabulary) -> Procedure:
    """The procedure of a catalogue folder. Raises DataMistake at the first mistake."""
    root = read_toml(folder / PROCEDURE_FILE)
    procedure = Procedure(
        id=root.text("id", folder.name),
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
        fee=_fee(root.table("fee")) if root.has("fee") else None,
        fills=tuple(_fill(table) for table in root.tables("fill")),
        bring=tuple(_bring(table) for table in root.tables("bring")),
        notices=tuple(_notice(table) for table in root.tables("notice")),
        unprinted=frozenset(root.texts("unprinted", ())),
    )
    root.finish()
    _check_references(procedure, root, vocabulary)
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
    fee = FeeRule(table.text("key"), table.text("count", ""), free)
    table.finish()
    return fee


def _fill(table: Table) -> Fill:
    row = table.table("row")
    fill = Fill(
        item=table.text("item"),
        when=read_condition(table),
        source=table.text("from", ""),
        row=tuple((field, row.text(field)) for field in row.keys()),  # noqa: SIM118 - a Table is no mapping
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


def _check_references(procedure: Procedure, root: Table, vocabulary: Vocabulary) -> None:
    """Whatever the rules speak of must be asked or filled here, with choices that exist."""
    names = [ask.item.name for ask in procedure.asks()]
    for name in names:
        if names.count(name) > 1:
            root.refuse(MistakeKind.DUPLICATE, "page", name)
    known = {*names, *(fill.item for fill in procedure.fills)}
    for key, condition in _conditions(procedure):
        _check_condition(condition, key, root, known, vocabulary)
    for fill in procedure.fills:
        for name in (fill.item, fill.source, *(source for _, source in fill.row)):
            if name and name not in vocabulary:
                root.refuse(MistakeKind.UNKNOWN_ITEM, "fill", name)
    for name in procedure.unprinted:
        if name not in known:
            root.refuse(MistakeKind.NEVER_ASKED, "unprinted", name)
    if procedure.fee and procedure.fee.count and procedure.fee.count not in known:
        root.refuse(MistakeKind.NEVER_ASKED, "fee", procedure.fee.count)


def _conditions(procedure: Procedure) -> Iterable[tuple[str, Condition]]:
    for page in procedure.pages:
        yield "page", page.when
        yield from (("page", ask.when) for ask in page.asks)
    yield from (("fill", fill.when) for fill in procedure.fills)
    yield from (("bring", bring.when) for bring in procedure.bring)
    yield from (("notice", notice.when) for notice in procedure.notices)
    yield "fee", (procedure.fee.free if procedure.fee and procedure.fee.free else ALWAYS)


def _check_condition(condition: Condition, key: str, root: Table, known: set[str], vocabulary: Vocabulary) -> None:
    for test in (test for tests in condition.alternatives for test in tests):
        if test.item not in known:
            root.refuse(MistakeKind.NEVER_ASKED, key, test.item)
        item = vocabulary[test.item]
        if item.kind in (Kind.CHOICE, Kind.CHOICES):
            for code in test.operands:
                if isinstance(code, str) and item.choice(code) is None:
                    root.refuse(MistakeKind.UNKNOWN_CHOICE, key, code)
