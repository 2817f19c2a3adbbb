"""Commands to one card: built here, counted here, and tolerant of what real readers do to a read."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cardreader import ber, guard, securemessaging
from cardreader.card import Access, DataFile, PinFile
from cardreader.errors import CardError, CardReason, Deadline

OK = 0x9000
BLOCKED = frozenset({0x6983, 0x6984})
NO_TRY_COUNTER = 0x6300
NOT_FOUND = 0x6A82
FIRST_COMMAND_LOST = 0x6F00

# Largest first; some readers pass no more than 84 bytes at a time.
CHUNKS = (256, 224, 128, 84, 64, 32)
LARGEST_FILE = 16 * 1024
MOST_COMMANDS = 400
_END_OF_FILE = frozenset({0x6282, 0x6B00})
_WRONG_LENGTH = 0x6700
_SEALED_HEADER = 3
_PARTS = (0, 1024, 192)
"""0: everything at once, as the cards' specification shows it; the others for readers that cannot carry it."""
_RETRY_SMALLER = frozenset({CardReason.CARD_REMOVED, CardReason.READER_FAILED})


class Card(Protocol):
    """A connected card: bytes in, bytes out; raises CardError."""

    def transmit(self, command: bytes) -> bytes: ...

    def power_cycle(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A card's answer: data and status word (SW1 SW2 as one number)."""

    data: bytes
    status: int

    @property
    def succeeded(self) -> bool:
        return self.status == OK or self.status >> 8 == 0x61


class Channel:
    """One short conversation with one card, bounded in time and in number of commands."""

    def __init__(self, card: Card, deadline: Deadline) -> None:
        self._card = card
        self._deadline = deadline
        self._commands_left = MOST_COMMANDS
        self._chunk = 0
        self._application: bytes | None = None
        self._file: int | None = None
        self._session: securemessaging.Session | None = None

    def select_application(self, aid: bytes) -> Answer:
        """Select an application, or the master file, and return what the card says to it."""
        named = bytes.fromhex("00A4040C") + bytes([len(aid)]) + aid
        command = guard.MASTER_FILES.get(aid, named)
        answer = self._send(command)
        if answer.status == FIRST_COMMAND_LOST:
            # Some cards lose the first command after power-up; selecting is harmless to repeat.
            answer = self._send(command)
        self._application, self._file = aid if answer.succeeded else None, None
        return answer

    def ask_tries_left(self, pin_file: PinFile) -> Answer:
        """VERIFY without a body: the card tells its counter and spends no try."""
        self._make_current(pin_file)
        return self._send(bytes.fromhex("00200080"))

    def verify(self, pin_file: PinFile, pin: guard.Pin | None) -> Answer:
        """Send the PIN, or what opens a card without one, once. It is not sent again, whatever the answer."""
        self._make_current(pin_file)
        sent = pin.for_card() if pin else pin_file.unset
        return self._send(bytes.fromhex("00200080") + bytes([len(sent)]) + sent)

    def prove_number(self, suite: securemessaging.Suite, pin_file: PinFile, number: guard.Pin) -> bool:
        """Prove the printed number to the card and have it prove the same; return whether it is the card's.

        Raises CardError(CARD_UNREADABLE) for a card that does not know its own number.
        """
        if not self.select_application(pin_file.application).succeeded:
            raise CardError(CardReason.CARD_UNREADABLE)
        challenge = self._send(guard.GET_CHALLENGE)
        if challenge.status != OK or len(challenge.data) != securemessaging.NONCE_BYTES:
            raise CardError(CardReason.CARD_UNREADABLE)
        ours = secrets.token_bytes(securemessaging.NONCE_BYTES), secrets.token_bytes(securemessaging.KEY_BYTES)
        handshake = securemessaging.Handshake(suite, number.for_card(), challenge.data, *ours)
        answer = self._send(guard.AUTHENTICATE + handshake.token + b"\x00")
        if answer.status != OK:
            return False
        self._session = handshake.session(answer.data)
        sealed = self._session.cryptogram(number.for_card())
        return self._send(guard.VERIFY_NUMBER + sealed[_SEALED_HEADER:]).status == OK

    def power_cycle(self) -> None:
        """Have the card forget what is verified and selected."""
        self._deadline.check()
        self._application = self._file = self._session = None
        self._card.power_cycle()

    def read_file(self, file: DataFile) -> bytes:
        """Return the file, as far as its size or its outer BER header says or the card gives.

        Raises CardError(CARD_UNREADABLE) for an absurd length or an unexpected status.
        """
        if file.access is not Access.SELECTED:
            return self._read_by_short_id(file)
        self._make_current(file)
        data, total = b"", file.size
        if total is None:
            data = self._read_at(0, ber.HEADER_BYTES)
            header = ber.read_header(data)
            total = header.size + header.length
        if total > LARGEST_FILE:
            raise CardError(CardReason.CARD_UNREADABLE)
        while len(data) < total:
            part = self._read_at(len(data), total - len(data))
            if not part:
                break
            data += part
        return data[:total]

    def _make_current(self, wanted: PinFile | DataFile) -> None:
        """Select what is not selected yet: entering an application anew forgets a verified PIN on some cards."""
        if self._application != wanted.application and not self.select_application(wanted.application).succeeded:
            raise CardError(CardReason.CARD_UNREADABLE)
        if self._file != wanted.file:
            if not self._send(bytes.fromhex("00A4020C02") + wanted.file.to_bytes(2, "big")).succeeded:
                raise CardError(CardReason.CARD_UNREADABLE)
            self._file = wanted.file

    def _read_by_short_id(self, file: DataFile) -> bytes:
        """Return a file that is read by its short id, at once or, where the reader cannot carry that, in parts."""
        if self._application != file.application and not self.select_application(file.application).succeeded:
            raise CardError(CardReason.CARD_UNREADABLE)
        read = self._read_secured if file.access is Access.SECURED else self._read_plain
        for chunk in _PARTS:
            data = self._read_in_parts(file, chunk, read)
            if data is not None:
                return data
        raise CardError(CardReason.CARD_UNREADABLE)

    def _read_in_parts(self, file: DataFile, chunk: int, read: Callable[[int, int], bytes | None]) -> bytes | None:
        """Return the file; None when a part was too large for the reader."""
        self._file = file.file
        most = file.size or LARGEST_FILE
        data = read((guard.SHORT_ID | file.file) << 8, chunk)
        if data is None or not chunk:
            return data
        while len(data) < most:
            part = read(len(data), chunk)
            if part is None:
                return None
            data += part
            if not part:
                break
        return data

    def _read_secured(self, place: int, chunk: int) -> bytes | None:
        command = (
            guard.READ_SECURED
            + place.to_bytes(2, "big")
            + guard.SECURED_LENGTH
            + chunk.to_bytes(2, "big")
            + bytes(2)
        )
        answer = self._carried(command)
        if answer is None or self._session is None:
            return None
        return self._session.opened(answer.data) if answer.data else b""

    def _read_plain(self, place: int, chunk: int) -> bytes | None:
        length = bytes([min(chunk, 0xFF)]) if chunk else bytes(3)
        answer = self._carried(bytes.fromhex("00B0") + place.to_bytes(2, "big") + length)
        return None if answer is None else answer.data

    def _carried(self, command: bytes) -> Answer | None:
        """Return the answer to a read, or None where another length is worth a try. Raises CardError."""
        try:
            answer = self._send(command)
        except CardError as error:
            if error.reason in _RETRY_SMALLER:
                return None
            raise
        if answer.status == OK or answer.status in _END_OF_FILE:
            return answer
        if answer.status == _WRONG_LENGTH or answer.status >> 8 == 0x6C:
            return None
        raise CardError(CardReason.CARD_UNREADABLE)

    def _read_at(self, offset: int, wanted: int) -> bytes:
        """Up to `wanted` bytes; shrinks the chunk for good when the reader cannot carry it."""
        while True:
            size = min(wanted, CHUNKS[self._chunk])
            answer = self._try_reading(offset, size)
            if answer is not None:
                break
            while CHUNKS[self._chunk] >= size:  # size is above the smallest chunk: _try_reading saw to it
                self._chunk += 1
        if answer.status == OK or answer.status in _END_OF_FILE:
            return answer.data
        raise CardError(CardReason.CARD_UNREADABLE)

    def _try_reading(self, offset: int, size: int) -> Answer | None:
        """Send one READ BINARY and return the answer, or None when a smaller one is worth a try."""
        command = bytes.fromhex("00B0") + offset.to_bytes(2, "big") + bytes([size & 0xFF])
        may_shrink = size > CHUNKS[-1]
        try:
            answer = self._fetch(command)
        except CardError as error:
            if may_shrink and error.reason in _RETRY_SMALLER:
                return None
            raise
        return None if may_shrink and answer.status == _WRONG_LENGTH else answer

    def _fetch(self, command: bytes) -> Answer:
        """One READ BINARY with the card's wishes about lengths followed (6Cxx, 61xx)."""
        answer = self._send(command)
        if answer.status >> 8 == 0x6C:
            answer = self._send(command[:-1] + bytes([answer.status & 0xFF]))
        data = answer.data
        while answer.status >> 8 == 0x61:
            answer = self._send(bytes.fromhex("00C00000") + bytes([answer.status & 0xFF]))
            data += answer.data
            if len(data) > LARGEST_FILE:
                raise CardError(CardReason.CARD_UNREADABLE)
        return Answer(data, answer.status)

    def _send(self, command: bytes) -> Answer:
        self._deadline.check()
        self._commands_left -= 1
        if self._commands_left < 0:
            raise CardError(CardReason.CARD_UNREADABLE)
        response = self._card.transmit(command)
        if len(response) < 2:
            raise CardError(CardReason.CARD_UNREADABLE)
        return Answer(response[:-2], int.from_bytes(response[-2:], "big"))
