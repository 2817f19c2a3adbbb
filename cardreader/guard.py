"""The guard in front of every card: a command that is not on the list never leaves this program."""

from cardreader.cardtypes import CARD_TYPES, CardType
from cardreader.pin import PIN_LENGTH
from cardreader.reasons import CardError, CardReason

_SELECT_APPLICATION = bytes.fromhex("00A4040C")
_SELECT_FILE = bytes.fromhex("00A4020C02")
_TRIES_LEFT = bytes.fromhex("00200080")
_VERIFY = _TRIES_LEFT + bytes([PIN_LENGTH])
_READ_BINARY = bytes.fromhex("00B0")
_GET_RESPONSE = bytes.fromhex("00C00000")
_OK = b"\x90\x00"
_HIGHEST_OFFSET_BYTE = 0x7F  # above it, READ BINARY would name a file by its short id


class CommandGuard:
    """Follows what is selected on one card and lets through only what `CARD_TYPES` allows.

    It takes no list of its own making, so that no caller can hand it a longer one. Short file
    ids, extended lengths, secure messaging and every other instruction are refused as a whole.
    """

    def __init__(self) -> None:
        self._application: CardType | None = None
        self._file: int | None = None

    def check(self, command: bytes) -> None:
        """Raise CardError(FORBIDDEN_COMMAND) unless `command` (a whole C-APDU) may be sent now."""
        allowed = (
            self._application_named(command) is not None
            or self._file_named(command) is not None
            or self._is_pin_command(command)
            or self._is_reading(command)
        )
        if not allowed:
            raise CardError(CardReason.FORBIDDEN_COMMAND)

    def sent(self, command: bytes, response: bytes) -> None:
        """Note what the card has selected after a command that was let through."""
        application = self._application_named(command)
        file = self._file_named(command)
        if application is None and file is None:
            return
        accepted = response[-2:] == _OK or response[-2:-1] == b"\x61"
        if application is not None:
            self._application, self._file = application if accepted else None, None
        else:
            self._file = file if accepted else None

    def forget(self) -> None:
        """The card has lost its power, and with it every selection."""
        self._application = self._file = None

    def _application_named(self, command: bytes) -> CardType | None:
        for card_type in CARD_TYPES:
            aid = card_type.application
            if command == _SELECT_APPLICATION + bytes([len(aid)]) + aid:
                return card_type
        return None

    def _file_named(self, command: bytes) -> int | None:
        if self._application is None or command[:-2] != _SELECT_FILE:
            return None
        file = int.from_bytes(command[-2:], "big")
        return file if file in self._application.selectable_files else None

    def _is_pin_command(self, command: bytes) -> bool:
        if self._application is None or self._file != self._application.pin_file:
            return False
        pin = command[len(_VERIFY) :]
        is_verify = command.startswith(_VERIFY) and len(pin) == PIN_LENGTH and pin.isdigit()
        return command == _TRIES_LEFT or is_verify

    def _is_reading(self, command: bytes) -> bool:
        if self._application is None or self._file != self._application.holder_file or len(command) != 5:
            return False
        is_read = command.startswith(_READ_BINARY) and command[2] <= _HIGHEST_OFFSET_BYTE
        return is_read or command.startswith(_GET_RESPONSE)
