"""The guard in front of every card: a command or a PIN that no kind of card lists never leaves this program."""

from collections.abc import Iterator
from typing import NoReturn

from cardreader import card, cards, errors

_MOST = 16
_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}


class Pin:
    """What was typed for a card.

    Full-width digits and letters, as a Japanese keyboard types them, and small letters are folded; nothing else
    is. Raises CardError(PIN_SHAPE) for anything that no kind of card has as its PIN.
    """

    __slots__ = ("_bytes",)

    def __init__(self, typed: str) -> None:
        folded = typed[: _MOST + 1].translate(_FULL_WIDTH).encode("utf-8", "replace").upper()
        if not any(file.accepts(folded) for card_type in cards.CARD_TYPES for file in card_type.pins):
            raise errors.CardError(errors.CardReason.PIN_SHAPE)
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
SELECT_MASTER_FILE_BY_ID = bytes.fromhex("00A40000023F00")
GET_CHALLENGE = bytes.fromhex("0084000008")
AUTHENTICATE = bytes.fromhex("0082000028")
"""Followed by 40 bytes and a Le of 00."""
VERIFY_NUMBER = bytes.fromhex("0820008613861101")
"""Followed by 16 bytes."""
READ_SECURED = bytes.fromhex("08B0")
SECURED_LENGTH = bytes.fromhex("0000049602")
"""After P1 and P2, before the number of bytes wanted and a Le of 0000."""
_SELECT_APPLICATION = bytes.fromhex("00A4040C")
_SELECT_FILE = bytes.fromhex("00A4020C02")
_TRIES_LEFT = bytes.fromhex("00200080")
_READ_BINARY = bytes.fromhex("00B0")
_GET_RESPONSE = bytes.fromhex("00C00000")
_OK = b"\x90\x00"
MASTER_FILES = {card.MASTER_FILE: SELECT_MASTER_FILE, card.MASTER_FILE_BY_ID: SELECT_MASTER_FILE_BY_ID}
SHORT_ID = 0x80
_SHORT_READ, _EXTENDED_READ, _SECURED_READ = 5, 7, 13
_TOKEN_AND_LENGTH, _SEALED_NUMBER = 41, 16
_HIGHEST_OFFSET_BYTE = 0x7F  # above it, READ BINARY would name a file by its short id


class CommandGuard:
    """Follows what is selected on one card and lets through only what the kinds of card in `cards` allow.

    It takes no list of its own making, so that no caller can hand it a longer one. Short file
    ids, extended lengths, secure messaging and every other instruction are refused as a whole.
    """

    def __init__(self) -> None:
        self._application: bytes | None = None
        self._file: int | None = None
        self._access = card.Access.SELECTED
        self._entered: frozenset[bytes] = frozenset()

    def check(self, command: bytes) -> None:
        """Raise CardError(FORBIDDEN_COMMAND) unless `command` (a whole C-APDU) may be sent now."""
        allowed = (
            self._may_enter(_application_in(command))
            or self._file_in(command) is not None
            or self._is_pin_command(command)
            or self._is_reading(command)
            or self._is_authenticating(command)
            or self._short_id_in(command) is not None
            or self._is_reading_on(command)
        )
        if not allowed:
            raise errors.CardError(errors.CardReason.FORBIDDEN_COMMAND)

    def sent(self, command: bytes, response: bytes) -> None:
        """Note what the card has selected after a command that was let through."""
        application = _application_in(command)
        short_id = self._short_id_in(command)
        file = self._file_in(command) if short_id is None else short_id.file
        if application is None and file is None:
            return
        accepted = response[-2:] == _OK or response[-2:-1] == b"\x61"
        if application is not None:
            self._application, self._file = application if accepted else None, None
            self._entered |= {application} if accepted else frozenset()
        else:
            self._file = file if accepted else None
            self._access = short_id.access if short_id and accepted else card.Access.SELECTED

    def forget(self) -> None:
        """Note that the card has lost its power, and with it every selection."""
        self._application = self._file = None
        self._access = card.Access.SELECTED
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

    def _selected_pin(self) -> card.PinFile | None:
        kinds = (card_type for card_type in cards.CARD_TYPES if card_type.suite is None)
        for pin in (pin for card_type in kinds for pin in card_type.pins):
            if (pin.application, pin.file) == (self._application, self._file):
                return pin
        return None

    def _is_reading(self, command: bytes) -> bool:
        if len(command) != _SHORT_READ or self._current is None or self._current.access is card.Access.SECURED:
            return False
        is_read = command.startswith(_READ_BINARY) and command[2] <= _HIGHEST_OFFSET_BYTE
        return is_read or command.startswith(_GET_RESPONSE)

    def _is_authenticating(self, command: bytes) -> bool:
        """Return whether both sides prove a printed number to each other, in the master file of such a card."""
        pins = (card_type.pins[0] for card_type in cards.CARD_TYPES if card_type.suite is not None)
        if all(self._application != pin.application for pin in pins):
            return False
        token, number = command[len(AUTHENTICATE) :], command[len(VERIFY_NUMBER) :]
        return (
            command == GET_CHALLENGE
            or (command.startswith(AUTHENTICATE) and len(token) == _TOKEN_AND_LENGTH and token[-1:] == b"\x00")
            or (command.startswith(VERIFY_NUMBER) and len(number) == _SEALED_NUMBER)
        )

    def _short_id_in(self, command: bytes) -> card.DataFile | None:
        """Return the file that this command reads by its short id, if a kind of card lists it so."""
        if len(command) < _SHORT_READ or command[2] & 0xE0 != SHORT_ID or command[3]:
            return None
        is_secured = _is_secured_read(command)
        is_plain = command.startswith(_READ_BINARY) and (
            len(command) == _SHORT_READ or (len(command) == _EXTENDED_READ and command[4] == 0)
        )
        if not is_secured and not is_plain:
            return None
        access = card.Access.SECURED if is_secured else card.Access.BY_SHORT_ID
        wanted = (self._application, command[2] & 0x1F, access)
        return next((file for file in _files() if (file.application, file.file, file.access) == wanted), None)

    def _is_reading_on(self, command: bytes) -> bool:
        """Return whether the secured file that was read from its start is read from another place."""
        is_current = self._current is not None and self._current.access is card.Access.SECURED
        return is_current and _is_secured_read(command) and command[2] <= _HIGHEST_OFFSET_BYTE

    @property
    def _current(self) -> card.DataFile | None:
        wanted = (self._application, self._file, self._access)
        return next((file for file in _files() if (file.application, file.file, file.access) == wanted), None)


def _files() -> Iterator[card.DataFile]:
    return (file for card_type in cards.CARD_TYPES for file in card_type.readable_files)


def _is_secured_read(command: bytes) -> bool:
    return (
        command.startswith(READ_SECURED)
        and len(command) == _SECURED_READ
        and command[4:9] == SECURED_LENGTH
        and command[11:] == bytes(2)
    )


def _application_in(command: bytes) -> bytes | None:
    """Return the application that this command selects, if a kind of card lists it."""
    for application in (each for card_type in cards.CARD_TYPES for each in card_type.applications):
        named = _SELECT_APPLICATION + bytes([len(application)]) + application
        if command == MASTER_FILES.get(application, named):
            return application
    return None
