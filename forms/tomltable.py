"""One table of a TOML file a town edits, read strictly: every mistake names file, line, key and remedy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.tomllines import KeyPath, line_of

Plain = str | int | bool

T = TypeVar("T")
Word = TypeVar("Word", bound=str)


class Table:
    """One TOML table. Each typed getter marks its key as known; `finish` refuses the keys nobody asked for.

    A getter without `default` refuses a missing key.
    """

    def __init__(
        self, file: Path, lines: Mapping[KeyPath, int], path: KeyPath, data: Mapping[str, object]
    ) -> None:
        self.file = file
        self.path = path
        self._lines = lines
        self._data = data
        self._known: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self._data

    def is_table(self, key: str) -> bool:
        return isinstance(self._data.get(key), dict)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def raw(self, key: str) -> object:
        """The value as the parser gives it."""
        self._known.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        found = self._value(key, default)
        return found if isinstance(found, str) else self.wrong_type(key, "引用符で囲んだ文字")

    def integer(self, key: str, default: int | None = None, *, least: int = 0, most: int = 10**9) -> int:
        found = self._value(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            self.wrong_type(key, "整数")
        if not least <= found <= most:
            self.refuse(MistakeKind.OUT_OF_RANGE, key, f"{least}から{most}まで")
        return found

    def number(self, key: str, default: float | None = None, *, least: float = -1e6, most: float = 1e6) -> float:
        found = self._value(key, default)
        if not isinstance(found, int | float) or isinstance(found, bool):
            self.wrong_type(key, "数")
        if not least <= found <= most:
            self.refuse(MistakeKind.OUT_OF_RANGE, key, f"{least:g}から{most:g}まで")
        return float(found)

    def boolean(self, key: str, default: bool | None = None) -> bool:
        found = self._value(key, default)
        return found if isinstance(found, bool) else self.wrong_type(key, "true か false")

    def day(self, key: str, default: date | None = None) -> date:
        found = self._value(key, default)
        return found if type(found) is date else self.wrong_type(key, "日付（例 2026-04-01）")

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        found = self._value(key, default)
        if isinstance(found, list | tuple) and all(isinstance(each, str) for each in found):
            return tuple(str(each) for each in found)
        return self.wrong_type(key, "[ ] で囲んだ文字の並び")

    def numbers(
        self, key: str, default: Sequence[float] | None = None, *, least: float = -1e6, most: float = 1e6
    ) -> tuple[float, ...]:
        found = self._value(key, default)
        if not isinstance(found, list | tuple):
            self.wrong_type(key, "[ ] で囲んだ数の並び")
        numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
        if len(numbers) != len(found):
            self.wrong_type(key, "[ ] で囲んだ数の並び")
        if not all(least <= each <= most for each in numbers):
            self.refuse(MistakeKind.OUT_OF_RANGE, key, f"{least:g}から{most:g}まで")
        return tuple(float(each) for each in numbers)

    def choice(self, key: str, allowed: Iterable[Word], default: Word | None = None) -> Word:
        """One of the allowed words, in their own type: a member of an enumeration stays one."""
        found, words = self.text(key, default), tuple(allowed)
        same = [word for word in words if word == found]
        return same[0] if same else self.refuse(MistakeKind.NOT_ALLOWED, key, "、".join(words))

    def plain(self, key: str) -> Plain | tuple[Plain, ...]:
        """A text, integer, boolean, or a list of them."""
        found = self._value(key, None)
        if isinstance(found, str | int):
            return found
        if isinstance(found, list) and all(isinstance(each, str | int) for each in found):
            return tuple(found)
        return self.wrong_type(key, "文字、整数、true か false、またはその並び")

    def table(self, key: str) -> "Table":
        """The sub-table, empty when it is missing."""
        found = self._value(key, {})
        if not isinstance(found, dict):
            self.wrong_type(key, f"[{key}] の表")
        return Table(self.file, self._lines, (*self.path, key), found)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """The array of tables, empty when it is missing. A single table counts as an array of one."""
        found = self._value(key, [])
        entries = [found] if isinstance(found, dict) else found
        if not isinstance(entries, list):
            self.wrong_type(key, f"[[{key}]] の表の並び")
        return tuple(self._entry(key, position, entry) for position, entry in enumerate(entries))

    def each(self, key: str, read: "Callable[[Table], T]") -> tuple[T, ...]:
        """What `read` makes of every entry of the array of tables. All entries are read before any mistake is raised."""
        found: list[T] = []
        mistakes: list[Mistake] = []
        for table in self.tables(key):
            try:
                found.append(read(table))
            except DataMistake as error:
                mistakes += error.mistakes
        refuse_all(mistakes)
        return tuple(found)

    def finish(self) -> None:
        """Refuses keys that no getter asked for."""
        for key in self._data:
            if key not in self._known:
                self.refuse(MistakeKind.UNKNOWN_KEY, key, "、".join(sorted(self._known)) or "なし")

    def refuse(self, kind: MistakeKind, key: str, detail: str) -> NoReturn:
        raise DataMistake(self.mistake(kind, key, detail))

    def mistake(self, kind: MistakeKind, key: str, detail: str) -> Mistake:
        line = line_of(self._lines, (*self.path, key) if key else self.path)
        return Mistake(kind, self.file, line, self._spelled(key), detail)

    def wrong_type(self, key: str, expected: str) -> NoReturn:
        self.refuse(MistakeKind.WRONG_TYPE, key, expected)

    def _value(self, key: str, default: object) -> object:
        self._known.add(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            self.refuse(MistakeKind.MISSING_KEY, key, "必ず要る項目です")
        return default

    def _entry(self, key: str, position: int, entry: object) -> "Table":
        if not isinstance(entry, dict):
            self.wrong_type(key, f"[[{key}]] の表の並び")
        return Table(self.file, self._lines, (*self.path, key, position), entry)

    def _spelled(self, key: str) -> str:
        steps = [
            f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in (*self.path, key) if step != ""
        ]
        return "".join(steps).removeprefix(".")


def refuse_all(mistakes: Iterable[Mistake]) -> None:
    """Raises DataMistake unless there are none."""
    found = tuple(mistakes)
    if found:
        raise DataMistake(*found)


def mistakes_of_each(root: Table, readers: Mapping[str, Callable[[Table], object]]) -> Iterator[Mistake]:
    """What `Table.each` refuses, for every array of tables with its reader: one mistake does not hide the next."""
    for key, read in readers.items():
        try:
            root.each(key, read)
        except DataMistake as error:
            yield from error.mistakes
