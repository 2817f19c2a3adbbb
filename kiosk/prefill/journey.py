"""The way of one draft through its pages: which to ask, what stands on them, what is wrong, what comes next."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from forms import FeeLine, Fees, Inputs, Journey, Place, Problem, fee_lines, person, problems_of, total_of
from forms.answers import OWN, Answers
from forms.application import notices, notices_beside, things_to_bring
from forms.doubts import Doubt, doubts_of, relate
from forms.doubts.doubt import Municipality
from forms.journeypage import JourneyAsk, JourneyPage
from forms.procedure import Notice, NoticeKind, Procedure
from kiosk.prefill.draft import Draft
from kiosk.web import PageRead, page_inputs, read_page
from kiosk.web.inputs import share_surname

MOST_TURNS = 10


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands in the journey: `page` counts from 1 and the review page is the last one."""

    page: int
    pages: int
    may_grow: bool
    """An answer still to come may add pages."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What the visit costs at the counter; `lobby` in yen where the lobby terminal is cheaper."""

    lines: tuple[FeeLine, ...]
    total: int | None
    """None while some of it is worked out at the counter."""
    lobby: int | None


@dataclass(frozen=True)
class Known:
    """What follows from some answers, worked out once."""

    journey: Journey
    town: Municipality
    _at: dict[tuple[str, ...], tuple[Problem, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def pages(self) -> tuple[JourneyPage, ...]:
        return tuple(hide_waiting(page, self.journey.answers) for page in self.journey.pages)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return problems_of(self.journey, self._related)

    def problems_at(self, keys: tuple[str, ...]) -> tuple[Problem, ...]:
        """Return those of these questions only: most pages need no others."""
        if keys not in self._at:
            self._at[keys] = problems_of(self.journey, self._related, keys)
        return self._at[keys]

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        return doubts_of(self.journey, self.town, self._related)

    @cached_property
    def _related(self) -> tuple[Doubt, ...]:
        return relate(self.journey)


@dataclass(frozen=True)
class DraftJourney:
    """A draft, its procedures, and the pages to ask today, given the answers so far."""

    id: str
    draft: Draft
    procedures: tuple[Procedure, ...]
    day: date
    town: Municipality
    _known: list[Known] = field(default_factory=list, compare=False, repr=False)
    """Worked out for this request: sending a page asks several times what follows from the same answers."""
    _reads: list[tuple[Answers, JourneyPage, Inputs, PageRead]] = field(
        default_factory=list, compare=False, repr=False
    )
    """What was read from which inputs of which page beside which answers, for the same reason."""

    @property
    def journey(self) -> Journey:
        """All that follows from the answers so far."""
        return self._known_with(self.draft.answers).journey

    @property
    def every_page(self) -> tuple[JourneyPage, ...]:
        """The pages that can be shown, also those whose answers are known."""
        return self._known_with(self.draft.answers).pages

    @cached_property
    def pages(self) -> tuple[JourneyPage, ...]:
        """The pages a person walks through."""
        return tuple(page for page in self.every_page if not page.is_known)

    def page(self, id: str) -> JourneyPage | None:
        """Return the page of this id, None when it is not asked now."""
        return next((page for page in self.every_page if page.id == id), None)

    def change(self, draft: Draft) -> "DraftJourney":
        """Return the journey with another draft of the same procedures."""
        return replace(self, draft=draft)

    @property
    def first_unfinished(self) -> JourneyPage | None:
        """The first page that still wants something."""
        wrong = {problem.item for problem in self._wrong}
        doubted = {doubt.item for doubt in self._doubts}
        for page in self.every_page:
            keys = set(keys_of(page))
            wants = page.id not in self.draft.done or page.id in self.draft.typed or wrong & keys
            if (wants and not page.is_known) or doubted & keys:
                return page
        return None

    def inputs(self, page: JourneyPage) -> Inputs:
        """Return what to show in the fields: what was typed last, else the answers."""
        typed = self.draft.typed
        return typed[page.id] if page.id in typed else self.propose(page)

    def propose(self, page: JourneyPage) -> Inputs:
        """Return the answers of a page as inputs, with what follows from others.

        A page that was never sent also has what is usual.
        """
        return page_inputs(page, {**self._unasked(page), **self.draft.answers})

    def _unasked(self, page: JourneyPage) -> Answers:
        """Return what its fields say though nobody has answered."""
        known = {ask.key: ask.known for ask in page.asks if ask.known is not None}
        usual = {ask.key: ask.ask.usual for ask in page.asks if ask.ask.usual is not None}
        return known if page.id in self.draft.done else usual | known

    def propose_new(self, page: JourneyPage) -> Inputs:
        """Return the same for questions that have just come up: whatever else was sent, nobody has seen them."""
        return self.change(replace(self.draft, done=self.draft.done - {page.id})).propose(page)

    def ask_more(self, id: str, new: Collection[str]) -> Draft:
        """Return the draft with a page to be sent once more, for the sake of its new questions.

        What a person has emptied on it stays empty.
        """
        page = next(page for page in self.every_page if page.id == id)
        sent, fresh = (
            replace(page, asks=tuple(ask for ask in page.asks if (ask.key in new) is is_new))
            for is_new in (False, True)
        )
        inputs = {**page_inputs(sent, self.draft.answers), **self.propose_new(fresh)}
        return replace(self.draft.keep(page, inputs), done=self.draft.done - {id})

    def read(self, page: JourneyPage, inputs: Inputs) -> PageRead:
        """Return what the inputs mean, without the mistakes of questions these very inputs no longer ask."""
        read = self._read(page, inputs)
        after = self.change(replace(self.draft, answers=read.merged(self.draft.answers))).page(page.id)
        left = keys_of(after) if after else ()
        return replace(read, problems=tuple(problem for problem in read.problems if problem.item in left))

    def problems(self, page: JourneyPage) -> tuple[Problem, ...]:
        """Return the mistakes to show: of a page that was sent, including contradictions with other pages."""
        if page.id in self.draft.tried:
            read = self.read(page, self.draft.typed.get(page.id, {}))
            return read.problems or self._problems(page, read.merged(self.draft.answers))
        if page.id in self.draft.done and page.id not in self.draft.typed:
            return self._problems(page, self.draft.answers)
        return ()

    def contradictions(self, page: JourneyPage, read: PageRead) -> tuple[Problem, ...]:
        """Return what only shows once the page's answers stand beside the others; a new question is no mistake."""
        found = self._problems(page, read.merged(self.draft.answers))
        return tuple(problem for problem in found if problem.item in read.keys)

    def doubts(self, page: JourneyPage) -> tuple[Doubt, ...]:
        """Return what to ask back on a page that was sent without mistake, without what somebody has confirmed."""
        if page.id in self.draft.tried:
            return self.doubts_in(page, self.read(page, self.draft.typed.get(page.id, {})))
        if page.id in self.draft.typed or (page.id not in self.draft.done and not page.is_known):
            return ()
        return tuple(doubt for doubt in self._doubts if doubt.item in keys_of(page))

    def doubts_in(self, page: JourneyPage, read: PageRead) -> tuple[Doubt, ...]:
        """Return what to ask back once the page's answers stand beside the others; nothing beside a mistake."""
        if read.problems or self.contradictions(page, read):
            return ()
        found = self._open_doubts(read.merged(self.draft.answers))
        return tuple(doubt for doubt in found if doubt.item in read.keys)

    def shown(self, page: JourneyPage) -> JourneyPage:
        """Return the page with the questions that what stands in its fields leads to.

        Where that is nothing but the answers, these are the questions it has.
        """
        is_typed = page.id in self.draft.typed or person.FAMILY in keys_of(page)
        if is_typed or self._unasked(page).keys() - self.draft.answers.keys():
            return self.grow(page, self.inputs(page))
        return page

    def grow(self, page: JourneyPage, inputs: Inputs) -> JourneyPage:
        """Return the page with exactly the questions these inputs lead to.

        Each turn may settle what the next hangs on.
        """
        for _ in range(MOST_TURNS):
            answers = self._read(page, inputs).merged(self.draft.answers)
            after = self.change(replace(self.draft, answers=answers)).page(page.id)
            if after is None or keys_of(after) == keys_of(page):
                return after or page
            page = after
        return page

    def grow_seen(self, page: JourneyPage, inputs: Inputs, seen: Collection[str]) -> JourneyPage:
        """Return the grown page with the seen questions only: leaving others empty is no mistake."""
        after = self.grow(page, inputs)
        keys = set(seen).intersection(keys_of(after)) or set(keys_of(page))
        return replace(after, asks=tuple(ask for ask in after.asks if ask.key in keys))

    def progress(self, page: JourneyPage) -> Position:
        """Return how far this page is. Pages that an open answer may still add are announced, not counted."""
        place = next((number for number, each in enumerate(self.pages, start=1) if each.id == page.id), 1)
        shown = {each.id for each in self.pages}
        passed = [each for each in self.pages[: place - 1] if each.id in self.draft.done]
        decided = {_item(ask) for each in passed for ask in each.asks}
        # Whom it is about and who lives in the household decide which people have a page of their own.
        of_people = {person.WHOM, person.FAMILY} & shown - {each.id for each in passed}
        may_grow = bool(of_people) or any(
            other.id not in shown and not other.when.items <= decided
            for procedure in self.procedures
            for other in procedure.pages
        )
        return Position(place, len(self.pages) + 1, may_grow)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What applies to the answers so far, each notice once."""
        return tuple(dict.fromkeys(each.notice for each in notices(self.journey)))

    def notices_beside(self, page: JourneyPage) -> tuple[Notice, ...]:
        """Return the notices that concern a question of this page."""
        return notices_beside(notices(self.journey), page)

    @property
    def is_refused(self) -> bool:
        """Whether the law makes impossible what the answers say."""
        return any(notice.kind is NoticeKind.REFUSAL for notice in self.notices)

    @property
    def things_to_bring(self) -> tuple[str, ...]:
        return things_to_bring(self.journey)

    def bill(self, fees: Fees) -> Bill | None:
        """Return what it costs; None when nothing costs anything."""
        counter, lobby = (fee_lines(self.journey, fees, place) for place in (Place.COUNTER, Place.LOBBY))
        total, cheaper = total_of(counter), total_of(lobby)
        is_cheaper = total is not None and cheaper is not None and cheaper < total
        return Bill(counter, total, cheaper if is_cheaper else None) if counter else None

    def _read(self, page: JourneyPage, inputs: Inputs) -> PageRead:
        asked = self.draft.answers, page, inputs
        found = next((read for *known, read in self._reads if tuple(known) == asked), None)
        if found is None:
            found = read_page(page, share_surname(inputs, self.journey.people), self.day)
            self._reads.append((*asked, found))
        return found

    @property
    def _wrong(self) -> tuple[Problem, ...]:
        return self._known_with(self.draft.answers).problems

    @property
    def _doubts(self) -> tuple[Doubt, ...]:
        return self._open_doubts(self.draft.answers)

    def _open_doubts(self, answers: Answers) -> tuple[Doubt, ...]:
        found = self._known_with(answers).doubts
        return tuple(doubt for doubt in found if doubt.mark not in self.draft.confirmed)

    def _problems(self, page: JourneyPage, answers: Answers) -> tuple[Problem, ...]:
        return self._known_with(answers).problems_at(keys_of(page))

    def _known_with(self, answers: Answers) -> Known:
        known = next((each for each in self._known if each.journey.answers == answers), None)
        if known is None:
            known = Known(Journey(self.procedures, answers, self.day), self.town)
            self._known.append(known)
        return known


def keys_of(page: JourneyPage) -> tuple[str, ...]:
    """Return the keys of the questions on a page."""
    return tuple(ask.key for ask in page.asks)


def find_new_questions(before: JourneyPage, after: JourneyPage | None) -> tuple[str, ...]:
    """Return the keys of what the page's own answers brought up on it."""
    known = set(keys_of(before))
    return tuple(key for key in keys_of(after) if key not in known) if after else ()


def hide_waiting(page: JourneyPage, answers: Answers) -> JourneyPage:
    """Return the page without questions whose condition waits for a required, still unanswered one beside them.

    Without this, `none_of` would show them first and take them away again.
    """
    open_items = {_item(ask) for ask in page.asks if ask.ask.required and ask.key not in answers}
    if not any(ask.ask.when.items & open_items for ask in page.asks):
        return page
    asks = tuple(ask for ask in page.asks if not ask.ask.when.items & (open_items - {_item(ask)}))
    return replace(page, asks=asks)


def _item(ask: JourneyAsk) -> str:
    return ask.key.partition(OWN)[0]
