"""Printed forms as rows and columns: the columns depend on the procedures alone, never on what was answered.

One line a form, and one more for each person of a list, so that no list is too long. `line` tells which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from forms import Answers, Item, Procedure, Row, Value, kinds, official_text
from forms.answers import UNKNOWN, rows_of
from forms.journey import Journey
from forms.references import role_items_of
from forms.vocabulary import shipped_vocabulary
from kiosk.backoffice.code import PrintedForm
from kiosk.clock import JAPAN, day_in_japan

HEAD = ("receipt", "printed", "procedure", "version", "line", "people", "number")
FORM, PERSON = "form", "person"
PARTED = ";"
"""Between the codes of several choices."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_typed` is true for what a person wrote, which a spreadsheet might take for a formula."""

    text: str
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `receipt` says which sheet it belongs to."""

    receipt: str
    cells: Mapping[str, Cell]


def list_columns(forms: Iterable[PrintedForm]) -> tuple[str, ...]:
    """HEAD and the items of all procedures in their order; the people of a role as `role.fact`."""
    read = (form.procedure for form in forms if form.answers is not None)
    procedures = {(procedure.number, procedure.version): procedure for procedure in read}
    return (*HEAD, *dict.fromkeys(name for procedure in procedures.values() for name in _columns(procedure)))


def make_lines(form: PrintedForm, *, in_words: bool = False) -> Iterator[Line]:
    """The form and its people. `in_words` gives the official wording instead of codes and ISO dates."""
    items = _items(form.procedure)
    answers = select_answers(form)
    head = _head(form)
    yield Line(form.receipt, {**head, "line": Cell(FORM), **_cells(answers, items, "", in_words)})
    for name, value in answers.items():
        fields = {field.name: field for field in items[name].fields} if name in items else {}
        for number, row in enumerate(rows_of(value), start=1):
            place = {"line": Cell(PERSON), "people": Cell(name), "number": Cell(str(number))}
            yield Line(form.receipt, {**head, **place, **_cells(row, fields, f"{name}.", in_words)})


def select_answers(form: PrintedForm) -> Answers:
    """The answers as the procedure sees them, by plain item names; none if the code had only the receipt."""
    if form.answers is None:
        return {}
    journey = Journey((form.procedure,), form.answers, day_in_japan(form.printed))
    return journey.seen_by(form.procedure)


def format_moment(moment: datetime) -> str:
    """ISO 8601 with the offset of Japan."""
    return moment.astimezone(JAPAN).isoformat(timespec="minutes")


def _head(form: PrintedForm) -> dict[str, Cell]:
    return {
        "receipt": Cell(form.receipt),
        "printed": Cell(format_moment(form.printed)),
        "procedure": Cell(form.procedure.id),
        "version": Cell(str(form.procedure.version)),
    }


def _items(procedure: Procedure) -> dict[str, Item]:
    """Its people under their roles, then what else it asks."""
    asked = {ask.item.name: ask.item for ask in procedure.asks()}
    return role_items_of(procedure, shipped_vocabulary()) | asked


def _columns(procedure: Procedure) -> Iterator[str]:
    for item in _items(procedure).values():
        if item.kind is kinds.PEOPLE:
            yield from (f"{item.name}.{field.name}" for field in item.fields)
        else:
            yield item.name


def _cells(answers: Answers | Row, items: Mapping[str, Item], prefix: str, in_words: bool) -> dict[str, Cell]:
    return {
        prefix + name: Cell(_text(items[name], value, in_words), items[name].kind.is_typed)
        for name, value in answers.items()
        if name in items and items[name].kind is not kinds.PEOPLE
    }


def _text(item: Item, value: Value, in_words: bool) -> str:
    if in_words:
        return official_text(item, value)
    if value is UNKNOWN:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return PARTED.join(code for code in value if isinstance(code, str))
    return str(value)
