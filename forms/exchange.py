"""An application as JSON, for other programs: procedures, people with their facts, roles, answers (docs/exchange.md).

Item names stand alone where only one chosen procedure asks the item; otherwise `item@procedure` says whose it is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from forms.answers import OWN, UNKNOWN, Answers, Value, plain_of, rows_of, value_of
from forms.application import Application
from forms.cast import NOBODY, PICKED, Cast, pick_key, slot_item
from forms.checking import is_legal, problems_of
from forms.inputs import is_one_line
from forms.item import Item
from forms.journey import Journey
from forms.journeypage import key_of
from forms.overruling import OVERRULED, Overruling, overrulable_asks, own_key, with_overruled
from forms.person import (
    AGENT,
    ALONE,
    ASKER,
    FACT,
    FAMILY,
    HEAD,
    LATE,
    ROW_FACTS,
    ROW_ID,
    SLOTS,
    WHOM,
    YOU,
    FactSource,
    number_rows,
)
from forms.procedure import Procedure
from forms.procedures import Catalogue
from forms.role import BASIS, GROUND, VISITOR, Role
from forms.vocabulary import shipped_vocabulary

SPECIAL = {"visitor": YOU, "asker": ASKER, "deceased": LATE, "head": HEAD, "attorney": AGENT}
"""Names in `roles` of people who stand outside the household."""

LARGEST_JSON = 1_000_000


class ExchangeReason(StrEnum):
    """Why JSON is no application."""

    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    UNKNOWN_ITEM = "unknown_item"
    ILLEGAL_ANSWER = "illegal_answer"
    WRONG_PERSON = "wrong_person"
    WRONG_ROLE = "wrong_role"
    INCOMPLETE = "incomplete"


SENTENCES: dict[ExchangeReason, str] = {
    ExchangeReason.NOT_JSON: "JSONとして読めません。",
    ExchangeReason.WRONG_SHAPE: (
        '{{"procedures": […], "people": […], "roles": {{…}}, "answers": {{…}}}} の形にしてください。'
    ),
    ExchangeReason.UNKNOWN_PROCEDURE: "「{detail}」という手続はありません。kiosk forms list で確かめてください。",
    ExchangeReason.UNKNOWN_ITEM: "「{detail}」という項目は尋ねていません。kiosk forms show で確かめてください。",
    ExchangeReason.ILLEGAL_ANSWER: "「{detail}」の答えの書き方が違います。",
    ExchangeReason.WRONG_PERSON: "「{detail}」という人のidがないか、2度書かれているか、人数が多すぎます。",
    ExchangeReason.WRONG_ROLE: "「{detail}」の立場の人が、続柄やほかの答えと合いません。",
    ExchangeReason.INCOMPLETE: "「{detail}」の答えが足りません。",
}


class ExchangeError(Exception):
    """JSON that is no application. `detail` is the name of the procedure or answer at fault, as it was sent."""

    def __init__(self, reason: ExchangeReason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        self.sentence = SENTENCES[reason].format(detail=_short(detail))
        super().__init__(self.sentence)


def application_from_json(text: str | bytes, catalogue: Catalogue, today: date) -> Application:
    """Read what another program wrote. Raise ExchangeError unless every answer is known, legal and complete."""
    try:
        data = json.loads(text) if len(text) <= LARGEST_JSON else None
    except (ValueError, RecursionError):
        raise ExchangeError(ExchangeReason.NOT_JSON) from None
    shape = _shape(data)
    for id in shape.procedures:
        if catalogue.get(id) is None:
            raise ExchangeError(ExchangeReason.UNKNOWN_PROCEDURE, id)
    procedures = catalogue.chosen(shape.procedures)
    for key in shape.answers:
        if _is_of_people(key, procedures):
            raise ExchangeError(ExchangeReason.UNKNOWN_ITEM, key)
    people = _PeopleReader(shape.roles)
    affairs = {key: UNKNOWN if _says_unknown(stated) else stated for key, stated in shape.answers.items()}
    given = people.read(shape.people) | affairs | _picks(procedures, shape.roles, people.slots)
    application = replace(application_of(procedures, given), sources=people.sources)
    application = replace(application, answers=_without_idle(application.journey(today)))
    journey = application.journey(today)
    _check_roles(journey, shape.roles, people.slots)
    for problem in problems_of(journey):
        raise ExchangeError(ExchangeReason.INCOMPLETE, problem.item)
    return application


def application_of(procedures: Sequence[Procedure], given: Mapping[str, object]) -> Application:
    """Typed answers from plain data keyed by item, person and fact; UNKNOWN stands for itself. Raise ExchangeError at
    the first not legal."""
    keys = _keys(procedures)
    answers: dict[str, Value] = {}
    for name, plain in given.items():
        if name not in keys:
            raise ExchangeError(ExchangeReason.UNKNOWN_ITEM, name)
        key, item = keys[name]
        value = UNKNOWN if plain is UNKNOWN else value_of(plain)
        if value is None or not (plain is UNKNOWN or is_legal(item, value)):
            raise ExchangeError(ExchangeReason.ILLEGAL_ANSWER, name)
        answers[key] = value
    return Application(tuple(procedures), number_rows(with_overruled(procedures, answers)))


def application_to_json(application: Application, today: date) -> dict[str, object]:
    """Return the application as JSON data: people once, who plays which role, and the other answers."""
    journey = application.journey(today)
    names = {key: name for name, (key, _) in _keys(application.procedures).items()}
    roles: dict[str, object] = {each: id for each, id in SPECIAL.items() if id in journey.people.persons}
    if WHOM in application.answers:
        roles[WHOM] = plain_of(application.answers[WHOM])
    for procedure in application.procedures:
        cast = journey.casts[procedure.id]
        if procedure.roles:
            roles[procedure.id] = {BASIS: cast.basis.value, **_played_to_json(cast, application.answers)}
    answers = {
        names.get(key, key): _stated(value)
        for key, value in application.answers.items()
        if not _is_of_people(key, application.procedures)
    }
    return {
        "procedures": [procedure.id for procedure in application.procedures],
        "people": [_person_to_json(person.id, application) for person in journey.people.persons.values()],
        "roles": roles,
        "answers": answers,
    }


def _played_to_json(cast: Cast, answers: Answers) -> dict[str, object]:
    """Who plays each role, where the people say anything of them; nobody where somebody said so."""
    played: dict[str, object] = {}
    for role in cast.procedure.roles:
        ids = [id for id in cast.ids(role) if id in cast.people.persons]
        if role.name != VISITOR and (ids or (role.source in PICKED and pick_key(role, cast.procedure) in answers)):
            played[role.name] = ids if role.many or not ids else ids[0]
    return played


def _without_idle(journey: Journey) -> Answers:
    """Return the answers without what `roles` says of roles that follow anyway, and what is not known yet where no
    question allows that."""
    casts = [(procedure, journey.casts[procedure.id]) for procedure in journey.procedures]
    idle = {pick_key(role, each) for each, cast in casts for role in each.roles if _is_idle(role, cast)}
    open_ones = {ask.key for ask in journey.asks if ask.ask.may_be_unknown}
    family = next((ask.ask.item for ask in journey.asks if ask.key == FAMILY), None)
    kept = {
        key: value
        for key, value in journey.answers.items()
        if key not in idle and (value is not UNKNOWN or key in open_ones)
    }
    return kept | {FAMILY: _without_idle_cells(family, kept[FAMILY])} if FAMILY in kept else kept


def _without_idle_cells(family: Item | None, value: Value) -> Value:
    """Return the household without what is not known yet where its page does not let that be left open."""
    open_ones = {field.name for field in family.fields if field.may_be_unknown} if family else set()
    return tuple(
        {name: cell for name, cell in row.items() if cell is not UNKNOWN or name in open_ones}
        for row in rows_of(value)
    )


def _is_idle(role: Role, cast: Cast) -> bool:
    follows = role.is_known or cast.is_heard(role)
    return not cast.is_open(role) or (follows and set(cast.ids(role)) == set(cast.usual(role)))


def _person_to_json(id: str, application: Application) -> dict[str, object]:
    facts: dict[str, object] = {"id": id}
    for fact, value in application.people.get(id).facts.items():
        source = application.sources.get(f"{id}.{fact}")
        plain = _stated(value)
        facts[fact] = {"value": plain, "source": source.value} if source and value is not UNKNOWN else plain
    return facts


def _stated(value: Value) -> object:
    return {"unknown": True} if value is UNKNOWN else plain_of(value)


def _says_unknown(stated: object) -> bool:
    return isinstance(stated, Mapping) and stated.get("unknown") is True


def _is_of_people(key: str, procedures: Sequence[Procedure]) -> bool:
    """Whether the key is said by people or roles, not by answers."""
    picks = {pick_key(role, procedure) for procedure in procedures for role in procedure.roles}
    id, _, fact = key.partition(".")
    return key in (FAMILY, WHOM) or key in picks or (bool(fact) and id in SLOTS)


class _PeopleReader:
    """Reads the people of an application: `roles` say who they are, everybody else is of the household."""

    def __init__(self, roles: Mapping[str, object]) -> None:
        self._special: dict[str, str] = {}
        for name, slot in SPECIAL.items():
            if name in roles and str(roles[name]) in self._special:
                raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{name}")
            self._special |= {str(roles[name]): slot} if name in roles else {}
        self.slots: dict[str, str] = {}
        self.sources: dict[str, FactSource] = {}

    def read(self, people: Sequence[object]) -> dict[str, object]:
        """Their facts by the keys of answers.

        Raise ExchangeError for somebody without id or twice, or if a role is of nobody.
        """
        persons = [person if isinstance(person, Mapping) else {} for person in people]
        self._seat([str(person.get("id", "")) for person in persons])
        given: dict[str, object] = {}
        family: list[dict[str, object]] = []
        for person in persons:
            slot = self.slots[str(person["id"])]
            row = self._facts(slot, person, given)
            if slot not in ALONE:
                family.append({**row, ROW_ID: slot})
        return given | ({FAMILY: family} if family else {})

    def _seat(self, ids: Sequence[str]) -> None:
        """Give everybody a place: those named for one, those whose id is a place, and the others in order."""
        taken = {self._special.get(id, id) for id in ids}
        free = iter([slot for slot in SLOTS[len(ALONE) :] if slot not in taken])
        for id in ids:
            slot = self._special.get(id) or (id if id in SLOTS else next(free, ""))
            if not id or not slot or id in self.slots or slot in self.slots.values():
                raise ExchangeError(ExchangeReason.WRONG_PERSON, id)
            self.slots[id] = slot
        for id, slot in self._special.items():
            if id not in self.slots:
                name = next(name for name, each in SPECIAL.items() if each == slot)
                raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{name}")

    def _facts(self, slot: str, facts: Mapping[object, object], given: dict[str, object]) -> dict[str, object]:
        row: dict[str, object] = {}
        for fact, stated in facts.items():
            if fact == "id":
                continue
            of_row = slot not in ALONE and fact in ROW_FACTS
            if _says_unknown(stated):
                if of_row:
                    row[str(fact)] = plain_of(UNKNOWN)
                else:
                    given[f"{slot}.{fact}"] = UNKNOWN
                continue
            if isinstance(stated, Mapping):
                if stated.get("source") in tuple(FactSource):
                    self.sources[f"{slot}.{fact}"] = FactSource(str(stated["source"]))
                stated = stated.get("value")
            if of_row:
                row[str(fact)] = stated
            else:
                given[f"{slot}.{fact}"] = stated
        return row


def _picks(
    procedures: Sequence[Procedure], roles: Mapping[str, object], slots: Mapping[str, str]
) -> dict[str, object]:
    """Return what `roles` says that only a person can say: whom it is about, and who was chosen for a role."""
    given: dict[str, object] = {WHOM: roles[WHOM]} if WHOM in roles else {}
    for procedure in procedures:
        for role, ids in _played(procedure, roles, slots):
            if role.source in PICKED:
                several = list(ids) or [NOBODY]
                given[pick_key(role, procedure)] = several if role.many else several[0]
    return given


def _played(
    procedure: Procedure, roles: Mapping[str, object], slots: Mapping[str, str]
) -> Iterator[tuple[Role, tuple[str, ...]]]:
    said = roles.get(procedure.id, {})
    if not isinstance(said, Mapping):
        raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{procedure.id}")
    for name, ids in said.items():
        if name == BASIS:
            continue
        role = procedure.role(str(name))
        several = ids if isinstance(ids, list) else [ids]
        if role is None or (len(several) > 1 and not role.many) or any(str(id) not in slots for id in several):
            raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{procedure.id}.{name}")
        yield role, tuple(slots[str(id)] for id in several)


def _check_roles(journey: Journey, roles: Mapping[str, object], slots: Mapping[str, str]) -> None:
    """Refuse a role that contradicts what follows from the people: it would be kept silently otherwise."""
    known = {*SPECIAL, WHOM, *(procedure.id for procedure in journey.procedures)}
    for name in roles:
        if name not in known:
            raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{name}")
    for procedure in journey.procedures:
        cast = journey.casts[procedure.id]
        said = roles.get(procedure.id)
        if isinstance(said, Mapping) and said.get(BASIS, cast.basis) != cast.basis:
            raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{procedure.id}.{BASIS}")
        for role, ids in _played(procedure, roles, slots):
            if set(cast.ids(role)) != set(ids):
                raise ExchangeError(ExchangeReason.WRONG_ROLE, f"roles.{procedure.id}.{role.name}")


def _short(name: str) -> str:
    """Return a name somebody else made up, fit for a message."""
    return "".join(sign if is_one_line(sign) else "?" for sign in name[:60])


def _keys(procedures: Sequence[Procedure]) -> dict[str, tuple[str, Item]]:
    """Names in data to keys of answers. `item@procedure` is always understood, the plain name if single."""
    keys = dict(_people_keys(procedures))
    askers: dict[str, int] = {}
    asks = [
        (ask, key_of(ask, procedure)) for procedure in procedures for ask in procedure.asks() if not ask.item.fact
    ]
    for ask, key in asks:
        keys[key] = (key, ask.item)
        askers[ask.item.name] = askers.get(ask.item.name, 0) + 1
    for ask, key in asks:
        if OWN in key and askers[ask.item.name] == 1:
            keys[ask.item.name] = (key, ask.item)
    return keys | dict(_own_keys(procedures))


def _own_keys(procedures: Sequence[Procedure]) -> Iterator[tuple[str, tuple[str, Item]]]:
    """Every key of what a procedure answers for itself instead of all."""
    overruling = Overruling(tuple(procedures), {})
    if overruling.sharers:
        yield OVERRULED, (OVERRULED, overruling.ask.item)
    for procedure in overruling.sharers:
        for ask in overrulable_asks(procedure):
            if overruling.is_shared(ask):
                yield own_key(ask.item, procedure), (own_key(ask.item, procedure), ask.item)


def _people_keys(procedures: Sequence[Procedure]) -> Iterator[tuple[str, tuple[str, Item]]]:
    """Every key that says something of people."""
    yield from _keys_of_facts().items()
    for procedure in procedures:
        for role in procedure.roles:
            key = pick_key(role, procedure)
            yield key, (key, slot_item(role, key))


@cache
def _keys_of_facts() -> Mapping[str, tuple[str, Item]]:
    """The keys of every fact of everybody there may be: over a thousand, the same for all procedures."""
    vocabulary = shipped_vocabulary()
    facts = {item.name.removeprefix(FACT): item for item in vocabulary.values() if item.name.startswith(FACT)}
    keys = {(key := f"{slot}.{fact}"): (key, item) for slot in SLOTS for fact, item in facts.items()}
    keys |= {name: (name, vocabulary[name]) for name in (WHOM, *GROUND)}
    family = vocabulary[FAMILY]
    fields = tuple(replace(field, may_be_unknown=True) for field in family.fields)
    return {**keys, FAMILY: (FAMILY, replace(family, fields=fields))}


@dataclass(frozen=True, slots=True)
class _Shape:
    procedures: list[str]
    people: Sequence[object]
    roles: Mapping[str, object]
    answers: Mapping[str, object]


def _shape(data: object) -> _Shape:
    if not isinstance(data, dict) or not {"procedures"} <= set(data) <= {
        "procedures",
        "people",
        "roles",
        "answers",
    }:
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    ids, people = data["procedures"], data.get("people", [])
    roles, answers = data.get("roles", {}), data.get("answers", {})
    if not isinstance(ids, list) or not ids or len(ids) > 20 or not all(isinstance(id, str) for id in ids):
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    if not isinstance(people, list) or not isinstance(roles, dict) or not isinstance(answers, dict):
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    return _Shape(ids, people, roles, answers)
