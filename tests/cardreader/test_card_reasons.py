"""Every reason a card cannot be read has one sentence and one next step."""

import pytest

from cardreader import CardError, CardReason
from cardreader.cards import CARD_TYPES
from cardreader.errors import Words

SAID = [
    (reason, words)
    for table in (CardError.words, *(each.words for each in CARD_TYPES))
    for reason, words in table.items()
]


def test_an_error_explains_itself_and_works_without_a_detail() -> None:
    error = CardError(CardReason.WRONG_PIN, tries_left=2)
    assert (error.sentence, error.tries_left, str(error)) == ("暗証番号が違います。", 2, "card_pin_wrong")


def test_a_kind_of_card_says_its_own_words() -> None:
    error = CARD_TYPES[0].error(CardReason.WRONG_PIN, 2)
    assert "券面事項入力補助用" in error.next_step
    assert (error.reason, error.tries_left) == (CardReason.WRONG_PIN, 2)
    general = CardError(CardReason.TIMEOUT)
    assert CARD_TYPES[0].error(CardReason.TIMEOUT).sentence == general.sentence


def test_no_reason_is_without_words() -> None:
    assert set(CardError.words) == set(CardError.reasons)


@pytest.mark.parametrize(("reason", "words"), SAID)
def test_every_reason_has_a_kind_sentence_and_a_next_step(reason: CardReason, words: Words) -> None:
    for text in words:
        assert text.endswith("。")
        assert 8 <= len(text) <= 60
    assert reason.value.startswith("card_")
