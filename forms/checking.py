"""Whether answers are complete and legal for the chosen procedures, whichever way they came in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forms import doubts, household, journeypage, kinds, person, wareki
from forms.answers import UNKNOWN, Answers, Row, Value, codes_of, rows_of
from forms.item import Item, inputs_of, value_typed
from forms.journey import Journey
from forms.kinship.refusing import refusals
from forms.procedure import Procedure
from forms.role import Source
from forms.told import Problem, ProblemCode

MISSING_CHOICE = "選んでください。"
MISSING_ANSWER = "入力してください。"


def problems_of(
    journey: Journey, related: Sequence[doubts.Doubt] | None = None, only: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Return everything that is missing, not legal or contradictory, in the order of the journey.

    `related` is what `forms.doubts.relate` has found, where it was asked already; `only` are the keys to look at.
    """
    asks = [ask for ask in journey.asks if only is None or ask.key in only]
    found = [problem for ask in asks if (problem := ask_problem(ask, journey.value(ask), journey.today))]
    wrong = {problem.item for problem in found}
    for problem in (*_unworded(journey), *impossible_kin(journey)):
        if problem.item not in wrong:
            wrong.add(problem.item)
            found.append(problem)
    for procedure in journey.procedures:
        for problem in too_few(journey, procedure):
            if problem.item not in wrong:
                wrong.add(problem.item)
                found.append(problem)
    for doubt in doubts.impossible_of(journey, related):
        if doubt.item not in wrong:
            wrong.add(doubt.item)
            found.append(Problem(doubt.item, ProblemCode.CONTRADICTION, doubt.sentence, input=doubt.input))
    return tuple(problem for problem in found if only is None or problem.item in only)


def _unworded(journey: Journey) -> Iterator[Problem]:
    """Who stands in the household under another word than those offered, without that word."""
    if not any(ask.key == person.FAMILY for ask in journey.asks):
        return
    for place, row in enumerate(rows_of(journey.answers.get(person.FAMILY))):
        if household.OTHER in (row.get(household.RELATION), row.get(household.KIN)) and not row.get(
            household.RELATION_WORDS
        ):
            yield Problem(
                person.FAMILY,
                ProblemCode.MISSING,
                MISSING_ANSWER,
                input=f"{person.FAMILY}.{place}.{household.RELATION_WORDS}",
            )


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left of answers that anybody could have sealed, and the keys of what typing could not have given.

    What nobody is asked is neither.
    """

    journey: Journey
    refused: tuple[str, ...]


def sift(procedures: Sequence[Procedure], answers: Answers, today: date) -> Sifted:
    """Return the journey of only what is asked for and what typing could have given.

    It is meant for answers from a ticket. What is missing or contradictory may stay; a person is asked about it.
    """
    refused: dict[str, None] = {}
    while True:
        journey = Journey(tuple(procedures), answers, today)
        asks = [ask for ask in journey.asks if ask.key in answers]
        typable = {ask.key: ask.ask.item for ask in asks if _typable(ask, answers, today)}
        refused |= dict.fromkeys(ask.key for ask in asks if ask.key not in typable)
        found = ((key, household.narrowed(item, answers[key])) for key, item in typable.items())
        kept = {key: value for key, value in found if value is not None}
        if kept == answers:
            return Sifted(journey, tuple(refused))
        # Without these answers other questions may be asked.
        answers = kept


def _typable(ask: journeypage.JourneyAsk, answers: Answers, today: date) -> bool:
    problem = ask_problem(ask, answers[ask.key], today)
    return problem is None or problem.code not in (ProblemCode.NO_CHOICE, ProblemCode.UNKNOWN_CHOICE)


def impossible_kin(journey: Journey) -> Iterator[Problem]:
    """Words, births and sexes of the household that cannot all be right, each at the person of whom it is said."""
    asked = {ask.key for ask in journey.asks}
    if person.FAMILY not in asked:
        return
    places = {id: place for place, (id, _) in enumerate(person.family_rows(journey.answers))}
    for each in refusals(journey.kinship.household):
        said = next(
            id
            for id in (each.member, each.other, *places)
            if id in places or f"{id}.{household.RELATION}" in asked
        )
        item = person.FAMILY if said in places else f"{said}.{household.RELATION}"
        field = household.RELATION if household.RELATION in journey.family_fields else household.KIN
        input = f"{person.FAMILY}.{places[said]}.{field}" if said in places else item
        yield Problem(item, ProblemCode.CONTRADICTION, f"{each.sentence}{each.next_step}", input=input)


def too_few(journey: Journey, procedure: Procedure) -> Iterator[Problem]:
    """Roles that nobody plays, or fewer than must, each at the household.

    Where only a person can say who of several it is, the question itself wants the answer.
    """
    cast = journey.casts[procedure.id]
    roles = [role for role in journey.family_roles(procedure) if role.source is not Source.HEAD]
    unasked = [role for role in roles if not (cast.is_open(role) and len(cast.candidates(role)) >= role.least)]
    if any(len(cast.ids(role)) < role.least for role in unasked):
        yield Problem(person.FAMILY, ProblemCode.MISSING, MISSING_ANSWER, input=person.FAMILY)


def ask_problem(ask: journeypage.JourneyAsk, value: Value | None, today: date) -> Problem | None:
    """Return the problem of one answer, None if there is none.

    It may be missing though required, not offered, not what its kind allows, or in the future.
    """
    item = ask.ask.item
    value = None if value is None else household.narrowed(item, value)
    if value is None:
        return missing(ask) if ask.ask.required else None
    if value is UNKNOWN and ask.ask.may_be_unknown:
        return None
    if not is_legal(item, value):
        return Problem(ask.key, ProblemCode.NO_CHOICE, "もう一度入力してください。", input=ask.key)
    offered = {choice.code for choice in ask.ask.offered}
    if item.kind.has_choices and offered and not offered.issuperset(codes_of(value)):
        return Problem(ask.key, ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。", input=ask.key)
    if future := _future(item, value, ask.key, today):
        return Problem(ask.key, ProblemCode.FUTURE, "今日より後の日付になっています。", input=future)
    return None


def _future(item: Item, value: Value, input: str, today: date) -> str:
    """Return the input with a day after today where only past days make sense."""
    if item.kind is kinds.DATE:
        return input if item.past and wareki.latest_day(str(value)) > today.isoformat() else ""
    for place, row in enumerate(rows_of(value)):
        for field in item.fields:
            if field.past and wareki.latest_day(str(row.get(field.name, ""))) > today.isoformat():
                return f"{input}.{place}.{field.name}"
    return ""


def missing(ask: journeypage.JourneyAsk) -> Problem:
    """Return the same sentence for every required item left empty, naming nothing but what to do."""
    sentence = MISSING_CHOICE if ask.ask.item.kind.is_chosen else MISSING_ANSWER
    return Problem(ask.key, ProblemCode.MISSING, sentence, input=ask.key)


def is_legal(item: Item, value: Value) -> bool:
    """Return whether the value is one that typing could have given: read from its own inputs it stays itself."""
    if type(value) is not item.kind.value_type or any(not _row_types(item, row) for row in rows_of(value)):
        return False
    inputs = inputs_of(item, value)
    try:
        return bool(inputs) and value_typed(item, inputs) == value
    except (ValueError, TypeError):
        return False


def _row_types(item: Item, row: Row) -> bool:
    """Return whether each field has the type of its kind: True is 1 to Python, but no answer to a count."""
    return all(
        (field := item.field(name)) is not None
        and (field.may_be_unknown if entry is UNKNOWN else type(entry) is field.kind.value_type)
        for name, entry in row.items()
    )
