"""Each reason has one sentence and one next step, in plain Japanese."""

import pytest

from forms.ticket import ADVICE, Advice, TicketError, TicketReason
from forms.ticket.keysreason import KEYS_ADVICE, KeysError, KeysReason

EVERY = [*ADVICE.values(), *KEYS_ADVICE.values()]


def test_the_words_of_a_reason_work() -> None:
    refused = TicketError(TicketReason.EXPIRED)
    assert refused.sentence == "受付コードの有効期限が過ぎています。"
    assert refused.next_step.endswith("。")
    assert str(refused) == "expired"
    assert KeysError(KeysReason.UNREADABLE, "/keys/a").sentence == "鍵のファイルを読めません。（/keys/a）"
    assert KeysError(KeysReason.UNREADABLE).next_step


def test_every_reason_has_words() -> None:
    assert set(ADVICE) == set(TicketReason)
    assert set(KEYS_ADVICE) == set(KeysReason)


@pytest.mark.parametrize("advice", EVERY, ids=lambda advice: advice.sentence)
def test_sentences_are_short_and_whole(advice: Advice) -> None:
    assert advice.sentence.endswith("。")
    assert advice.next_step.endswith("。")
    assert len(advice.sentence) <= 45
    assert len(advice.next_step) <= 70
