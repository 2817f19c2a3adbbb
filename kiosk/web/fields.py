"""Reads a submitted page with WTForms: one field a question, made from the kind of its item."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms.answers import Answers, Value
from forms.checking import ask_problem
from forms.inputs import Inputs, Typed
from forms.journeypage import JourneyAsk, JourneyPage
from forms.problem import Problem
from forms.typed import value_typed
from kiosk.web.inputs import belongs, keyed


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
        inputs={name: values for name, values in inputs.items() if any(belongs(name, f.name) for f in fields)},
        keys=frozenset(field.name for field in fields),
    )


class KindField(Field):
    """One question. Its kind parses what came in; several inputs may belong to it. `errors` are `Problem`s."""

    def __init__(self, ask: JourneyAsk, validators: list["Legal"], **bound: Any) -> None:  # noqa: ANN401 - what WTForms binds
        super().__init__(ask.ask.question, validators, **bound)
        self.ask = ask
        self.data: Value | None = None
        self._sent: Typed = {}

    @property
    def problem(self) -> Problem | None:
        """What WTForms found wrong, as the parser or the validator said it."""
        found: list[object] = list(self.errors)
        return next((each for each in found if isinstance(each, Problem)), None)

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:  # noqa: ANN401 - as WTForms has it
        """Note all inputs of the question, as WTForms wants it from a field that encapsulates several."""
        self._sent = {name: formdata.getlist(name) for name in formdata if belongs(name, self.name)}
        super().process(formdata, *given, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError with the problem, which WTForms keeps as an error of the field."""
        found = value_typed(keyed(self.ask), self._sent, may_be_unknown=self.ask.ask.may_be_unknown)
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
        problem = ask_problem(field.ask, field.data, self.today)
        if problem is not None:
            raise StopValidation(problem)  # type: ignore[arg-type]  # WTForms takes any object for a message
