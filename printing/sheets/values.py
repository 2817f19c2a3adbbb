"""What goes on a sheet: official texts for the boxes, codes for ticks and circles, rows for people."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from forms.answers import Unknown
from forms.wareki import era_date, wareki, western

Answer = (
    str | int | bool | tuple[str, ...] | tuple[Mapping[str, "str | int | bool | tuple[str, ...] | Unknown"], ...]
)
"""As `forms` holds answers: dates are ISO texts, choices are codes, people are rows."""

Wording = Callable[[str, Answer], str]
"""(item, answer) → the official text of the answer, e.g. 昭和30年2月17日 or 世帯全員."""

_IN_A_ROW = re.compile(r"(.+)\[([1-9][0-9]*)\]\.([^.]+)")


def in_a_row(people: str, number: int, field: str) -> str:
    """Return how a box names one field of the person of this number (from 1)."""
    return f"{people}[{number}].{field}"


def people_and_field(item: str) -> tuple[str, int, str] | None:
    """Take apart what `in_a_row` made; None for any other item."""
    found = _IN_A_ROW.fullmatch(item)
    return (found[1], int(found[2]), found[3]) if found else None


@dataclass(frozen=True, slots=True)
class SheetValues:
    """All by item name; in rows by field name. `codes` holds the answers as data: chosen codes, ISO dates."""

    texts: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, "tuple[SheetValues, ...]"] = field(default_factory=dict)
    at_counter: frozenset[str] = frozenset()
    """What the resident does not know: its box stays empty, with a mark beside it, until it is written at the counter."""

    @classmethod
    def of(
        cls, answers: Mapping[str, Answer | Unknown], wording: Wording | None = None, prefix: str = ""
    ) -> "SheetValues":
        """From plain answers. Without `wording` every text is the answer itself; the fields of rows are worded
        under `item.field`. What is not known yet is written at the counter."""
        at_counter = frozenset(item for item, answer in answers.items() if isinstance(answer, Unknown))
        texts: dict[str, str] = {}
        codes: dict[str, tuple[str, ...]] = {}
        rows: dict[str, tuple[SheetValues, ...]] = {}
        for item, answer in answers.items():
            if isinstance(answer, Unknown):
                continue
            people = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, tuple) else []
            if people:
                rows[item] = tuple(cls.of(row, wording, f"{prefix}{item}.") for row in people)
            else:
                codes[item] = _codes(answer)
            texts[item] = wording(prefix + item, answer) if wording else "、".join(codes.get(item, ()))
        return cls(texts, codes, rows, at_counter)

    def locate(self, item: str) -> "tuple[SheetValues, str]":
        """Return the values that hold the item and its name there: `people[2].name` is the `name` of the second."""
        found = people_and_field(item) if "[" in item else None
        if found is None:
            return self, item
        name, number, field_name = found
        people = self.rows.get(name, ())
        return (people[number - 1] if number <= len(people) else SheetValues()), field_name

    def length(self) -> int:
        """How many characters there are in all."""
        own = sum(map(len, self.texts.values())) + sum(
            len(code) for codes in self.codes.values() for code in codes
        )
        return own + sum(person.length() for people in self.rows.values() for person in people)


NATIONALITY, BIRTH_DATE = "nationality", "birth_date"
JAPAN = ("日本", "日本国")


def with_western_births(values: SheetValues) -> SheetValues:
    """Return the values with the birth dates of foreigners in western years, as the resident record has them
    (住民基本台帳法30条の45): where a person's nationality is known and is not Japan."""
    found = {item: text for item, text in values.texts.items() if item.rpartition(".")[2] == NATIONALITY}
    births = (
        item.removesuffix(NATIONALITY) + BIRTH_DATE for item, text in found.items() if text not in ("", *JAPAN)
    )
    dates = {item: western(values.codes[item][0]) for item in births if values.codes.get(item)}
    rows = {item: tuple(map(with_western_births, people)) for item, people in values.rows.items()}
    return replace(values, texts={**values.texts, **dates}, rows=rows)


def _codes(answer: Answer) -> tuple[str, ...]:
    if isinstance(answer, tuple):
        return tuple(str(code) for code in answer)
    if isinstance(answer, bool):
        return ("yes" if answer else "no",)
    return (str(answer),)


Show = Literal["text", "code", "digits", "western", "era", "era_year", "western_year", "month", "day"]
"""What a box may show. `text` is the official wording, `code` the answer as data, `digits` only its digits.

`western` is a date with the western year (外国人住民 may write it so)."""

SHOWS: tuple[Show, ...] = get_args(Show)

UNKNOWN = "不詳"
"""Printed for a month or day nobody knows."""


def find_shown(values: SheetValues, item: str, show: Show) -> tuple[str, ...]:
    """The texts to compare a mark with or to print; empty if there is no answer."""
    values, item = values.locate(item)
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
    if (
        found is None
    ):  # no date of any era, or one in the register's words: whole where its year belongs, never dropped
        return (wareki(iso),) if show in ("era_year", "western_year") else ()
    era, year, month, day = found
    if show == "era":
        return (era.code,)
    number = {"era_year": year, "western_year": int(iso[:4]), "month": month, "day": day}[show]
    return ("元" if show == "era_year" and number == 1 else str(number) if number else UNKNOWN,)
