"""The papers somebody brings beside those that show who they are: a list to tick, recorded, told when it is left open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from forms import Journey, Shows, things_to_bring
from kiosk.desk.case import Case
from kiosk.town.identification import GROUP_TITLES, Group, IdKind, IdPapers, IdRule

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
    """Papers that count alike; folded away unless something of it is ticked or must be."""

    title: str
    kinds: tuple[IdKind, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class IdStep:
    """The papers that show who stands here: what is wanted, what is offered, and whether it is enough.

    `proposed` are those that the card on the reader is: to be ticked by whoever has compared its photo. One that
    `is_card_over` proves nothing.
    """

    rules: tuple[IdRule, ...]
    groups: tuple[IdGroup, ...]
    are_enough: bool
    proposed: frozenset[str]
    is_card_over: bool


def identity_step(case: Case, papers: IdPapers, today: date) -> IdStep:
    """Return the step for the case as it is."""
    journey = case.journey(today)
    rules, kinds = papers.rules_for(journey), papers.offered(journey.today)
    about = {rule.shows for rule in rules}
    groups = (
        (group, tuple(kind for kind in kinds if kind.group is group)) for group in Group if group.shows in about
    )
    ticked = case.file.identification
    return IdStep(
        rules,
        tuple(_group(group, offered, ticked) for group, offered in groups if offered),
        papers.are_enough(ticked, journey),
        frozenset(case.file.card_read.papers(journey.today, is_own_number=Shows.AUTHORITY not in about))
        - {*ticked},
        case.file.card_read.is_over(journey.today),
    )


def _group(group: Group, kinds: tuple[IdKind, ...], ticked: Collection[str]) -> IdGroup:
    is_first = group is Group.PHOTO or group.shows is not Shows.IDENTITY
    return IdGroup(GROUP_TITLES[group], kinds, is_first or any(kind.code in ticked for kind in kinds))
