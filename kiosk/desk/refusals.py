"""Every refusal of our packages in one shape: what happened, and what to do next."""

import logging
from dataclasses import dataclass

from cardreader import CardError
from forms import DataMistake
from forms.ticket import TicketError
from forms.ticket.keysreason import KeysError
from kiosk.desk.reasons import DeskError
from kiosk.settings import SettingsError
from kiosk.staff import StaffError
from kiosk.store import StoreError
from printing import PrintingError

_log = logging.getLogger("kiosk.desk")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is the code for programs and staff, the other two are for the person."""

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


def refusal_of(error: Exception) -> Refusal:
    """The words of an error of `REFUSALS`."""
    match error:
        case DataMistake():
            refusal = Refusal(error.mistake.kind.value, "設定の誤りのため、できませんでした。", str(error.mistake))
        case (
            CardError()
            | DeskError()
            | KeysError()
            | PrintingError()
            | SettingsError()
            | StaffError()
            | StoreError()
        ):
            refusal = Refusal(error.reason.value, error.sentence, error.next_step)
        case TicketError():
            refusal = Refusal(error.reason.value, error.sentence, error.next_step)
        case _:
            raise error
    _log.info("refused", extra={"reason": refusal.reason})
    return refusal
