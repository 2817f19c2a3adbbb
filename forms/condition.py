"""When something applies: conditions are data, evaluated here for server, desk and checks alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from forms import mistake, tomlfile, wareki
from forms.answers import Answers, Value, codes_of, rows_of


class Operator(StrEnum):
    """How a test looks at an answer."""

    ANY_OF = "any_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    AGE_AT_LEAST = "age_at_least"
    AGE_AT_MOST = "age_at_most"
    DAYS_AGO_AT_LEAST = "days_ago_at_least"
    """Negative for days ahead."""
    DAYS_AGO_AT_MOST = "days_ago_at_most"
    THIS_YEAR = "this_year"
    """Of a day: it lies after 1 January of the present year, the day by which towns know who lived where."""
    ANSWERED = "answered"
    HAS = "has"
    """Of people: one of them has this `field=code`."""
    LACKS = "lacks"
    """Of people: none of them has it, also if there are none."""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one item's answer."""

    item: str
    operator: Operator
    operands: tuple[tomlfile.Plain, ...]

    __test__ = False  # not a pytest class


@dataclass(frozen=True)
class Condition:
    """Holds if every test of at least one alternative holds. No alternative at all: always holds."""

    alternatives: tuple[tuple[Test, ...], ...] = ()

    @cached_property
    def items(self) -> frozenset[str]:
        return frozenset(test.item for _, test in self.tests())

    def tests(self) -> Iterator[tuple[int, Test]]:
        """Yield each test with the position of its alternative."""
        for position, tests in enumerate(self.alternatives):
            for test in tests:
                yield position, test


ALWAYS = Condition()


def holds(condition: Condition, answers: Answers, today: date) -> bool:
    """Return whether the condition applies to these answers.

    An item without answer satisfies only `none_of`, `lacks` and `answered = false`.
    """
    if not condition.alternatives:
        return True
    # Plain loops: this is asked a hundred times a page, and generators take twice as long.
    for tests in condition.alternatives:
        for test in tests:
            if not _passes(test, answers.get(test.item), today):
                break
        else:
            return True
    return False


def _passes(test: Test, value: Value | None, today: date) -> bool:
    match test.operator:
        case Operator.ANY_OF:
            return value is not None and not _held(value).isdisjoint(test.operands)
        case Operator.NONE_OF:
            return value is None or _held(value).isdisjoint(test.operands)
        case Operator.THIS_YEAR:
            start = f"{today.year}-01-01"
            return (
                isinstance(value, str) and start < wareki.latest_day(value) < f"{today.year}-99"
            ) is test.operands[0]
        case Operator.ANSWERED:
            return (value is not None) is test.operands[0]
        case Operator.HAS | Operator.LACKS:
            return _has(value, str(test.operands[0])) is (test.operator is Operator.HAS)
        case _:
            measured = _measure(test.operator, value, today)
            bound = test.operands[0]
            if measured is None or not isinstance(bound, int):
                return False
            return measured <= bound if test.operator.endswith("at_most") else measured >= bound


def _has(value: Value | None, wanted: str) -> bool:
    field, _, code = wanted.partition("=")
    return any(row.get(field) == code for row in rows_of(value))


def _held(value: Value) -> set[tomlfile.Plain]:
    if isinstance(value, bool | int):
        return {value}
    return set(codes_of(value))


def _measure(operator: Operator, value: Value | None, today: date) -> int | None:
    if operator in (Operator.AT_LEAST, Operator.AT_MOST):
        if isinstance(value, tuple):
            return len(value)
        return value if isinstance(value, int) else None
    if not isinstance(value, str):
        return None
    if operator in (Operator.DAYS_AGO_AT_LEAST, Operator.DAYS_AGO_AT_MOST):
        return _days_ago(value, today)
    return age_on(value, today)


def age_on(born: str, today: date) -> int | None:
    """Return the full years on that day as the law counts them; None while nothing of the birth is known.

    A year is reached at the end of the day before the birthday (年齢計算ニ関スル法律、民法143条). The latest
    possible birthday if month or day is unknown (00), or only from when to when it was.

    Every age a procedure speaks of today is one of the law: 15 for a seal (印鑑登録証明事務処理要領) and the
    handbook (身体障害者福祉法15条), 40 and 65 for care (介護保険法9条). One that begins on the birthday itself,
    such as the 75 of 後期高齢者医療, must not be tested with it.
    """
    try:
        year, month, day = (int(part) for part in wareki.latest_day(born).split("-"))
    except ValueError:
        return None
    if not year:
        return None
    tomorrow = today + timedelta(days=1)
    return tomorrow.year - year - ((tomorrow.month, tomorrow.day) < (month or 12, day or 31))


def _days_ago(when: str, today: date) -> int | None:
    try:
        return (today - date.fromisoformat(wareki.latest_day(when))).days
    except ValueError:
        return None


def read_condition(table: tomlfile.Table, key: str = "when") -> Condition:
    """Return the condition of `when = { basis = ["letter"] }`, or of a list of such tables.

    One table of a list must hold. A value is a code, true/false, a list of codes, or a table of operators such as
    `{ at_least = 2 }`.
    """
    return Condition(tuple(_read_tests(alternative) for alternative in table.tables(key)))


def _read_tests(table: tomlfile.Table) -> tuple[Test, ...]:
    tests: list[Test] = []
    for item in table.keys():  # noqa: SIM118
        tests += _read_test(table, item)
    table.finish()
    return tuple(tests)


def _read_test(table: tomlfile.Table, item: str) -> Sequence[Test]:
    if not table.is_table(item):
        return [Test(item, Operator.ANY_OF, _several(table.plain(item)))]
    operators = table.table(item)
    found = []
    for name in operators.keys():  # noqa: SIM118
        if name not in list(Operator):
            operators.note(mistake.MistakeKind.UNKNOWN_KEY, name, "、".join(Operator))
            continue
        found.append(Test(item, Operator(name), _operands(operators, Operator(name))))
    return found


def _operands(table: tomlfile.Table, operator: Operator) -> tuple[tomlfile.Plain, ...]:
    if operator in (Operator.ANY_OF, Operator.NONE_OF):
        return _several(table.plain(operator))
    if operator in (Operator.ANSWERED, Operator.THIS_YEAR):
        return (table.boolean(operator),)
    if operator in (Operator.HAS, Operator.LACKS):
        if table.text(operator).count("=") != 1:
            table.wrong_type(operator, '"項目=選択肢" の形')
        return (table.text(operator),)
    least, most = _BOUNDS[operator]
    return (table.integer(operator, least=least, most=most),)


def _several(plain: tomlfile.Plain | tuple[tomlfile.Plain, ...]) -> tuple[tomlfile.Plain, ...]:
    return plain if isinstance(plain, tuple) else (plain,)


_BOUNDS: dict[Operator, tuple[int, int]] = {
    Operator.AT_LEAST: (0, 100_000_000),
    Operator.AT_MOST: (0, 100_000_000),
    Operator.AGE_AT_LEAST: (0, 150),
    Operator.AGE_AT_MOST: (0, 150),
    Operator.DAYS_AGO_AT_LEAST: (-100_000, 100_000),
    Operator.DAYS_AGO_AT_MOST: (-100_000, 100_000),
}
"""Of the number that is compared with; in days and years no further than there is a calendar."""
