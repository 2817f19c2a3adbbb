"""What is written as TOML is read back as the same."""

import tomllib
from datetime import date

import pytest
from hypothesis import given, strategies as st

from forms.tomltext import spell, write_keys, write_table

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBERS = st.integers(-(10**9), 10**9) | st.integers(-90_000_000, 90_000_000).map(lambda n: n / 1000)
PLAIN = st.recursive(
    TEXTS | NUMBERS | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def test_it_works() -> None:
    keys = {"kind": "text", "at": [20.0, 30.25, 60, 8], "frame": True}
    assert write_table("[[box]]", keys) == '[[box]]\nkind = "text"\nat = [20, 30.25, 60, 8]\nframe = true\n'


@given(st.dictionaries(TEXTS, PLAIN, max_size=6))
def test_everything_written_is_read_back(keys: dict[str, object]) -> None:
    assert tomllib.loads(write_keys(keys)) == keys


def test_a_list_of_tables_takes_a_line_an_entry() -> None:
    assert write_keys({"columns": [{"field": "name"}, {"field": "sex", "width": 0.8}]}) == (
        'columns = [\n  { field = "name" },\n  { field = "sex", width = 0.8 },\n]\n'
    )


def test_names_with_points_are_quoted() -> None:
    assert write_keys({"applicant.name": "name"}) == '"applicant.name" = "name"\n'


def test_lengths_have_three_decimals_at_most() -> None:
    assert (spell(0.1 + 0.2), spell(12.0), spell(1234567.891)) == ("0.3", "12", "1234567.891")


def test_what_our_files_never_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        spell(date(2026, 11, 29))
