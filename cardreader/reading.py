"""Reading a card once: find the reader that holds it, say what is to be said to the card, let go."""

import itertools
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cardreader import cards, guard, pcsc
from cardreader.card import CardHolder, CardType, DataFile, PinFile
from cardreader.channel import BLOCKED, NO_TRY_COUNTER, NOT_FOUND, OK, Answer, Card, Channel
from cardreader.errors import CardError, CardReason, Deadline, within

READ_SECONDS = 10.0
ASK_SECONDS = 5.0
# An application that is not there: 6A82; older and foreign cards refuse the command as a whole.
_NOT_THIS_KIND = frozenset({NOT_FOUND, 0x6A81, 0x6A86, 0x6D00, 0x6E00, 0x6999, 0x6985})

log = logging.getLogger("kiosk.card")


@dataclass(frozen=True, slots=True)
class CardAsked:
    """What a card tells without a PIN: its kind, the PINs to ask its holder for, and the tries left.

    No PINs: the holder has set none. No tries: the card does not tell; 0: blocked.
    """

    card: CardType
    pins: tuple[PinFile, ...]
    tries_left: int | None


def list_readers() -> tuple[str, ...]:
    """Return the names of the readers the PC/SC service knows. Raises CardError(NO_SERVICE)."""
    with pcsc.Context() as context:
        return context.readers()


def read_card(
    *pins: guard.Pin | None, reader: str | None = None, allow_last_try: bool = False, seconds: float = READ_SECONDS
) -> CardHolder:
    """Verify each PIN once and return the holder of the card in `reader` (None: in whichever reader holds one).

    The PINs are those of the card's kind, in its order; None for one that is left out. Returns within `seconds` or
    raises CardError: OTHER_CARD, PIN_SHAPE, LAST_TRY, PIN_BLOCKED, TRIES_UNKNOWN (nothing was sent), WRONG_PIN
    (with `tries_left`), CARD_UNREADABLE, TIMEOUT, or what the reader reports. The last remaining try is sent only
    with `allow_last_try=True`, which a member of staff must have asked the holder about.
    """
    deadline = Deadline.after(seconds)
    return within(deadline, lambda: read_now(pins, reader, allow_last_try=allow_last_try, deadline=deadline))


def tries_left(reader: str | None = None, *, seconds: float = ASK_SECONDS) -> int | None:
    """Return how often the PIN may still be entered (0: blocked; None: the card does not tell). Spends no try."""
    deadline = Deadline.after(seconds)
    return within(deadline, lambda: ask_now(reader, deadline=deadline)).tries_left


def read_now(
    pins: Sequence[guard.Pin | None], reader: str | None, *, allow_last_try: bool, deadline: Deadline
) -> CardHolder:
    """As `read_card`, in the calling thread; a silent card can hold it beyond the deadline."""
    started = time.monotonic()
    try:
        with pcsc.Context() as context, _card(context, reader, deadline) as card:
            holder = read_holder(card, pins, allow_last_try=allow_last_try, deadline=deadline)
    except CardError as error:
        _log("card_read_failed", started, error.reason)
        raise
    _log("card_read", started, None)
    return holder


def ask_now(reader: str | None, *, deadline: Deadline) -> CardAsked:
    """Ask the card in `reader` in the calling thread. Raises CardError."""
    with pcsc.Context() as context, _card(context, reader, deadline) as card:
        channel = Channel(card, deadline)
        card_type = identify(channel)
        pins, _ = _pins_of(channel, card_type)
        needed = [pin_file for pin_file in card_type.pins if not pin_file.is_optional]
        return CardAsked(card_type, pins, _count_tries(channel, card_type, needed))


def read_holder(
    card: Card, pins: Sequence[guard.Pin | None], *, allow_last_try: bool, deadline: Deadline
) -> CardHolder:
    """Say to a connected card, in order: application, tries left, PINs, files. Raises CardError as `read_card`."""
    channel = Channel(card, deadline)
    card_type = identify(channel)
    asked, unset = _pins_of(channel, card_type)
    typed = dict(itertools.zip_longest(asked, pins[: len(asked)]))
    _check_shape(card_type, typed, pins)
    needed = [pin_file for pin_file in card_type.pins if not pin_file.is_optional]
    more = [pin_file for pin_file, pin in typed.items() if pin_file.is_optional and pin]
    _refuse_risky_try(card_type, _count_tries(channel, card_type, [*needed, *more]), allow_last_try)
    for pin_file in needed:
        _open(channel, card_type, pin_file, typed.get(pin_file))
    apart = {pin_file.application for pin_file in card_type.pins if pin_file.is_optional}
    contents = {file: channel.read_file(file) for file in card_type.files if file.application not in apart}
    # Whoever enters another application may lose what is verified in this one: it comes when the others are read.
    for pin_file in (*more, *(pin_file for pin_file in unset if pin_file.is_optional)):
        contents |= _read_apart(channel, card_type, pin_file, typed.get(pin_file))
    return card_type.holder([contents.get(file, b"") for file in card_type.files])


def _open(channel: Channel, card_type: CardType, pin_file: PinFile, pin: guard.Pin | None) -> None:
    if card_type.suite is not None:
        if pin is None or not channel.prove_number(card_type.suite, pin_file, pin):
            raise card_type.error(CardReason.WRONG_PIN)
        return
    answer = channel.verify(pin_file, pin)
    if answer.status != OK:
        raise _refused_pin(card_type, pin_file, answer) if pin else CardError(CardReason.CARD_UNREADABLE)


def _read_apart(
    channel: Channel, card_type: CardType, pin_file: PinFile, pin: guard.Pin | None
) -> dict[DataFile, bytes]:
    """Return the files of an application with a PIN of its own; without that typed, it hinders nothing else."""
    try:
        if pin is None and (_tries_of(channel, pin_file) or 0) <= card_type.keeps_tries:
            return {}
        _open(channel, card_type, pin_file, pin)
        files = (file for file in card_type.files if file.application == pin_file.application)
        return {file: channel.read_file(file) for file in files}
    except CardError as error:
        if pin is not None or error.reason is not CardReason.CARD_UNREADABLE:
            raise
        return {}


def identify(channel: Channel) -> CardType:
    """Return the kind of card, found by selecting its application.

    Raises CardError(OTHER_CARD) when no known application is on the card.
    """
    for card_type in cards.CARD_TYPES:
        answer = channel.select_application(card_type.application)
        if answer.succeeded and _is_told(channel, card_type):
            return card_type
        if not answer.succeeded and answer.status not in _NOT_THIS_KIND:
            raise CardError(CardReason.CARD_UNREADABLE)
    raise CardError(CardReason.OTHER_CARD)


def _is_told(channel: Channel, card_type: CardType) -> bool:
    return card_type.telling is None or card_type.is_told_by(channel.read_file(card_type.telling))


def _pins_of(channel: Channel, card_type: CardType) -> tuple[tuple[PinFile, ...], tuple[PinFile, ...]]:
    """Return the PINs to ask the holder for, and those not set; of an optional one the card may not tell."""
    asked: list[PinFile] = []
    unset: list[PinFile] = []
    for pin_file in card_type.pins:
        try:
            is_set = pin_file.setting is None or card_type.is_pin_set(channel.read_file(pin_file.setting))
        except CardError as error:
            if not pin_file.is_optional or error.reason is not CardReason.CARD_UNREADABLE:
                raise
            continue
        (asked if is_set else unset).append(pin_file)
    return tuple(asked), tuple(unset)


def _check_shape(
    card_type: CardType, typed: Mapping[PinFile, guard.Pin | None], pins: Sequence[guard.Pin | None]
) -> None:
    fits = [
        pin_file.is_optional if pin is None else pin_file.accepts(pin.for_card())
        for pin_file, pin in typed.items()
    ]
    if len(pins) > len(typed) or not all(fits):
        raise card_type.error(CardReason.PIN_SHAPE)


def _count_tries(channel: Channel, card_type: CardType, pin_files: Sequence[PinFile]) -> int | None:
    """Return the fewest entries left of these PINs, without spending one; None when the card does not tell."""
    if not card_type.counts_tries:
        return None
    counts = [_tries_of(channel, pin_file) for pin_file in pin_files]
    told = [count for count in counts if count is not None]
    return min(told, default=None) if len(told) == len(counts) or 0 in told else None


def _tries_of(channel: Channel, pin_file: PinFile) -> int | None:
    answer = channel.ask_tries_left(pin_file)
    if answer.status == OK:
        # Another program left the PIN verified: take the power away and ask again.
        channel.power_cycle()
        answer = channel.ask_tries_left(pin_file)
    return _tries_in(answer)


def _tries_in(answer: Answer) -> int | None:
    if answer.status in BLOCKED:
        return 0
    if answer.status & 0xFFF0 == 0x63C0:
        return answer.status & 0x0F
    if answer.status in (OK, NO_TRY_COUNTER):
        return None
    raise CardError(CardReason.CARD_UNREADABLE)


def _refuse_risky_try(card_type: CardType, left: int | None, allow_last_try: bool) -> None:
    if left == 0:
        raise card_type.error(CardReason.PIN_BLOCKED, 0)
    if allow_last_try or not card_type.counts_tries:
        return
    if left is None:
        raise card_type.error(CardReason.TRIES_UNKNOWN)
    if left <= card_type.keeps_tries:
        raise card_type.error(CardReason.LAST_TRY, left)


def _refused_pin(card_type: CardType, pin_file: PinFile, answer: Answer) -> CardError:
    if answer.status != NO_TRY_COUNTER and answer.status not in BLOCKED and answer.status & 0xFFF0 != 0x63C0:
        return CardError(CardReason.CARD_UNREADABLE)
    left = _tries_in(answer)
    reason = CardReason.PIN_BLOCKED if left == 0 else CardReason.WRONG_PIN
    if pin_file.if_wrong is not None:
        return CardError(reason, tries_left=left, said=pin_file.if_wrong)
    return card_type.error(reason, left)


def _card(context: pcsc.Context, reader: str | None, deadline: Deadline) -> pcsc.ExclusiveCard:
    return pcsc.ExclusiveCard(context, _reader_with_card(context, reader, deadline), deadline)


def _reader_with_card(context: pcsc.Context, wanted: str | None, deadline: Deadline) -> str:
    """Return the one reader to use. A PIN must never reach a second card, so two of them are refused."""
    readers = tuple(name for name in context.readers() if wanted in (None, name))
    if not readers:
        raise CardError(CardReason.NO_READER)
    states = context.wait_for_change(dict.fromkeys(readers, 0), 0)
    holding = [name for name in readers if pcsc.holds_card(states.get(name, 0))]
    if not holding:
        raise CardError(CardReason.NO_CARD)
    return holding[0] if len(holding) == 1 else _only_known_card(context, holding, deadline)


def _only_known_card(context: pcsc.Context, readers: list[str], deadline: Deadline) -> str:
    known: list[str] = []
    failure = CardError(CardReason.OTHER_CARD)
    for reader in readers:
        try:
            with pcsc.ExclusiveCard(context, reader, deadline) as card:
                identify(Channel(card, deadline))
            known.append(reader)
        except CardError as error:
            failure = error if error.reason is not CardReason.OTHER_CARD else failure
    if len(known) > 1:
        raise CardError(CardReason.SEVERAL_CARDS)
    if not known:
        raise failure
    return known[0]


def _log(event: str, started: float, reason: CardReason | None) -> None:
    fields = {"ms": round((time.monotonic() - started) * 1000), "reason": reason.value if reason else "ok"}
    log.info(event, extra=fields)
