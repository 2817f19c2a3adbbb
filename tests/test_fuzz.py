"""A search with new examples finds what the examples of every commit do not show."""

from pathlib import Path

import pytest

from tests.fuzz import search

RARE = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_a_number_is_small(number: int) -> None:
    assert number < {limit}
"""


def test_it_works(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tests = tmp_path / "test_rare.py"
    tests.write_text(RARE.format(limit=2**600))
    assert search(0, [str(tests)]) == 0
    assert "1 rounds, nothing found" in capfd.readouterr().out


def test_what_it_finds_ends_the_search_with_what_repeats_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tests = tmp_path / "test_rare.py"
    tests.write_text(RARE.format(limit=5))
    assert search(5, [str(tests)]) == 1
    said = capfd.readouterr().out
    assert "--hypothesis-seed=" in said
    assert "number=5" in said
