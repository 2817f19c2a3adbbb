"""A list of people, each with the same fields."""

from collections.abc import Mapping

from forms.answers import Cell, Row, Unknown, Value, codes_of, rows_of
from forms.inputs import Inputs, Typed, first, is_in_latin
from forms.item import Item, inputs_of, value_typed
from forms.kinds.kind import BETWEEN, Kind, Wording
from forms.ticket import TicketError, TicketReason, packing
from forms.ticket.packed import Packed, TextReader, TextWriter, several, trimmed
from forms.told import Problem, ProblemCode, Refused

MOST_ROWS = 50
"""Persons a ticket may carry in one list."""


class People(Kind):
    """Rows of `fields`, at most `most` of them; the inputs are numbered `name.0.field`, `name.1.field`, …"""

    name = "people"
    value_type = tuple
    usual_most = 20
    is_typed = False
    macro = "people"

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        """Rows with nothing typed are left out."""
        if any(place.startswith(f"{name}.{item.most}.") and first(typed, place) for place in typed):
            raise Refused(ProblemCode.TOO_MANY, "%(most)s人以内で入力してください。", most=str(item.most))
        rows = [row for position in range(item.most) if (row := _read_row(item, typed, name, position))]
        return tuple(rows) or None

    def inputs(self, item: Item, value: Value, name: str) -> Inputs:
        inputs: Inputs = {}
        for position, row in enumerate(rows_of(value)):
            for field in item.fields:
                if field.name in row:
                    inputs |= inputs_of(field, row[field.name], f"{name}.{position}.")
        return inputs

    def shown(self, item: Item, value: Value, wording: Wording) -> str:
        """Return the first field of each person, which is the name."""
        field = item.fields[0]
        return wording.words(BETWEEN).join(
            field.kind.shown(field, cell, wording) if (cell := row.get(field.name)) and str(cell) else ""
            for row in rows_of(value)
        )

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        if not isinstance(value, tuple) or len(value) > MOST_ROWS:
            raise TicketError(TicketReason.BAD_CONTENTS)
        return [_packed_row(item, row, texts) for row in value]

    def unpack(self, item: Item, packed: object, texts: TextReader) -> Value:
        return tuple(_unpacked_row(item, row, texts) for row in several(packed, MOST_ROWS))

    def example(self, item: Item) -> Value:
        return ({field.name: _cell(field.kind.example(field)) for field in item.fields},)


def _read_row(item: Item, typed: Typed, name: str, position: int) -> Row:
    row: dict[str, Cell] = {}
    for field in item.fields:
        value = value_typed(field, typed, f"{name}.{position}.", may_be_unknown=field.may_be_unknown)
        if isinstance(value, Problem):
            raise Refused(value.code, value.sentence, value.input.removeprefix(name), **dict(value.values))
        if value is not None:
            row[field.name] = _cell(value)
    for field in item.fields if row else ():
        if field.required and field.name not in row and not _reads_itself(field, row):
            place = f".{position}.{field.name}"
            raise Refused(ProblemCode.MISSING, "%(field)sを入力してください。", place, field=field.ask)
    return row


def _reads_itself(field: Item, row: Row) -> bool:
    """Whether it is the reading of a name in Latin letters, which has none in 戸籍 and 住民票."""
    return field.name == "kana" and is_in_latin(str(row.get("name", "")))


def _packed_row(item: Item, row: object, texts: TextWriter) -> Packed:
    if not isinstance(row, Mapping) or not row.keys() <= {field.name for field in item.fields}:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return trimmed(
        [packing.pack_value(field, row.get(field.name), texts) for field in map(_no_people, item.fields)]
    )


def _unpacked_row(item: Item, packed: object, texts: TextReader) -> Row:
    cells = zip(item.fields, several(packed, len(item.fields)), strict=False)
    return {
        field.name: _cell(packing.unpack_value(_no_people(field), value, texts))
        for field, value in cells
        if value is not None
    }


def _no_people(field: Item) -> Item:
    """People hold no people."""
    if isinstance(field.kind, People):
        raise TicketError(TicketReason.BAD_CONTENTS)
    return field


def _cell(value: Value) -> Cell:
    """Return the value as a row may hold it."""
    return value if isinstance(value, str | int | Unknown) else codes_of(value)
