"""A search with new examples finds what the examples of every commit do not show."""

from pathlib import Path

import pytest

from tests.fuzz import search
from tests.fuzzbytes import SEEDS, TARGETS, allowing

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


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_read_or_refused(name: str) -> None:
    read = TARGETS[name]()
    seeds = sorted((SEEDS / name).iterdir())
    assert seeds
    for seed in seeds:
        read(seed.read_bytes())


def test_what_is_no_refusal_is_a_finding() -> None:
    def read(data: bytes) -> int:
        return data[0]

    with pytest.raises(IndexError):
        allowing(read, ValueError)(b"")
