"""What is kept of a card beside its facts: what it proves, and pictures that go away by themselves."""

from datetime import date
from pathlib import Path

import pytest

import kiosk
from cardreader.card import CardType, Picture, Signature
from cardreader.cards import CARD_TYPES
from kiosk.desk import cardread
from kiosk.desk.cardread import MOST_KEPT, CardPictures, CardRead
from kiosk.desk.case import CaseFile, pack, unpack
from kiosk.town.identification import Group, read_identification

TODAY = date(2026, 11, 30)
SHOWN = (Picture("氏名", b"png"),)
SHIPPED = Path(kiosk.__file__).parent / "shipped" / "identification.toml"
KINDS = {kind.code: kind for kind in read_identification(SHIPPED).kinds}


@pytest.mark.parametrize("card", CARD_TYPES, ids=lambda card: card.kind)
def test_every_kind_of_card_is_a_paper_of_the_list_and_says_what_it_cannot(card: CardType) -> None:
    assert KINDS[card.paper].group is Group.PHOTO
    assert not card.number_paper or KINDS[card.number_paper].group is Group.NUMBER
    assert card.gives
    assert all(sentence.endswith("。") for sentence in card.limits)
    assert CardRead(card.kind).card is card


def test_a_card_proves_identity_and_only_its_holders_own_number() -> None:
    read = CardRead("my_number_card")
    assert [*read.papers(TODAY, is_own_number=True)] == ["my_number_card", "number_card"]
    assert [*read.papers(TODAY, is_own_number=False)] == ["my_number_card"]


@pytest.mark.parametrize(
    ("read", "papers"),
    [
        (CardRead(), []),
        (CardRead("no_longer_read"), []),
        (CardRead("driving_licence", "2026-11-30"), ["driving_licence"]),
        (CardRead("driving_licence", "2026-11-29"), []),
        (CardRead("residence_card", "", Signature.CONSISTENT), ["residence_card"]),
        (CardRead("residence_card", "", Signature.BROKEN), []),
        (CardRead("my_number_card_with_licence", licence_until="2020-01-01"), ["my_number_card"]),
    ],
)
def test_a_card_that_is_over_or_does_not_fit_proves_nothing(read: CardRead, papers: list[str]) -> None:
    assert [*read.papers(TODAY, is_own_number=False)] == papers
    assert unpack(pack(CaseFile(card_read=read))).card_read == read


def test_pictures_are_kept_for_a_few_visits_and_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = CardPictures()
    for number in range(MOST_KEPT + 1):
        pictures.keep(str(number), SHOWN)
    assert [pictures.of(str(number)) for number in range(MOST_KEPT + 1)] == [(), *(SHOWN,) * MOST_KEPT]
    pictures.forget("1")
    pictures.keep("2", ())
    assert (pictures.of("1"), pictures.of("2"), pictures.of("3")) == ((), (), SHOWN)
    monkeypatch.setattr(cardread, "KEPT_SECONDS", -1.0)
    pictures.keep("3", SHOWN)
    assert pictures.of("3") == ()
