"""What the processes of `make test` get at a time (tests/sharing.py)."""

from tests.sharing import ALONE, DOZEN, units_of

FILE = "tests/forms/test_typed.py"


def units(*tests: str) -> list[list[str]]:
    shared: dict[str, list[str]] = {}
    for test, unit in units_of(tests):
        shared.setdefault(unit, []).append(test)
    return list(shared.values())


def test_it_works_by_the_dozen_within_a_file() -> None:
    tests = [f"{FILE}::test_date[{number}]" for number in range(DOZEN + 1)]
    assert units(*tests) == [tests[:DOZEN], tests[DOZEN:]]


def test_files_are_not_mixed_and_what_takes_long_goes_alone() -> None:
    slow = [
        f"{place if place.endswith('.py') else f'{place}test_it.py'}::test_{name}"
        for place in ALONE
        for name in "ab"
    ]
    other = "tests/forms/test_people.py::test_a"
    assert units(*slow, f"{FILE}::test_a", other) == [*([each] for each in slow), [f"{FILE}::test_a"], [other]]


def test_a_group_stays_together_and_a_parameter_is_no_group() -> None:
    group = ["tests/a.py::test_b@demo", "tests/browser/c.py::test_d[1]@demo"]
    mail = ["tests/browser/c.py::test_d[a@b]", "tests/browser/c.py::test_d[c@b]"]
    assert units(*group, *mail) == [group, [mail[0]], [mail[1]]]
