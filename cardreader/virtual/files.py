"""The files on the virtual card: which application holds what, and which secret opens it."""

from dataclasses import dataclass, field

from cardreader.virtual.person import LengthForm, VirtualPerson

TEXT_APPLICATION = bytes.fromhex("D3921000310001010408")  # 券面事項入力補助AP
JPKI_APPLICATION = bytes.fromhex("D392F000260100000001")  # 公的個人認証AP
COMMON_APPLICATION = bytes.fromhex("D3921000310001010100")  # 共通カードAP

TEXT_PIN = 0x0011
# Nobody has this number: its check digit is wrong (the right one would be 8).
FICTITIOUS_NUMBER = "123456789010"
_TOKEN_INFO_BYTES = 160
_BASIC_INFO_BYTES = 256


@dataclass(frozen=True, slots=True)
class DataFile:
    """A transparent EF; `opened_by` names the secrets of which one must be verified (empty: free)."""

    content: bytes
    opened_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records, numbered from 1, free to read."""

    records: tuple[bytes, ...]


@dataclass(slots=True)
class SecretFile:
    """A PIN with its counter."""

    value: bytes = field(repr=False)
    most_tries: int
    tries: int


File = DataFile | RecordFile | SecretFile
Application = dict[int, File]


def applications(person: VirtualPerson) -> dict[bytes, Application]:
    """Return a fresh set of applications (AID → EF id → file) for this person's card."""
    return {
        TEXT_APPLICATION: _text_application(person),
        JPKI_APPLICATION: _jpki_application(person),
        COMMON_APPLICATION: {0x0001: RecordFile((b"\x01\x1c" + b"4000000000000001322120350217",))},
    }


def holder_file(person: VirtualPerson) -> bytes:
    """EF 0002: the four items (DF22..DF25) behind their offsets from the start of the file (DF21)."""
    if person.holder_file is not None:
        return person.holder_file
    form = person.length_form
    items = [
        tlv(tag, value.encode("utf-8"), form)
        for tag, value in (
            (0xDF22, person.name),
            (0xDF23, person.address),
            (0xDF24, person.birth_date.replace("-", "")),
            (0xDF25, person.sex),
        )
    ]
    offsets_size = len(tlv(0xDF21, bytes(8), form))
    body_size = offsets_size + sum(map(len, items))
    position = len(tlv(0xFF20, bytes(body_size), form)) - body_size + offsets_size
    offsets = b""
    for item in items:
        offsets += position.to_bytes(2, "big")
        position += len(item)
    return tlv(0xFF20, tlv(0xDF21, offsets, form) + b"".join(items), form)


def tlv(tag: int, value: bytes, form: LengthForm = LengthForm.SHORTEST) -> bytes:
    """One BER TLV with a two-byte tag, its length written in at least the given form."""
    size = len(value)
    if size > 0xFF or form is LengthForm.THREE_BYTES:
        length = b"\x82" + size.to_bytes(2, "big")
    elif size > 0x7F or form is LengthForm.TWO_BYTES:
        length = bytes([0x81, size])
    else:
        length = bytes([size])
    return tag.to_bytes(2, "big") + length + value


def _text_application(person: VirtualPerson) -> Application:
    number = DataFile(tlv(0xFF10, FICTITIOUS_NUMBER.encode()) + b"\xff\xff", frozenset({TEXT_PIN, 0x0014}))
    basic = tlv(0xFF40, tlv(0xDF41, bytes.fromhex("01030E01")) + tlv(0xDF42, b"6000033VIRTUAL01"))
    return {
        0x0001: number,
        0x0002: DataFile(holder_file(person), frozenset({TEXT_PIN, 0x0015})),
        0x0005: DataFile(basic.ljust(_BASIC_INFO_BYTES, b"\xff")),
        TEXT_PIN: SecretFile(person.pin.encode("ascii"), 3, person.tries),
        0x0014: SecretFile(FICTITIOUS_NUMBER.encode(), 10, 10),
        0x0015: SecretFile(b"00000020350000", 10, 10),
    }


def _jpki_application(person: VirtualPerson) -> Application:
    return {
        0x0006: DataFile(b"JPKIAPICCTOKEN2".ljust(_TOKEN_INFO_BYTES, b" ")),
        0x0008: DataFile(bytes.fromhex("000000")),
        0x0018: SecretFile(person.pin.encode("ascii"), 3, 3),
        0x001B: SecretFile(b"ABC123", 5, 5),
    }
