"""Whatever a procedure speaks of must exist: asked or filled here, with choices and fields that are there."""

from collections.abc import Iterable, Iterator, Mapping

from forms.condition import ALWAYS, Condition, Operator
from forms.crosscheck import CrossCheck
from forms.item import Item, Kind
from forms.mistake import Mistake, MistakeKind
from forms.procedure import Fill, Procedure
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary

Known = Mapping[str, Item]
"""Items that can be spoken of at some place, by name."""


def reference_mistakes(procedure: Procedure, root: Table, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Every reference to nothing. `root` is the file the procedure was read from."""
    asked = {ask.item.name: ask.item for ask in procedure.asks()}
    yield from _check_pages(procedure, root)
    for fill, table in zip(procedure.fills, root.tables("fill"), strict=True):
        if fill.item not in vocabulary:
            yield table.mistake(MistakeKind.UNKNOWN_ITEM, "item", fill.item)
    filled = {fill.item: vocabulary[fill.item] for fill in procedure.fills if fill.item in vocabulary}
    known = {**asked, **filled}
    for fill, table in zip(procedure.fills, root.tables("fill"), strict=True):
        yield from _check_fill(fill, table, known)
    for check, table in zip(procedure.checks, root.tables("check"), strict=True):
        yield from _check_crosscheck(check, table, known, asked)
    for bring, table in zip(procedure.bring, root.tables("bring"), strict=True):
        yield from check_condition(bring.when, "when", table, known)
    for notice, table in zip(procedure.notices, root.tables("notice"), strict=True):
        yield from check_condition(notice.when, "when", table, known)
        yield from _check_known([notice.item], "item", table, known)
    for fee, table in zip(procedure.fees, root.tables("fee"), strict=True):
        yield from check_condition(fee.when, "when", table, known)
        yield from check_condition(fee.free or ALWAYS, "free", table, known)
        yield from _check_known([fee.count], "count", table, known)
    fields = {f"{item.name}.{field.name}": field for item in known.values() for field in item.fields}
    yield from _check_known(sorted(procedure.unprinted), "unprinted", root, {**known, **fields})


def check_condition(condition: Condition, key: str, table: Table, known: Known) -> Iterator[Mistake]:
    """Tests of items that are not known there, and codes that are no choice."""
    for test in (test for tests in condition.alternatives for test in tests):
        item = known.get(test.item)
        if item is None:
            yield table.mistake(MistakeKind.NEVER_ASKED, key, test.item)
        elif test.operator in (Operator.HAS, Operator.LACKS):
            yield from _check_field_code(str(test.operands[0]), key, table, item)
        elif item.kind in (Kind.CHOICE, Kind.CHOICES):
            for code in test.operands:
                if isinstance(code, str) and item.choice(code) is None:
                    yield table.mistake(MistakeKind.UNKNOWN_CHOICE, key, code)


def _check_field_code(wanted: str, key: str, table: Table, item: Item) -> Iterator[Mistake]:
    name, _, code = wanted.partition("=")
    field = item.field(name)
    if field is None:
        yield table.mistake(MistakeKind.UNKNOWN_ITEM, key, f"{item.name}.{name}")
    elif field.choice(code) is None:
        yield table.mistake(MistakeKind.UNKNOWN_CHOICE, key, code)


def _check_pages(procedure: Procedure, root: Table) -> Iterator[Mistake]:
    """Every item is asked once, and a question depends only on questions before it."""
    asked: dict[str, Item] = {}
    pages: set[str] = set()
    for page, table in zip(procedure.pages, root.tables("page"), strict=True):
        if page.id in pages:
            yield table.mistake(MistakeKind.DUPLICATE, "id", page.id)
        pages.add(page.id)
        yield from check_condition(page.when, "when", table, asked)
        for ask, entry in zip(page.asks, table.tables("ask"), strict=True):
            if ask.item.name in asked:
                yield entry.mistake(MistakeKind.DUPLICATE, "item", ask.item.name)
            yield from check_condition(ask.when, "when", entry, asked)
            asked[ask.item.name] = ask.item


def _check_fill(fill: Fill, table: Table, known: Known) -> Iterator[Mistake]:
    yield from _check_known([fill.source], "from", table, known)
    yield from _check_known([source for _, source in fill.row], "row", table, known)
    item = known.get(fill.item)
    people = known.get(fill.source) if fill.source else item
    if item is None or people is None:
        return
    if fill.value and item.choice(fill.value) is None:
        yield table.mistake(MistakeKind.UNKNOWN_CHOICE, "value", fill.value)
    yield from _check_fields([fill.field], "field", table, people)
    yield from _check_fields([field for field, _ in fill.row], "row", table, item)
    yield from check_condition(fill.when, "when", table, known)
    yield from check_condition(fill.where, "where", table, _fields_of(people))


def _check_crosscheck(check: CrossCheck, table: Table, known: Known, asked: Known) -> Iterator[Mistake]:
    yield from _check_known(check.items, "item", table, known)
    yield from _check_known([check.place], "at" if check.at else "item", table, asked)
    people = known.get(check.people or check.item)
    if people is None:
        return
    yield from _check_fields([check.field], "field", table, people)
    field = people.field(check.field)
    if check.code and (field is None or field.choice(check.code) is None):
        yield table.mistake(MistakeKind.UNKNOWN_CHOICE, "code", check.code)
    yield from check_condition(check.when, "when", table, known)
    yield from check_condition(check.where, "where", table, _fields_of(people))


def _check_known(names: Iterable[str], key: str, table: Table, known: Known) -> Iterator[Mistake]:
    for name in names:
        if name and name not in known:
            yield table.mistake(MistakeKind.NEVER_ASKED, key, name)


def _check_fields(names: Iterable[str], key: str, table: Table, item: Item) -> Iterator[Mistake]:
    for name in names:
        if name and item.field(name) is None:
            yield table.mistake(MistakeKind.UNKNOWN_ITEM, key, f"{item.name}.{name}")


def _fields_of(item: Item) -> Known:
    return {field.name: field for field in item.fields}
