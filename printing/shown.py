"""Which part of an answer a box shows: the official text, or one part of a date."""

from typing import Literal, get_args

from forms.wareki import era_date, western
from printing.values import SheetValues

Show = Literal["text", "code", "digits", "western", "era", "era_year", "western_year", "month", "day"]
"""What a box may show. `text` is the official wording, `code` the answer as data, `digits` only its digits.

`western` is a date with the western year (外国人住民 may write it so)."""

SHOWS: tuple[Show, ...] = get_args(Show)

UNKNOWN = "不詳"
"""Printed for a month or day nobody knows."""


def shown(values: SheetValues, item: str, show: Show) -> tuple[str, ...]:
    """The texts to compare a mark with or to print; empty if there is no answer."""
    if show == "text":
        text = values.texts.get(item, "")
        return (text,) if text else ()
    codes = values.codes.get(item, ())
    if show == "code" or not codes:
        return codes
    if show == "digits":
        return ("".join(character for character in codes[0] if character.isdigit()),)
    if show == "western":
        return (western(codes[0]),)
    return _part_of_date(codes[0], show)


def _part_of_date(iso: str, show: Show) -> tuple[str, ...]:
    found = era_date(iso)
    if found is None:  # no date of any era: printed whole where its year belongs, never dropped
        return (iso,) if show in ("era_year", "western_year") else ()
    era, year, month, day = found
    if show == "era":
        return (era.code,)
    number = {"era_year": year, "western_year": int(iso[:4]), "month": month, "day": day}[show]
    return ("元" if show == "era_year" and number == 1 else str(number) if number else UNKNOWN,)
