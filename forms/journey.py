"""The journey: what to ask one person for all chosen procedures together, each thing once, in a sensible order.

First whom it is about, then a page for each person with the facts that some role needs of them, then who plays which
role where only a person can say so, then the affairs themselves. A procedure lists its affairs in pages; pages of the
same id are merged, and an item already asked is not asked again. What one procedure must not take from another
(`Item.reuse` is false: consent, what is wanted) is asked for each and kept under a key of its own,
`seal.count@seal_certificate`; so is what one of them answers for itself (`Item.overrulable`). Whatever a condition
hides is left out, so the journey grows and shrinks as the person answers; a condition sees only people, and answers to
questions that stand before it and are shown.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from forms import casting, condition, household, item, journeypage, peoplepages, person, vocabulary
from forms.answers import OWN, Answers, Row, Value, codes_of, rows_of
from forms.cast import BOTH, NOBODY, Cast, pick_key, takes
from forms.overruling import OVERRULED, Overruling, own_key
from forms.procedure import Ask, Fill, Known, Page, Procedure
from forms.role import BASIS, FROM_FAMILY, GROUNDS, OF_KIN, VISITOR, Basis, Role, Source


@dataclass(frozen=True)
class Journey:
    """All that follows from the chosen procedures and the answers so far. Built once a request."""

    chosen: tuple[Procedure, ...]
    answers: Answers
    today: date

    @cached_property
    def procedures(self) -> tuple[Procedure, ...]:
        """In the order of their numbers: the first that has a wording of its own for a question gives it."""
        return tuple(sorted(self.chosen, key=lambda procedure: procedure.number))

    @cached_property
    def people(self) -> person.People:
        along = any(role.is_known for each in self.procedures for role in each.roles)
        return replace(person.people_of(self._told), is_together=along)

    @cached_property
    def kinship(self) -> household.Kinship:
        return self._casting.learned

    @cached_property
    def _asks_relation(self) -> bool:
        """Whether some procedure needs the words to the head of the household."""
        roles = [role for each in self.procedures for role in each.roles if role.source in FROM_FAMILY]
        return any(role.need(household.RELATION) for role in roles)

    @cached_property
    def overruling(self) -> Overruling:
        return Overruling(self.procedures, self.answers)

    @cached_property
    def casts(self) -> dict[str, Cast]:
        """Who plays which role, by procedure."""
        return self._casting.casts

    @cached_property
    def _casting(self) -> casting.Casting:
        kinship = household.Kinship(self.people, self.today, self._asks_relation)
        return casting.Casting(self.procedures, self.people, kinship, self._told, self.today, self._plain)

    @property
    def whom(self) -> str:
        return str(self._told.get(person.WHOM, Basis.SELF))

    @cached_property
    def _told(self) -> Answers:
        """The answers without whom it is about where nobody is asked: an old answer decides nothing."""
        if self.whom_offered:
            return self.answers
        return {key: value for key, value in self.answers.items() if key != person.WHOM}

    @cached_property
    def whom_offered(self) -> tuple[item.Choice, ...]:
        """The answers to the question whom it is about; none if it makes no difference."""
        offered = tuple(
            choice
            for choice in vocabulary.shipped_vocabulary()[person.WHOM].choices
            if any(takes(each, choice.code) for each in self.procedures if each.roles)
        )
        asks = any(each.roles and Basis.FREE not in each.who for each in self.procedures)
        return offered if asks and len(offered) > 1 else ()

    @cached_property
    def pages(self) -> tuple[journeypage.JourneyPage, ...]:
        """The pages to ask, given the answers so far."""
        pages = journeypage.Pages()
        peoplepages.PeoplePages(self, pages).write()
        self._add_shared(pages)
        for procedure in self.procedures:
            shown = self._shown[procedure.id][0]
            for page in procedure.pages:
                asks = (ask for ask in shown.get(page.id, ()) if not self._is_shared(ask, procedure))
                pages.add_page(procedure, page, self._page_asks(procedure, asks))
        return pages.finish()

    def _add_shared(self, pages: journeypage.Pages) -> None:
        """What a procedure may overrule stands before what each asks for itself, then the question which ones do."""
        places: list[tuple[Procedure, Page]] = []
        for procedure in self.overruling.sharers:
            for page in procedure.pages:
                asks = self._shown[procedure.id][0].get(page.id, ())
                asks = tuple(ask for ask in asks if self.overruling.is_shared(ask))
                if asks:
                    places.append((procedure, page))
                    shared = (self.overruling.shared(ask) for ask in asks if self._is_shared(ask, procedure))
                    pages.add_page(procedure, page, self._page_asks(procedure, shared))
        for procedure, page in places[:1]:
            serves = tuple(each.id for each in self.overruling.sharers)
            pages.add_page(procedure, page, [journeypage.JourneyAsk(OVERRULED, self.overruling.ask, serves)])

    def _is_shared(self, ask: Ask, procedure: Procedure) -> bool:
        return self.overruling.is_shared(ask) and not self.overruling.is_own(ask, procedure)

    def _page_asks(self, procedure: Procedure, asks: Iterable[Ask]) -> tuple[journeypage.JourneyAsk, ...]:
        heading = procedure.short if len(self.procedures) > 1 else ""
        found = (self.overruling.own(ask) if self.overruling.is_own(ask, procedure) else ask for ask in asks)
        return tuple(
            journeypage.JourneyAsk(self._key(ask, procedure), ask, (procedure.id,), heading, *self._known(ask))
            for ask in found
        )

    def _key(self, ask: Ask, procedure: Procedure) -> str:
        return self._key_in(ask, self.casts[procedure.id])

    def _key_in(self, ask: Ask, cast: Cast) -> str:
        if self.overruling.is_own(ask, cast.procedure):
            return own_key(ask.item, cast.procedure)
        return journeypage.key_of(ask, cast.procedure, cast)

    @cached_property
    def path(self) -> tuple[journeypage.JourneyPage, ...]:
        """The pages a person walks through: those with a question whose answer does not follow from others."""
        return tuple(page for page in self.pages if not page.is_known)

    def value(self, ask: journeypage.JourneyAsk) -> Value | None:
        """The answer, or what it is unless somebody says otherwise."""
        answer = self._answer(ask)
        return ask.known if answer is None else answer

    def _answer(self, ask: journeypage.JourneyAsk) -> Value | None:
        """The answer as far as it still stands: nobody who has left the household plays a role, no procedure that was
        given up overrules anything."""
        answer = self.answers.get(ask.key)
        if answer is not None and ask.ask.among:
            return _kept(answer, {choice.code for choice in ask.ask.offered})
        if answer is None or ask.ask.item.name != ask.key or not (OWN in ask.key or ask.key == OVERRULED):
            return answer
        offered = {choice.code for choice in ask.ask.item.choices}
        return _kept(answer, offered)

    @cached_property
    def asks(self) -> tuple[journeypage.JourneyAsk, ...]:
        """Every question of every page."""
        return tuple(ask for page in self.pages for ask in page.asks)

    def seen_by(self, procedure: Procedure) -> Answers:
        """The answers as one procedure sees them: its people under its own roles, plain item names, its own shown
        answers only, and the filled ones."""
        seen = dict(self._shown[procedure.id][1])
        for fill in procedure.fills:
            if (
                condition.holds(fill.when, seen, self.today)
                and (value := _filled(fill, seen, self.today)) is not None
            ):
                seen[fill.item] = (*rows_of(seen.get(fill.item)), *rows_of(value)) if rows_of(value) else value
        return seen

    def key_of(self, name: str, procedure: Procedure) -> str:
        """The key of the question where an item of the procedure is answered: the basis with whom it is about, a fact
        with its person."""
        if name == BASIS:
            return person.WHOM if any(ask.key == person.WHOM for ask in self.asks) else f"{person.YOU}.name"
        cast = self.casts[procedure.id]
        role, _, fact = name.partition(".")
        if fact and procedure.role(role):
            id = cast.person(role)
            return f"{id}.{fact}" if any(ask.key == f"{id}.{fact}" for ask in self.asks) else person.FAMILY
        if procedure.role(name):
            return person.FAMILY
        return next((self._key(ask, procedure) for ask in procedure.asks() if ask.item.name == name), name)

    @cached_property
    def relevant(self) -> Answers:
        """Only the answers that the journey asks for: what a condition has hidden does not leave the phone, nor does
        a person who plays no role."""
        found = (
            (ask.key, household.narrowed(ask.ask.item, answer))
            for ask in self.asks
            if (answer := self._answer(ask)) is not None
        )
        return {key: value for key, value in found if value is not None}

    def relevant_for(self, procedure: Procedure) -> Answers:
        """Only the answers that this procedure needs, with those that follow from other procedures: as if it had been
        chosen alone."""
        asks = [ask for ask in self.asks if procedure.id in ask.serves and ask.key != OVERRULED]
        values = ((ask, self.value(ask)) for ask in asks)
        found = (
            (_key_alone(ask, procedure), household.narrowed(ask.ask.item, value))
            for ask, value in values
            if value is not None
        )
        return self._kin_from_others(procedure) | {key: value for key, value in found if value is not None}

    def _kin_from_others(self, procedure: Procedure) -> dict[str, Value]:
        """Who plays roles of this procedure because of what others asked, as picks of its own."""
        cast, picks = self.casts[procedure.id], dict[str, Value]()
        for role in procedure.roles:
            if role.source in OF_KIN and self.kinship.stated:
                ids = cast.ids(role) or (() if role.least else (NOBODY,))
                picks |= {pick_key(role, procedure): ids if role.many else ids[0]} if ids else {}
        return picks

    @cached_property
    def _shown(self) -> dict[str, tuple[dict[str, tuple[Ask, ...]], dict[str, Value]]]:
        return {procedure.id: self._seen_on_pages(procedure) for procedure in self.procedures}

    def _seen_on_pages(self, procedure: Procedure) -> tuple[dict[str, tuple[Ask, ...]], dict[str, Value]]:
        """The questions of the procedure's pages whose conditions hold, by page, and all it sees."""
        cast = self.casts[procedure.id]
        shown: dict[str, tuple[Ask, ...]] = {}
        seen: dict[str, Value] = {BASIS: cast.basis.value} if procedure.roles else {}
        seen |= {key: self.answers[key] for key in GROUNDS.get(cast.basis, ()) if key in self.answers}
        for role in procedure.roles:
            if role.name != VISITOR or cast.is_represented:
                seen |= cast.seen(role)
        for page in procedure.pages:
            if not condition.holds(page.when, seen, self.today):
                continue
            for ask in page.asks:
                if not condition.holds(ask.when, seen, self.today) or (
                    ask.item.fact and not cast.person(ask.item.role)
                ):
                    continue
                ask = _offering(ask, seen)
                if not ask.item.fact or ask.item.name not in seen:
                    shown[page.id] = (*shown.get(page.id, ()), ask)
                answer = self.answers.get(self._key(ask, procedure), self._known(ask)[0])
                value = (
                    None
                    if answer is None
                    else household.narrowed(household.with_fields(ask.item, ask.fields), answer)
                )
                if value is not None and ask.among:
                    value = _kept(value, {choice.code for choice in ask.offered})
                if value is not None:
                    seen[ask.item.name] = value
        return shown, seen

    def _known(self, ask: Ask) -> tuple[Value | None, str]:
        """The answer that another chosen procedure implies, and the short name of that one."""
        chosen = {procedure.id: procedure.short for procedure in self.chosen}
        for known in ask.known_with:
            if known.procedure in chosen and self._follows(known):
                value = self.answers.get(known.source) if known.source else known.value
                if value is not None:
                    return value, chosen[known.procedure]
        return None, ""

    def _follows(self, known: Known) -> bool:
        """Whether the case is the one in which the answer is known."""
        cast = self.casts[known.procedure]
        role = cast.procedure.role(known.everyone)
        if role is not None and set(cast.ids(role)) != set(cast.candidates(role)):
            return False
        return condition.holds(known.when, self.answers, self.today)

    @cached_property
    def family_fields(self) -> tuple[str, ...]:
        """The facts that the page of the household asks of everybody."""
        needs = {
            need.fact
            for procedure, role in self.all_family_roles()
            for need in role.facts
            if need.fact in person.ROW_FACTS
            and condition.holds(need.when, self.plain_answers(procedure), self.today)
        }
        if not needs:
            return ()
        if any(role.is_known for _, role in self.all_family_roles()):
            # Whoever moves along lives together.
            needs -= {"apart"}
        if self._asks_relation and needs & {household.RELATION, household.KIN}:
            needs = (needs | {household.RELATION}) - {household.KIN}
        if needs & {household.RELATION, household.KIN}:
            needs |= {household.RELATION_WORDS}
        return tuple(field.name for field in peoplepages.family_item().fields if field.name in needs | {"name"})

    def family_roles(self, procedure: Procedure) -> Iterator[Role]:
        """The roles of the procedure that people of the household may play, as far as the answers tell."""
        seen = self.plain_answers(procedure)
        for role in procedure.roles:
            comes = role.source in FROM_FAMILY or (
                role.source is Source.WHOM and self.whom in (Basis.HOUSEHOLD, BOTH) and takes(procedure, self.whom)
            )
            if comes and condition.holds(role.when, seen, self.today):
                yield role

    def all_family_roles(self) -> Iterator[tuple[Procedure, Role]]:
        for procedure in self.procedures:
            yield from ((procedure, role) for role in self.family_roles(procedure))

    def plain_answers(self, procedure: Procedure) -> Answers:
        """The procedure's answers by item, whatever is shown; for conditions of roles."""
        return self._plain_by_procedure[procedure.id]

    @cached_property
    def _plain_by_procedure(self) -> dict[str, Answers]:
        return {id: self._plain(cast) for id, cast in self.casts.items()}

    def _plain(self, cast: Cast) -> Answers:
        keys = ((ask.item.name, self._key_in(ask, cast)) for ask in cast.procedure.asks())
        plain: dict[str, Value] = {name: self.answers[key] for name, key in keys if key in self.answers}
        return plain | {BASIS: cast.basis.value}


def _offering(ask: Ask, seen: Answers) -> Ask:
    """Return the question with what was chosen before, where it asks among that."""
    if not ask.among:
        return ask
    chosen = codes_of(seen.get(ask.among))
    return replace(ask, offered=tuple(choice for choice in ask.offered if choice.code in chosen))


def _kept(value: Value, offered: Collection[str]) -> Value | None:
    """Return the answer without the codes that nobody is offered any more."""
    kept = tuple(code for code in codes_of(value) if code in offered)
    return (kept if isinstance(value, tuple) else kept[0]) if kept else None


def _key_alone(ask: journeypage.JourneyAsk, procedure: Procedure) -> str:
    return ask.key.removesuffix(f"{OWN}{procedure.id}") if ask.ask.item.overrulable else ask.key


def _filled(fill: Fill, seen: Answers, today: date) -> Value | None:
    if fill.value:
        return fill.value
    if fill.source:
        value = seen.get(fill.source)
        people = household.selected(value, fill.where, today)
        if fill.field:
            return people[0].get(fill.field) if people else None
        return (people or None) if rows_of(value) else value
    row: Row = {field: value for field, source in fill.row if isinstance(value := seen.get(source), str | int)}
    return (row,) if row else None
