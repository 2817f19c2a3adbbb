"""What the virtual card answers: files, PIN counters and status words as real cards give them.

Command set: ISO/IEC 7816-4 as the card uses it (SELECT, VERIFY, READ BINARY, READ RECORD).
"""

from dataclasses import dataclass
from typing import Protocol

from cardreader.card import MASTER_FILE
from cardreader.virtual import person
from cardreader.virtual.person import applications

CONTACT_ATR = bytes.fromhex("3BE000FF8131FE4514")

# Status words (ISO/IEC 7816-4).
OK = b"\x90\x00"
END_OF_FILE = b"\x62\x82"
WRONG_LENGTH = b"\x67\x00"
NOT_FOR_THIS_FILE = b"\x69\x81"
NOT_VERIFIED = b"\x69\x82"
BLOCKED = b"\x69\x84"
NO_CURRENT_FILE = b"\x69\x86"
NOT_FOUND = b"\x6a\x82"
NO_SUCH_RECORD = b"\x6a\x83"
WRONG_PARAMETERS = b"\x6a\x86"
BEYOND_THE_END = b"\x6b\x00"
UNKNOWN_INSTRUCTION = b"\x6d\x00"
UNKNOWN_CLASS = b"\x6e\x00"
COMMAND_LOST = b"\x6f\x00"

_SHORT_MOST = 256
_EXTENDED_MOST = 65536


class Chip(Protocol):
    """Anything that can sit in the virtual reader. An answer of None means: stays silent for ever."""

    atr: bytes

    def power_on(self) -> None: ...

    def power_off(self) -> None: ...

    def warm_reset(self) -> None: ...

    def answer(self, apdu: bytes) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Temper:
    """Habits that differ between real cards and readers."""

    forgets_on_warm_reset: bool = False
    """A real card keeps a verified PIN over a warm reset; only power-off clears it."""
    loses_first_command: bool = False
    """Answers 6F00 to the first command after power-up."""
    tells_verified: bool = False
    """Answers 9000 instead of the counter when the PIN asked about is verified."""
    most_bytes_at_once: int = 65536
    """Refuses to give more bytes in one answer (6700), as some readers do."""
    exact_lengths: bool = False
    """Answers 6Cxx when more is asked than there is, instead of what there is."""


@dataclass(frozen=True, slots=True)
class Command:
    """CLA, INS, P1, P2, the data field and the number of bytes wanted (None: no Le)."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    wanted: int | None = None


class FileChip:
    """A card of files with its counters; `selected` and `read` list (AID, EF id) in the order they were used."""

    atr = CONTACT_ATR

    def __init__(self, files: dict[bytes, person.Application], temper: Temper | None = None) -> None:
        self.files = files
        self._temper = temper or Temper()
        self.selected: list[tuple[bytes, int]] = []
        self.read: list[tuple[bytes, int]] = []
        self.pins_received = 0
        self.power_off()

    def power_on(self) -> None:
        self._awaits_first_command = True

    def power_off(self) -> None:
        self._aid: bytes | None = None
        self._file: int | None = None
        self._verified: set[tuple[bytes, int]] = set()
        self._awaits_first_command = True

    def warm_reset(self) -> None:
        verified = self._verified
        self.power_off()
        if not self._temper.forgets_on_warm_reset:
            self._verified = verified

    def answer(self, apdu: bytes) -> bytes | None:
        """Return the R-APDU to one C-APDU."""
        first, self._awaits_first_command = self._awaits_first_command, False
        if first and self._temper.loses_first_command:
            return COMMAND_LOST
        command = parse_command(apdu)
        if command is None:
            return WRONG_LENGTH
        if command.cla != 0:
            return UNKNOWN_CLASS
        handlers = {0xA4: self._select, 0x20: self._verify, 0xB0: self._read_binary, 0xB2: self._read_record}
        handler = handlers.get(command.ins)
        return handler(command) if handler else UNKNOWN_INSTRUCTION

    def tries_left(self, aid: bytes, secret: int) -> int:
        file = self.files[aid][secret]
        return file.tries if isinstance(file, person.SecretFile) else 0

    def _select(self, command: Command) -> bytes:
        if command.p1 == 0x04:
            return self._select_application(command.data)
        if command.p1 == 0x02 and len(command.data) == 2:
            return self._make_current(int.from_bytes(command.data, "big"))
        if command.p1 == 0x00 and MASTER_FILE in self.files and not command.data:
            return self._select_application(MASTER_FILE)
        if command.p1 == 0x00:
            return OK if self._aid and not command.data else NOT_FOUND if command.data else WRONG_PARAMETERS
        return WRONG_PARAMETERS

    def _select_application(self, aid: bytes) -> bytes:
        if aid not in self.files:
            return NOT_FOUND
        self._aid, self._file = aid, None
        return OK

    def _make_current(self, file: int) -> bytes:
        if self._aid is None or file not in self.files[self._aid]:
            return NOT_FOUND
        self._file = file
        self.selected.append((self._aid, file))
        return OK

    def _verify(self, command: Command) -> bytes:
        if command.p1 != 0 or not command.p2 & 0x80:
            return WRONG_PARAMETERS
        file, key = self._named(command.p2 & 0x7F)
        if key is None:
            return NO_CURRENT_FILE
        if not isinstance(file, person.SecretFile):
            return NOT_FOR_THIS_FILE
        if not command.data:
            return self._tell_tries(file, key)
        self.pins_received += 1
        return self._compare(file, key, command.data)

    def _tell_tries(self, secret: person.SecretFile, key: tuple[bytes, int]) -> bytes:
        if self._temper.tells_verified and key in self._verified:
            return OK
        return _tries(secret) if secret.tries else BLOCKED

    def _compare(self, secret: person.SecretFile, key: tuple[bytes, int], value: bytes) -> bytes:
        if not secret.tries:
            return BLOCKED
        if value == secret.value:
            secret.tries = secret.most_tries
            self._verified.add(key)
            return OK
        secret.tries -= 1
        self._verified.discard(key)
        return _tries(secret)

    def _read_binary(self, command: Command) -> bytes:
        if command.p1 & 0x80:
            file, key = self._named(command.p1 & 0x1F)
            offset = command.p2
        else:
            file, key = self._named(0)
            offset = command.p1 << 8 | command.p2
        if key is None:
            return NO_CURRENT_FILE
        if not isinstance(file, person.DataFile):
            return NOT_FOR_THIS_FILE
        at = key[0] if file.opened_at is None else file.opened_at
        if file.opened_by and not any((at, secret) in self._verified for secret in file.opened_by):
            return NOT_VERIFIED
        if offset >= len(file.content):
            return BEYOND_THE_END
        self.read.append(key)
        return self._part(file.content[offset:], command.wanted or 0)

    def _part(self, rest: bytes, wanted: int) -> bytes:
        if min(wanted, len(rest)) > self._temper.most_bytes_at_once:
            return WRONG_LENGTH
        if wanted <= len(rest):
            return rest[:wanted] + OK
        if self._temper.exact_lengths and len(rest) <= 0xFF:
            return bytes([0x6C, len(rest)])
        return rest + END_OF_FILE

    def _read_record(self, command: Command) -> bytes:
        if command.p2 & 0x07 != 0x04:
            return WRONG_PARAMETERS
        file, key = self._named(command.p2 >> 3)
        if key is None:
            return NO_CURRENT_FILE
        if not isinstance(file, person.RecordFile):
            return NOT_FOR_THIS_FILE
        if not 1 <= command.p1 <= len(file.records):
            return NO_SUCH_RECORD
        self.read.append(key)
        return file.records[command.p1 - 1] + OK

    def _named(self, short_id: int) -> tuple[person.File | None, tuple[bytes, int] | None]:
        """Return the file with this short id, made current; with 0 the current file."""
        if short_id:
            self._make_current(short_id)
        if self._aid is None or self._file is None or (short_id and self._file != short_id):
            return None, None
        application: person.Application = self.files[self._aid]
        return application[self._file], (self._aid, self._file)


class MyNumberChip(FileChip):
    """The My Number card of one person."""

    def __init__(self, person: person.VirtualPerson, temper: Temper | None = None) -> None:
        super().__init__(applications(person), temper)


def _tries(secret: person.SecretFile) -> bytes:
    return bytes([0x63, 0xC0 | secret.tries])


def parse_command(apdu: bytes) -> Command | None:
    """Return the command in these bytes, or None when the lengths in it do not fit."""
    if len(apdu) < 4:
        return None
    cla, ins, p1, p2 = apdu[:4]
    body = apdu[4:]
    lengths = _extended(body) if len(body) > 1 and body[0] == 0 else _short(body)
    return None if lengths is None else Command(cla, ins, p1, p2, *lengths)


def _short(body: bytes) -> tuple[bytes, int | None] | None:
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or _SHORT_MOST
    size, rest = body[0], body[1:]
    if len(rest) == size:
        return rest, None
    return (rest[:-1], rest[-1] or _SHORT_MOST) if len(rest) == size + 1 else None


def _extended(body: bytes) -> tuple[bytes, int | None] | None:
    first = int.from_bytes(body[1:3], "big")
    if len(body) == 3:
        return b"", first or _EXTENDED_MOST
    rest = body[3:]
    if len(body) > 3 and len(rest) == first:
        return rest, None
    if len(body) > 3 and len(rest) == first + 2:
        return rest[:-2], int.from_bytes(rest[-2:], "big") or _EXTENDED_MOST
    return None
