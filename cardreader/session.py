"""What is said to a card, in order: application, tries left, PIN, the four items."""

from cardreader.cardtypes import CARD_TYPES, CardType
from cardreader.channel import BLOCKED, NO_TRY_COUNTER, NOT_FOUND, OK, Answer, Card, Channel
from cardreader.deadline import Deadline
from cardreader.holder import CardHolder, parse_holder
from cardreader.pin import Pin
from cardreader.reasons import CardError, CardReason

# An application that is not there: 6A82; older and foreign cards refuse the command as a whole.
_NOT_THIS_KIND = frozenset({NOT_FOUND, 0x6A81, 0x6A86, 0x6D00, 0x6E00, 0x6999, 0x6985})


def read_holder(card: Card, pin: Pin, *, allow_last_try: bool, deadline: Deadline) -> CardHolder:
    """Verify the PIN once and read the four items.

    Raises CardError: OTHER_CARD, LAST_TRY, PIN_BLOCKED, TRIES_UNKNOWN (nothing was sent), WRONG_PIN
    (with `tries_left`), CARD_UNREADABLE, TIMEOUT, or what the reader reports.
    """
    channel = Channel(card, deadline)
    card_type = identify(channel)
    left = count_tries(channel, card_type)
    _refuse_risky_try(left, allow_last_try)
    answer = channel.verify(pin)
    if answer.status != OK:
        raise _refused_pin(answer)
    if channel.select_file(card_type.holder_file).status != OK:
        raise CardError(CardReason.CARD_UNREADABLE)
    return parse_holder(card_type, channel.read_file())


def identify(channel: Channel) -> CardType:
    """The kind of card, found by selecting its application: an ATR says nothing reliable.

    Raises CardError(OTHER_CARD) when no known application is on the card.
    """
    for card_type in CARD_TYPES:
        answer = channel.select_application(card_type.application)
        if answer.succeeded:
            return card_type
        if answer.status not in _NOT_THIS_KIND:
            raise CardError(CardReason.CARD_UNREADABLE)
    raise CardError(CardReason.OTHER_CARD)


def count_tries(channel: Channel, card_type: CardType) -> int | None:
    """How many PIN entries are left, without spending one; None when the card does not tell."""
    answer = _ask(channel, card_type)
    if answer.status == OK:
        # Another program left the PIN verified: take the power away and ask again.
        channel.power_cycle()
        if not channel.select_application(card_type.application).succeeded:
            raise CardError(CardReason.CARD_UNREADABLE)
        answer = _ask(channel, card_type)
    return _tries_in(answer)


def _ask(channel: Channel, card_type: CardType) -> Answer:
    if not channel.select_file(card_type.pin_file).succeeded:
        raise CardError(CardReason.CARD_UNREADABLE)
    return channel.ask_tries_left()


def _tries_in(answer: Answer) -> int | None:
    if answer.status in BLOCKED:
        return 0
    if answer.status & 0xFFF0 == 0x63C0:
        return answer.status & 0x0F
    if answer.status in (OK, NO_TRY_COUNTER):
        return None
    raise CardError(CardReason.CARD_UNREADABLE)


def _refuse_risky_try(left: int | None, allow_last_try: bool) -> None:
    if left == 0:
        raise CardError(CardReason.PIN_BLOCKED, tries_left=0)
    if allow_last_try:
        return
    if left is None:
        raise CardError(CardReason.TRIES_UNKNOWN)
    if left == 1:
        raise CardError(CardReason.LAST_TRY, tries_left=1)


def _refused_pin(answer: Answer) -> CardError:
    if answer.status != NO_TRY_COUNTER and answer.status not in BLOCKED and answer.status & 0xFFF0 != 0x63C0:
        return CardError(CardReason.CARD_UNREADABLE)
    left = _tries_in(answer)
    return CardError(CardReason.PIN_BLOCKED if left == 0 else CardReason.WRONG_PIN, tries_left=left)
