"""From what a person typed for one item to its value, or to a problem the person can mend."""

from collections.abc import Callable

from forms.answers import Row, Value
from forms.item import Item, Kind
from forms.problem import Problem, ProblemCode, Refused
from forms.typedkinds import (
    read_choice,
    read_choices,
    read_consent,
    read_date,
    read_digits,
    read_kana,
    read_name,
    read_number,
    read_phone,
    read_postal_code,
    read_text,
    read_yes_no,
)
from forms.typedtext import LARGEST_TYPED, Typed, clean, first, reader_length

__all__ = ["LARGEST_TYPED", "Problem", "ProblemCode", "Typed", "clean", "reader_length", "value_typed"]


def value_typed(item: Item, typed: Typed, prefix: str = "") -> Value | Problem | None:
    """The value of the item in what was typed; None if nothing was. Inputs are named `prefix + item.name`,
    compound kinds add `.family`/`.given` and `.era`/`.year`/`.month`/`.day`."""
    name = prefix + item.name
    try:
        return _READERS[item.kind](item, typed, name)
    except Refused as refused:
        return Problem(name, refused.code, refused.sentence, refused.values, name + refused.input)


def _people(item: Item, typed: Typed, name: str) -> tuple[Row, ...] | None:
    """Rows are numbered `name.0.field`, `name.1.field`, …; rows with nothing typed are left out."""
    if any(place.startswith(f"{name}.{item.most}.") and first(typed, place) for place in typed):
        raise Refused(ProblemCode.TOO_MANY, "%(most)s人までで入れてください。", most=str(item.most))
    rows = [row for position in range(item.most) if (row := _row(item, typed, f"{name}.{position}."))]
    return tuple(rows) or None


def _row(item: Item, typed: Typed, prefix: str) -> Row:
    row: dict[str, str | int | bool | tuple[str, ...]] = {}
    for field in item.fields:
        match value_typed(field, typed, prefix):
            case Problem() as problem:
                at = problem.input.removeprefix(prefix.rsplit(".", 2)[0])
                raise Refused(problem.code, problem.sentence, at, **dict(problem.values))
            case str() | int() as plain:
                row[field.name] = plain
            case tuple() as several:
                row[field.name] = tuple(code for code in several if isinstance(code, str))
    if row:
        _complete(item, row, prefix)
    return row


def _complete(item: Item, row: Row, prefix: str) -> None:
    for field in item.fields:
        if field.required and field.name not in row:
            input = "." + prefix.rsplit(".", 2)[1] + "." + field.name
            raise Refused(ProblemCode.MISSING, "%(field)sを入れてください。", input, field=field.ask)


_READERS: dict[Kind, Callable[[Item, Typed, str], Value | None]] = {
    Kind.NAME: read_name,
    Kind.KANA: read_kana,
    Kind.DATE: read_date,
    Kind.ADDRESS: read_text,
    Kind.POSTAL_CODE: read_postal_code,
    Kind.PHONE: read_phone,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.YES_NO: read_yes_no,
    Kind.COUNT: read_number,
    Kind.MONEY: read_number,
    Kind.DIGITS: read_digits,
    Kind.TEXT: read_text,
    Kind.PEOPLE: _people,
    Kind.CONSENT: read_consent,
}
