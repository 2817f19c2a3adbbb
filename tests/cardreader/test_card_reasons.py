"""Every reason a card cannot be read has one sentence and one next step."""

import pytest

from cardreader import CardError, CardReason, list_readers, pcsc
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


def test_a_refusal_by_polkit_is_no_broken_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Debian 13's service answers a user without the rule; no service can be made to say so without root."""

    class Refusing:
        SCARD_SCOPE_USER = 0

        def SCardEstablishContext(self, scope: int) -> tuple[int, int]:  # noqa: N802
            return 0x8010006A - 2**32, 0

    monkeypatch.setattr(pcsc, "scard", Refusing())
    with pytest.raises(CardError) as refused:
        list_readers()
    assert refused.value.reason is CardReason.NOT_ALLOWED
