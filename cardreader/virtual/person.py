"""Whose card the virtual card is: a TOML file with the four items, the PIN and the tries left."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cardreader.errors import CardError, CardReason
from cardreader.mynumbercard import SEX_CODES

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


_CODE_OF_SEX = {sex.value: code.decode("ascii") for code, sex in SEX_CODES.items()}
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


def _wrong(file: Path, key: str) -> CardError:
    return CardError(CardReason.PERSON_FILE, detail=f"{file.name}: {key}")
