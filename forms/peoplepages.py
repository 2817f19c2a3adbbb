"""The pages about people: whom it is about, one for each person, the household, and who plays which role."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forms import answers, condition, household, journeypage, person
from forms.cast import BOTH, NO_WORD_YET, Cast, notifies_for_members, pick_key
from forms.item import Item
from forms.procedure import Ask, Procedure
from forms.role import (
    BOND,
    LEGAL_KIND,
    MOVERS,
    OF_ORGANISATION,
    ORGANISATION,
    ORGANISATION_NAME,
    ORGANISATION_REASON,
    SEAT,
    VISITOR,
    Basis,
    FactNeed,
    Role,
    Source,
)
from forms.vocabulary import shipped_vocabulary

if TYPE_CHECKING:
    from forms.journey import Journey

ROW_ORDER = (
    "name",
    "kana",
    household.RELATION,
    household.KIN,
    household.RELATION_WORDS,
    "birth_date",
    "sex",
    "apart",
    "nationality",
    "other_name",
    person.ROW_ID,
)
"""The facts of one of the household, in the order they are asked: who it is, then when born."""

LEAD_OF_FAMILY = "あなた以外の人を、1人ずつ入力してください。"
LEAD_OF_FAMILY_OR_NOBODY = "一緒に住む人がいなければ、家族は入力せずに進んでください。"
SAME_SURNAME = "氏があなたと同じ人は、名だけでかまいません。"
SAME_SURNAME_AS_ASKER = "氏が頼んだ方と同じ人は、名だけでかまいません。"
EXPECTED = (
    "まだ生まれていない子どもは、予定日を入力してください。名前が決まっていなければ、名は「未定」としてください。"
)
NAME_OF_HEAD = "世帯主のお名前"
RELATION_OF_YOU = "世帯主から見た、あなたの続柄"
RELATION_OF_ASKER = "世帯主から見た、その方の続柄"
TITLE_OF_VISITOR = "あなたのこと（窓口に来る人）"
TITLE_OF_WARD = "ご本人のこと"
TITLE_OF_SUBJECT = "証明に載る方のこと"
WORKPLACE = "勤め先の名前（施設や会社の仕事で来るときだけ）"
NAME_OF_GUARDIAN = "法人の名前（法人で後見しているときだけ）"
NEEDED_OF_ORGANISATION = (
    ORGANISATION_NAME,
    f"{ORGANISATION}.address",
    f"{ORGANISATION}.head",
    f"{ORGANISATION}.phone",
    ORGANISATION_REASON,
)
TITLE_OF_PERSON = "%(name)sさんのこと"


@dataclass(frozen=True, slots=True)
class PeoplePages:
    """Puts what the journey asks about people onto its pages."""

    journey: "Journey"
    pages: journeypage.Pages

    def write(self) -> None:
        """Add all pages about people, in their order."""
        self.add_whom()
        self.add_people()
        self.pages.drop_idle()
        self.add_family()
        self.add_roles()

    def add_whom(self) -> None:
        """Whom it is about, if that makes a difference."""
        if not self.journey.whom_offered:
            return
        serves = tuple(each.id for each in self.journey.procedures if each.roles and Basis.FREE not in each.who)
        ask = Ask(shipped_vocabulary()[person.WHOM], required=True, offered=self.journey.whom_offered)
        self.pages.add(person.WHOM, journeypage.JourneyAsk(person.WHOM, ask, serves))
        if self.journey.whom == Basis.LEGAL:
            self.pages.add(
                person.WHOM,
                journeypage.JourneyAsk(LEGAL_KIND, Ask(shipped_vocabulary()[LEGAL_KIND], required=True), serves),
            )
            if self.journey.answers.get(LEGAL_KIND) not in (None, "parent"):
                name = Ask(shipped_vocabulary()[ORGANISATION_NAME], required=False, ask=NAME_OF_GUARDIAN)
                self.pages.add(person.WHOM, journeypage.JourneyAsk(ORGANISATION_NAME, name, serves))
        self._add_organisation()

    def _add_organisation(self) -> None:
        """The organisation that asks, or that is somebody's guardian: what it is called, where it is, who stands for it."""
        basis = Basis.LEGAL if self.journey.answers.get(LEGAL_KIND) not in (None, "parent") else None
        if self.journey.whom == Basis.ORGANISATION:
            basis, names = Basis.ORGANISATION, OF_ORGANISATION
        elif self.journey.whom != Basis.LEGAL or not basis or ORGANISATION_NAME not in self.journey.answers:
            return
        else:
            names = SEAT
        admitting = [each for each in self.journey.procedures if basis in each.who]
        for name in names:
            is_reason = name == ORGANISATION_REASON
            serves = tuple(each.id for each in admitting if not (is_reason and each.rules.organisation_itself))
            is_needed = name in NEEDED_OF_ORGANISATION
            leaves = is_needed and name not in (ORGANISATION_NAME, ORGANISATION_REASON)
            ask = Ask(shipped_vocabulary()[name], required=is_needed, may_be_unknown=leaves)
            if serves:
                self.pages.add(ORGANISATION, journeypage.JourneyAsk(name, ask, serves))

    def add_people(self) -> None:
        """A page for each person with the facts that some role needs of them; the household has one page for all."""
        for procedure, role, id in self._parts():
            for need in role.facts:
                if self._is_asked(procedure, role, id, need):
                    item = need.item
                    is_needed = need.required and not (
                        need.fact == "kana" and self.journey.people.get(id).is_latin
                    )
                    leaves = is_needed and not _is_certain(id, need.fact)
                    ask = Ask(item, is_needed, ask=need.ask, hint=need.hint, may_be_unknown=leaves)
                    self.pages.add(
                        id, journeypage.JourneyAsk(f"{id}.{need.fact}", ask, (procedure.id,)), self._title(id)
                    )
        self._add_workplace()

    def _add_workplace(self) -> None:
        """For whom somebody works who comes with a letter: the staff of a home for the old, a company's employee."""
        by_letter = [id for id, cast in self.journey.casts.items() if cast.basis is Basis.LETTER]
        if self.journey.whom == Basis.LETTER and person.YOU in self.pages.found and by_letter:
            name = Ask(shipped_vocabulary()[ORGANISATION_NAME], required=False, ask=WORKPLACE)
            self.pages.add(person.YOU, journeypage.JourneyAsk(ORGANISATION_NAME, name, tuple(by_letter)))

    def _parts(self) -> Iterator[tuple[Procedure, Role, str]]:
        """Every part somebody plays in some procedure."""
        for procedure in self.journey.procedures:
            cast = self.journey.casts[procedure.id]
            for role in procedure.roles:
                if role.name == VISITOR and not cast.is_represented:
                    continue
                for id in cast.ids(role):
                    yield procedure, role, id

    def _is_asked(self, procedure: Procedure, role: Role, id: str, need: FactNeed) -> bool:
        """Whether the fact has its place on the person's own page."""
        cast = self.journey.casts[procedure.id]
        if not condition.holds(need.when, self.journey.plain_answers(procedure), self.journey.today):
            return False
        if need.fact in (household.RELATION, household.RELATION_WORDS):
            return False
        if need.fact == household.KIN:
            return False
        if need.fact == BOND:
            is_said = self.journey.whom in (Basis.HOUSEHOLD, BOTH, Basis.LEGAL, Basis.ORGANISATION)
            return not is_said and not self.journey.kinship.word(cast.person("claimant"), id)
        if id in person.ALONE:
            return id != person.HEAD and need.fact != "apart"
        if need.fact in self.journey.family_fields:
            is_open = need.fact not in self.journey.people.get(id).facts and need.fact != "name"
            return is_open and self._is_needed(id, need)
        return need.fact not in person.SHARED_HOME or self.journey.people.get(id).facts.get("apart") is True

    def _is_needed(self, id: str, need: FactNeed) -> bool:
        """Whether the person has to say it: a name in Latin letters has no reading in 戸籍 and 住民票."""
        return need.required and not (need.fact == "kana" and self.journey.people.get(id).is_latin)

    def add_family(self) -> None:
        """The household: the centre's own place in it, everybody else, and a head who is none of them."""
        roles = list(self.journey.all_family_roles())
        if not roles:
            return
        serves = tuple(dict.fromkeys(procedure.id for procedure, _ in roles))
        centre = self.journey.people.centre
        asks_relation = household.RELATION in self.journey.family_fields
        named = self._is_for_members or any(role.source is Source.WHOM for _, role in roles)
        least = max((role.least for _, role in roles if role.source not in (Source.HEAD, Source.ASKED)), default=0)
        is_needed = named or least > 0
        needed = {need.fact for _, role in roles for need in role.facts if need.required}
        lead = (LEAD_OF_FAMILY if centre == person.YOU else "") if is_needed else LEAD_OF_FAMILY_OR_NOBODY
        asked_for = [replace(role, family=role.ask) for _, role in roles if role.name == MOVERS]
        title = _family_title(asked_for if self._is_for_members else [role for _, role in roles])
        self.pages.begin(person.FAMILY, title, "")
        if asks_relation:
            self._add_relation(centre, serves)
        item = _with_required(
            household.with_fields(family_item(), (*self.journey.family_fields, person.ROW_ID)),
            needed,
            self._offers_surname,
        )
        if any(role.unborn for _, role in roles):
            item = _with_expected(item)
        self.pages.add(
            person.FAMILY, journeypage.JourneyAsk(person.FAMILY, Ask(item, required=is_needed, hint=lead), serves)
        )
        if (
            asks_relation
            and self.journey.kinship.head == ""
            and f"{centre}.{household.RELATION}" in self.journey.answers
        ):
            name = replace(shipped_vocabulary()[f"{person.FACT}name"], hint="")
            ask = Ask(name, required=True, ask=NAME_OF_HEAD, may_be_unknown=True)
            self.pages.add(person.FAMILY, journeypage.JourneyAsk(f"{person.HEAD}.name", ask, serves))

    @property
    def _is_for_members(self) -> bool:
        """Whether the visitor notifies what happens to their family alone."""
        return self.journey.whom == Basis.HOUSEHOLD and any(map(notifies_for_members, self.journey.procedures))

    def _add_relation(self, centre: str, serves: tuple[str, ...]) -> None:
        vocabulary = shipped_vocabulary()
        words = RELATION_OF_YOU if centre == person.YOU else RELATION_OF_ASKER
        key = f"{centre}.{household.RELATION}"
        ask = Ask(
            vocabulary[person.FACT + household.RELATION],
            required=True,
            ask=words,
            may_be_unknown=not _is_certain(centre, household.RELATION),
        )
        self.pages.add(person.FAMILY, journeypage.JourneyAsk(key, ask, serves))
        if self.journey.answers.get(key) == "other":
            ask = Ask(vocabulary[person.FACT + household.RELATION_WORDS], required=True)
            self.pages.add(
                person.FAMILY, journeypage.JourneyAsk(f"{centre}.{household.RELATION_WORDS}", ask, serves)
            )

    @property
    def _offers_surname(self) -> str:
        """The hint that a given name is enough, where the surname of the person at the centre can be taken."""
        centre = self.journey.people.get(self.journey.people.centre)
        if centre.is_latin or not centre.name or centre.surname == centre.name:
            return ""
        return SAME_SURNAME if centre.id == person.YOU else SAME_SURNAME_AS_ASKER

    def add_roles(self) -> None:
        """Who plays which role, where only a person can say so."""
        if person.FAMILY not in self.pages.found:
            return
        for procedure in self.journey.procedures:
            cast, seen = self.journey.casts[procedure.id], self.journey.plain_answers(procedure)
            for role in procedure.roles:
                if cast.is_open(role) and condition.holds(role.when, seen, self.journey.today):
                    self._add_role(cast, role)

    def _add_role(self, cast: Cast, role: Role) -> None:
        """Who plays the role; what another procedure has asked already follows from there."""
        procedure, heard = cast.procedure, cast.heard(role) if cast.is_heard(role) else NO_WORD_YET
        if heard.is_waiting:
            return
        usual = _usual(cast, role)
        ask = Ask(cast.pick_item(role), required=True, usual=usual)
        is_known = role.is_known and not self._is_doubtful(procedure)
        known = usual if is_known or heard.offered else None
        heading = procedure.short if len(self.journey.procedures) > 1 and not role.page else ""
        known_from = heard.by if known is not None else ""
        one = journeypage.JourneyAsk(pick_key(role, procedure), ask, (procedure.id,), heading, known, known_from)
        page = next((page for page in procedure.pages if page.id == role.page), None)
        on = role.page or (journeypage.ROLES if known is None and not is_known else journeypage.KNOWN_ROLES)
        self.pages.add(on, one, page.title if page else journeypage.TITLES[journeypage.ROLES])

    def _is_doubtful(self, procedure: Procedure) -> bool:
        """Whether 「家族だけ」 may have been said with another procedure in mind."""
        others = (role for each in self.journey.procedures for role in each.roles if each is not procedure)
        return (
            self._is_for_members
            and notifies_for_members(procedure)
            and any(role.source is Source.WHOM for role in others)
        )

    def _title(self, id: str) -> tuple[str, str]:
        """The title of a person's page and the name in it."""
        if id == person.YOU and self.journey.people.centre != person.YOU:
            return TITLE_OF_VISITOR, ""
        if id == person.ASKER and self.journey.whom == Basis.LEGAL:
            return TITLE_OF_WARD, ""
        if id == person.ASKER and self.journey.whom == Basis.ORGANISATION:
            return TITLE_OF_SUBJECT, ""
        if id in journeypage.TITLES:
            return journeypage.TITLES[id], ""
        return TITLE_OF_PERSON, self.journey.people.get(id).name


def _is_certain(id: str, fact: str) -> bool:
    """Whether the person must say it now: everybody's name, and what people know of themselves."""
    return fact == "name" or (id == person.YOU and fact not in ("kana", "phone"))


def _family_title(roles: Sequence[Role]) -> str:
    """What the household is asked for, in the words of the first role that has some; a role whose people were named
    before (whom it is about) speaks last."""
    worded = [role for role in roles if role.family]
    return next(
        (role.family for role in sorted(worded, key=lambda role: role.source is Source.WHOM)),
        journeypage.TITLES[person.FAMILY],
    )


def _with_required(item: Item, needed: Iterable[str], hint: str) -> Item:
    """The rows with those facts required that some role needs of whoever plays it.

    All but the name may be left for the counter; the hint is that of the name.
    """
    wanted = {*needed, "name"} - {household.RELATION_WORDS}
    ordered = sorted(item.fields, key=lambda field: ROW_ORDER.index(field.name))
    fields = (
        replace(field, required=field.name in wanted, may_be_unknown=field.name in wanted - {"name"})
        for field in ordered
    )
    return replace(
        item, fields=tuple(replace(field, hint=hint) if field.name == "name" else field for field in fields)
    )


def _with_expected(item: Item) -> Item:
    """The rows with a birthday that may lie ahead, where a child that is only expected counts."""
    born = (
        replace(field, past=False, hint=EXPECTED) if field.name == "birth_date" else field for field in item.fields
    )
    return replace(item, fields=tuple(born))


def _usual(cast: Cast, role: Role) -> answers.Value | None:
    ids = cast.usual(role)
    return (ids if role.many else ids[0]) if ids else None


def family_item() -> Item:
    return shipped_vocabulary()[person.FAMILY]
