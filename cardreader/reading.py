"""Reading a card once: find the reader that holds it, read, let go."""

import logging
import time

from cardreader import session
from cardreader.channel import Channel
from cardreader.deadline import Deadline, within
from cardreader.holder import CardHolder
from cardreader.pcsc import Context, ExclusiveCard, holds_card
from cardreader.pin import Pin
from cardreader.reasons import CardError, CardReason

READ_SECONDS = 10.0
ASK_SECONDS = 5.0

log = logging.getLogger("kiosk.card")


def list_readers() -> tuple[str, ...]:
    """Names of the readers the PC/SC service knows. Raises CardError(NO_SERVICE)."""
    with Context() as context:
        return context.readers()


def read_card(
    pin: Pin, *, reader: str | None = None, allow_last_try: bool = False, seconds: float = READ_SECONDS
) -> CardHolder:
    """Verify `pin` once and read the holder of the card in `reader` (None: in whichever reader holds one).

    Returns within `seconds` or raises CardError. The last remaining try is sent only with
    `allow_last_try=True`, which a member of staff must have asked the holder about.
    """
    deadline = Deadline.after(seconds)
    return within(deadline, lambda: read_now(pin, reader, allow_last_try=allow_last_try, deadline=deadline))


def tries_left(reader: str | None = None, *, seconds: float = ASK_SECONDS) -> int | None:
    """How often the PIN may still be entered (0: blocked; None: the card does not tell). Spends no try."""
    deadline = Deadline.after(seconds)
    return within(deadline, lambda: ask_now(reader, deadline=deadline))


def read_now(pin: Pin, reader: str | None, *, allow_last_try: bool, deadline: Deadline) -> CardHolder:
    """As `read_card`, in the calling thread; a silent card can hold it beyond the deadline."""
    started = time.monotonic()
    try:
        with Context() as context, _card(context, reader, deadline) as card:
            holder = session.read_holder(card, pin, allow_last_try=allow_last_try, deadline=deadline)
    except CardError as error:
        _log("card_read_failed", started, error.reason)
        raise
    _log("card_read", started, None)
    return holder


def ask_now(reader: str | None, *, deadline: Deadline) -> int | None:
    """As `tries_left`, in the calling thread."""
    with Context() as context, _card(context, reader, deadline) as card:
        channel = Channel(card, deadline)
        return session.count_tries(channel, session.identify(channel))


def _card(context: Context, reader: str | None, deadline: Deadline) -> ExclusiveCard:
    return ExclusiveCard(context, _reader_with_card(context, reader, deadline), deadline)


def _reader_with_card(context: Context, wanted: str | None, deadline: Deadline) -> str:
    """The one reader to use. A PIN must never reach a second card, so two of them are refused."""
    readers = tuple(name for name in context.readers() if wanted in (None, name))
    if not readers:
        raise CardError(CardReason.NO_READER)
    states = context.wait_for_change(dict.fromkeys(readers, 0), 0)
    holding = [name for name in readers if holds_card(states.get(name, 0))]
    if not holding:
        raise CardError(CardReason.NO_CARD)
    return holding[0] if len(holding) == 1 else _only_known_card(context, holding, deadline)


def _only_known_card(context: Context, readers: list[str], deadline: Deadline) -> str:
    known: list[str] = []
    failure = CardError(CardReason.OTHER_CARD)
    for reader in readers:
        try:
            with ExclusiveCard(context, reader, deadline) as card:
                session.identify(Channel(card, deadline))
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
