"""The four words: the same for the same key, others for another one, and none that is taken for its neighbour."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from forms.ticket.watchwords import COUNT, HOW, WHAT, Watchword, say_watchwords, watchwords

KANA = re.compile("[ぁ-ん]{2,6}")
LATIN = re.compile("[a-z]{3,12}")


def distance(one: str, other: str) -> int:
    """How many letters have to be changed, put in or left out."""
    before = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (sign != against)))
        before = now
    return before[-1]


def test_it_works_and_stays_as_printed_on_the_walls() -> None:
    """A poster hangs for years: whoever changes the lists or the sum sees it here."""
    assert (
        say_watchwords("019992", bytes(32))
        == "しずかな つみき、あざやかな さかみち、あざやかな みずうみ、まるい おにぎり"
    )


def test_four_words_have_44_bits() -> None:
    assert len(HOW) * len(WHAT) == 2**11
    assert len(watchwords("019992", bytes(32))) == COUNT == 4


@settings(max_examples=3, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_another_key_has_other_words_and_so_has_another_town(key: bytes, other: bytes) -> None:
    assert watchwords("019992", key) == watchwords("019992", key)
    assert (watchwords("019992", key) == watchwords("019992", other)) is (key == other)
    assert watchwords("019992", key) != watchwords("014001", key)


@pytest.mark.parametrize("words", [HOW, WHAT], ids=["how", "what"])
def test_no_two_words_can_be_mistaken(words: tuple[Watchword, ...]) -> None:
    for word in words:
        assert KANA.fullmatch(word.kana)
        assert LATIN.fullmatch(word.latin)
    for one, other in combinations(words, 2):
        assert distance(one.kana, other.kana) > 1, (one, other)
        assert distance(one.latin, other.latin) > 1, (one, other)
