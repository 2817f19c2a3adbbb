"""The card on this desk's reader: what can be done with it now, and reading it once."""

from dataclasses import dataclass

from cardreader import CardError, CardHolder, CardReason, Pin
from kiosk.desk.devices import Devices
from kiosk.desk.workplace import Workplace
from kiosk.store import AuditEvent, Details, VisitId
from kiosk.store.audit import record


@dataclass(frozen=True, slots=True)
class CardStep:
    """What the reader shows. `insertion` tells one card put down from the next, `tries` is how often the PIN may still be
    entered where that is known, and `trouble` is what speaks against entering it here."""

    works: bool
    present: bool
    insertion: int
    tries: int | None = None
    trouble: CardError | None = None

    @property
    def is_usable(self) -> bool:
        """Return whether the PIN may be entered here."""
        return self.tries is not None and self.trouble is None

    @property
    def is_last(self) -> bool:
        """Return whether another wrong PIN would lock the card."""
        return self.tries == 1


def look_at_card(devices: Devices, kept_tries: int = 0) -> CardStep:
    """Return the step the reader is at. The last `kept_tries` are never used up here: they are the holder's to risk."""
    step = CardStep(devices.reader_works, devices.card_is_in, devices.cards.state.insertion)
    if not step.present:
        return step
    try:
        tries = devices.cards.tries_left()
    except CardError as error:
        trouble = None if error.reason is CardReason.NO_CARD else error
        return CardStep(step.works, step.present, step.insertion, None, trouble)
    return CardStep(step.works, step.present, step.insertion, tries, _trouble(tries, kept_tries))


def read_card(
    here: Workplace,
    pin: str,
    *,
    allow_last_try: bool = False,
    staff_id: int | None = None,
    visit_id: VisitId | None = None,
) -> CardHolder:
    """Send the PIN once and record how that ended; the PIN is never kept. Raise CardError."""

    def note(event: AuditEvent, reason: str = "") -> None:
        details = Details(reason=reason)
        record(here.store, event, staff_id=staff_id, desk=here.desk.name, visit_id=visit_id, details=details)

    try:
        holder = here.devices.cards.read(Pin(pin), allow_last_try=allow_last_try)
    except CardError as error:
        note(AuditEvent.CARD_REFUSED, error.reason.value)
        raise
    note(AuditEvent.CARD_READ)
    return holder


def _trouble(tries: int | None, kept_tries: int) -> CardError | None:
    if tries is None:
        return CardError(CardReason.TRIES_UNKNOWN)
    if tries == 0:
        return CardError(CardReason.PIN_BLOCKED)
    return CardError(CardReason.LAST_TRY) if tries <= kept_tries else None
