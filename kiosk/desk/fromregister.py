"""What the register says beside what was answered: who is whom, what is empty, what differs. A person decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from forms import UNKNOWN, Answers, Item, Journey, Row, Value, checking, official_text, rows_of, shipped_vocabulary
from forms.household import register_word
from forms.person import FACT, FAMILY, HEAD, LATE, ROW_FACTS, ROW_ID, SLOTS, Person, people_of
from kiosk.desk.case import name_on_card
from kiosk.register import finding, lookup
from kiosk.register.resident import Badge, Resident, answers_of

OLD_ADDRESS, OLD_BUILDING, OLD_HEAD = "move.old_address", "move.old_building", "household.old_head_name"
ADDRESS, BUILDING, POSTAL_CODE = "address", "building", "postal_code"
HOME = (POSTAL_CODE, ADDRESS, BUILDING)


@dataclass(frozen=True, slots=True)
class Beside:
    """One fact that is said otherwise: the answer, the card where it says it, and the register."""

    key: str
    label: str
    answered: str
    on_card: str
    in_register: str


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household on the tick list."""

    number: int
    """The place in the register's order, from 1."""
    resident: Resident = field(repr=False)
    person: str
    """The id of the person of the application they are, or would become."""
    is_new: bool
    is_ticked: bool
    empty: Mapping[str, Value] = field(repr=False)
    """What ticking fills, by the key of the answer or `p2.name`."""
    differences: tuple[Beside, ...] = ()
    unusable: tuple[str, ...] = ()
    """Labels of facts that cannot be filled in as the register writes them: staff types them."""

    @property
    def name(self) -> str:
        """As the register writes it."""
        return self.resident.facts.get("name", "")

    @property
    def relation(self) -> str:
        """The register's word for them, seen from the head."""
        return register_word(Person("", dict(self.resident.facts)))

    @property
    def badges(self) -> tuple[Badge, ...]:
        """What a list must say beside the name."""
        return self.resident.badges


@dataclass(frozen=True, slots=True)
class TickList:
    """The household beside the application."""

    members: tuple[Member, ...]
    has_moved: bool
    """Whether the register's address is the one before the move that is being filed."""


def list_household(journey: Journey, household: lookup.RegisterHousehold, card: Mapping[str, str]) -> TickList:
    """Return the household in the register's order, each member beside the person of the application they are."""
    people = people_of(journey.answers)
    keys = {ask.key for ask in journey.asks}
    taken: dict[int, str] = {}
    for place, resident in enumerate(household.residents):
        found = next(
            (p.id for p in people.persons.values() if p.id not in taken.values() and _is(p, resident)), None
        )
        if found is not None:
            taken[place] = found
    free = iter([id for id in SLOTS if id not in people.persons and id.startswith("p")])
    members = []
    for place, resident in enumerate(household.residents):
        is_chosen = resident.number == household.chosen
        person = taken.get(place) or _role(resident, is_chosen, journey, taken) or next(free, "")
        taken.setdefault(place, person)
        is_known = person in people.persons
        members.append(
            _member(
                place + 1,
                resident,
                people.get(person),
                is_known and bool(people.get(person).facts.get("name")),
                (is_chosen or is_known) and (not resident.badges or is_known),
                OLD_ADDRESS in keys,
                card if person == people.centre else {},
            )
        )
    return TickList(tuple(members), OLD_ADDRESS in keys)


def taken_over(
    journey: Journey, ticks: TickList, ticked: Collection[int], followed: Collection[str]
) -> tuple[Answers, tuple[str, ...]]:
    """Return the answers with the empty facts of those ticked and the differences a person decided on, and the facts.

    The register's address goes to the question for the old one where a move is being filed.
    """
    filled: dict[str, Value] = {}
    for member in ticks.members:
        if member.number in ticked:
            filled |= member.empty
        values = answers_of(member.resident)
        wanted = [each.key for each in member.differences if each.key in followed]
        filled |= {key: values[key.rpartition(".")[2]] for key in wanted}
    facts = tuple(key.rpartition(".")[2] for key in filled)
    answers = _with_facts(journey.answers, filled)
    if ticks.has_moved:
        answers |= _before_the_move(journey, ticks, ticked)
    return answers, facts


def _before_the_move(journey: Journey, ticks: TickList, ticked: Collection[int]) -> dict[str, Value]:
    """Where those who move live by the register, and who their head is, as far as nothing was said."""
    asked = {ask.key for ask in journey.asks}
    mover = next((each for each in ticks.members if each.number in ticked), None)
    if mover is None:
        return {}
    facts = mover.resident.facts
    heads = (each.name for each in ticks.members if each.resident.facts.get("relation") == "head")
    said = {OLD_ADDRESS: facts.get(ADDRESS), OLD_BUILDING: facts.get(BUILDING), OLD_HEAD: next(heads, None)}
    empty = {key for key in said if journey.answers.get(key, UNKNOWN) is UNKNOWN}
    return {key: value for key, value in said.items() if value and key in asked and key in empty}


def _with_facts(answers: Answers, filled: Mapping[str, Value]) -> dict[str, Value]:
    """Put each fact where the application keeps it: under the person's key, or in their row of the household."""
    after = dict(answers)
    rows: dict[str, dict[str, Value]] = {str(row.get(ROW_ID)): dict(row) for row in rows_of(answers.get(FAMILY))}
    for key, value in filled.items():
        person, _, fact = key.partition(".")
        if person.startswith("p") and fact in ROW_FACTS:
            rows.setdefault(person, {ROW_ID: person})[fact] = value
        else:
            after[key] = value
    if rows:
        after[FAMILY] = tuple(_row(row) for row in rows.values())
    return after


def _row(facts: Mapping[str, Value]) -> Row:
    return {name: value for name, value in facts.items() if isinstance(value, str | int) or value is UNKNOWN}


def _role(resident: Resident, is_chosen: bool, journey: Journey, taken: Mapping[int, str]) -> str | None:
    """Whom somebody nobody has spoken of may be: who has died, or who the application is centred on."""
    people = people_of(journey.answers)
    late_asked = any(ask.key == f"{LATE}.name" for ask in journey.asks)
    if Badge.DEAD in resident.badges and late_asked and LATE not in people.persons and LATE not in taken.values():
        return LATE
    is_free = not people.get(people.centre).facts.get("name") and people.centre not in taken.values()
    return people.centre if is_chosen and is_free else None


def _is(person: Person, resident: Resident) -> bool:
    """Whether a person of the application is surely this resident, glyphs and long vowels aside."""
    if person.id == HEAD or not person.name:
        return False
    born, name = str(person.facts.get("birth_date", "")), resident.facts.get("name", "")
    reading = str(person.facts.get("kana", ""))
    is_same_name = finding.fold_name(person.name) == finding.fold_name(name)
    is_same_reading = bool(reading) and finding.fold_kana(reading) == finding.fold_kana(
        resident.facts.get("kana", "")
    )
    is_same_given = finding.fold_name(person.given) == finding.fold_name(Person("", dict(resident.facts)).given)
    if not born or not resident.birth_date:
        return is_same_name
    return born == resident.birth_date and (is_same_name or is_same_reading or is_same_given)


def _member(
    number: int,
    resident: Resident,
    person: Person,
    is_known: bool,
    is_ticked: bool,
    has_moved: bool,
    card: Mapping[str, str],
) -> Member:
    vocabulary = shipped_vocabulary()
    empty: dict[str, Value] = {}
    differences, unusable = [], []
    for fact, value in answers_of(resident).items():
        item, key = vocabulary[FACT + fact], f"{person.id}.{fact}"
        if has_moved and fact in HOME:
            continue
        answered = person.facts.get(fact)
        if not checking.is_legal(item, value):
            unusable.append(item.label)
        elif answered is None or answered is UNKNOWN:
            empty[key] = value
        elif answered != value:
            differences.append(_beside(item, key, answered, value, card))
    return Member(
        number,
        resident,
        person.id,
        not is_known,
        is_ticked and bool(person.id),
        empty if person.id else {},
        tuple(differences),
        tuple(unusable),
    )


def _beside(item: Item, key: str, answered: Value, value: Value, card: Mapping[str, str]) -> Beside:
    fact = key.rpartition(".")[2]
    text = card.get(fact, "")
    on_card = name_on_card(text).name if fact == "name" else text
    if on_card and fact in ("birth_date", "sex"):
        on_card = official_text(item, on_card)
    return Beside(key, item.label, official_text(item, answered), on_card, official_text(item, value))
