"""Each reason has one sentence and one next step, in plain Japanese."""

import pytest

from forms.ticket import TicketError, TicketReason
from forms.ticket.keys import KeysError, KeysReason
from forms.told import Told

EVERY = [*map(TicketError, TicketReason), *map(KeysError, KeysReason)]


def test_the_words_of_a_reason_work() -> None:
    refused = TicketError(TicketReason.EXPIRED)
    assert refused.sentence == "受付コードの有効期限が過ぎています。"
    assert refused.next_step.endswith("。")
    assert str(refused) == refused.sentence + refused.next_step
    assert KeysError(KeysReason.UNREADABLE, "/keys/a").sentence == "鍵のファイルを読めません。（/keys/a）"
    assert KeysError(KeysReason.UNREADABLE).next_step


@pytest.mark.parametrize("error", EVERY, ids=lambda error: error.reason.value)
def test_sentences_are_short_and_whole(error: Told) -> None:
    assert error.sentence.endswith("。")
    assert error.next_step.endswith("。")
    assert len(error.sentence) <= 45
    assert len(error.next_step) <= 70
