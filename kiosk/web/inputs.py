"""The inputs of a page as a form sends them, read with WTForms: one field a question, and lists of persons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms import Answers, Item, JourneyAsk, JourneyPage, Problem, Value, checking, inputs_of, value_typed
from forms.guide import LifeEvent
from forms.inputs import LARGEST_TYPED, Inputs, Typed
from forms.person import BETWEEN, FAMILY, People

LONGEST_NAME = 200
MOST_INPUTS = 1_000
MOST_VALUES = 60
DOUBT, CONFIRM = "doubt", "confirm"
"""Name of the hidden inputs with the marks of doubts that are shown; the button that says that it is right so."""

NOT_TYPED = {"csrf_token", "action", "shown", DOUBT}

SHOWN = "shown"
"""Name of the hidden inputs that say which questions stood on the page that was sent."""

ROWS = "!rows"
"""Suffix of the hidden input that says how many persons of a list are shown."""

GONE = "!gone"
"""Suffix of the hidden inputs that keep the person taken out of a list last."""

LOOK = "!look"
"""Suffix of the mark that the addresses of a postal code were asked for."""

PLACE = "!place"
"""Suffix of the list of addresses to choose from."""


def form_inputs(form: MultiDict[str, str]) -> Inputs:
    """Return what a form sent, bounded in every way, without the CSRF token and the pressed button."""
    names = [name for name in form if name not in NOT_TYPED and len(name) <= LONGEST_NAME][:MOST_INPUTS]
    return {name: tuple(value[:LARGEST_TYPED] for value in form.getlist(name)[:MOST_VALUES]) for name in names}


def page_inputs(page: JourneyPage, answers: Answers) -> Inputs:
    """Return the inputs of a page as its answers so far fill them."""
    inputs: Inputs = {}
    for ask in page.asks:
        inputs |= inputs_of(keyed(ask), answers.get(ask.key))
    return inputs


def keyed(ask: JourneyAsk) -> Item:
    """Return the item named by its answer's key, so that two procedures may ask the same item on one page."""
    return ask.ask.item.named(ask.key)


def belongs(name: str, key: str) -> bool:
    """Return whether the input of this name belongs to the answer of this key."""
    return name == key or name.startswith((f"{key}.", f"{key}!"))


def first_typed(inputs: Inputs, name: str) -> str:
    """Return the first value of an input, empty where there is none."""
    values = inputs.get(name, ())
    return values[0] if values else ""


def row_count(inputs: Inputs, key: str, most: int, least: int = 1) -> int:
    """Return how many persons of a list to show: as many as there are inputs for, or as were added."""
    counted = first_typed(inputs, key + ROWS)
    shown = int(counted) if counted.isascii() and counted.isdigit() and len(counted) <= 3 else 0
    numbers = (name.removeprefix(f"{key}.").split(".")[0] for name in inputs if name.startswith(f"{key}."))
    typed = [int(number) + 1 for number in numbers if number.isascii() and number.isdigit() and len(number) <= 3]
    return max(least, min(most, max([shown, *typed])))


def fewest_rows(required: bool) -> int:
    """Return how many persons a list shows at least: an optional list begins empty.

    A required one shows its first person at once.
    """
    return 1 if required else 0


Person = Mapping[str, tuple[str, ...]]
"""The inputs of one person, without the list's key and the number."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The person taken out last, and the place it stood in, from 0."""

    place: int
    person: Person


def share_surname(inputs: Inputs, people: People) -> Inputs:
    """Return the inputs of the household with its centre's surname where only a given name was typed.

    Families with Latin names often share none, so nothing is filled in for them.
    """
    centre = people.get(people.centre)
    shared = dict(inputs)
    for part, whole in (("name", centre.name), ("kana", str(centre.facts.get("kana", "")))):
        surname, _, given = whole.partition(BETWEEN)
        for name, values in inputs.items() if given and not centre.is_latin else ():
            family = name.removesuffix(".given") + ".family"
            if _is_part(name, part) and any(values) and not any(inputs.get(family, ())):
                shared[family] = (surname,)
    return shared


def _is_part(name: str, part: str) -> bool:
    """Whether the input is the given name, or its reading, of one of the household."""
    return name.startswith(f"{FAMILY}.") and name.endswith(f".{part}.given")


def one_more(ask: JourneyAsk, inputs: Inputs) -> tuple[Inputs, str]:
    """With an empty person at the end, and the element to go to."""
    count = min(ask.ask.item.most, _count(ask, inputs) + 1)
    first = ask.ask.item.fields[0]
    anchor = f"f-{ask.key}.{count - 1}.{first.name}{first.kind.first_part}"
    return inputs | {ask.key + ROWS: (str(count),)}, anchor


def one_less(ask: JourneyAsk, inputs: Inputs, place: int) -> Inputs:
    """Take a person out; those after them move up. Whoever had something typed can be brought back."""
    people = _people(ask, inputs)
    if place >= len(people):
        return inputs
    gone = people.pop(place)
    people += [{}] * (fewest_rows(ask.ask.required) - len(people))
    kept = _with(ask, inputs, people)
    return _remembering(ask, kept, Taken(place, gone)) if _typed(gone) else kept


def brought_back(ask: JourneyAsk, inputs: Inputs) -> Inputs:
    """With the person taken out last in the old place; the same inputs when there is none or no room."""
    taken = taken_out(ask.key, inputs)
    people = _people(ask, inputs)
    if len(people) == 1 and not _typed(people[0]):
        people = []
    if taken is None or len(people) >= ask.ask.item.most:
        return inputs
    people.insert(taken.place, taken.person)
    return _forgetting(ask, _with(ask, inputs, people))


def taken_out(key: str, inputs: Inputs) -> Taken | None:
    """Whom the inputs of the list with this key remember as taken out."""
    place = first_typed(inputs, key + GONE)
    if not (place.isascii() and place.isdigit() and len(place) <= 3):
        return None
    start = f"{key}{GONE}."
    return Taken(int(place), {name.removeprefix(start): v for name, v in inputs.items() if name.startswith(start)})


def _people(ask: JourneyAsk, inputs: Inputs) -> list[Person]:
    starts = (f"{ask.key}.{number}." for number in range(_count(ask, inputs)))
    return [
        {name.removeprefix(start): values for name, values in inputs.items() if name.startswith(start)}
        for start in starts
    ]


def _with(ask: JourneyAsk, inputs: Inputs, people: list[Person]) -> Inputs:
    """Return the inputs with these persons in place of those of the list."""
    others = {name: values for name, values in inputs.items() if not name.startswith(f"{ask.key}.")}
    own = {
        f"{ask.key}.{number}.{part}": values
        for number, person in enumerate(people)
        for part, values in person.items()
    }
    return others | own | {ask.key + ROWS: (str(len(people)),)}


def _remembering(ask: JourneyAsk, inputs: Inputs, taken: Taken) -> Inputs:
    own = {f"{ask.key}{GONE}.{part}": values for part, values in taken.person.items()}
    return _forgetting(ask, inputs) | own | {ask.key + GONE: (str(taken.place),)}


def _forgetting(ask: JourneyAsk, inputs: Inputs) -> Inputs:
    return {name: values for name, values in inputs.items() if not name.startswith(ask.key + GONE)}


def _typed(person: Person) -> bool:
    return any(any(values) for values in person.values())


def _count(ask: JourneyAsk, inputs: Inputs) -> int:
    return row_count(inputs, ask.key, ask.ask.item.most, fewest_rows(ask.ask.required))


@dataclass(frozen=True, slots=True)
class PageRead:
    """A submitted page. `values` has what is legal, `problems` what is not, `inputs` all that was typed."""

    values: Answers
    problems: tuple[Problem, ...]
    inputs: Inputs
    keys: frozenset[str]

    def merged(self, answers: Answers) -> Answers:
        """Return the answers with those of this page replaced; nobody else's are touched."""
        return {key: value for key, value in answers.items() if key not in self.keys} | dict(self.values)


def read_page(page: JourneyPage, inputs: Inputs, today: date) -> PageRead:
    """Return what the inputs mean for the page's questions.

    CSRF is checked for every request by Flask-WTF.

    Contradictions between pages are not seen here; `forms.checking.problems` tells them.
    """
    form = BaseForm({ask.key: UnboundField(KindField, ask, [Legal(today)]) for ask in page.asks})
    form.process(MultiDict({name: list(values) for name, values in inputs.items()}))
    form.validate()
    fields = [field for field in form if isinstance(field, KindField)]
    return PageRead(
        values={field.name: field.data for field in fields if field.data is not None and field.problem is None},
        problems=tuple(field.problem for field in fields if field.problem is not None),
        inputs={name: values for name, values in inputs.items() if any(name in field.sent for field in fields)},
        keys=frozenset(field.name for field in fields),
    )


class KindField(Field):
    """One question. Its kind parses what came in; several inputs may belong to it. `errors` are `Problem`s."""

    def __init__(self, ask: JourneyAsk, validators: list["Legal"], **bound: Any) -> None:  # noqa: ANN401 - what WTForms binds
        super().__init__(ask.ask.question, validators, **bound)
        self.ask = ask
        self.data: Value | None = None
        self.sent: Typed = {}

    @property
    def problem(self) -> Problem | None:
        """What WTForms found wrong, as the parser or the validator said it."""
        found: list[object] = list(self.errors)
        return next((each for each in found if isinstance(each, Problem)), None)

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:  # noqa: ANN401 - as WTForms has it
        """Note all inputs of the question, as WTForms wants it from a field that encapsulates several."""
        own, below = self.name, (f"{self.name}.", f"{self.name}!")
        self.sent = {name: formdata.getlist(name) for name in formdata if name == own or name.startswith(below)}
        super().process(formdata, *given, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError with the problem, which WTForms keeps as an error of the field."""
        found = value_typed(keyed(self.ask), self.sent, may_be_unknown=self.ask.ask.may_be_unknown)
        if isinstance(found, Problem):
            raise ValueError(found)
        self.data = found

    def pre_validate(self, form: BaseForm) -> None:
        """Check the value; what could not be parsed is not looked at any further."""
        if self.process_errors:
            raise StopValidation


@dataclass(frozen=True, slots=True)
class Legal:
    """The validator of every question: what `forms.checking` finds wrong with its answer on that day."""

    today: date

    def __call__(self, form: BaseForm, field: KindField) -> None:
        problem = checking.ask_problem(field.ask, field.data, self.today)
        if problem is not None:
            raise StopValidation(problem)  # type: ignore[arg-type]  # WTForms takes any object for a message


def questions_page(page_id: str, event: LifeEvent, inputs: Inputs, today: date) -> JourneyPage:
    """Return a page with the questions that these inputs lead to."""
    every = (JourneyAsk(ask.item.name, replace(ask, required=False), ()) for ask in event.questions)
    page = JourneyPage(page_id, event.title, event.lead, tuple(every))
    shown = event.shown(read_page(page, inputs, today).values, today)
    return replace(page, asks=tuple(JourneyAsk(ask.item.name, ask, ()) for ask in shown))
