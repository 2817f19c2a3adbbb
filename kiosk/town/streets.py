"""The town's own 町字: `config/streets.toml`. A directory of postal codes names few of them, and late."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from forms.digits import postal_code
from forms.mistake import MistakeKind
from forms.tomlfile import Table, read_toml
from kiosk.settings import Town
from kiosk.settings.checks import matching, words
from kiosk.settings.reading import KANA

POSTAL_CODE = r"[0-9]{3}-[0-9]{4}"


@dataclass(frozen=True, slots=True)
class Place:
    """An address as far as it is known, and how a list shows it."""

    address: str
    label: str


def read_streets(file: Path, town: Town) -> Mapping[str, tuple[Place, ...]]:
    """Return them by postal code (seven digits), in the order of their readings; nothing if there is no such file.

    Raises DataMistake.
    """
    if not file.is_file():
        return {}
    root = read_toml(file)
    seen: set[tuple[str, str]] = set()
    found = sorted(_street(table, town, seen) for table in root.tables("street"))
    root.finish()
    return {
        code: tuple(Place(f"{town.full_name}{name}", f"{name}（{kana}）") for _, kana, name in streets)
        for code, streets in groupby(found, key=lambda street: street[0])
    }


def _street(table: Table, town: Town, seen: set[tuple[str, str]]) -> tuple[str, str, str]:
    """Return postal code, reading and name.

    What is there with another reading is there twice all the same: such streets need not stand side by side.
    """
    name = words(table, "name")
    kana = matching(table, "kana", KANA, "ひらがなかカタカナ")
    code = matching(table, "postal_code", POSTAL_CODE, "半角数字（例 099-9999）", town.postal_code)
    table.finish()
    if (code, name) in seen:
        table.note(MistakeKind.DUPLICATE, "name", name)
    seen.add((code, name))
    return postal_code(code) or "", kana, name
