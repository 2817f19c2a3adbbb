"""Small TOML, spelled as people write it."""

import json
from collections.abc import Mapping, Sequence

Plain = str | int | float | bool | Sequence["Plain"] | Mapping[str, "Plain"]


def table(header: str, keys: Mapping[str, Plain]) -> str:
    """`[[header]]` and its keys, a line each; a list of tables takes a line an entry."""
    return "\n".join([f"[[{header}]]", *(f"{key} = {_long(value)}" for key, value in keys.items())])


def spelled(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {spelled(each)}" for key, each in value.items()) + " }"
    return "[" + ", ".join(spelled(each) for each in value) + "]"


def _long(value: Plain) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
        return "[\n" + "".join(f"  {spelled(each)},\n" for each in value) + "]"
    return spelled(value)
