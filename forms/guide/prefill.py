"""What the guide has learned, as answers of the journey: nothing is asked twice."""

from collections.abc import Sequence
from datetime import date

from forms.answers import Answers, Value
from forms.checking import ask_problem
from forms.guide.result import GuideResult
from forms.journey import JourneyAsk, key_of
from forms.procedure import Procedure


def prefilled(
    result: GuideResult, seen: Answers, procedures: Sequence[Procedure], today: date
) -> dict[str, Value]:
    """Answers by the keys of the journey over these procedures: what the guide asked from the vocabulary (`seen`, as
    `LifeEvent.seen` gives it), and what its steps say about their procedure. An answer that a procedure does not
    offer is left to be asked there."""
    own = {step.procedure.id: step.prefill for step in result.steps if step.procedure}
    found: dict[str, Value] = {}
    for procedure in procedures:
        known = {**seen, **own.get(procedure.id, {})}
        for ask in procedure.asks():
            value, key = known.get(ask.item.name), key_of(ask, procedure)
            if value is not None and ask_problem(JourneyAsk(key, ask, ()), value, today) is None:
                found.setdefault(key, value)
    return found
