"""Every refusal of our packages in one shape: what happened, and what to do next."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import has_app_context, request, session

from cardreader import CardError, CardReason
from forms import DataMistake, Told
from forms.ticket import KeysError, TicketError, TicketReason
from kiosk import passwords, secondfactor, staff
from kiosk.backoffice.code import BackOfficeError
from kiosk.desk.reasons import DeskError, DeskReason, word_for_visitors
from kiosk.desk.workplace import workplace
from kiosk.fleet.reason import FleetError
from kiosk.hall.turn import TurnError
from kiosk.settings import DeskMode, SettingsError
from kiosk.store import StoreError, StoreReason, TaskError
from kiosk.till.refusal import TillError
from kiosk.town.municipalities import municipalities
from printing import PrintingError

_log = logging.getLogger("kiosk.desk")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is the code for programs and staff, the other two are for the person who reads this screen."""

    reason: str
    sentence: str
    next_step: str


REFUSALS: tuple[type[Exception], ...] = (
    BackOfficeError,
    CardError,
    DataMistake,
    DeskError,
    secondfactor.FactorError,
    FleetError,
    KeysError,
    passwords.PasswordError,
    PrintingError,
    SettingsError,
    staff.StaffError,
    StoreError,
    TicketError,
    TillError,
    TaskError,
    TurnError,
)

BY_REASON: Mapping[type[StrEnum], Callable[[str], Exception]] = {
    TicketReason: lambda reason: TicketError(TicketReason(reason)),
    DeskReason: lambda reason: DeskError(DeskReason(reason)),
    CardReason: lambda reason: CardError(CardReason(reason)),
    StoreReason: lambda reason: StoreError(StoreReason(reason)),
}
"""What a screen may have to say again."""

SAID = "said"
"""Under which a session keeps the path of the refused screen, the reason and what it was about: never an answer."""

ASIDE = frozenset({None, "live", "lobby.help", "lobby.audio"})
"""Requests that lead to no other screen."""


def explain(error: Exception) -> Refusal:
    """The words of an error of `REFUSALS`."""
    refusal = _worded(error)
    _log.info("refused", extra={"reason": refusal.reason})
    return refusal


def refuse(error: Exception, about: str = "") -> Refusal:
    """Return the words for why what was sent to this screen is refused. The answer is the screen itself, with status 422.

    Until another screen is opened, `refused_here` says it again: when a part of the screen renews itself, the page is
    loaded again, or comes back in another language or look.
    """
    refusal = explain(error)
    session[SAID] = [request.path, refusal.reason, about]
    return refusal


def refused_here() -> tuple[Refusal | None, str]:
    """Return what was refused on this screen last, in the language spoken now, and what it was about."""
    path, reason, about = session.get(SAID) or ("", "", "")
    found = (make for reasons, make in BY_REASON.items() if path == request.path and reason in set(reasons))
    make = next(found, None)
    return (_worded(make(reason)), about) if make is not None else (None, "")


def forget_elsewhere() -> None:
    """Forget what was refused once another screen is opened. Runs before each request."""
    said = session.get(SAID)
    if said and request.method == "GET" and request.blueprint not in ASIDE and request.path != said[0]:
        session.pop(SAID)


def _worded(error: Exception) -> Refusal:
    if isinstance(error, StoreError) and error.reason is StoreReason.VISIT_UNKNOWN and _is_alone():
        error = StoreError(StoreReason.NOT_CARRIED)
    refusal = _as_in_tables(error)
    if not (has_app_context() and workplace().desk.mode is DeskMode.LOBBY):
        return _with_town(refusal, error)
    # Other packages may use the same code for something that no visitor can mend.
    known = refusal.reason if isinstance(error, CardError | DeskError | StoreError | TicketError) else ""
    return Refusal(refusal.reason, *word_for_visitors(known, refusal.sentence, refusal.next_step))


def _with_town(refusal: Refusal, error: Exception) -> Refusal:
    """Return what staff reads where a visitor brings the code of another town: whose it is, and what to tell them."""
    town = municipalities().get(error.town) if isinstance(error, TicketError) else None
    if town is None:
        return refusal
    return Refusal(
        refusal.reason,
        f"{town.prefecture}{town.district}{town.name}あての受付コードです。",
        "ここでは受け付けられません。その役所の窓口を案内してください。",
    )


def _is_alone() -> bool:
    return has_app_context() and workplace().store.is_alone


def _as_in_tables(error: Exception) -> Refusal:
    match error:
        case DataMistake():
            return Refusal(error.mistake.kind.value, "設定の誤りのため、できませんでした。", str(error.mistake))
        case CardError() | Told():
            return Refusal(error.reason.value, error.sentence, error.next_step)
        case _:
            raise error
