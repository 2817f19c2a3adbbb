"""The papers that show who stands at the desk: what is wanted, what is offered, and whether it is enough."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from forms.procedure import Shows
from kiosk.desk.case import Case
from kiosk.town.identification import GROUP_TITLES, Group, IdKind, IdPapers, IdRule


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
