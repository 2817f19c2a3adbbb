"""Checks between answers, as data: what one answer says must not contradict another."""

import dataclasses
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import prod

from forms import condition, tomlfile, wareki
from forms.answers import UNKNOWN, Answers, Row, Value, codes_of, rows_of


class CheckKind(StrEnum):
    """What a check compares."""

    AMONG = "among"
    """The item's answer is the `field` of one of the `people`."""
    ONE_IN = "one_in"
    """Exactly one of the people in `item` has `code` in `field`; nothing is checked while there are no people."""
    AT_MOST_ONE_IN = "at_most_one_in"
    YOUNGER = "younger"
    """The day `item`, or each day in `field` of the people `item`, lies at least `years` after the day `than`."""
    DIFFERENT = "different"
    """The answers of `item` and `than` are not the same, in whichever spelling."""
    NOT_BEFORE = "not_before"
    """The day `item` is not before the day `than`."""
    FEWER = "fewer"
    """The number `item` is smaller than the choices and people of all `of` multiplied."""
    OLDER = "older"
    """One of the people who play the role `item` is `years` old or older."""
    IN_TOWN = "in_town"
    """The address `item` is in this town; `instead` is the procedure that is meant then."""
    ELSEWHERE = "elsewhere"
    """The address `item` is in another municipality."""
    NEVER = "never"
    """The case `when` does not exist."""


BY_PLACE = (CheckKind.IN_TOWN, CheckKind.ELSEWHERE)
"""Checks that depend on which town this is."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One check; `text` tells the person what to look at. `when` and `where` narrow cases and people."""

    kind: CheckKind
    item: str
    text: str
    when: condition.Condition = condition.ALWAYS
    where: condition.Condition = condition.ALWAYS
    than: str = ""
    people: str = ""
    field: str = ""
    code: str = ""
    years: int = 0
    impossible: bool = False
    """Whether the law leaves no room; otherwise the person is asked back and may say that it is right so."""
    at: str = ""
    """The asked item to go back to; `item` itself when empty."""
    of: tuple[str, ...] = ()
    instead: str = ""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)

    @property
    def place(self) -> str:
        return self.at or self.item

    @property
    def items(self) -> Iterator[str]:
        return (name for name in (self.item, self.than, self.people, *self.of) if name)


def contradicts(check: CrossCheck, answers: Answers, today: date) -> bool:
    """Return whether the answers of one procedure fail the check.

    An answer that is missing or not known yet contradicts nothing, nor does a list in which it might still turn up.
    What needs to know the town or each person alone is found in `forms.doubts`.
    """
    if check.kind in (CheckKind.OLDER, *BY_PLACE) or not condition.holds(check.when, answers, today):
        return False
    if any(answers.get(name, UNKNOWN) in (UNKNOWN, wareki.NOTHING_KNOWN) for name in check.items):
        return False
    match check.kind:
        case CheckKind.AMONG:
            found = _fields(answers, check.people, check.field)
            return UNKNOWN not in found and spelt(answers[check.item]) not in map(spelt, found)
        case CheckKind.ONE_IN:
            count = _count(check, answers, today)
            return count > 1 or (count == 0 and UNKNOWN not in _fields(answers, check.item, check.field))
        case CheckKind.AT_MOST_ONE_IN:
            return _count(check, answers, today) > 1
        case CheckKind.YOUNGER:
            days = [str(answers[check.item])] if not check.field else _days(check, answers, today)
            return any(_too_near(day, str(answers[check.than]), check.years) for day in days)
        case CheckKind.DIFFERENT:
            return spelt(answers[check.item]) == spelt(answers[check.than])
        case CheckKind.NOT_BEFORE:
            return _latest(str(answers[check.item])) < str(answers[check.than])
        case CheckKind.FEWER:
            return _number(answers[check.item]) < prod(_number(answers[name]) for name in check.of)
    return check.kind is CheckKind.NEVER


def _number(value: Value) -> int:
    """How much an answer stands for: itself, or how many were chosen or named."""
    return value if isinstance(value, int) else len(rows_of(value) or codes_of(value))


_PAIRS = "髙高﨑崎邉辺邊辺齋斎齊斉澤沢濵浜濱浜嶋島嶌島廣広國国眞真德徳惠恵𠮷吉栁柳槇槙藏蔵曾曽冨富"
_VARIANTS = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
"""Characters of names, and those that people write instead."""


def spelt(value: object) -> str:
    """Return the text without what only differs in writing: spaces, width, case, shapes of characters."""
    folded = unicodedata.normalize("NFKC", str(value)).casefold().translate(_VARIANTS)
    return "".join(sign for sign in folded if not sign.isspace() and not _is_selector(sign))


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _latest(day: str) -> str:
    """For comparing: behind every day it may be, where month or day is unknown (00)."""
    return wareki.latest_day(day).replace("-00", "-99")


def _count(check: CrossCheck, answers: Answers, today: date) -> int:
    rows = (row for row in rows_of(answers[check.item]) if condition.holds(check.where, row, today))
    return sum(row.get(check.field) == check.code for row in rows)


def _days(check: CrossCheck, answers: Answers, today: date) -> list[str]:
    rows = (row for row in rows_of(answers[check.item]) if condition.holds(check.where, row, today))
    return [str(row[check.field]) for row in rows if check.field in row]


def _fields(answers: Answers, people: str, field: str) -> list[object]:
    rows: tuple[Row | Mapping[str, object], ...] = rows_of(answers[people])
    return [row.get(field) for row in rows]


def _too_near(day: str, earlier: str, years: int) -> bool:
    """By calendar years, so that unknown months do not matter."""
    later_date, earlier_date = wareki.western_date(day), wareki.western_date(earlier)
    if later_date is None or earlier_date is None:
        return False
    return later_date[0] - earlier_date[0] < years
