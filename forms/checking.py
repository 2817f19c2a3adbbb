"""Whether answers are complete and legal for the chosen procedures, whichever way they came in."""

from collections.abc import Sequence
from datetime import date

from forms.answers import Answers, Value
from forms.inputs import inputs_of
from forms.item import Item, Kind
from forms.journey import JourneyAsk, journey
from forms.procedure import Procedure
from forms.typed import Problem, ProblemCode, value_typed

MISSING_CHOICE = "選んでください。"
MISSING_ANSWER = "入れてください。"

_CHOSEN = {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO}
_TYPES: dict[Kind, type[int] | type[bool] | type[tuple[object, ...]]] = {
    Kind.COUNT: int,
    Kind.MONEY: int,
    Kind.YES_NO: bool,
    Kind.CONSENT: bool,
    Kind.CHOICES: tuple,
    Kind.PEOPLE: tuple,
}


def problems(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[Problem, ...]:
    """Everything that is missing or not legal, in the order of the journey."""
    found = (
        ask_problem(ask, answers.get(ask.key)) for page in journey(procedures, answers, today) for ask in page.asks
    )
    return tuple(problem for problem in found if problem is not None)


def ask_problem(ask: JourneyAsk, value: Value | None) -> Problem | None:
    """The problem of one answer: missing though required, not offered, or not what its kind allows."""
    item = ask.ask.item
    if value is None:
        return missing(ask) if ask.ask.required else None
    if not is_legal(item, value):
        return Problem(ask.key, ProblemCode.NO_CHOICE, "もう一度入れてください。", input=ask.key)
    offered = {choice.code for choice in ask.ask.offered}
    if item.kind is Kind.CHOICE and offered and value not in offered:
        return Problem(ask.key, ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。", input=ask.key)
    return None


def missing(ask: JourneyAsk) -> Problem:
    """The same sentence for every required item left empty, naming nothing but what to do."""
    sentence = MISSING_CHOICE if ask.ask.item.kind in _CHOSEN else MISSING_ANSWER
    return Problem(ask.key, ProblemCode.MISSING, sentence, input=ask.key)


def is_legal(item: Item, value: Value) -> bool:
    """Whether the value is one that typing could have given: read back from its own inputs it stays itself."""
    expected = _TYPES.get(item.kind, str)
    if type(value) is not expected:
        return False
    inputs = inputs_of(item, value)
    try:
        return bool(inputs) and value_typed(item, inputs) == value
    except (ValueError, TypeError):
        return False
