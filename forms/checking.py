"""Whether answers are complete and legal for the chosen procedures, whichever way they came in."""

from collections.abc import Iterator, Sequence
from datetime import date

from forms import kinds
from forms.answers import UNKNOWN, Answers, Row, Value, codes_of, rows_of
from forms.crosscheck import CrossCheck, contradicts
from forms.item import Item
from forms.journey import JourneyAsk, answers_for, journey, key_of
from forms.people import narrowed
from forms.problem import Problem, ProblemCode
from forms.procedure import Procedure
from forms.typed import inputs_of, value_typed

MISSING_CHOICE = "選んでください。"
MISSING_ANSWER = "入れてください。"


def problems(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[Problem, ...]:
    """Everything that is missing, not legal or contradictory, in the order of the journey."""
    asks = [ask for page in journey(procedures, answers, today) for ask in page.asks]
    found = [problem for ask in asks if (problem := ask_problem(ask, answers.get(ask.key), today))]
    wrong = {problem.item for problem in found}
    for procedure in procedures:
        for problem in contradictions(procedure, answers, today):
            if problem.item not in wrong:
                wrong.add(problem.item)
                found.append(problem)
    return tuple(found)


def legal(procedures: Sequence[Procedure], answers: Answers, today: date) -> Answers:
    """Only what is asked for and what typing could have given: for answers from a ticket, which anybody can seal.
    What is missing or contradictory may stay; a person is asked about it."""
    return _sifted(procedures, answers, today)[0]


def illegal(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[str, ...]:
    """The keys of what `legal` leaves out because typing could not have given it; not of what nobody is asked."""
    return _sifted(procedures, answers, today)[1]


def _sifted(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[Answers, tuple[str, ...]]:
    refused: dict[str, None] = {}
    while True:
        asks = [ask for page in journey(procedures, answers, today) for ask in page.asks if ask.key in answers]
        typable = {ask.key: ask.ask.item for ask in asks if _typable(ask, answers, today)}
        refused |= dict.fromkeys(ask.key for ask in asks if ask.key not in typable)
        found = ((key, narrowed(item, answers[key])) for key, item in typable.items())
        kept = {key: value for key, value in found if value is not None}
        if kept.keys() == answers.keys():
            return kept, tuple(refused)
        # Without these answers other questions may be asked.
        answers = kept


def _typable(ask: JourneyAsk, answers: Answers, today: date) -> bool:
    problem = ask_problem(ask, answers[ask.key], today)
    return problem is None or problem.code not in (ProblemCode.NO_CHOICE, ProblemCode.UNKNOWN_CHOICE)


def contradictions(procedure: Procedure, answers: Answers, today: date) -> Iterator[Problem]:
    """What the procedure's cross-checks find."""
    seen = answers_for(procedure, answers, today)
    keys = {ask.item.name: key_of(ask, procedure) for ask in procedure.asks()}
    for check in procedure.checks:
        if contradicts(check, seen, today):
            yield _contradiction(check, keys[check.place])


def ask_problem(ask: JourneyAsk, value: Value | None, today: date) -> Problem | None:
    """The problem of one answer: missing though required, not offered, not what its kind allows, or in the future."""
    item = ask.ask.item
    value = None if value is None else narrowed(item, value)
    if value is None:
        return missing(ask) if ask.ask.required else None
    if value is UNKNOWN and ask.ask.may_be_unknown:
        return None
    if not is_legal(item, value):
        return Problem(ask.key, ProblemCode.NO_CHOICE, "もう一度入れてください。", input=ask.key)
    offered = {choice.code for choice in ask.ask.offered}
    if item.kind.has_choices and offered and not offered.issuperset(codes_of(value)):
        return Problem(ask.key, ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。", input=ask.key)
    if future := _future(item, value, ask.key, today):
        return Problem(ask.key, ProblemCode.FUTURE, "今日より後の日になっています。", input=future)
    return None


def _future(item: Item, value: Value, input: str, today: date) -> str:
    """The input with a day after today where only past days make sense."""
    if item.kind is kinds.DATE:
        return input if item.past and str(value) > today.isoformat() else ""
    for place, row in enumerate(rows_of(value)):
        for field in item.fields:
            if field.past and str(row.get(field.name, "")) > today.isoformat():
                return f"{input}.{place}.{field.name}"
    return ""


def _contradiction(check: CrossCheck, key: str) -> Problem:
    return Problem(key, ProblemCode.CONTRADICTION, check.text, input=key)


def missing(ask: JourneyAsk) -> Problem:
    """The same sentence for every required item left empty, naming nothing but what to do."""
    sentence = MISSING_CHOICE if ask.ask.item.kind.is_chosen else MISSING_ANSWER
    return Problem(ask.key, ProblemCode.MISSING, sentence, input=ask.key)


def is_legal(item: Item, value: Value) -> bool:
    """Whether the value is one that typing could have given: read back from its own inputs it stays itself."""
    if type(value) is not item.kind.value_type or any(not _row_types(item, row) for row in rows_of(value)):
        return False
    inputs = inputs_of(item, value)
    try:
        return bool(inputs) and value_typed(item, inputs) == value
    except (ValueError, TypeError):
        return False


def _row_types(item: Item, row: Row) -> bool:
    """True is 1 to Python, but no answer to a count."""
    return all(
        (field := item.field(name)) is not None and type(entry) is field.kind.value_type
        for name, entry in row.items()
    )
