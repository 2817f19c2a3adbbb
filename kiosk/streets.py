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
from kiosk.settings.town import KANA

POSTAL_CODE = r"[0-9]{3}-[0-9]{4}"


@dataclass(frozen=True, slots=True)
class Place:
    """An address as far as it is known, and how a list shows it."""

    address: str
    label: str


def read_streets(file: Path, town: Town) -> Mapping[str, tuple[Place, ...]]:
    """By postal code (seven digits), in the order of their readings; empty if there is no such file. Raises
    DataMistake."""
    if not file.is_file():
        return {}
    root = read_toml(file)
    found = sorted(root.each("street", lambda table: _street(table, town)))
    _refuse_twice(root, [(code, name) for code, _, name in found])
    root.finish()
    return {
        code: tuple(Place(f"{town.full_name}{name}", f"{name}（{kana}）") for _, kana, name in streets)
        for code, streets in groupby(found, key=lambda street: street[0])
    }


def _street(table: Table, town: Town) -> tuple[str, str, str]:
    name = words(table, "name")
    kana = matching(table, "kana", KANA, "ひらがなかカタカナ")
    code = matching(table, "postal_code", POSTAL_CODE, "半角数字（例 099-9999）", town.postal_code)
    table.finish()
    return postal_code(code) or "", kana, name


def _refuse_twice(root: Table, streets: list[tuple[str, str]]) -> None:
    """Twice is twice, however differently it is read: such streets need not stand side by side."""
    seen: set[tuple[str, str]] = set()
    for street in streets:
        if street in seen:
            root.refuse(MistakeKind.NOT_ALLOWED, "street", f"{street[1]}は1度だけ")
        seen.add(street)
