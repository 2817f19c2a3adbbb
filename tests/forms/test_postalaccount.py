"""ゆうちょ 記号 and 番号 become 店番 and 口座番号, which a person is shown."""

import pytest
from hypothesis import given, strategies as st

from forms.kinds.number import PostalAccount, postal_account
from forms.told import Refused
from forms.vocabulary import shipped_vocabulary


@pytest.mark.parametrize(
    ("typed", "account"),
    [
        ("11940-12345671", PostalAccount("198", "1234567", "普通")),
        ("記号11940 番号12345671", PostalAccount("198", "1234567", "普通")),
        ("記号：１９０５０　番号：１０１", PostalAccount("908", "0000010", "普通")),
        ("1194012345671", PostalAccount("198", "1234567", "普通")),
        ("10120-1-12345671", PostalAccount("018", "1234567", "普通")),
        ("02730-5-12345", PostalAccount("279", "0012345", "当座")),
        ("02730 001234", PostalAccount("279", "0001234", "当座")),
    ],
)
def test_it_works_for_what_stands_in_a_passbook(typed: str, account: PostalAccount) -> None:
    assert postal_account(typed) == account


@pytest.mark.parametrize(
    "typed", ["", "1234567", "1940051", "0123456", "12345678", "11940", "01234-5", "普通1234567"]
)
def test_another_number_is_none(typed: str) -> None:
    assert postal_account(typed) is None


@given(st.from_regex(r"1[0-9]{3}0", fullmatch=True), st.integers(10, 9_999_999))
def test_every_savings_account_keeps_its_number(symbol: str, number: int) -> None:
    account = PostalAccount(f"{symbol[1:3]}8", f"{number:07}", "普通")
    assert postal_account(f"{symbol}-{number}1") == account


def test_who_types_it_is_shown_what_to_enter() -> None:
    item = shipped_vocabulary()["bank.number"]
    with pytest.raises(Refused) as refused:
        item.kind.read(item, {"bank.number": ("11940-12345671",)}, "bank.number")
    said = refused.value.sentence % dict(refused.value.values)
    assert "店番「198」" in said
    assert "口座番号に「1234567」" in said
    assert item.kind.read(item, {"bank.number": ("1234567",)}, "bank.number") == "1234567"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12345671", "記号（5桁）からつづけて"),
        ("123456", "前に0を付けて"),
        ("12345678", "桁の数字で"),
    ],
)
def test_half_an_account_is_told_what_is_missing(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        shipped_vocabulary()["bank.number"].kind.read(shipped_vocabulary()["bank.number"], {"n": (typed,)}, "n")
    assert sentence in refused.value.sentence


@pytest.mark.parametrize(("item", "most"), [("seal.number", 12), ("insurance.insurer_number", 8)])
def test_digits_are_counted_one_by_one(item: str, most: int) -> None:
    """A text counts two of them as one kanji; a comb has a box for each."""
    asked = shipped_vocabulary()[item]
    assert asked.kind.read(asked, {"n": ("1" * most,)}, "n") == "1" * most
    with pytest.raises(Refused):
        asked.kind.read(asked, {"n": ("1" * (most + 1),)}, "n")
