"""Whatever a procedure speaks of must exist: asked or filled here, with choices and fields that are there."""

from collections.abc import Iterable, Iterator, Mapping

from forms import crosscheck, household, kinds, person, tomlfile
from forms.condition import ALWAYS, Condition, Operator
from forms.item import Item
from forms.mistake import Mistake, MistakeKind
from forms.procedure import Fill, Procedure
from forms.role import BASIS, GROUNDS
from forms.vocabulary import Vocabulary

Known = Mapping[str, Item]
"""Items that can be spoken of at some place, by name."""


def reference_mistakes(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Yield every reference to nothing."""
    played = role_items_of(procedure, vocabulary)
    asked = _asked(procedure, vocabulary)
    yield from _check_roles(procedure, vocabulary)
    yield from _check_pages(procedure, played)
    yield from _check_known_with(procedure, vocabulary)
    for fill in procedure.fills:
        if fill.item not in vocabulary:
            yield fill.origin.mistake(MistakeKind.UNKNOWN_ITEM, "item", fill.item)
    known = known_items(procedure, vocabulary)
    for fill in procedure.fills:
        yield from _check_fill(fill, known)
    for check in procedure.checks:
        yield from _check_crosscheck(check, known, asked)
    for bring in procedure.bring:
        yield from check_condition(bring.when, "when", bring.origin, known)
    for notice in procedure.notices:
        yield from check_condition(notice.when, "when", notice.origin, known)
        yield from _check_known([notice.item], "item", notice.origin, known)
    yield from _check_consents(procedure)
    for fee in procedure.fees:
        yield from check_condition(fee.when, "when", fee.origin, known)
        yield from check_condition(fee.free or ALWAYS, "free", fee.origin, known)
        yield from check_condition(fee.office_counts or ALWAYS, "office_counts_when", fee.origin, known)
        yield from _check_known([fee.count], "count", fee.origin, known)
    fields = {f"{item.name}.{field.name}": field for item in known.values() for field in item.fields}
    yield from _check_known(sorted(procedure.unprinted), "unprinted", procedure.origin, {**known, **fields})


def known_items(procedure: Procedure, vocabulary: Vocabulary) -> dict[str, Item]:
    """Return everything the procedure sees: its people, what it asks and what it fills in."""
    filled = {fill.item: vocabulary[fill.item] for fill in procedure.fills if fill.item in vocabulary}
    return {**_asked(procedure, vocabulary), **filled}


def _asked(procedure: Procedure, vocabulary: Vocabulary) -> dict[str, Item]:
    return role_items_of(procedure, vocabulary) | {ask.item.name: ask.item for ask in procedure.asks()}


def _check_consents(procedure: Procedure) -> Iterator[Mistake]:
    """Yield consents that nobody is asked for, and pages that are not there."""
    pages = {page.id for page in procedure.pages}
    for consent in procedure.carried.consents if procedure.carried else ():
        item = procedure.item(consent.item)
        if item is None or item.kind is not kinds.CHOICES:
            yield consent.origin.mistake(MistakeKind.NEVER_ASKED, "item", consent.item)
        for page in consent.pages:
            if page not in pages:
                yield consent.origin.mistake(MistakeKind.NOT_ALLOWED, "pages", "、".join(sorted(pages)))


def _check_known_with(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[Mistake]:
    for ask in procedure.asks():
        for known in ask.known_with:
            for name in sorted({known.source, *known.when.items} - {"", *vocabulary}):
                yield ask.origin.mistake(MistakeKind.UNKNOWN_ITEM, "known_with", name)


def role_items_of(procedure: Procedure, vocabulary: Vocabulary) -> dict[str, Item]:
    """Return what the procedure can say of its people: the basis, and the facts each of its roles declares."""
    if not procedure.roles:
        return {}
    names = [BASIS, *(name for basis in procedure.who for name in GROUNDS.get(basis, ()))]
    for role in procedure.roles:
        facts = [need.fact for need in role.facts if need.fact not in person.IN_WORDS]
        shared = person.SHARED_HOME if "address" in facts else ()
        names += [role.name] if role.many else [f"{role.name}.{fact}" for fact in (*facts, *shared, person.WORD)]
    return {name: _declared(vocabulary[name], procedure) for name in dict.fromkeys(names) if name in vocabulary}


def _check_roles(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Yield what the conditions of roles and their facts may not speak of.

    Who plays a role is not known yet, so roles and facts know the ground and what is asked.
    """
    asked = {BASIS: vocabulary[BASIS]} | {ask.item.name: ask.item for ask in procedure.asks() if not ask.item.role}
    for role in procedure.roles:
        yield from check_condition(role.when, "when", role.origin, asked)
        for need in role.facts:
            yield from check_condition(need.when, "when", need.origin, asked)


def _declared(item: Item, procedure: Procedure) -> Item:
    """Return a role of several people with the fields that the procedure declares."""
    role = procedure.role(item.name)
    if item.kind is not kinds.PEOPLE or role is None:
        return item
    wanted = {person.WORD, *(need.fact for need in role.facts if need.fact not in person.IN_WORDS)}
    if "address" in wanted:
        wanted |= set(person.SHARED_HOME)
    return household.with_fields(item, wanted)


def check_condition(condition: Condition, key: str, origin: tomlfile.Origin, known: Known) -> Iterator[Mistake]:
    """Yield tests of items that are not known there, and codes that are no choice.

    `origin` is of the table that has the condition as its `key`.
    """
    for position, test in condition.tests():
        item = known.get(test.item)
        if item is None:
            yield origin.mistake(MistakeKind.NEVER_ASKED, key, test.item, position, test.item)
            continue
        for kind, detail in _wrong_codes(test.operator, test.operands, item):
            yield origin.mistake(kind, key, detail, position, test.item)


def _wrong_codes(operator: Operator, operands: Iterable[object], item: Item) -> Iterator[tuple[MistakeKind, str]]:
    for operand in operands:
        if operator in (Operator.HAS, Operator.LACKS):
            name, _, code = str(operand).partition("=")
            field = item.field(name)
            if field is None:
                yield MistakeKind.UNKNOWN_ITEM, f"{item.name}.{name}"
            elif field.choice(code) is None:
                yield MistakeKind.UNKNOWN_CHOICE, code
        elif item.kind.has_choices and isinstance(operand, str) and item.choice(operand) is None:
            yield MistakeKind.UNKNOWN_CHOICE, operand


def _check_pages(procedure: Procedure, played: Known) -> Iterator[Mistake]:
    """Every item is asked once, and a question depends only on people and on questions before it."""
    asked: dict[str, Item] = dict(played)
    seen: set[str] = set()
    pages: set[str] = set()
    for page in procedure.pages:
        if page.id in pages:
            yield page.origin.mistake(MistakeKind.DUPLICATE, "id", page.id)
        pages.add(page.id)
        yield from check_condition(page.when, "when", page.origin, asked)
        for ask in page.asks:
            if ask.item.name in seen:
                yield ask.origin.mistake(MistakeKind.DUPLICATE, "item", ask.item.name)
            seen.add(ask.item.name)
            yield from check_condition(ask.when, "when", ask.origin, asked)
            yield from _check_known(
                dict.fromkeys(one.source for one in ask.usual_with), "usual_with", ask.origin, asked
            )
            yield from _check_known([ask.among], "among", ask.origin, asked)
            asked[ask.item.name] = ask.item


def _check_fill(fill: Fill, known: Known) -> Iterator[Mistake]:
    origin = fill.origin
    yield from _check_known([fill.source], "from", origin, known)
    yield from _check_known([source for _, source in fill.row], "row", origin, known)
    item = known.get(fill.item)
    people = known.get(fill.source) if fill.source else item
    if item is None or people is None:
        return
    if fill.value and item.choice(fill.value) is None:
        yield origin.mistake(MistakeKind.UNKNOWN_CHOICE, "value", fill.value)
    yield from _check_fields([fill.field], "field", origin, people)
    yield from _check_fields([field for field, _ in fill.row], "row", origin, item)
    yield from check_condition(fill.when, "when", origin, known)
    yield from check_condition(fill.where, "where", origin, _fields_of(people))


def _check_crosscheck(check: crosscheck.CrossCheck, known: Known, asked: Known) -> Iterator[Mistake]:
    origin = check.origin
    for name, key in ((check.item, "item"), (check.than, "than"), (check.people, "people")):
        yield from _check_known([name], key, origin, known)
    yield from _check_known(check.of, "of", origin, known)
    if check.kind is not crosscheck.CheckKind.OLDER:
        yield from _check_known([check.place], "at" if check.at else "item", origin, asked)
    people = known.get(check.people or check.item)
    if people is None:
        return
    yield from _check_fields([check.field], "field", origin, people)
    field = people.field(check.field)
    if check.code and (field is None or field.choice(check.code) is None):
        yield origin.mistake(MistakeKind.UNKNOWN_CHOICE, "code", check.code)
    yield from check_condition(check.when, "when", origin, known)
    yield from check_condition(check.where, "where", origin, _fields_of(people))


def _check_known(names: Iterable[str], key: str, origin: tomlfile.Origin, known: Known) -> Iterator[Mistake]:
    for name in names:
        if name and name not in known:
            yield origin.mistake(MistakeKind.NEVER_ASKED, key, name)


def _check_fields(names: Iterable[str], key: str, origin: tomlfile.Origin, item: Item) -> Iterator[Mistake]:
    for name in names:
        if name and item.field(name) is None:
            yield origin.mistake(MistakeKind.UNKNOWN_ITEM, key, f"{item.name}.{name}", name)


def _fields_of(item: Item) -> Known:
    return {field.name: field for field in item.fields}
