"""What people call things when they search."""

from hypothesis import given
from hypothesis import strategies as st

from forms import shipped_catalogue
from kiosk.overlay import GUIDE, SHIPPED
from kiosk.town.said import SEARCH, Said, fold, read_said

SEAL = Said(("はんこ", "seal", "con dấu"), ("seal_certificate",), ())


def test_a_word_is_meant_alone_begun_or_in_a_sentence() -> None:
    assert all(
        SEAL.is_meant_by(each) for each in ("はんこ", "ハンコ", "はん", "はんこの証明がほしい", "SEAL", "con dau")
    )


def test_other_words_and_a_single_letter_mean_nothing() -> None:
    assert not any(SEAL.is_meant_by(each) for each in ("", "は", "s", "水道", "sea lion show", "sealion"))


def test_what_is_shipped_means_only_what_there_is() -> None:
    said = read_said(SHIPPED / SEARCH)
    events = {file.stem for file in (SHIPPED / GUIDE).glob("*.toml")}
    assert {id for each in said for id in each.procedures} == set(shipped_catalogue().current)
    assert {id for each in said for id in each.events} <= events


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
