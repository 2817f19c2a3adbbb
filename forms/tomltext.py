"""TOML as text: the line each key stands on, and values written as a clerk would write them.

The parser decides what is TOML. The scanner need not refuse anything: what it cannot follow ends it, and what it
has seen until then still counts.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

DEEPEST = 32
"""Parts of a dotted key, and values in values. Nobody writes so many; the parser takes the square of the parts,
and fails on the values without a line."""


class TooDeepError(ValueError):
    """More than `DEEPEST`. The message names the line as the parser's messages do."""


@dataclass(slots=True, eq=False)
class Spot:
    """Where a table, an array or a value stands, and the spots of what is in it, by key or by position from 0."""

    line: int
    inside: "dict[str | int, Spot]" = field(default_factory=dict)

    def at(self, *path: str | int) -> "Spot":
        """Return the spot of the path, or of the nearest thing around it that stands in the source."""
        spot = self
        for step in path:
            if step not in spot.inside:
                break
            spot = spot.inside[step]
        return spot


def find_lines(source: str) -> Spot:
    """Return the spot of the whole source, whatever it is, in a time that grows with its length.

    Raise TooDeepError for a key of too many parts or a value in too many others.
    """
    scanner = _Scanner(source)
    with suppress(_LostError):
        scanner.scan()
    return scanner.root


class _LostError(Exception):
    """What stands here is no TOML."""


_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BETWEEN = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")
_HEADER, _HEADER_END = re.compile(r"\[\[?"), re.compile(r"\]\]?")
_EQUALS = re.compile(r"=[ \t]*+")
_PART = re.compile(
    r"""[ \t]*+(?:(?P<quoted>"(?:[^"\\\n]++|\\.)*+")|'(?P<literal>[^'\n]*+)'|(?P<bare>[A-Za-z0-9_-]++))"""
    r"""[ \t]*+(?P<dot>\.?)"""
)
_SCALAR = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+""""{0,2}'''
    r"""|'''(?:[^']++|'(?!''))*+''''{0,2}"""
    r"""|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'"""
    r"""|[0-9]{4}-[0-9]{2}-[0-9]{2}[ ][0-9]{2}:[0-9:.Zz+-]++"""
    r"""|[^\s,\[\]{}#"'=]++""",
    re.DOTALL,
)


@dataclass(slots=True)
class _Container:
    """An array or an inline table whose end has not come yet."""

    spot: Spot
    is_array: bool


class _Scanner:
    """Goes through a source once, token by token, without recursion."""

    def __init__(self, source: str) -> None:
        self.root = Spot(1)
        self._source = source
        self._position = 0
        self._line = 1
        self._counted = 0

    def scan(self) -> None:
        table = self.root
        self._take(_BLANK)
        while self._position < len(self._source):
            if self._next == "[":
                table = self._header()
            else:
                self._value(self._key(table))
            self._take(_BLANK)

    @property
    def _next(self) -> str:
        return self._source[self._position : self._position + 1]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self._source, self._position)
        if found is None:
            raise _LostError
        self._position = found.end()
        return found

    def _line_here(self) -> int:
        self._line += self._source.count("\n", self._counted, self._position)
        self._counted = self._position
        return self._line

    def _header(self) -> Spot:
        """`[a.b]` or `[[a.b]]`. A table may have been mentioned before, in the header of another one."""
        line, is_array = self._line_here(), self._take(_HEADER)[0] == "[["
        *around, name = self._parts()
        self._take(_HEADER_END)
        spot = self.root
        for part in around:
            spot = spot.inside.setdefault(part, Spot(line))
            # Of an array of tables, the last one is meant.
            spot = spot.inside[len(spot.inside) - 1] if 0 in spot.inside else spot
        spot = spot.inside.setdefault(name, Spot(line))
        if is_array:
            return spot.inside.setdefault(len(spot.inside), Spot(line))
        spot.line = line
        return spot

    def _key(self, table: Spot) -> Spot:
        """`a.b =`, in a file or in an inline table."""
        line = self._line_here()
        for part in self._parts():
            table = table.inside.setdefault(part, Spot(line))
        self._take(_EQUALS)
        return table

    def _parts(self) -> list[str]:
        parts: list[str] = []
        while True:
            found = self._take(_PART)
            parts.append(_unquoted(found))
            self._check_depth(len(parts))
            if not found["dot"]:
                return parts

    def _value(self, spot: Spot) -> None:
        """Scan a value with all that is in it."""
        around: list[_Container] = []
        while True:
            if self._next in ("[", "{"):
                around.append(_Container(spot, self._next == "["))
                self._check_depth(len(around))
                self._position += 1
            else:
                self._take(_SCALAR)
            self._close(around)
            if not around:
                return
            container = around[-1].spot
            if around[-1].is_array:
                spot = container.inside.setdefault(len(container.inside), Spot(self._line_here()))
            else:
                spot = self._key(container)

    def _check_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeepError(f"too deep (at line {self._line_here()})")

    def _close(self, around: list[_Container]) -> None:
        """Go on to the next entry of the innermost container that has one."""
        while around:
            self._take(_BETWEEN)
            if self._next not in ("]", "}"):
                return
            self._position += 1
            around.pop()


def _unquoted(part: re.Match[str]) -> str:
    if part["quoted"] is None:
        return part["literal"] if part["literal"] is not None else part["bare"]
    try:
        return str(tomllib.loads(f"key = {part['quoted']}")["key"])
    except tomllib.TOMLDecodeError:
        raise _LostError from None


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
