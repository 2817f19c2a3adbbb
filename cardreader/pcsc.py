"""The edge to PC/SC: the only module that calls pyscard, and the only one that transmits to a card."""

import time
from types import TracebackType
from typing import Self

from cardreader.errors import CardError, CardReason, Deadline
from cardreader.guard import CommandGuard

try:
    from smartcard import scard
except ImportError:  # libpcsclite is missing on this machine; every call then says NO_SERVICE
    scard = None

READER_LIST_CHANGED = "\\\\?PnP?\\Notification"
_CONNECT_RETRY_SECONDS = 0.05
_CONNECT_PATIENCE_SECONDS = 2.0
_LONGEST_COMMAND = 261

_NOT_POWERED_YET = frozenset({0x80100067, 0x80100066})
_CANCELLED = frozenset({0x80100002, 0x8010000A})
"""Cancelled, or timed out."""
_NO_READERS = 0x8010002E
_MASK = 0xFFFFFFFF

# What the result codes (PC/SC part 5, pcsclite.h) mean to us.
_REASONS = {
    0x80100003: CardReason.NO_SERVICE,  # invalid handle: the service was restarted
    0x80100009: CardReason.NO_READER,
    0x8010000B: CardReason.READER_BUSY,
    0x8010000C: CardReason.NO_CARD,
    0x8010000F: CardReason.OTHER_CARD,
    0x80100013: CardReason.READER_FAILED,
    0x80100016: CardReason.CARD_REMOVED,
    0x80100017: CardReason.NO_READER,
    0x8010001D: CardReason.NO_SERVICE,
    0x8010001E: CardReason.NO_SERVICE,
    0x8010002E: CardReason.NO_READER,
    0x80100066: CardReason.CARD_UNRESPONSIVE,
    0x80100067: CardReason.CARD_UNRESPONSIVE,
    0x80100068: CardReason.READER_BUSY,  # another program reset the card
    0x80100069: CardReason.CARD_REMOVED,
    0x8010006A: CardReason.NOT_ALLOWED,  # polkit refuses, from Debian 13 on
}


class Context:
    """One connection to the PC/SC service; use in a `with` block. Raises CardError(NO_SERVICE)."""

    def __enter__(self) -> Self:
        if scard is None:
            raise CardError(CardReason.NO_SERVICE)
        result, self.handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(result)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        scard.SCardReleaseContext(self.handle)

    def readers(self) -> tuple[str, ...]:
        """Names of all readers, in the service's order; empty when there is none."""
        result, names = scard.SCardListReaders(self.handle, [])
        if _code_of(result) == _NO_READERS:
            return ()
        _check(result)
        return tuple(names)

    def wait_for_change(self, known: dict[str, int], seconds: float) -> dict[str, int]:
        """Wait until a reader's state differs from `known` (name → state flags, 0 = not known yet).

        Returns the states now; the same ones when time ran out or `cancel` was called.
        """
        states = list(known.items())
        result, changed = scard.SCardGetStatusChange(self.handle, int(seconds * 1000), states)
        if _code_of(result) in _CANCELLED:
            return known
        _check(result)
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
            if _code_of(result) not in _NOT_POWERED_YET or not give_up.seconds_left():
                break
            time.sleep(_CONNECT_RETRY_SECONDS)
        _check(result)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only power-off clears a verified PIN; whether that worked is not asked, for the card may be gone.
        scard.SCardDisconnect(self._handle, scard.SCARD_UNPOWER_CARD)

    def transmit(self, command: bytes) -> bytes:
        """Send one C-APDU, give back the R-APDU; raises CardError, FORBIDDEN_COMMAND among others."""
        if len(command) > _LONGEST_COMMAND:
            raise CardError(CardReason.FORBIDDEN_COMMAND)
        self._guard.check(command)
        pci = scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        result, response = scard.SCardTransmit(self._handle, pci, list(command))
        _check(result)
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
        _check(result)


def holds_card(flags: int) -> bool:
    """Whether state flags from `wait_for_change` say that a card is in the reader."""
    return bool(flags & scard.SCARD_STATE_PRESENT)


def is_usable(flags: int) -> bool:
    """Whether the reader behind these state flags still exists."""
    return not flags & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE)


def insertion_count(flags: int) -> int:
    """Return the service's count of insertions and removals, kept in the upper half of the state flags."""
    return flags >> 16


def _protocols() -> int:
    protocols: int = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    return protocols


def _code_of(result: int) -> int:
    """Return the code without the sign that some platforms give it."""
    return result & _MASK


def _check(result: int) -> None:
    """Raise CardError for anything but success; an unlisted code is READER_FAILED."""
    code = _code_of(result)
    if code:
        raise CardError(_REASONS.get(code, CardReason.READER_FAILED), detail=f"0x{code:08X}")
