"""Doubts about people: the same one twice, ages that do not go together, who may act alone."""

import re
from collections.abc import Iterator
from itertools import combinations
from unicodedata import category

from forms import answers, condition, crosscheck, kinds, role
from forms.doubts.doubt import PREFECTURE, Doubt, Says
from forms.journey import Journey
from forms.kinship import placing, relation
from forms.person import AGENT, ALONE, ASKER, FAMILY, HEAD, LATE, YOU, family_rows

YEARS_BETWEEN = 15
"""Below it a parent is asked about; an adopted child may well be nearer (民法793条 wants only an elder)."""
OLDEST = 117
ADULT, ABLE = 18, 15
"""成年 (民法4条), and the age at which the office takes a statement of one's own (民法961条、797条)."""
LONGEST_WAIT_DAYS = 300


def same_person_twice(journey: Journey) -> Iterator[Doubt]:
    """Two of the living with one name, whose births do not say that they are two.

    An agent may be one of the household, and so may who comes with a letter.
    """
    living = [id for id in journey.people.persons if id not in (LATE, HEAD) and _plays(journey, id)]
    for one, other in combinations(living, 2):
        is_visitor = one == YOU and other not in ALONE and journey.people.centre != YOU
        is_agent = AGENT in (one, other) and YOU not in (one, other)
        if not is_visitor and not is_agent and _are_one(journey, one, other):
            yield _about(journey, other, Says.TWICE, "name", (_name(journey, one), _birth(journey, one)))


def late_among_the_living(journey: Journey) -> Iterator[Doubt]:
    """Who has died is named once more, as one of the household, the visitor or the new head."""
    for id in journey.people.persons:
        if id != LATE and _plays(journey, id) and _plays(journey, LATE) and _are_one(journey, LATE, id):
            yield _about(journey, id, Says.LATE_IS_HERE, "name", (_name(journey, id), _birth(journey, id)))
    late = crosscheck.spelt(_name(journey, LATE))
    for key in ("heirs", "funeral.chief_name", "change.new_head_name"):
        named = journey.answers.get(key, "")
        names = [row.get("name") for row in answers.rows_of(named)] if answers.rows_of(named) else [named]
        if late and late in map(crosscheck.spelt, names):
            yield Doubt(key, Says.LATE_IS_HERE, (late, key), key)


def parent_and_child_too_near(journey: Journey) -> Iterator[Doubt]:
    """A parent less than fifteen years older: an adopted child may be."""
    members = journey.kinship.household.members
    for anchor in members:
        for member in members:
            chain = placing.chain_of(member)
            if not chain or placing.chain_of(anchor) != chain[:-1] or anchor.born is None or member.born is None:
                continue
            least, most = anchor.born.years_before(member.born)
            years = most if chain[-1] is relation.Step.CHILD else -least if chain[-1].is_parent else None
            if years is not None and 0 < years < YEARS_BETWEEN:
                yield _about(journey, member.id, Says.TOO_NEAR, "birth_date", (anchor.birth, member.birth))


def deceased_and_claimant_too_near(journey: Journey) -> Iterator[Doubt]:
    """The same between who has died and whose child or parent that is; who comes for them is neither."""
    claimant = journey.people.centre
    late, kin = (relation.born(_birth(journey, id)) for id in (LATE, claimant))
    word = journey.answers.get("deceased.relation")
    if late is None or kin is None or word not in ("child", "parent"):
        return
    _least, most = late.years_before(kin) if word == "child" else kin.years_before(late)
    if most < YEARS_BETWEEN:
        births = _birth(journey, LATE), _birth(journey, claimant)
        yield Doubt("deceased.relation", Says.TOO_NEAR, (word, *births), "deceased.relation")


def too_old_to_live(journey: Journey) -> Iterator[Doubt]:
    """Nobody in Japan is older than 116 now, most likely the year is wrong."""
    for id in journey.people.persons:
        age = _age(journey, id)
        if id != LATE and age is not None and age >= OLDEST:
            yield _about(journey, id, Says.TOO_OLD, "birth_date", (_birth(journey, id),))


def child_acts_alone(journey: Journey) -> Iterator[Doubt]:
    age = _age(journey, YOU)
    acts = any(procedure.roles and role.Basis.FREE not in procedure.who for procedure in journey.procedures)
    if acts and age is not None and age < ABLE:
        yield _about(journey, YOU, Says.ACTS_ALONE, "birth_date", (_birth(journey, YOU),))


def parent_of_an_adult(journey: Journey) -> Iterator[Doubt]:
    """Parents and guardians of minors act for minors only (民法818条、839条)."""
    age, kind = _age(journey, ASKER), journey.answers.get(role.LEGAL_KIND)
    is_legal = journey.whom == role.Basis.LEGAL and kind in ("parent", "minor_guardian")
    if is_legal and age is not None and age >= ADULT:
        yield _about(journey, ASKER, Says.PARENT_OF_ADULT, "birth_date", (kind, _birth(journey, ASKER)))


def child_as_head(journey: Journey) -> Iterator[Doubt]:
    head = journey.kinship.head
    age = _age(journey, head) if head else None
    if age is not None and age < ABLE:
        yield _about(
            journey, head, Says.HEAD_IS_CHILD, "birth_date", (_name(journey, head), _birth(journey, head))
        )


def too_old_for_role(journey: Journey) -> Iterator[Doubt]:
    """Whoever is older than a procedure's check expects in a role."""
    for procedure in journey.procedures:
        for check in procedure.checks:
            role = procedure.role(check.item) if check.kind is crosscheck.CheckKind.OLDER else None
            if role is None or not condition.holds(check.when, journey.seen_by(procedure), journey.today):
                continue
            for id in journey.casts[procedure.id].ids(role):
                age = _age(journey, id)
                if age is not None and age >= check.years:
                    yield _about(journey, id, check.text, "birth_date", (_birth(journey, id),))


def unborn_for_too_long(journey: Journey) -> Iterator[Doubt]:
    """A child that is expected is born within ten months."""
    for id, row in family_rows(journey.answers):
        day = relation.born(str(row.get("birth_date", "")))
        if day is not None and (day.first - journey.today).days > LONGEST_WAIT_DAYS:
            yield _about(journey, id, Says.UNBORN, "birth_date", (_birth(journey, id),))


def dead_before_born(journey: Journey) -> Iterator[Doubt]:
    birth, death = (
        relation.born(str(journey.people.get(LATE).facts.get(fact, ""))) for fact in ("birth_date", "death_date")
    )
    if birth and death and death.last < birth.first:
        key = f"{LATE}.death_date"
        yield Doubt(key, Says.DEAD_BEFORE_BORN, (), key, is_impossible=True)


def own_guarantor(journey: Journey) -> Iterator[Doubt]:
    for procedure in journey.procedures:
        name = journey.seen_by(procedure).get("claimant.name") if procedure.item("seal.guarantor_name") else None
        guarantor = journey.seen_by(procedure).get("seal.guarantor_name")
        if name and guarantor and crosscheck.spelt(name) == crosscheck.spelt(guarantor):
            key = journey.key_of("seal.guarantor_name", procedure)
            yield Doubt(key, Says.OWN_GUARANTOR, (name, guarantor), key)


_ODD_IN_NAMES = ("Nd", "So")
"""Categories of signs no register has in a name: digits, pictures and marks such as 〓 and ㈱."""
_TITLE = "様"


def odd_name(journey: Journey) -> Iterator[Doubt]:
    """A name as in a mail address or on an envelope: yosida12, 花子様, 太郎😀."""
    for id in journey.people.persons:
        name = _name(journey, id)
        if _plays(journey, id) and _is_odd(name):
            yield _about(journey, id, Says.ODD_NAME, "name", (name,))


def odd_name_besides(journey: Journey) -> Iterator[Doubt]:
    """The same of names that stand for nobody of the household: who vouches for a seal, heirs, a head of before."""
    persons = {f"{id}.name" for id in journey.people.persons}
    for ask in journey.asks:
        value = journey.value(ask)
        if (
            ask.ask.item.kind is kinds.NAME
            and ask.key not in persons
            and isinstance(value, str)
            and _is_odd(value)
        ):
            yield Doubt(ask.key, Says.ODD_NAME, (value,), ask.key)
        for place, row in enumerate(answers.rows_of(value) if ask.key != FAMILY else ()):
            if _is_odd(name := str(row.get("name", ""))):
                yield Doubt(ask.key, Says.ODD_NAME, (name,), f"{ask.key}.{place}.name")


def _is_odd(name: str) -> bool:
    return name.endswith(_TITLE) or any(category(sign) in _ODD_IN_NAMES for sign in name)


_OF_A_TOWN = re.compile("[都道府県市区町村]")
_LOT = re.compile("[0-9０-９〇一二三四五六七八九十百千]|無番")


def address_without_lot(journey: Journey) -> Iterator[Doubt]:
    """An address in Japan that ends before its number: 東京都港区芝. Numbers in names of places hide some."""
    for id, person in journey.people.persons.items():
        address, building = (str(person.facts.get(fact) or "") for fact in ("address", "building"))
        place = PREFECTURE.sub("", address)
        if any(ask.key == f"{id}.address" for ask in journey.asks) and (
            _OF_A_TOWN.search(address) and not _LOT.search(place + building)
        ):
            yield _about(journey, id, Says.NO_LOT, "address", (address, building))


def _about(journey: Journey, id: str, sentence: str, fact: str, evidence: tuple[object, ...]) -> Doubt:
    """The doubt at the person's own question, or at their row of the household.

    The evidence leaves out the id: rows are numbered only when their page is finished.
    """
    key = f"{id}.{fact}"
    if id in ALONE or any(ask.key == key for ask in journey.asks):
        return Doubt(key, sentence, evidence, key)
    place = next((place for place, (row, _) in enumerate(family_rows(journey.answers)) if row == id), 0)
    return Doubt(FAMILY, sentence, evidence, f"{FAMILY}.{place}.{fact}")


def _plays(journey: Journey, id: str) -> bool:
    """Whether the journey asks for the person now: what a condition has hidden says nothing."""
    return id not in ALONE or any(ask.key == f"{id}.name" for ask in journey.asks)


def _are_one(journey: Journey, one: str, other: str) -> bool:
    names = crosscheck.spelt(_name(journey, one)), crosscheck.spelt(_name(journey, other))
    births = {_birth(journey, id) for id in (one, other)} - {""}
    return names[0] != "" and names[0] == names[1] and len(births) < 2


def _name(journey: Journey, id: str) -> str:
    return journey.people.get(id).name


def _birth(journey: Journey, id: str) -> str:
    birth = journey.people.get(id).facts.get("birth_date", "")
    return birth if isinstance(birth, str) else ""


def _age(journey: Journey, id: str) -> int | None:
    return condition.age_on(_birth(journey, id), journey.today)
