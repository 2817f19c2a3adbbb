"""Every refusal of our packages in one shape: what happened, and what to do next."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import has_app_context

from cardreader import CardError, CardReason
from forms import DataMistake
from forms.ticket import TicketError, TicketReason
from forms.ticket.keysreason import KeysError
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.desk.visitorwords import word_for_visitors
from kiosk.desk.workplace import workplace
from kiosk.settings import DeskMode, SettingsError
from kiosk.staff import StaffError
from kiosk.store import StoreError, StoreReason
from printing import PrintingError

_log = logging.getLogger("kiosk.desk")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is the code for programs and staff, the other two are for the person who reads this screen."""

    reason: str
    sentence: str
    next_step: str


REFUSALS: tuple[type[Exception], ...] = (
    CardError,
    DataMistake,
    DeskError,
    KeysError,
    PrintingError,
    SettingsError,
    StaffError,
    StoreError,
    TicketError,
)

OF_AN_ADDRESS: Mapping[type[StrEnum], Callable[[str], Exception]] = {
    TicketReason: lambda reason: TicketError(TicketReason(reason)),
    DeskReason: lambda reason: DeskError(DeskReason(reason)),
    CardReason: lambda reason: CardError(CardReason(reason)),
    StoreReason: lambda reason: StoreError(StoreReason(reason)),
}
"""What an address may carry as `said`, so that a screen can be shown again with its refusal."""


def explain(error: Exception) -> Refusal:
    """The words of an error of `REFUSALS`."""
    refusal = _worded(error)
    _log.info("refused", extra={"reason": refusal.reason})
    return refusal


def explain_named(reason: str) -> Refusal | None:
    """The words for a reason that an address carries, so that the same screen can be shown again; None for none."""
    found = (make for reasons, make in OF_AN_ADDRESS.items() if reason in set(reasons))
    make = next(found, None)
    return _worded(make(reason)) if make is not None else None


def _worded(error: Exception) -> Refusal:
    refusal = _as_in_tables(error)
    if not (has_app_context() and workplace().desk.mode is DeskMode.LOBBY):
        return refusal
    # Other packages may use the same code for something that no visitor can mend.
    known = refusal.reason if isinstance(error, CardError | DeskError | StoreError | TicketError) else ""
    return Refusal(refusal.reason, *word_for_visitors(known, refusal.sentence, refusal.next_step))


def _as_in_tables(error: Exception) -> Refusal:
    match error:
        case DataMistake():
            return Refusal(error.mistake.kind.value, "設定の誤りのため、できませんでした。", str(error.mistake))
        case (
            CardError()
            | DeskError()
            | KeysError()
            | PrintingError()
            | SettingsError()
            | StaffError()
            | StoreError()
            | TicketError()
        ):
            return Refusal(error.reason.value, error.sentence, error.next_step)
        case _:
            raise error
