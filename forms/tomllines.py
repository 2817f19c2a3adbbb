"""On which line of a TOML source each key stands: the standard parser does not tell."""

import re
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]
"""Keys from the root; an entry of an array of tables is its position."""

_NAME = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_HEADER = re.compile(rf"\s*(\[\[?)\s*{_PATH}\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*{_PATH}\s*=")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.|$)""")


def lines_of_keys(source: str) -> dict[KeyPath, int]:
    """Line numbers from 1, by key path, for the headers and the `key =` lines of the source."""
    lines: dict[KeyPath, int] = {}
    entries: dict[KeyPath, int] = {}
    here: KeyPath = ()
    for number, line in enumerate(source.split("\n"), start=1):
        if header := _HEADER.match(line):
            here = _resolve(_parts(header[2]), header[1] == "[[", entries)
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault((*here, *_parts(key[1])), number)
    return lines


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of the path, or of its nearest ancestor that has one, or 1."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


def _parts(spelled: str) -> tuple[str, ...]:
    return tuple(next(part for part in found.groups() if part is not None) for found in _PART.finditer(spelled))


def _resolve(parts: tuple[str, ...], is_array: bool, entries: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in entries:
            path = (*path, entries[path])
    path = (*path, parts[-1]) if parts else path
    if not is_array:
        return path
    entries[path] = entries.get(path, -1) + 1
    return (*path, entries[path])
