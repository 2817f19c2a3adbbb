"""Reads a condition: `when = { "visitor.role" = ["proxy"] }`, in any file of the town."""

from collections.abc import Sequence

from forms.condition import Condition, Operator, Plain, Test
from forms.mistake import MistakeKind
from forms.tomlfile import Table


def read_condition(table: Table, key: str = "when") -> Condition:
    """From `when = { "visitor.role" = ["proxy"] }`, or a list of such tables of which one must hold.

    A value is a code, true/false, a list of codes, or a table of operators such as `{ at_least = 2 }`.
    """
    return Condition(tuple(_read_tests(alternative) for alternative in table.tables(key)))


def _read_tests(table: Table) -> tuple[Test, ...]:
    tests: list[Test] = []
    for item in table.keys():  # noqa: SIM118
        tests += _read_test(table, item)
    table.finish()
    return tuple(tests)


def _read_test(table: Table, item: str) -> Sequence[Test]:
    if not table.is_table(item):
        return [Test(item, Operator.ANY_OF, _several(table.plain(item)))]
    operators = table.table(item)
    found = []
    for name in operators.keys():  # noqa: SIM118
        if name not in list(Operator):
            operators.refuse(MistakeKind.UNKNOWN_KEY, name, "、".join(Operator))
        found.append(Test(item, Operator(name), _operands(operators, Operator(name))))
    return found


def _operands(table: Table, operator: Operator) -> tuple[Plain, ...]:
    if operator in (Operator.ANY_OF, Operator.NONE_OF):
        return _several(table.plain(operator))
    if operator is Operator.ANSWERED:
        return (table.boolean(operator),)
    if operator in (Operator.HAS, Operator.LACKS):
        if table.text(operator).count("=") != 1:
            table.wrong_type(operator, '"項目=選択肢" の形')
        return (table.text(operator),)
    least, most = _BOUNDS[operator]
    return (table.integer(operator, least=least, most=most),)


def _several(plain: Plain | tuple[Plain, ...]) -> tuple[Plain, ...]:
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
