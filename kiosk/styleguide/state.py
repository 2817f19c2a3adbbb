"""One state of a component: what it is called with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from forms.inputs import Inputs
from forms.typed import Problem, ProblemCode
from forms.vocabulary import shipped_vocabulary
from kiosk.web.questions import Question

FIELD = re.compile(r"<(input|select|textarea|button)(?![^>]*type=\"hidden\")")
TARGET = re.compile(r"class=\"(input|button|row)(?=[ \"])")


@dataclass(frozen=True, slots=True)
class State:
    """`call` is the line a template writes; `given` the values in it. `focused` (its first
    field) and `disabled` are put in afterwards, since only a browser does the one and no screen needs the other."""

    name: str
    title: str
    call: str
    given: Mapping[str, object] = field(default_factory=dict)
    focused: bool = False
    disabled: bool = False

    def finished(self, html: str) -> str:
        """The rendered call in this state."""
        if self.focused:
            html = TARGET.sub(r'class="is-focused \1', html, count=1)
        return FIELD.sub(r"<\1 disabled", html) if self.disabled else html


def question(item: str, state: str, inputs: Inputs | None = None, **changes: object) -> Question:
    """A question about an item of the vocabulary. Input names are parts of the item, `""` for the whole;
    `wrong="part"` and `sentence` say what is wrong."""
    found = shipped_vocabulary()[item]
    key = f"{item}-{state}"
    wrong, sentence = changes.pop("wrong", None), str(changes.pop("sentence", "入れてください。"))
    problem = None if wrong is None else Problem(key, ProblemCode.MISSING, sentence, input=f"{key}{wrong}")
    asked = Question(
        key=key,
        item=replace(found, name=key),
        label=str(changes.pop("label", found.ask)),
        hint=str(changes.pop("hint", found.hint)),
        required=bool(changes.pop("required", True)),
        inputs={f"{key}{part}": values for part, values in (inputs or {}).items()},
        problem=problem,
    )
    return replace(asked, address_key=f"applicant.address-{state}") if changes.pop("looks", False) else asked
