"""The edge to PC/SC: the only module that calls pyscard, and the only one that transmits to a card."""

import time
from types import TracebackType
from typing import Self

from cardreader.deadline import Deadline
from cardreader.guard import CommandGuard
from cardreader.pcsccodes import CANCELLED, NO_READERS, NOT_POWERED_YET, check, code_of
from cardreader.reasons import CardError, CardReason

try:
    from smartcard import scard
except ImportError:  # libpcsclite is missing on this machine; every call then says NO_SERVICE
    scard = None

READER_LIST_CHANGED = "\\\\?PnP?\\Notification"
_CONNECT_RETRY_SECONDS = 0.05
_CONNECT_PATIENCE_SECONDS = 2.0
_LONGEST_COMMAND = 261


class Context:
    """One connection to the PC/SC service; use in a `with` block. Raises CardError(NO_SERVICE)."""

    def __enter__(self) -> Self:
        if scard is None:
            raise CardError(CardReason.NO_SERVICE)
        result, self.handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        check(result)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        scard.SCardReleaseContext(self.handle)

    def readers(self) -> tuple[str, ...]:
        """Names of all readers, in the service's order; empty when there is none."""
        result, names = scard.SCardListReaders(self.handle, [])
        if code_of(result) == NO_READERS:
            return ()
        check(result)
        return tuple(names)

    def wait_for_change(self, known: dict[str, int], seconds: float) -> dict[str, int]:
        """Wait until a reader's state differs from `known` (name → state flags, 0 = not known yet).

        Returns the states now; the same ones when time ran out or `cancel` was called.
        """
        states = list(known.items())
        result, changed = scard.SCardGetStatusChange(self.handle, int(seconds * 1000), states)
        if code_of(result) in CANCELLED:
            return known
        check(result)
        return {name: flags & ~scard.SCARD_STATE_CHANGED for name, flags, _atr in changed}

    def cancel(self) -> None:
        """End a `wait_for_change` in another thread."""
        scard.SCardCancel(self.handle)


class ExclusiveCard:
    """A card held by this program alone, from `with` to the end of the block, then without power.

    A new object for every insertion. Every command passes a `CommandGuard`.
    """

    def __init__(self, context: Context, reader: str, deadline: Deadline) -> None:
        self._context = context
        self._reader = reader
        self._deadline = deadline
        self._guard = CommandGuard()

    def __enter__(self) -> Self:
        give_up = Deadline.after(min(_CONNECT_PATIENCE_SECONDS, self._deadline.seconds_left()))
        while True:
            result, self._handle, self._protocol = scard.SCardConnect(
                self._context.handle, self._reader, scard.SCARD_SHARE_EXCLUSIVE, _protocols()
            )
            if code_of(result) not in NOT_POWERED_YET or not give_up.seconds_left():
                break
            time.sleep(_CONNECT_RETRY_SECONDS)
        check(result)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only power-off clears a verified PIN; a card already gone needs no goodbye.
        scard.SCardDisconnect(self._handle, scard.SCARD_UNPOWER_CARD)

    def transmit(self, command: bytes) -> bytes:
        """Send one C-APDU, give back the R-APDU; raises CardError, FORBIDDEN_COMMAND among others."""
        if len(command) > _LONGEST_COMMAND:
            raise CardError(CardReason.FORBIDDEN_COMMAND)
        self._guard.check(command)
        pci = scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        result, response = scard.SCardTransmit(self._handle, pci, list(command))
        check(result)
        if not response:  # how some drivers say that the card went away in the middle
            raise CardError(CardReason.CARD_REMOVED)
        self._guard.sent(command, bytes(response))
        return bytes(response)

    def power_cycle(self) -> None:
        """Take the power away and give it back: forgets PIN and selection."""
        self._guard.forget()
        result, self._protocol = scard.SCardReconnect(
            self._handle, scard.SCARD_SHARE_EXCLUSIVE, _protocols(), scard.SCARD_UNPOWER_CARD
        )
        check(result)


def holds_card(flags: int) -> bool:
    """Whether state flags from `wait_for_change` say that a card is in the reader."""
    return bool(flags & scard.SCARD_STATE_PRESENT)


def is_usable(flags: int) -> bool:
    """Whether the reader behind these state flags still exists."""
    return not flags & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE)


def insertion_count(flags: int) -> int:
    """The service's count of insertions and removals, kept in the upper half of the state flags."""
    return flags >> 16


def _protocols() -> int:
    protocols: int = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    return protocols
