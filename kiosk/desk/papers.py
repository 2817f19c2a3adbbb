"""The papers somebody brings beside those that show who they are: a list to tick, recorded, told when it is left open."""

from dataclasses import dataclass
from datetime import date

from forms import Journey, Shows, things_to_bring
from kiosk.desk.case import Case
from kiosk.town.identification import GROUP_TITLES, NEED_TITLES, Group, IdKind, IdPapers, IdRule

OF_BASIS = "basis"
"""In the place of a procedure, for papers that no procedure names but the ground on which somebody acts."""


@dataclass(frozen=True, slots=True)
class PaperBrought:
    """One thing to look at. `code` names it in the audit: the procedure, and its place among what that wants."""

    code: str
    text: str
    is_seen: bool


def papers_of(case: Case, journey: Journey) -> tuple[PaperBrought, ...]:
    """Return what to look at, each thing once; what shows who somebody is has a step of its own."""
    beside = set(Shows) - {Shows.NOTHING}
    return tuple(
        PaperBrought(code, text, code in case.file.papers)
        for text in things_to_bring(journey, beside)
        for code in (_code(text, journey),)
    )


def known_papers(codes: list[str], case: Case, journey: Journey) -> tuple[str, ...]:
    """Return those of the codes that are papers of the visit, in the order of the list."""
    return tuple(paper.code for paper in papers_of(case, journey) if paper.code in codes)


def _code(text: str, journey: Journey) -> str:
    for procedure in journey.chosen:
        for place, thing in enumerate(procedure.bring, start=1):
            if thing.text == text:
                return f"{procedure.id}:{place}"
    return OF_BASIS


@dataclass(frozen=True, slots=True)
class IdGroup:
    """Papers that count alike."""

    title: str
    kinds: tuple[IdKind, ...]


@dataclass(frozen=True, slots=True)
class IdNeed:
    """One thing that papers must show, the rules about it, and what is offered; one need at a time `is_next`.

    What is shown most is the `usual` group; the `others` are folded away unless something of them is ticked.
    """

    title: str
    rules: tuple[IdRule, ...]
    usual: IdGroup
    others: tuple[IdGroup, ...]
    seen: tuple[IdKind, ...]
    is_met: bool
    is_next: bool

    @property
    def has_others_seen(self) -> bool:
        """Whether something beside the usual is ticked."""
        return not {*self.seen} <= {*self.usual.kinds}


@dataclass(frozen=True, slots=True)
class IdStep:
    """The papers that show who stands here: what is wanted, what is offered, and whether it is enough.

    `proposed` are those that the card on the reader is: to be ticked by whoever has compared its photo. One that
    `is_card_over` proves nothing.
    """

    needs: tuple[IdNeed, ...]
    are_enough: bool
    proposed: frozenset[str]
    is_card_over: bool


def identity_step(case: Case, papers: IdPapers, today: date) -> IdStep:
    """Return the step for the case as it is."""
    journey = case.journey(today)
    rules, kinds = papers.rules_for(journey), papers.offered(journey.today)
    about = tuple(dict.fromkeys(rule.shows for rule in rules))
    ticked = case.file.identification
    shown = papers.shown(ticked, journey)
    first = next((each for each in about if each not in shown), None)
    needs = []
    for each in about:
        its_rules = tuple(rule for rule in rules if rule.shows is each)
        usual, *others = _groups(each, kinds, its_rules)
        seen = tuple(kind for kind in kinds if kind.code in ticked and kind.group.shows is each)
        needs.append(
            IdNeed(NEED_TITLES[each], its_rules, usual, tuple(others), seen, each in shown, each is first)
        )
    return IdStep(
        tuple(needs),
        papers.are_enough(ticked, journey),
        frozenset(case.file.card_read.papers(journey.today, is_own_number=Shows.AUTHORITY not in about))
        - {*ticked},
        case.file.card_read.is_over(journey.today),
    )


def _groups(shows: Shows, kinds: tuple[IdKind, ...], rules: tuple[IdRule, ...]) -> tuple[IdGroup, ...]:
    """Return what is offered to show it, of groups that count by the rules; an empty one where a town offers nothing."""
    counted = {group for rule in rules for combination in rule.enough for group in combination}
    offered = (
        IdGroup(GROUP_TITLES[group], tuple(kind for kind in kinds if kind.group is group))
        for group in Group
        if group.shows is shows and group in counted
    )
    return tuple(each for each in offered if each.kinds) or (IdGroup(NEED_TITLES[shows], ()),)
