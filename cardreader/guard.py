"""The guard in front of every card: a command or a PIN that no kind of card lists never leaves this program."""

from typing import NoReturn

from cardreader import cards
from cardreader.card import MASTER_FILE, PinFile
from cardreader.errors import CardError, CardReason

_MOST = 16
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Pin:
    """What was typed for a card.

    Full-width digits, as a Japanese keyboard types them, are folded; nothing else is. Raises CardError(PIN_SHAPE)
    for anything that no kind of card has as its PIN.
    """

    __slots__ = ("_bytes",)

    def __init__(self, typed: str) -> None:
        folded = typed[: _MOST + 1].translate(_FULL_WIDTH).encode("utf-8", "replace")
        if not any(file.accepts(folded) for card_type in cards.CARD_TYPES for file in card_type.pins):
            raise CardError(CardReason.PIN_SHAPE)
        self._bytes = folded

    def for_card(self) -> bytes:
        """Return the bytes the card compares; only the VERIFY command asks for them."""
        return self._bytes

    def __repr__(self) -> str:
        return "Pin(****)"

    def __reduce__(self) -> NoReturn:
        # A pickled PIN could end in a session file or a message queue.
        raise TypeError("a Pin is never serialised")


SELECT_MASTER_FILE = bytes.fromhex("00A40000")
_SELECT_APPLICATION = bytes.fromhex("00A4040C")
_SELECT_FILE = bytes.fromhex("00A4020C02")
_TRIES_LEFT = bytes.fromhex("00200080")
_READ_BINARY = bytes.fromhex("00B0")
_GET_RESPONSE = bytes.fromhex("00C00000")
_OK = b"\x90\x00"
_HIGHEST_OFFSET_BYTE = 0x7F  # above it, READ BINARY would name a file by its short id


class CommandGuard:
    """Follows what is selected on one card and lets through only what the kinds of card in `cards` allow.

    It takes no list of its own making, so that no caller can hand it a longer one. Short file
    ids, extended lengths, secure messaging and every other instruction are refused as a whole.
    """

    def __init__(self) -> None:
        self._application: bytes | None = None
        self._file: int | None = None
        self._entered: frozenset[bytes] = frozenset()

    def check(self, command: bytes) -> None:
        """Raise CardError(FORBIDDEN_COMMAND) unless `command` (a whole C-APDU) may be sent now."""
        allowed = (
            self._may_enter(_application_in(command))
            or self._file_in(command) is not None
            or self._is_pin_command(command)
            or self._is_reading(command)
        )
        if not allowed:
            raise CardError(CardReason.FORBIDDEN_COMMAND)

    def sent(self, command: bytes, response: bytes) -> None:
        """Note what the card has selected after a command that was let through."""
        application = _application_in(command)
        file = self._file_in(command)
        if application is None and file is None:
            return
        accepted = response[-2:] == _OK or response[-2:-1] == b"\x61"
        if application is not None:
            self._application, self._file = application if accepted else None, None
            self._entered |= {application} if accepted else frozenset()
        else:
            self._file = file if accepted else None

    def forget(self) -> None:
        """Note that the card has lost its power, and with it every selection."""
        self._application = self._file = None
        self._entered = frozenset()

    def _may_enter(self, application: bytes | None) -> bool:
        """Return whether the application may be selected: one that a kind of card lists beside all entered so far.

        A My Number card answers a selection of the master file with a yes and stays where it is: whoever believed
        it would take the file of the number for one of a licence.
        """
        if application is None:
            return False
        wanted = self._entered | {application}
        return any(wanted <= card_type.applications for card_type in cards.CARD_TYPES)

    def _file_in(self, command: bytes) -> int | None:
        if command[:-2] != _SELECT_FILE:
            return None
        file = int.from_bytes(command[-2:], "big")
        return (
            file if any((self._application, file) in each.selectable_files for each in cards.CARD_TYPES) else None
        )

    def _is_pin_command(self, command: bytes) -> bool:
        compared = self._selected_pin()
        if compared is None:
            return False
        pin = command[len(_TRIES_LEFT) + 1 :]
        is_known = compared.accepts(pin) or pin == compared.unset != b""
        is_verify = command == _TRIES_LEFT + bytes([len(pin) & 0xFF]) + pin and is_known
        return command == _TRIES_LEFT or is_verify

    def _selected_pin(self) -> PinFile | None:
        for pin in (pin for card_type in cards.CARD_TYPES for pin in card_type.pins):
            if (pin.application, pin.file) == (self._application, self._file):
                return pin
        return None

    def _is_reading(self, command: bytes) -> bool:
        files = (file for card_type in cards.CARD_TYPES for file in card_type.readable_files)
        readable = {(file.application, file.file) for file in files}
        if (self._application, self._file) not in readable or len(command) != 5:
            return False
        is_read = command.startswith(_READ_BINARY) and command[2] <= _HIGHEST_OFFSET_BYTE
        return is_read or command.startswith(_GET_RESPONSE)


def _application_in(command: bytes) -> bytes | None:
    """Return the application that this command selects, if a kind of card lists it."""
    for application in (each for card_type in cards.CARD_TYPES for each in card_type.applications):
        named = _SELECT_APPLICATION + bytes([len(application)]) + application
        if command == (SELECT_MASTER_FILE if application == MASTER_FILE else named):
            return application
    return None
