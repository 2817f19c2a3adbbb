"""A cast: who plays which role of one procedure, and on what basis the visitor acts for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms import condition, household, item, kinds, vocabulary
from forms.answers import OWN, UNKNOWN, Answers, Row, Unknown, Value, codes_of
from forms.person import AGENT, HEAD, IN_WORDS, LATE, SHARED_HOME, SLOTS, WHOM, WORD, YOU, People
from forms.procedure import Procedure
from forms.role import BASIS, BOND, CLAIMANT, HEAD_ROLE, LEGAL_KIND, MOVERS, VISITOR, Basis, Role, Source, Usual

BOTH = "both"
"""The answer that it is about the visitor and people of their household."""
IN_CHARGE = "担当者"
"""The word for who comes for an organisation."""
CHILD_OF_KIN = "の子"
"""How the word for a child of one's kin ends."""
NOBODY, NOBODY_WORDS = "nobody", "いない"
"""The code that says that nobody plays the role."""


PICKED = (Source.ASKED, Source.SPOUSE, Source.CHILDREN)
"""Sources for which a question may name the people."""


def basis_of(procedure: Procedure, whom: str) -> Basis:
    """Return the ground on which the visitor acts in this procedure, from whom they named first."""
    who = procedure.who
    if Basis.FREE in who:
        return Basis.FREE
    for basis in _wishes(procedure, whom):
        if basis in who:
            return basis
    return Basis.SELF


def takes(procedure: Procedure, whom: str) -> bool:
    """Return whether naming these people first makes a difference that this procedure knows."""
    if whom == Basis.SELF:
        return Basis.SELF in procedure.who or Basis.FREE in procedure.who
    if whom in (Basis.HOUSEHOLD, BOTH):
        is_named = any(role.source is Source.WHOM and (role.many or whom != BOTH) for role in procedure.roles)
        return is_named or notifies_for_members(procedure)
    return any(basis in procedure.who for basis in _wishes(procedure, whom))


def notifies_for_members(procedure: Procedure) -> bool:
    """Return whether the head, or one of the household, may notify what happens to its members."""
    return Basis.HEAD in procedure.who


def _wishes(procedure: Procedure, whom: str) -> tuple[Basis, ...]:
    if whom == BOTH:
        return (Basis.HOUSEHOLD, Basis.SELF)
    if whom == Basis.HOUSEHOLD:
        claimant = procedure.role(CLAIMANT)
        if claimant is None or claimant.source is not Source.WHOM:
            return (Basis.HOUSEHOLD, Basis.SELF)
        return (Basis.HOUSEHOLD, Basis.TOKEN, Basis.LETTER)
    if whom == Basis.LETTER:
        return (Basis.LETTER, Basis.TOKEN)
    if whom == Basis.LEGAL:
        return (Basis.LEGAL, Basis.LETTER, Basis.TOKEN)
    if whom == Basis.ORGANISATION:
        return (Basis.ORGANISATION,)
    return (Basis.SELF,)


def pick_key(role: Role, procedure: Procedure) -> str:
    """Return where the answer is kept who plays the role in this procedure."""
    return f"{role.name}{OWN}{procedure.id}"


def slot_item(role: Role, key: str) -> item.Item:
    """Return the question who plays a role with every id there may be.

    It is for reading and packing, where names do not matter.
    """
    choices = tuple(item.Choice(id, id, id) for id in (*SLOTS, NOBODY))
    return item.Item(key, kinds.CHOICES if role.many else kinds.CHOICE, role.ask, role.ask, choices=choices)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was known of somebody's family before a question about it."""

    kinship: household.Kinship | None = None
    offered: frozenset[str] = frozenset()
    """Who was offered in the questions before it, and who of them was chosen."""
    chosen: frozenset[str] = frozenset()
    is_waiting: bool = False
    """Whether one of these questions has no answer yet."""
    by: str = ""
    """The short name of the procedure that asked first."""


NO_WORD_YET = Heard()


@dataclass(frozen=True)
class Cast:
    """Everybody in one procedure, as far as the answers tell.

    `picked` are the answered questions who plays a role.
    """

    procedure: Procedure
    people: People
    kinship: household.Kinship
    answers: Answers
    today: date
    before: Mapping[str, Heard] = field(default_factory=dict)
    """What was known before each question about kin that is asked here, by role."""
    _ids: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _candidates: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def basis_asked(self) -> Basis:
        """The ground that follows from whom the visitor named first."""
        return basis_of(self.procedure, str(self.answers.get(WHOM, Basis.SELF)))

    @property
    def basis(self) -> Basis:
        """The ground on which the visitor acts; who asks for another member of the household acts for them."""
        basis = self.basis_asked
        if notifies_for_members(self.procedure) and basis in (Basis.SELF, Basis.HOUSEHOLD):
            return self._basis_of_notifier
        if basis is Basis.SELF and self.is_represented:
            return next(
                (each for each in (Basis.HOUSEHOLD, Basis.TOKEN, Basis.LETTER) if each in self.procedure.who),
                basis,
            )
        return basis

    @property
    def _basis_of_notifier(self) -> Basis:
        """As what somebody notifies a move: their own, or that of members of their household."""
        movers = self.procedure.role(MOVERS)
        if movers is None or self.people.centre in self.ids(movers):
            return Basis.SELF
        return Basis.HEAD if self.kinship.head == self.people.centre else Basis.HOUSEHOLD

    @property
    def is_represented(self) -> bool:
        """Whether the visitor acts for somebody else, so that the paper has a block for them."""
        if Basis.FREE in self.procedure.who:
            return False
        claimant = self._claimant()
        if not claimant:
            # Whoever is asked for is not known yet, or an organisation, but it is somebody else.
            return self.basis_asked is not Basis.SELF
        return claimant[0] != YOU

    def ids(self, role: Role) -> tuple[str, ...]:
        """Return the people who play the role, by id; those a question would propose while it is open."""
        if role.name not in self._ids:
            self._ids[role.name] = self._find_ids(role)
        return self._ids[role.name]

    def _find_ids(self, role: Role) -> tuple[str, ...]:
        chosen = self.chosen(role)
        return self.usual(role) if chosen is None else chosen

    def chosen(self, role: Role) -> tuple[str, ...] | None:
        """Return whom somebody chose for the role, None where nobody did or it cannot be."""
        picked = codes_of(self.answers.get(pick_key(role, self.procedure)))
        if role.name == CLAIMANT and self.basis_asked is Basis.ORGANISATION:
            return ()
        candidates = self.candidates(role)
        if picked and role.source in PICKED:
            kept = tuple(id for id in picked if id in candidates)
            if kept or (NOBODY in picked and not role.least):
                return kept
        return None

    def heard(self, role: Role) -> Heard:
        """Return what was known before the question who plays the role."""
        return self.before.get(role.name, NO_WORD_YET)

    def is_heard(self, role: Role) -> bool:
        """Return whether other procedures have asked about everybody who may play the role and is not known to."""
        heard, known = self.heard(role), self._kin_known(role)
        return bool(heard.offered) and heard.offered.union(known).issuperset(self.candidates(role))

    def _kin_known(self, role: Role) -> tuple[str, ...]:
        claimant = self._claimant()
        return self._kinship_of(role).of(role.source, claimant[0]) if claimant else ()

    def _kinship_of(self, role: Role) -> household.Kinship:
        return self.heard(role).kinship or self.kinship

    def candidates(self, role: Role) -> tuple[str, ...]:
        """Return everybody who may play the role."""
        if role.name not in self._candidates:
            self._candidates[role.name] = self._find_candidates(role)
        return self._candidates[role.name]

    def _find_candidates(self, role: Role) -> tuple[str, ...]:
        match role.source:
            case Source.VISITOR if role.name != CLAIMANT:
                return (YOU,)
            case Source.VISITOR:
                return (self.people.centre,)
            case Source.CLAIMANT:
                return self._claimant()
            case Source.DECEASED:
                return (LATE,)
            case Source.AGENT:
                return (YOU,) if self.answers.get(WHOM) == Basis.LETTER else (AGENT,)
            case Source.HEAD:
                return (self.kinship.head or HEAD,)
            case Source.FAMILY:
                return self._old_enough(role, self.people.family)
            case Source.SPOUSE | Source.CHILDREN:
                return self._kin(role)
            case _:
                return self._old_enough(role, self.people.household)

    def _kin(self, role: Role) -> tuple[str, ...]:
        """Those who may be the claimant's spouse or children: a mother or brother is neither.

        Whoever raises the child of somebody else is asked about every child of the household.
        """
        claimant = self._claimant()
        others = self._old_enough(role, [id for id in self.people.household if id not in claimant])
        possible = self._kinship_of(role).possible(role.source, claimant[0]) if claimant else ()
        found = tuple(id for id in others if id in possible or self._is_child_of_kin(role, id))
        return found if found or role.source is Source.SPOUSE else others

    def _is_child_of_kin(self, role: Role, id: str) -> bool:
        """Whether somebody is the child of a spouse, child, brother or sister: 妻の子, 子の子, 弟の子."""
        if role.source is not Source.CHILDREN:
            return False
        kinship = self._kinship_of(role)
        readings = [word for claimant in self._claimant() for word in kinship.readings(claimant, id)]
        return any(word.endswith(CHILD_OF_KIN) for word in readings)

    def usual(self, role: Role) -> tuple[str, ...]:
        """Return who plays the role unless somebody says otherwise."""
        candidates = self.candidates(role)
        match role.source:
            case Source.WHOM if self.answers.get(WHOM) == Basis.HOUSEHOLD:
                return self.people.family if role.many else self.people.family[:1]
            case Source.WHOM if role.many and self.answers.get(WHOM) == BOTH:
                return self.people.household
            case Source.WHOM:
                return (self.people.centre,)
            case Source.SPOUSE | Source.CHILDREN:
                heard = self.heard(role)
                found = heard.chosen.union(set(self._kin_known(role)) - heard.offered)
                return tuple(id for id in candidates if id in found)
            case Source.ASKED if self.answers.get(WHOM) == Basis.HOUSEHOLD and notifies_for_members(
                self.procedure
            ):
                return self.people.family
            case Source.ASKED if role.usual is Usual.NOBODY:
                is_nobody_else = role.least and len(candidates) == role.least
                return candidates if is_nobody_else else ()
            case Source.ASKED if role.usual is Usual.FIRST:
                return candidates[:1]
        return candidates if role.many else candidates[:1]

    def is_open(self, role: Role) -> bool:
        """Return whether only a person can say who plays the role."""
        candidates = self.candidates(role)
        match role.source:
            case Source.ASKED:
                return len(candidates) > 1
            case Source.SPOUSE | Source.CHILDREN:
                claimant = self._claimant()
                if not candidates or not claimant:
                    return False
                kinship = self._kinship_of(role)
                if any(id not in kinship.possible(role.source, claimant[0]) for id in candidates):
                    return True
                return kinship.is_open(role.source, claimant[0])
        return False

    def pick_item(self, role: Role) -> item.Item:
        """Return the question who plays the role, as an item with the people's names for choices."""
        choices = tuple(item.Choice(id, self.called(id), self.people.get(id).name) for id in self.candidates(role))
        if not role.least:
            choices = (*choices, item.Choice(NOBODY, NOBODY_WORDS, "なし"))
        kind = kinds.CHOICES if role.many else kinds.CHOICE
        return item.Item(pick_key(role, self.procedure), kind, role.ask, role.ask, role.hint, choices)

    def called(self, id: str) -> str:
        """Return the name to choose by."""
        return self.people.get(id).name or id

    @property
    def person_asked_about(self) -> str:
        """The id of whoever's kin play roles; empty while nobody claims."""
        return next(iter(self._claimant()), "")

    def person(self, role_name: str) -> str:
        """Return the id of whoever plays a role of one; empty while nobody does."""
        if role_name == VISITOR:
            return YOU
        role = self.procedure.role(role_name)
        ids = self.ids(role) if role else ()
        return ids[0] if ids else ""

    def seen(self, role: Role) -> dict[str, Value]:
        """Return the facts of the role as conditions and sheets see them."""
        ids = self.ids(role)
        if role.many:
            listed = sorted(ids, key=self._place) if role.seen_from == HEAD_ROLE else ids
            rows = tuple(row for id in listed if (row := self._row(role, id)))
            return {role.name: rows} if rows else {}
        return {f"{role.name}.{fact}": value for id in ids[:1] for fact, value in self._facts(role, id).items()}

    def _row(self, role: Role, id: str) -> Row:
        facts = self._facts(role, id)
        return {fact: value for fact, value in facts.items() if isinstance(value, str | int | Unknown)}

    def _facts(self, role: Role, id: str) -> Mapping[str, Value]:
        """Return what this procedure declares for the role, and the kinship word.

        Other procedures' facts stay unseen.
        """
        ground: Answers = {BASIS: self.basis.value}
        needs = [need for need in role.facts if condition.holds(need.when, ground, self.today)]
        wanted = [need.fact for need in needs if need.fact not in IN_WORDS]
        if "address" in wanted:
            wanted += [fact for fact in SHARED_HOME if fact not in wanted]
        found = {fact: value for fact in wanted if (value := self.people.fact(id, fact)) is not None}
        if word := self._word(role, id):
            found[WORD] = word
        elif self._is_word_left(role, id):
            found[WORD] = UNKNOWN
        return found

    def _is_word_left(self, role: Role, id: str) -> bool:
        """Whether the word is missing because somebody left for the counter what it follows from."""
        ids = {id} if role.seen_from == HEAD_ROLE else {id, self.person(role.seen_from)}
        return any(self.people.get(each).facts.get(fact) is UNKNOWN for each in ids for fact in IN_WORDS)

    def _word(self, role: Role, id: str) -> str:
        """How the person is called: by the register, or seen from another role's person.

        A visitor who is none of the household is called by their legal office, or in their own words.
        """
        if role.seen_from == HEAD_ROLE:
            return household.register_word(self.people.get(id))
        origin = self.person(role.seen_from)
        if origin == id:
            return household.SELF_WORD
        word = self.kinship.word(origin, id) if origin else ""
        return word or (self._word_of_stranger(id) if role.name == VISITOR else "")

    def _word_of_stranger(self, id: str) -> str:
        if self.basis_asked is Basis.ORGANISATION:
            return IN_CHARGE
        if self.answers.get(WHOM) == Basis.LEGAL:
            office = vocabulary.shipped_vocabulary()[LEGAL_KIND].choice(str(self.answers.get(LEGAL_KIND, "")))
            return office.label if office else ""
        return str(self.people.get(id).facts.get(BOND, ""))

    def _place(self, id: str) -> int:
        return household.place_in_register(household.register_word(self.people.get(id)))

    def _claimant(self) -> tuple[str, ...]:
        role = self.procedure.role(CLAIMANT)
        return self.ids(role) if role else (self.people.centre,)

    def _old_enough(self, role: Role, ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(id for id in ids if self._has_age(role, id))

    def _has_age(self, role: Role, id: str) -> bool:
        if role.age_from == 0 and role.age_to == 999:
            return True
        born = str(self.people.get(id).facts.get("birth_date", ""))
        if born > self.today.isoformat():
            return role.unborn
        age = _school_age(born, self.today) if role.school_year else condition.age_on(born, self.today)
        # While the birthday is not known nobody is left out.
        return age is None or role.age_from <= age <= role.age_to


def _school_age(born: str, today: date) -> int | None:
    """Return the age that is reached in the present school year, which ends on 31 March.

    Who is born on 1 April still belongs to the year before, as an age is reached the day before the birthday
    (学校教育法17条).
    """
    ended = date(today.year if today.month >= 4 else today.year - 1, 3, 31)
    age = condition.age_on(born, ended)
    return None if age is None else age + 1
