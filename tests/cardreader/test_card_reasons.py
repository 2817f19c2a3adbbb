"""Every reason a card cannot be read has one sentence and one next step."""

import pytest

from cardreader import EXPLANATIONS, CardError, CardReason


def test_an_error_explains_itself_and_works_without_a_detail() -> None:
    error = CardError(CardReason.WRONG_PIN, tries_left=2)
    assert (error.sentence, error.tries_left, str(error)) == ("暗証番号が違います。", 2, "card_pin_wrong")


@pytest.mark.parametrize("reason", CardReason)
def test_every_reason_has_a_kind_sentence_and_a_next_step(reason: CardReason) -> None:
    explanation = EXPLANATIONS[reason]
    for text in (explanation.sentence, explanation.next_step):
        assert text.endswith("。")
        assert 8 <= len(text) <= 60
    assert reason.value.startswith("card_")
