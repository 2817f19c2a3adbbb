"""Reads a submitted page: WTForms parses and validates, by the rules of `forms.typed` and `forms.checking`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from forms.answers import Answers, Value
from forms.checking import ask_problem
from forms.inputs import Inputs
from forms.journey import JourneyAsk, JourneyPage
from forms.typed import Problem, value_typed
from kiosk.web.inputs import belongs, keyed


@dataclass(frozen=True, slots=True)
class PageRead:
    """A submitted page. `values` has what is legal, `problems` what is not, `inputs` all that was typed."""

    values: Answers
    problems: tuple[Problem, ...]
    inputs: Inputs
    keys: frozenset[str]

    def merged(self, answers: Answers) -> Answers:
        """The answers with those of this page replaced; nobody else's are touched."""
        return {key: value for key, value in answers.items() if key not in self.keys} | dict(self.values)


def read_page(page: JourneyPage, inputs: Inputs, today: date) -> PageRead:
    """What the inputs mean for the page's questions. CSRF is checked for every request by Flask-WTF.

    Contradictions between pages are not seen here; `forms.checking.problems` tells them.
    """
    form = PageForm(page, today)
    form.process(MultiDict({name: list(values) for name, values in inputs.items()}))
    form.validate()
    fields = [field for field in form if isinstance(field, AskField)]
    return PageRead(
        values={field.ask.key: field.data for field in fields if field.data is not None},
        problems=tuple(field.problem for field in fields if field.problem is not None),
        inputs={name: values for name, values in inputs.items() if any(belongs(name, f.ask.key) for f in fields)},
        keys=frozenset(field.ask.key for field in fields),
    )


class PageForm(BaseForm):
    """One field for each question of the page."""

    def __init__(self, page: JourneyPage, today: date) -> None:
        super().__init__({ask.key: UnboundField(AskField, ask, today) for ask in page.asks})


class AskField(Field):
    """A question, whatever its kind; several inputs may belong to it."""

    def __init__(self, ask: JourneyAsk, today: date, **bound: Any) -> None:  # noqa: ANN401 - what WTForms binds
        super().__init__(ask.ask.question, **bound)
        self.ask, self.today = ask, today
        self.data: Value | None = None
        self.problem: Problem | None = None

    def process(self, formdata: Any, data: object = None, extra_filters: Sequence[Any] | None = None) -> None:  # noqa: ANN401
        found = value_typed(keyed(self.ask), formdata.to_dict(flat=False) if formdata else {})
        self.problem = found if isinstance(found, Problem) else None
        self.data = None if isinstance(found, Problem) else found

    def validate(self, form: BaseForm, extra_validators: Sequence[Any] = ()) -> bool:
        if self.problem is None:
            self.problem = ask_problem(self.ask, self.data, self.today)
        if self.problem is not None:
            self.data = None
        return self.problem is None
