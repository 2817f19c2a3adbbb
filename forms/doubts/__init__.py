"""What a clerk would ask back about: answers that are possible, but seldom right together (念のための確認)."""

from collections.abc import Callable, Iterator, Sequence

from forms.crosscheck import contradicts
from forms.doubts import doubt, people
from forms.doubts.doubt import Doubt, Municipality
from forms.journey import Journey
from forms.procedure import Procedure

RELATIONS: tuple[Callable[[Journey], Iterator[Doubt]], ...] = (
    people.same_person_twice,
    people.parent_and_child_too_near,
    people.deceased_and_claimant_too_near,
    people.too_old_to_live,
    people.child_acts_alone,
    people.parent_of_an_adult,
    people.child_as_head,
    people.too_old_for_role,
    people.unborn_for_too_long,
    people.dead_before_born,
    people.late_among_the_living,
    people.own_guarantor,
    people.odd_name,
    people.odd_name_besides,
    people.address_without_lot,
    doubt.before_birth,
    doubt.long_ago,
    doubt.far_ahead,
    doubt.many_copies,
    doubt.account_of_another,
)
"""What needs nothing but the answers."""

PLACES: tuple[Callable[[Journey, Municipality], Iterator[Doubt]], ...] = (
    doubt.wrong_place,
    doubt.register_kept_elsewhere,
    doubt.moved_from_abroad,
)
"""What depends on which town this is."""


def relate(journey: Journey) -> tuple[Doubt, ...]:
    """Return what the relations that need nothing but the answers find, impossible or not."""
    return tuple(doubt for relation in RELATIONS for doubt in relation(journey))


def doubts_of(journey: Journey, town: Municipality, related: Sequence[Doubt] | None = None) -> tuple[Doubt, ...]:
    """Return all doubts, one a question and sentence, in the order of the list; impossible things are no doubts.

    `related` is what `relate` has found, where it was asked already.
    """
    found = list(relate(journey) if related is None else related)
    found += [doubt for relation in PLACES for doubt in relation(journey, town)]
    for procedure in journey.procedures:
        found += _checked(journey, procedure, impossible=False)
    asked = {ask.key for ask in journey.asks}
    possible = {
        (doubt.item, doubt.sentence): doubt for doubt in found if not doubt.is_impossible and doubt.item in asked
    }
    return tuple(possible.values())


def impossible_of(journey: Journey, related: Sequence[Doubt] | None = None) -> tuple[Doubt, ...]:
    """Return what nobody can confirm, by law or by nature; `related` as for the doubts."""
    found = [doubt for doubt in (relate(journey) if related is None else related) if doubt.is_impossible]
    for procedure in journey.procedures:
        found += _checked(journey, procedure, impossible=True)
    return tuple(found)


def _checked(journey: Journey, procedure: Procedure, *, impossible: bool) -> Iterator[Doubt]:
    """What the procedure's own checks find, each at a question that is asked."""
    seen = journey.seen_by(procedure)
    for check in procedure.checks:
        if check.impossible is impossible and contradicts(check, seen, journey.today):
            key = journey.key_of(check.place, procedure)
            evidence = tuple(seen.get(name) for name in sorted({*check.items, *check.when.items}))
            yield Doubt(key, check.text, evidence, key, is_impossible=impossible)


__all__ = ["Doubt", "doubts_of", "impossible_of", "relate"]
