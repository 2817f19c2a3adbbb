"""A wide matrix is seen whole within as many days as it has shares, its corners every day."""

from collections import Counter

import pytest

from kiosk.web.language import OFFERED
from tests.sweep import chosen, swept

SHARES = 4
LOOKS = ("", "large", "seated")
CASES = [(f"{language}-{look}", {"language": language, "look": look}) for language in OFFERED for look in LOOKS]
MARK = swept(SHARES, lambda case: case["language"] == "ja").mark


def of(turn: int, cases: list[tuple[str, dict[str, str]]] = CASES) -> list[str]:
    return chosen(((id, parameters, id) for id, parameters in cases), MARK, turn)


def test_it_works_corners_every_day_and_everything_within_some_days() -> None:
    seen = Counter(id for turn in range(SHARES) for id in of(turn))
    assert set(seen) == {id for id, _ in CASES}
    assert {id for id, times in seen.items() if times == SHARES} == {f"ja-{look}" for look in LOOKS}
    assert {times for id, times in seen.items() if not id.startswith("ja-")} == {1}


def test_a_day_can_be_repeated_in_any_order() -> None:
    assert of(3, CASES[::-1]) == of(3) == of(3 + SHARES)
    assert of(3) != of(2)


MATRIX = """
import pytest
from tests.sweep import swept
@swept(3, lambda case: case["number"] == 0)
@pytest.mark.parametrize("number", range(10))
def test_it(number): assert True
"""

WALKS = """
from tests.sweep import in_turns
pytestmark = in_turns("walks", 2)
def test_one(): pass
def test_another(): pass
def test_a_third(): pass
"""


@pytest.fixture
def matrix(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(test_matrix=MATRIX)
    return pytester


def test_a_run_holds_a_part(matrix: pytest.Pytester) -> None:
    done = matrix.runpytest_inprocess("-p", "tests.sweep", "--turn", "1")
    done.assert_outcomes(passed=4, deselected=6)
    done.stdout.fnmatch_lines("sweep: a part, --turn 1")


def test_long_walks_of_one_kind_take_turns(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_walks=WALKS)
    days = [pytester.runpytest_inprocess("-p", "tests.sweep", "--turn", turn).parseoutcomes() for turn in "01"]
    assert sorted(day["passed"] for day in days) == [1, 2]
    pytester.runpytest_inprocess("-p", "tests.sweep", "--sweep").assert_outcomes(passed=3)


def test_a_sweep_holds_everything_in_every_process(matrix: pytest.Pytester) -> None:
    done = matrix.runpytest_inprocess("-p", "tests.sweep", "--sweep", "-n", "1")
    done.assert_outcomes(passed=10)
    done.stdout.fnmatch_lines("sweep: 10 of 10 cases ran")


def test_a_sweep_ends_when_its_time_is_over_and_says_how_far_it_came(matrix: pytest.Pytester) -> None:
    done = matrix.runpytest_inprocess("-p", "tests.sweep", "--sweep", "--sweep-minutes", "0.000001")
    done.assert_outcomes(skipped=10)
    done.stdout.fnmatch_lines("sweep: 0 of 10 cases ran")


def test_a_test_that_is_named_is_never_left_out(matrix: pytest.Pytester) -> None:
    named = [f"test_matrix.py::test_it[{number}]" for number in range(1, 10)]
    matrix.runpytest_inprocess("-p", "tests.sweep", "--turn", "1", *named).assert_outcomes(passed=9)
