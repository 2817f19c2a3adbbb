"""The opposite of `forms.typed`: how a value stands in the inputs of a form, so that it can be corrected."""

from forms.answers import Value, codes_of, rows_of
from forms.item import Item, Kind
from forms.wareki import era_date, western_date

Inputs = dict[str, tuple[str, ...]]
"""By input name, as a form would send it."""


def inputs_of(item: Item, value: Value | None, prefix: str = "") -> Inputs:
    """Every input of the item; reading them back with `value_typed` gives the same value."""
    name = prefix + item.name
    if value is None:
        return {}
    match item.kind:
        case Kind.NAME | Kind.KANA:
            family, _, given = str(value).partition("\u3000")
            return {f"{name}.family": (family,), f"{name}.given": (given,)}
        case Kind.DATE:
            return _date_inputs(name, str(value))
        case Kind.CHOICES:
            return {name: codes_of(value)}
        case Kind.YES_NO | Kind.CONSENT:
            return {name: ("yes" if value else "no",)}
        case Kind.PEOPLE:
            return _people_inputs(item, name, value)
        case _:
            return {name: (str(value),)}


def _date_inputs(name: str, iso: str) -> Inputs:
    """The era and its year, `AD` and the western year for a day before 明治."""
    found, parts = era_date(iso), western_date(iso)
    if parts is None:
        return {}
    _, month, day = parts
    era, year = (found[0].code, found[1]) if found else ("AD", parts[0])
    inputs: Inputs = {f"{name}.era": (era,), f"{name}.year": (str(year),)}
    inputs |= {f"{name}.month": (str(month or ""),), f"{name}.day": (str(day or ""),)}
    return inputs if month and day else inputs | {f"{name}.unknown": ("yes",)}


def _people_inputs(item: Item, name: str, value: Value) -> Inputs:
    inputs: Inputs = {}
    for position, row in enumerate(rows_of(value)):
        for field in item.fields:
            inputs |= inputs_of(field, row.get(field.name), f"{name}.{position}.")
    return inputs
