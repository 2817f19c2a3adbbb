"""A second kind of card is one module: nothing else knows how long its PINs are or how its bytes are read."""

import pytest

from cardreader import CardError, CardReason, CardWatcher, Pin, cards, read_card, tries_left
from cardreader.guard import CommandGuard
from tests.cardreader.madeup import APPLICATION, MadeUpCard, chip
from tests.cardreader.pcscd import Insert, person, reason_of
from tests.residents import HOME

pytestmark = pytest.mark.card

NAME, OLD_HOME = "見本　太郎", "東京都千代田区"


@pytest.fixture(autouse=True)
def _two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "CARD_TYPES", (*cards.CARD_TYPES, MadeUpCard()))


def test_a_card_with_two_pins_and_no_sex_is_read(insert: Insert) -> None:
    card = chip(NAME, OLD_HOME, "4020304", moved_to=HOME)
    insert(card)
    holder = read_card(Pin("1234"), Pin("５６７８９０"))
    assert holder.facts == {"name": NAME, "address": HOME, "birth_date": "1990-03-04"}
    assert card.pins_received == 2
    assert {application for application, _ in card.read} == {APPLICATION}


def test_the_my_number_card_is_read_as_before(insert: Insert) -> None:
    insert(person("yoshida"))
    assert read_card(Pin("1234")).name == person("yoshida").name


def test_the_fewest_tries_of_both_pins_count_and_the_kind_says_how_many_are_kept(insert: Insert) -> None:
    card = chip(NAME, OLD_HOME, "4020304", tries=2)
    insert(card)
    assert tries_left() == 2
    assert reason_of(lambda: read_card(Pin("1234"), Pin("567890"))) is CardReason.LAST_TRY
    assert card.pins_received == 0
    assert read_card(Pin("1234"), Pin("567890"), allow_last_try=True).name == NAME


def test_a_wrong_second_pin_is_told_in_the_words_of_this_kind(insert: Insert) -> None:
    insert(chip(NAME, OLD_HOME, "4020304"))
    with pytest.raises(CardError) as refused:
        read_card(Pin("1234"), Pin("567891"))
    assert (refused.value.reason, refused.value.tries_left) == (CardReason.WRONG_PIN, 2)
    assert refused.value.sentence == "見本のカードの暗証番号が違います。"


@pytest.mark.parametrize("typed", [("1234",), ("567890", "1234"), ("1234", "567890", "1234")])
def test_pins_that_do_not_fit_this_kind_are_not_sent(insert: Insert, typed: tuple[str, ...]) -> None:
    card = chip(NAME, OLD_HOME, "4020304")
    insert(card)
    assert reason_of(lambda: read_card(*map(Pin, typed))) is CardReason.PIN_SHAPE
    assert card.pins_received == 0


def test_the_watcher_says_which_kind_is_in(insert: Insert) -> None:
    with CardWatcher() as watcher:
        insert(chip(NAME, OLD_HOME, "4020304"))
        asked = watcher.ask()
    assert (type(asked.card), asked.tries_left) == (MadeUpCard, 3)
    assert [(pin.shortest, pin.longest) for pin in asked.card.pins] == [(4, 4), (6, 8)]


def test_whoever_is_in_one_kind_of_card_cannot_enter_another() -> None:
    """Both have a file 0001: of one it is a PIN, of the other the number that nobody may read."""
    guard = CommandGuard()
    for command in ("00A40000", "00A4020C020001", "0020008004 31323334", "00200080"):
        guard.check(bytes.fromhex(command))
        guard.sent(bytes.fromhex(command), b"\x90\x00")
    text = bytes.fromhex("00A4040C0AD3921000310001010408")
    assert reason_of(lambda: guard.check(text)) is CardReason.FORBIDDEN_COMMAND
    guard.forget()
    guard.check(text)
    guard.sent(text, b"\x90\x00")
    for command in ("00A4020C020001", "00A40000"):
        assert reason_of(lambda: guard.check(bytes.fromhex(command))) is CardReason.FORBIDDEN_COMMAND  # noqa: B023
