"""Whatever a procedure speaks of must exist: asked or filled here, with choices and fields that are there."""

from collections.abc import Iterable, Iterator

from forms.condition import ALWAYS, Condition
from forms.crosscheck import CrossCheck
from forms.item import Item, Kind
from forms.mistake import MistakeKind
from forms.procedure import Procedure
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary


def check_references(procedure: Procedure, root: Table, vocabulary: Vocabulary) -> None:
    """Raises DataMistake at the first reference to nothing."""
    _check_asked_once(procedure, root)
    asked = {ask.item.name: ask.item for ask in procedure.asks()}
    filled = {fill.item: vocabulary[fill.item] for fill in procedure.fills if fill.item in vocabulary}
    known = {**asked, **filled}
    _check_order(procedure, root)
    _check_fills(procedure, root, vocabulary, known)
    for key, condition in _late_conditions(procedure):
        check_condition(condition, key, root, known)
    for check in procedure.checks:
        _check_crosscheck(check, root, known, asked)
    for name in procedure.unprinted:
        if name not in known:
            root.refuse(MistakeKind.NEVER_ASKED, "unprinted", name)
    for fee in procedure.fees:
        if fee.count and fee.count not in known:
            root.refuse(MistakeKind.NEVER_ASKED, "fee", fee.count)
    for notice in procedure.notices:
        if notice.item and notice.item not in known:
            root.refuse(MistakeKind.NEVER_ASKED, "notice", notice.item)


def check_condition(condition: Condition, key: str, table: Table, known: dict[str, Item]) -> None:
    """Refuses tests of items that are not known there, and codes that are no choice."""
    for test in (test for tests in condition.alternatives for test in tests):
        item = known.get(test.item)
        if item is None:
            table.refuse(MistakeKind.NEVER_ASKED, key, test.item)
        if item.kind in (Kind.CHOICE, Kind.CHOICES):
            for code in test.operands:
                if isinstance(code, str) and item.choice(code) is None:
                    table.refuse(MistakeKind.UNKNOWN_CHOICE, key, code)


def _check_asked_once(procedure: Procedure, root: Table) -> None:
    names = [ask.item.name for ask in procedure.asks()]
    pages = [page.id for page in procedure.pages]
    for name in (*names, *pages):
        if names.count(name) > 1 or pages.count(name) > 1:
            root.refuse(MistakeKind.DUPLICATE, "page", name)


def _check_order(procedure: Procedure, root: Table) -> None:
    """A question can only depend on questions before it."""
    before: dict[str, Item] = {}
    for page in procedure.pages:
        check_condition(page.when, "page", root, before)
        for ask in page.asks:
            check_condition(ask.when, "page", root, before)
            before[ask.item.name] = ask.item


def _check_fills(procedure: Procedure, root: Table, vocabulary: Vocabulary, known: dict[str, Item]) -> None:
    for fill in procedure.fills:
        if fill.item not in vocabulary:
            root.refuse(MistakeKind.UNKNOWN_ITEM, "fill", fill.item)
        for source in (fill.source, *(source for _, source in fill.row)):
            if source and source not in known:
                root.refuse(MistakeKind.NEVER_ASKED, "fill", source)
        item = known[fill.item]
        people = known[fill.source] if fill.source else item
        _check_fields(people, [fill.field] if fill.field else [], root, "fill")
        _check_fields(item, [field for field, _ in fill.row], root, "fill")
        check_condition(fill.where, "fill", root, fields_of(people))


def _check_crosscheck(check: CrossCheck, root: Table, known: dict[str, Item], asked: dict[str, Item]) -> None:
    for name in check.items:
        if name not in known:
            root.refuse(MistakeKind.NEVER_ASKED, "check", name)
    if check.place not in asked:
        root.refuse(MistakeKind.NEVER_ASKED, "check", check.place)
    people = known[check.people or check.item]
    _check_fields(people, [check.field] if check.field else [], root, "check")
    field = people.field(check.field)
    if check.code and (field is None or field.choice(check.code) is None):
        root.refuse(MistakeKind.UNKNOWN_CHOICE, "check", check.code)
    check_condition(check.where, "check", root, fields_of(people))


def _check_fields(item: Item, names: Iterable[str], root: Table, key: str) -> None:
    for name in names:
        if item.field(name) is None:
            root.refuse(MistakeKind.UNKNOWN_ITEM, key, f"{item.name}.{name}")


def fields_of(item: Item) -> dict[str, Item]:
    return {field.name: field for field in item.fields}


def _late_conditions(procedure: Procedure) -> Iterator[tuple[str, Condition]]:
    """Conditions that are looked at when everything is answered."""
    yield from (("fill", fill.when) for fill in procedure.fills)
    yield from (("bring", bring.when) for bring in procedure.bring)
    yield from (("notice", notice.when) for notice in procedure.notices)
    yield from (("check", check.when) for check in procedure.checks)
    yield from (("fee", fee.when) for fee in procedure.fees)
    yield from (("fee", fee.free or ALWAYS) for fee in procedure.fees)
