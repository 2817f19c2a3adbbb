"""Small TOML, spelled as people write it: the one writer of all TOML files this program makes."""

import json
import re
from collections.abc import Mapping, Sequence

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LARGEST_ROUNDED = 1e5
"""Numbers up to this are lengths and sizes: more than three decimals is noise."""


def spell(value: object) -> str:
    """Return the value as TOML on one line. A number without decimals loses its point.

    Raise TypeError for what is no text, number, boolean, list or table.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON and TOML escape alike, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{round(value, 3):.9g}" if abs(value) < LARGEST_ROUNDED else repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {spell(each)}" for key, each in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(spell(each) for each in value) + "]"
    raise TypeError("no value of our TOML files")


def write_keys(keys: Mapping[str, object]) -> str:
    """Return a line for each key; a list of tables takes a line an entry."""
    return "".join(f"{_key(key)} = {_lines(value)}\n" for key, value in keys.items())


def write_table(header: str, keys: Mapping[str, object]) -> str:
    """Return `header` (`[town]` or `[[box]]`, as it is written) with the keys below it."""
    return f"{header}\n{write_keys(keys)}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else spell(key)


def _lines(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
        return "[\n" + "".join(f"  {spell(each)},\n" for each in value) + "]"
    return spell(value)
