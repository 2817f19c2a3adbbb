"""What a ticket may carry for some procedures, and in which order: people first, then roles, then the affairs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from forms import cast, journeypage, overruling, person
from forms.answers import Answers, Cell, Row, Unknown, Value, codes_of, rows_of
from forms.procedure import Procedure
from forms.role import CLAIMANT, GROUND, Role, Source
from forms.ticket.contents import SchemaField
from forms.vocabulary import Vocabulary

HOLDERS: Mapping[Source, tuple[str, ...]] = {
    Source.VISITOR: (person.YOU,),
    Source.CLAIMANT: (person.YOU, person.ASKER),
    Source.WHOM: (person.YOU, person.ASKER),
    Source.ASKED: (person.YOU, person.ASKER),
    Source.HOUSEHOLD: (person.YOU, person.ASKER),
    Source.FAMILY: (),
    Source.HEAD: (person.YOU, person.ASKER, person.HEAD),
    Source.SPOUSE: (person.YOU, person.ASKER),
    Source.CHILDREN: (person.YOU, person.ASKER),
    Source.DECEASED: (person.LATE,),
    Source.AGENT: (person.YOU, person.AGENT),
}
"""Who with a page of their own may play a role of this source."""
OF_ROWS = frozenset(
    {Source.WHOM, Source.ASKED, Source.HOUSEHOLD, Source.FAMILY, Source.HEAD, Source.SPOUSE, Source.CHILDREN}
)
"""Sources that may name people of the household."""
SELDOM = ("relation_words", "bond", "january_address", "nationality", "other_name", "apart")
"""Facts that few say of themselves: at the end of a ticket, where what nobody answered takes no room."""
USUAL_OF_ROW = ("name", "kana", "birth_date", "sex", "relation", "kin", "occupation", "january")
"""Facts at the beginning of the row of one of the household; all others follow in the order of the vocabulary."""
OF_SURNAME = ("name", "kana")
"""Facts whose first part a household mostly shares."""


def fields_of(procedures: Sequence[Procedure], vocabulary: Vocabulary) -> tuple[SchemaField, ...]:
    """Return the places of a ticket for these procedures, each key once.

    The visitor's choice of whom it is about, the facts of people with a page of their own, the household as rows,
    who plays which role, and the other answers; then what is seldom said, and at last what a procedure answers for
    itself instead of all.
    """
    usual, seldom = _people(procedures, vocabulary)
    fields: dict[str, SchemaField] = {}
    for field in (*usual, *_affairs(procedures), *_picks(procedures), *seldom, *_overruling(procedures)):
        fields.setdefault(field.key, field)
    return tuple(fields.values())


def pack_rows(answers: Answers, procedures: Iterable[Procedure]) -> Answers:
    """Return the answers as a ticket carries them.

    Each row of the household holds all facts of its person, numbered from p1 without gaps; the surname of the person
    at the centre is left out.
    """
    numbers = {id: f"p{place}" for place, (id, _) in enumerate(person.family_rows(answers), start=1)}
    picks = {cast.pick_key(role, procedure) for procedure in procedures for role in procedure.roles}
    packed: dict[str, Value] = {}
    extra: dict[str, dict[str, Cell]] = {}
    for key, value in answers.items():
        id, _, fact = key.partition(".")
        if id in numbers and fact and isinstance(value, str | int | Unknown):
            extra.setdefault(id, {})[fact] = value
        elif key in picks:
            packed[key] = _renumbered(value, numbers)
        elif key != person.FAMILY and not (fact and id in person.SLOTS[len(person.ALONE) :]):
            packed[key] = value
    surnames = _surnames(answers)
    rows: list[Row] = [
        {name: _without(surnames.get(name, ""), entry) for name, entry in row.items() if name != person.ROW_ID}
        | extra.get(id, {})
        for id, row in person.family_rows(answers)
    ]
    return packed | ({person.FAMILY: tuple(rows)} if rows else {})


def unpack_rows(answers: Answers) -> Answers:
    """Return the inverse: surnames are whole, and facts that are not asked of everybody stand under the person's id."""
    surnames = _surnames(answers)
    rows: list[Row] = []
    unpacked: dict[str, Value] = {key: value for key, value in answers.items() if key != person.FAMILY}
    for place, row in enumerate(rows_of(answers.get(person.FAMILY)), start=1):
        facts = {
            name: _with(surnames.get(name, ""), entry) for name, entry in row.items() if name in person.ROW_FACTS
        }
        rows.append({**facts, person.ROW_ID: f"p{place}"})
        unpacked |= {f"p{place}.{name}": entry for name, entry in row.items() if name not in person.ROW_FACTS}
    return unpacked | ({person.FAMILY: tuple(rows)} if rows else {})


def _surnames(answers: Answers) -> dict[str, str]:
    """The surname of the person at the centre as written and as read, where there is one."""
    centre = person.people_of(answers).centre
    texts = {fact: str(answers.get(f"{centre}.{fact}", "")).partition(person.BETWEEN) for fact in OF_SURNAME}
    return {fact: surname for fact, (surname, between, _) in texts.items() if between}


def _without(surname: str, entry: Cell) -> Cell:
    """The name without the surname, beginning with what stands behind it; no name begins so otherwise."""
    is_shared = surname and isinstance(entry, str) and entry.startswith(surname + person.BETWEEN)
    return str(entry).removeprefix(surname) if is_shared else entry


def _with(surname: str, entry: Cell) -> Cell:
    return surname + entry if surname and isinstance(entry, str) and entry.startswith(person.BETWEEN) else entry


def _renumbered(value: Value, numbers: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return numbers.get(value, value)
    return tuple(numbers.get(code, code) for code in codes_of(value))


def _people(
    procedures: Sequence[Procedure], vocabulary: Vocabulary
) -> tuple[list[SchemaField], list[SchemaField]]:
    """The places of people: those that are mostly filled, and the others."""
    if not any(procedure.roles for procedure in procedures):
        return [], []
    usual, seldom = (
        [SchemaField(person.WHOM, vocabulary[person.WHOM])],
        [SchemaField(name, vocabulary[name]) for name in GROUND],
    )
    facts = {
        item.name.removeprefix(person.FACT): item
        for item in vocabulary.values()
        if item.name.startswith(person.FACT)
    }
    needed = {(id, fact) for procedure in procedures for id, fact in _needed(procedure)}
    for id in person.ALONE:
        for fact, item in facts.items():
            if (id, fact) in needed:
                is_usual = id in (person.YOU, person.LATE) and fact not in SELDOM
                (usual if is_usual else seldom).append(SchemaField(f"{id}.{fact}", item))
    of_row = [
        replace(facts[fact], name=fact, required=False)
        for fact in sort_row(facts)
        if (person.FAMILY, fact) in needed
    ]
    if of_row:
        usual.append(SchemaField(person.FAMILY, replace(vocabulary[person.FAMILY], fields=tuple(of_row))))
    return usual, seldom


def sort_row(facts: Iterable[str]) -> list[str]:
    """Return the facts of one of the household as they follow each other in a row; a new one comes last."""
    return sorted(facts, key=lambda fact: fact not in USUAL_OF_ROW)


def _needed(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Which facts may be asked of whom; `family` stands for the people of the household."""
    asked = {role.name: {need.fact for need in role.facts} for role in procedure.roles}
    for ask in procedure.asks():
        if ask.item.fact:
            asked.setdefault(ask.item.role, set()).add(ask.item.fact)
    for role in procedure.roles:
        facts = set(asked[role.name])
        if "relation" in facts:
            facts.add("relation_words")
        for id in _holders(role):
            yield from ((id, fact) for fact in facts)
        if role.source in OF_ROWS:
            yield from ((person.FAMILY, fact) for fact in facts | ({"name"} if facts else set()))
            if facts & set(person.SHARED_HOME):
                yield person.FAMILY, "apart"


def _holders(role: Role) -> tuple[str, ...]:
    found = HOLDERS[role.source]
    return (*found, person.ASKER) if role.name == CLAIMANT and person.ASKER not in found else found


def _picks(procedures: Sequence[Procedure]) -> Iterator[SchemaField]:
    for procedure in procedures:
        for role in procedure.roles:
            if role.source in cast.PICKED:
                key = cast.pick_key(role, procedure)
                yield SchemaField(key, cast.slot_item(role, key))


def _affairs(procedures: Sequence[Procedure]) -> list[SchemaField]:
    """The places of the other answers, those of one kind together: alike bytes side by side deflate better."""
    asks = [(ask, procedure) for procedure in procedures for ask in procedure.asks() if not ask.item.fact]
    found = [SchemaField(journeypage.key_of(ask, procedure), ask.item) for ask, procedure in asks]
    return sorted(found, key=lambda field: field.item.kind.name)


def _overruling(procedures: Sequence[Procedure]) -> Iterator[SchemaField]:
    """Which procedures overrule what all share, and their own answers."""
    item = overruling.overruled_item(procedures)
    if item.choices:
        yield SchemaField(overruling.OVERRULED, item)
    for procedure in procedures:
        for ask in overruling.overrulable_asks(procedure):
            yield SchemaField(overruling.own_key(ask.item, procedure), ask.item)
