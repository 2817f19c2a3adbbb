"""The card on this desk's reader: what can be done with it now, and reading it once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cardreader import CardError, CardHolder, CardReason, Pin
from cardreader.card import CardType, PinFile
from kiosk.desk.devices import Devices
from kiosk.desk.workplace import Workplace
from kiosk.store import AuditEvent, Details, VisitId, audit


@dataclass(frozen=True, slots=True)
class CardStep:
    """What the reader shows. `mark` tells one card put down, and one PIN sent to it, from the next, `card` is its kind,
    `pins` what it asks for, `tries` is how often they may still be entered where that is known, the last `kept` of them
    only at the holder's wish, and `trouble` is what speaks against reading it here."""

    works: bool
    present: bool
    mark: str
    card: CardType | None = None
    pins: tuple[PinFile, ...] = ()
    tries: int | None = None
    kept: int = 1
    trouble: CardError | None = None

    @property
    def is_usable(self) -> bool:
        """Return whether the PIN may be entered here."""
        return self.card is not None and self.trouble is None

    @property
    def is_last(self) -> bool:
        """Return whether the next try is the holder's to risk: another wrong PIN or so would lock the card."""
        return self.tries is not None and self.tries <= self.kept


def look_at_card(devices: Devices, *, is_lobby: bool = False) -> CardStep:
    """Return the step the reader is at.

    The last tries its kind keeps are used up only where the holder can be asked: not at the lobby, which also leaves some
    kinds to the counter.
    """
    step = CardStep(devices.reader_works, devices.card_is_in, devices.card_mark)
    if not step.present:
        return step
    try:
        asked = devices.cards.ask()
    except CardError as error:
        return replace(step, trouble=None if error.reason is CardReason.NO_CARD else error)
    kept = asked.card.keeps_tries
    trouble = _trouble(asked.card, asked.tries_left, kept if is_lobby else 0)
    if is_lobby and not asked.card.is_for_lobby:
        trouble = CardError(CardReason.OTHER_CARD)
    pins = tuple(pin for pin in asked.pins if not (is_lobby and pin.is_optional))
    return replace(step, card=asked.card, pins=pins, tries=asked.tries_left, kept=kept, trouble=trouble)


def read_card(
    here: Workplace,
    pins: Sequence[str],
    *,
    allow_last_try: bool = False,
    staff_id: int | None = None,
    visit_id: VisitId | None = None,
) -> CardHolder:
    """Send each PIN once and record how that ended; no PIN is ever kept. Raise CardError."""

    def note(event: AuditEvent, reason: str = "") -> None:
        details = Details(reason=reason)
        audit.record(here.store, event, staff_id=staff_id, desk=here.desk.name, visit_id=visit_id, details=details)

    here.devices.pins_sent += 1
    try:
        typed = (Pin(pin) if pin else None for pin in pins)
        holder = here.devices.cards.read(*typed, allow_last_try=allow_last_try)
    except CardError as error:
        note(AuditEvent.CARD_REFUSED, error.reason.value)
        raise
    note(AuditEvent.CARD_READ)
    return holder


def _trouble(card: CardType, tries: int | None, kept_tries: int) -> CardError | None:
    if not card.counts_tries:
        return None
    if tries is None:
        return card.error(CardReason.TRIES_UNKNOWN)
    if tries == 0:
        return card.error(CardReason.PIN_BLOCKED)
    return card.error(CardReason.LAST_TRY) if tries <= kept_tries else None
