"""Reads `procedure.toml` into a Procedure, refusing every mistake with file, line, key and remedy."""

from collections.abc import Callable, Iterator
from pathlib import Path

from forms.item import Choice, Item
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Ask, Page, Procedure
from forms.readingcondition import read_condition
from forms.readingrules import read_bring, read_check, read_fee, read_fill, read_notice, read_rules
from forms.references import reference_mistakes
from forms.tomlfile import Table, mistakes_of_each, read_toml, refuse_all
from forms.vocabulary import Vocabulary

PROCEDURE_FILE = "procedure.toml"


def read_procedure(folder: Path, vocabulary: Vocabulary, id: str = "") -> Procedure:
    """The procedure of a catalogue folder, which also names it unless `id` does (an older version lies in a folder
    of its own). Raises DataMistake."""
    root = read_toml(folder / PROCEDURE_FILE)
    procedure = _procedure(id or folder.name, folder, root, vocabulary)
    refuse_all(reference_mistakes(procedure, root, vocabulary))
    return procedure


def _procedure(id: str, folder: Path, root: Table, vocabulary: Vocabulary) -> Procedure:
    try:
        procedure = Procedure(
            id=id,
            number=root.integer("number", least=1, most=65_535),
            version=root.integer("version", least=1, most=65_535),
            title=root.text("title"),
            short=root.text("short"),
            group=root.text("group"),
            desk=root.text("desk"),
            law=root.text("law"),
            lead=root.text("lead", ""),
            pages=root.each("page", lambda table: _page(table, vocabulary)),
            folder=folder,
            rules=read_rules(root.table("rules")),
            fees=root.each("fee", read_fee),
            fills=root.each("fill", read_fill),
            bring=root.each("bring", read_bring),
            notices=root.each("notice", read_notice),
            checks=root.each("check", read_check),
            unprinted=frozenset(root.texts("unprinted", ())),
        )
        root.finish()
    except DataMistake as first:
        refuse_all(dict.fromkeys((*first.mistakes, *_mistakes_of_entries(root, vocabulary))))
        raise
    return procedure


def _mistakes_of_entries(root: Table, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Every entry is looked at, even if something before it is wrong."""
    readers: dict[str, Callable[[Table], object]] = {
        "page": lambda table: _page(table, vocabulary),
        "fee": read_fee,
        "fill": read_fill,
        "bring": read_bring,
        "notice": read_notice,
        "check": read_check,
    }
    return mistakes_of_each(root, readers)


def _page(table: Table, vocabulary: Vocabulary) -> Page:
    page = Page(
        id=table.text("id"),
        title=table.text("title"),
        lead=table.text("lead", ""),
        asks=table.each("ask", lambda entry: _ask(entry, vocabulary)),
        when=read_condition(table),
        label=table.text("label", ""),
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
        offered=read_offered(table, item),
        fields=_wanted_fields(table, item),
    )
    table.finish()
    return ask


def read_offered(table: Table, item: Item) -> tuple[Choice, ...]:
    """The choices asked here: all of the item's, or those named in `offer`, in that order. Raises DataMistake."""
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
