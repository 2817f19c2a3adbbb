"""The TOML files a town edits, read strictly.

Every mistake names file, line, key and remedy, and all are told at once.

A reader goes through the tables of a file once. What is wrong is collected and something of the right type stands
in for it, so that the reader need not care; `Table.finish` of the whole file raises what has been collected.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NoReturn, TypeVar

from forms.mistake import DataMistake, Mistake, MistakeKind, raise_all
from forms.tomltext import Spot, find_lines

Plain = str | int | bool
"""What an answer is compared with, among others."""

T = TypeVar("T")
Number = TypeVar("Number", int, float)
Word = TypeVar("Word", bound=str)

LARGEST_FILE = 1_000_000
"""Bytes; a data file of a town is a few kilobytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The table something was read from; whatever is found wrong with it later is told with its true line."""

    file: Path
    spot: Spot
    name: str = ""
    """As people read it, with positions from 1: `page[2].ask[1]`. Empty for the whole file."""

    def mistake(self, kind: MistakeKind, key: str, detail: str, *inside: str | int) -> Mistake:
        """Return the mistake at `key`; at the table itself if it has no such key or `key` is empty.

        `inside` leads on from the key to the line, as far as there is such an entry.
        """
        name, spot = ".".join(part for part in (self.name, key) if part), self.spot.at(key)
        for step in inside:
            spot = spot.at(step)
        return Mistake(kind, self.file, spot.line, name, detail)

    def at(self, key: str, position: int | None = None) -> "Origin":
        """Return the origin of the table `key`, or of the entry at this position of the array `key`."""
        name = ".".join(part for part in (self.name, key) if part)
        if position is None:
            return Origin(self.file, self.spot.at(key), name)
        return Origin(self.file, self.spot.at(key, position), f"{name}[{position + 1}]")


NOWHERE = Origin(Path(), Spot(1))
"""Of what no file says."""


class Table:
    """One TOML table. Each typed getter marks its key as known and gives back a value of its type in any case.

    A getter without `default` takes a missing key for a mistake.
    """

    def __init__(
        self, origin: Origin, data: Mapping[str, object], mistakes: dict[Mistake, None], *, is_lost: bool = False
    ) -> None:
        self.origin = origin
        self._data = data
        self._is_lost = is_lost
        """Something else stands in for the whole table."""
        self._mistakes = mistakes
        """Of the whole file, each once."""
        self._known: set[str] = set()
        self._unread: set[str] = set()
        """Keys something else stands in for: nothing more is said about them."""

    @property
    def file(self) -> Path:
        return self.origin.file

    def has(self, key: str) -> bool:
        return key in self._data

    def is_table(self, key: str) -> bool:
        return isinstance(self._data.get(key), dict)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def raw(self, key: str) -> object:
        """Return the value as the parser gives it, None if it is missing."""
        self._known.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        found = self._value(key, default)
        return found if isinstance(found, str) else self._instead(key, "引用符で囲んだ文字", default, "")

    def integer(self, key: str, default: int | None = None, *, least: int = 0, most: int = 10**9) -> int:
        found, usual = self._value(key, default), min(max(0, least), most)
        if not isinstance(found, int) or isinstance(found, bool):
            return self._instead(key, "整数", default, usual)
        return self._within(key, found, least, most, usual if default is None else default)

    def number(self, key: str, default: float | None = None, *, least: float = -1e6, most: float = 1e6) -> float:
        found, usual = self._value(key, default), min(max(0.0, least), most)
        if not isinstance(found, int | float) or isinstance(found, bool):
            return self._instead(key, "数", default, usual)
        return float(self._within(key, found, least, most, usual if default is None else default))

    def boolean(self, key: str, default: bool | None = None) -> bool:
        found = self._value(key, default)
        return found if isinstance(found, bool) else self._instead(key, "true か false", default, False)

    def day(self, key: str, default: date | None = None) -> date:
        found = self._value(key, default)
        return found if type(found) is date else self._instead(key, "日付（例 2026-04-01）", default, date.min)

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        found = self._value(key, default)
        if isinstance(found, list | tuple) and all(isinstance(each, str) for each in found):
            return tuple(found)
        return tuple(self._instead(key, "[ ] で囲んだ文字の並び", default, ()))

    def numbers(
        self, key: str, default: Sequence[float] | None = None, *, least: float = -1e6, most: float = 1e6
    ) -> tuple[float, ...]:
        found = self._value(key, default)
        entries = found if isinstance(found, list | tuple) else (None,)
        numbers = [each for each in entries if isinstance(each, int | float) and not isinstance(each, bool)]
        if len(numbers) != len(entries):
            return tuple(self._instead(key, "[ ] で囲んだ数の並び", default, ()))
        usual = min(max(0.0, least), most)
        return tuple(float(self._within(key, each, least, most, usual)) for each in numbers)

    def choice(self, key: str, allowed: Iterable[Word], default: Word | None = None) -> Word:
        """Return one of the allowed words, in their own type: a member of an enumeration stays one.

        Where there is no default the choice decides what else the table may hold: nothing more is said about the
        table.
        """
        found, words = self.text(key, default), tuple(allowed)
        same = [word for word in words if word == found]
        if not same:
            self._replace(MistakeKind.NOT_ALLOWED, key, "、".join(words))
            self._is_lost |= default is None
        return same[0] if same else words[0] if default is None else default

    def plain(self, key: str) -> Plain | tuple[Plain, ...]:
        """Return a text, integer, boolean, or a list of them."""
        found = self._value(key, None)
        if isinstance(found, str | int):
            return found
        if isinstance(found, list) and all(isinstance(each, str | int) for each in found):
            return tuple(found)
        return self._instead(key, "文字、整数、true か false、またはその並び", None, "")

    def table(self, key: str) -> "Table":
        """Return the sub-table, empty when it is missing."""
        found = self._value(key, {})
        if isinstance(found, dict):
            return self._inner(self.origin.at(key), found)
        self.wrong_type(key, f"[{key}] の表")
        return Table(self.origin.at(key), {}, self._mistakes, is_lost=True)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Return the array of tables, empty when it is missing. A single table counts as an array of one."""
        found = self._value(key, [])
        if isinstance(found, dict):
            return (self._inner(self.origin.at(key), found),)
        entries = found if isinstance(found, list) else [found]
        tables = [
            self._inner(self.origin.at(key, position), entry)
            for position, entry in enumerate(entries)
            if isinstance(entry, dict)
        ]
        if len(tables) != len(entries):
            self.wrong_type(key, f"[[{key}]] の表の並び")
        return tuple(tables)

    def each(self, key: str, read: "Callable[[Table], T]") -> tuple[T, ...]:
        """Return what `read` makes of every entry of the array of tables, without those it refuses."""
        found: list[T] = []
        for table in self.tables(key):
            try:
                found.append(read(table))
            except DataMistake as error:
                self._mistakes.update(dict.fromkeys(error.mistakes))
        return tuple(found)

    def finish(self) -> None:
        """Note the keys that no getter asked for. At the whole file, raise DataMistake with all that was noted."""
        for key in self._data:
            if key not in self._known:
                self.note(MistakeKind.UNKNOWN_KEY, key, "、".join(sorted(self._known)) or "なし")
        if not self.origin.name:
            self.check()

    def check(self) -> None:
        """Raise DataMistake with every mistake of this file so far, from top to bottom, if there is one."""
        raise_all(sorted(self._mistakes, key=lambda mistake: mistake.line))

    def note(self, kind: MistakeKind, key: str, detail: str, *inside: str | int) -> None:
        """Collect a mistake and go on. Nothing is said about a key that has been found wrong by its getter."""
        if not self._is_lost and key not in self._unread:
            self._mistakes[self.mistake(kind, key, detail, *inside)] = None

    def drop(self, kind: MistakeKind, key: str, detail: str) -> None:
        """Collect a mistake that makes everything else in this table doubtful: nothing more is said about it."""
        self.note(kind, key, detail)
        self._is_lost = True

    def refuse(self, kind: MistakeKind, key: str, detail: str) -> NoReturn:
        """Collect a mistake and give this table up: raise DataMistake. `each` goes on with the next table."""
        self.note(kind, key, detail)
        self.check()
        raise DataMistake(self.mistake(kind, key, detail))

    def wrong_type(self, key: str, expected: str) -> None:
        """Collect that the value should look otherwise; nothing more is said about this key."""
        self._replace(MistakeKind.WRONG_TYPE, key, expected)

    def mistake(self, kind: MistakeKind, key: str, detail: str, *inside: str | int) -> Mistake:
        """Return the mistake at this key, without collecting it.

        It is on the line of the entry that the detail names, if the key has an array with such an entry.
        """
        entries = self._data.get(key)
        if not inside and isinstance(entries, list) and detail in entries:
            inside = (entries.index(detail),)
        return self.origin.mistake(kind, key, detail, *inside)

    def line_naming(self, word: str) -> int:
        """Return the first line on which the word is a key or a text.

        Of `applicant.name` also one on which `applicant` is; else the table's own line.
        """
        lines: dict[str, int] = {}
        for name, line in _names(self._data, self.origin.spot):
            lines[name] = min(line, lines.get(name, line))
        while word and word not in lines:
            word = word.rpartition(".")[0]
        return lines.get(word, self.origin.spot.line)

    def _inner(self, origin: Origin, data: Mapping[str, object]) -> "Table":
        return Table(origin, data, self._mistakes, is_lost=self._is_lost)

    def _value(self, key: str, default: object) -> object:
        self._known.add(key)
        if key not in self._data and default is None:
            self._replace(MistakeKind.MISSING_KEY, key, "必須の項目です")
        return self._data.get(key, default)

    def _instead(self, key: str, expected: str, default: T | None, stand_in: T) -> T:
        self.wrong_type(key, expected)
        return stand_in if default is None else default

    def _within(self, key: str, found: Number, least: Number, most: Number, usual: Number) -> Number:
        if least <= found <= most:
            return found
        self._replace(MistakeKind.OUT_OF_RANGE, key, f"{least:g}から{most:g}まで")
        return usual

    def _replace(self, kind: MistakeKind, key: str, detail: str) -> None:
        self.note(kind, key, detail)
        self._unread.add(key)


def read_toml(file: Path) -> Table:
    """Return the whole file as its root table. Raise DataMistake if it cannot be read or is not TOML."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _broken(MistakeKind.UNREADABLE, file, 1, _trouble(error)) from None
    if len(raw) > LARGEST_FILE:
        raise _broken(MistakeKind.UNREADABLE, file, 1, "大きすぎます")
    return _table(raw, file, _parsed_once)


def parse_toml(raw: bytes, file: Path) -> Table:
    """Return the same from bytes already in hand; `file` is only for the messages."""
    return _table(raw, file, _parsed)


def table_of(data: Mapping[str, object], file: Path) -> Table:
    """Return the same from data that never was a text; `file` stands for where they came from."""
    return Table(Origin(file, Spot(1)), data, {})


def _names(value: object, spot: Spot) -> Iterator[tuple[str, int]]:
    """Yield every key and every text in the value, with its line."""
    if isinstance(value, str):
        yield value, spot.line
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), spot.at(key).line
            yield from _names(inner, spot.at(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _names(inner, spot.at(position))


def _table(raw: bytes, file: Path, parse: Callable[[str], tuple[Spot, dict[str, object]]]) -> Table:
    try:
        # Notepad may begin a file with a byte order mark.
        spot, data = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _broken(MistakeKind.NOT_UTF8, file, line, "") from None
    except (ValueError, RecursionError) as error:  # ValueError also for an integer of thousands of digits
        raise _broken(MistakeKind.NOT_TOML, file, _line_in_message(str(error)), "書式") from None
    return Table(Origin(file, spot), data, {})


def _parsed(source: str) -> tuple[Spot, dict[str, object]]:
    return find_lines(source), tomllib.loads(source)


_parsed_once = lru_cache(maxsize=2048)(_parsed)
"""Data files are read again and again by checks and by each process that starts; nobody changes what was read."""


def _line_in_message(message: str) -> int:
    words = message.replace(",", " ").replace(")", " ").split()
    numbers = [word for before, word in pairwise(words) if before == "line" and word.isdigit()]
    return int(numbers[0]) if numbers else 1


def _trouble(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "ありません"
        case PermissionError():
            return "権限がありません"
        case IsADirectoryError():
            return "フォルダーです"
        case _:
            return error.strerror or "読めません"


def _broken(kind: MistakeKind, file: Path, line: int, detail: str) -> DataMistake:
    return DataMistake(Mistake(kind, file, line, "", detail))
