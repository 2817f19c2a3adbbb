"""What the guide has learned, as answers of the journey: nothing is asked twice."""

from collections.abc import Iterator, Sequence
from datetime import date

from forms.answers import Answers, Value
from forms.checking import ask_problem
from forms.guide.result import GuideResult
from forms.journeypage import JourneyAsk, key_of
from forms.person import LATE, WHOM
from forms.procedure import Ask, Procedure
from forms.role import Source


def prefilled(
    result: GuideResult, seen: Answers, procedures: Sequence[Procedure], today: date
) -> dict[str, Value]:
    """Return answers by the keys of the journey over these procedures.

    What the guide asked from the vocabulary (`seen`, as `LifeEvent.seen` gives it), and what its steps say about
    their procedure. An answer that a procedure does not offer is left to be asked there.
    """
    own = {step.procedure.id: step.prefill for step in result.steps if step.procedure}
    whom = seen.get(WHOM, result.event.whom)
    found: dict[str, Value] = {WHOM: whom} if whom else {}
    for procedure in procedures:
        known = {**seen, **own.get(procedure.id, {})}
        for ask in procedure.asks():
            value, key = known.get(ask.item.name), key_of(ask, procedure)
            if value is not None and ask_problem(JourneyAsk(key, ask, ()), value, today) is None:
                found.setdefault(key, value)
        found |= {key: value for key, value in _of_late(procedure, known, today) if key not in found}
    return found


def _of_late(procedure: Procedure, known: Answers, today: date) -> Iterator[tuple[str, Value]]:
    """Return what the guide has learned of who has died: the only person it asks about."""
    for role in procedure.roles:
        for need in role.facts if role.source is Source.DECEASED else ():
            key, value = f"{LATE}.{need.fact}", known.get(f"{role.name}.{need.fact}")
            ask = JourneyAsk(key, Ask(need.item, need.required), ())
            if value is not None and ask_problem(ask, value, today) is None:
                yield key, value
