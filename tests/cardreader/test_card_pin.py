"""A PIN is four digits, and nobody gets to see it by accident."""

import pickle

import pytest
from hypothesis import given, strategies as st

from cardreader import CardError, CardReason, Pin
from tests.cardreader.pcscd import reason_of


def test_a_pin_of_four_digits_works() -> None:
    assert Pin("0123").for_card() == b"0123"


def test_full_width_digits_are_folded() -> None:
    assert Pin("１２３４").for_card() == b"1234"


@pytest.mark.parametrize("typed", ["AA12345678BB", "aa12345678bb", "ａａ１２３４５６７８ｂｂ"])
def test_the_number_of_a_residence_card_is_folded(typed: str) -> None:
    assert Pin(typed).for_card() == b"AA12345678BB"


@pytest.mark.parametrize(
    "typed",
    [
        "AA1234567BB",
        "A12345678BB",
        "AA12345678B1",
        "AA12345678BBC",
        "AA12345678B ",
        "****",
        "",
        "123",
        "12345",
        "12a4",
        " 123",
        "1234\n",
        "１２３４５",
        "٠١٢٣",
        "①②③④",
        "-123",
    ],
)
def test_anything_else_is_refused_kindly(typed: str) -> None:
    with pytest.raises(CardError) as refused:
        Pin(typed)
    assert refused.value.reason is CardReason.PIN_SHAPE


@given(st.text(max_size=8))
def test_whatever_is_typed_is_four_digits_or_refused(typed: str) -> None:
    if reason_of(lambda: Pin(typed)) is None:
        assert len(Pin(typed).for_card()) == 4
        assert Pin(typed).for_card().isdigit()


def test_a_pin_hides_itself() -> None:
    pin = Pin("9876")
    assert "9876" not in f"{pin} {pin!r} {vars(Pin)}"
    with pytest.raises(TypeError):
        pickle.dumps(pin)
