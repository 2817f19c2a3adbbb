"""Whose card the virtual card is, and the files on it."""

import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cardreader import errors, mynumbercard

PERSONS = Path(__file__).parent / "persons"
MOST_TRIES = 3


class LengthForm(StrEnum):
    """How the card writes BER lengths; all of these are met on real cards."""

    SHORTEST = "shortest"
    TWO_BYTES = "81"
    THREE_BYTES = "82"


@dataclass(frozen=True, slots=True)
class VirtualPerson:
    """A fictitious holder. `birth_date` is YYYY-MM-DD (00 where unknown), `sex` the card's code.

    `holder_file` holds the bytes of EF 0002 where a file gives them raw instead of the items.
    """

    name: str
    address: str
    birth_date: str
    sex: str
    pin: str = "1234"
    tries: int = MOST_TRIES
    length_form: LengthForm = LengthForm.SHORTEST
    holder_file: bytes | None = None


_CODE_OF_SEX = {sex.value: code.decode("ascii") for code, sex in mynumbercard.SEX_CODES.items()}
_RAW = "ef0002_hex"
_ITEMS = ("name", "address", "birth_date", "sex")
_OPTIONAL = ("pin", "tries", "length_form")
_BIRTH_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def load_person(path: Path | str) -> VirtualPerson:
    """Read one person file. Raises CardError(PERSON_FILE) naming the file and the key at fault.

    Keys: `name`, `address`, `birth_date` ("1955-00-00" allowed), `sex` (male, female, not_applicable,
    unknown), or `ef0002_hex` in their place; `pin`, `tries` (0 = blocked), `length_form` are optional.
    """
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(file, "ファイルを開けません") from error
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, an endless number
        raise _wrong(file, "TOMLとして読めません") from error
    wanted = (_RAW,) if _RAW in data else _ITEMS
    for key in data:
        if key not in wanted + _OPTIONAL:
            raise _wrong(file, key)
    for key in wanted:
        if key not in data:
            raise _wrong(file, key)
    return _person(file, {key: str(value) for key, value in data.items()})


def shipped_persons() -> dict[str, Path]:
    """Return the persons that come with the program: file name without .toml → path."""
    return {path.stem: path for path in sorted(PERSONS.glob("*.toml"))}


def _person(file: Path, data: dict[str, str]) -> VirtualPerson:
    pin, tries = data.get("pin", "1234"), data.get("tries", str(MOST_TRIES))
    length_form = data.get("length_form", LengthForm.SHORTEST.value)
    if not re.fullmatch(r"[0-9]{4}", pin):
        raise _wrong(file, "pin")
    if not re.fullmatch(rf"[0-{MOST_TRIES}]", tries):
        raise _wrong(file, "tries")
    if length_form not in tuple(LengthForm):
        raise _wrong(file, "length_form")
    holder_file = _raw(file, data[_RAW]) if _RAW in data else None
    if holder_file is None and not _BIRTH_DATE.fullmatch(data["birth_date"]):
        raise _wrong(file, "birth_date")
    if holder_file is None and data["sex"] not in _CODE_OF_SEX:
        raise _wrong(file, "sex")
    return VirtualPerson(
        name=data.get("name", ""),
        address=data.get("address", ""),
        birth_date=data.get("birth_date", ""),
        sex=_CODE_OF_SEX.get(data.get("sex", ""), ""),
        pin=pin,
        tries=int(tries),
        length_form=LengthForm(length_form),
        holder_file=holder_file,
    )


def _raw(file: Path, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise _wrong(file, _RAW) from None


def _wrong(file: Path, key: str) -> errors.CardError:
    return errors.CardError(errors.CardReason.PERSON_FILE, detail=f"{file.name}: {key}")


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
    """A transparent EF; `opened_by` names the secrets of which one must be verified (empty: free).

    They are in the application `opened_at` (None: its own).
    """

    content: bytes
    opened_by: frozenset[int] = frozenset()
    opened_at: bytes | None = None


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
