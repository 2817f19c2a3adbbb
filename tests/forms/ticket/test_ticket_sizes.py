"""A ticket stays small enough to be read off a phone, and is opened faster than anybody notices."""

import time

import pytest

from forms.ticket import TicketContents, open_ticket, qr_version, seal
from tests.forms.ticket.towncatalogue import CATALOGUE, COPY, FIVE_FORMS, KEY, MINIMAL, MOVE_IN, NOW, RING, TOWN


@pytest.mark.parametrize(
    ("what", "largest"),
    [(MINIMAL, 8), (COPY, 10), (MOVE_IN, 12), (FIVE_FORMS, 15)],
    ids=["minimal", "one form", "family of four moves in", "five forms"],
)
def test_codes_stay_small(what: TicketContents, largest: int) -> None:
    (text,) = seal(what, TOWN, KEY.public_key, CATALOGUE).texts
    assert qr_version(text) <= largest


def test_opening_takes_about_a_millisecond() -> None:
    texts = seal(FIVE_FORMS, TOWN, KEY.public_key, CATALOGUE).texts

    def once() -> float:
        begun = time.perf_counter()
        open_ticket(texts, RING, CATALOGUE, NOW)
        return time.perf_counter() - begun

    assert min(once() for _ in range(50)) < 0.005
