"""What the program ships, and the town's changes over it.

The config folder holds only what a town changes: a whole file of the guide or the catalogue, a table of the fees, the
identity papers, the vocabulary or the register's columns. Everything else comes from the program and is renewed with it.
So that a town learns when what it has changed was renewed underneath, `base/` keeps a copy of what was shipped when the
change was made.
"""

import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path, PurePosixPath

from forms import DataMistake, Mistake, MistakeKind, procedures, vocabulary

SHIPPED = Path(__file__).parent / "shipped"
FEES, IDENTIFICATION, LOBBY, REGISTER = "fees.toml", "identification.toml", "lobby.toml", "register.toml"
GUIDE, AUDIO, SCENARIOS = "guide", "audio", "scenarios"
CATALOGUE, ITEMS = "catalogue", "catalogue/items"
BASE = "base"
"""Folder of the copies, beside what they are copies of."""

WHOLE_FILES = (
    LOBBY,
    f"{GUIDE}/*.toml",
    f"{SCENARIOS}/*.toml",
    f"{CATALOGUE}/*/procedure.toml",
    f"{CATALOGUE}/*/sheet.toml",
)
TAKEN = (*WHOLE_FILES, REGISTER)
"""What a town may copy to change it; of the register's columns it deletes the tables it leaves as they are."""
DEPTHS = {FEES: 1, IDENTIFICATION: 2, ITEMS: 1, REGISTER: 1}
"""Files that a town changes table by table, and how many names lead to a table."""


class State(StrEnum):
    """How a change stands to what is shipped today."""

    CURRENT = "current"
    OLDER = "older"
    """What is shipped has changed since."""
    UNKNOWN = "unknown"
    """Nobody has noted what was shipped when the change was made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file, or one table of a file, as text and as data."""

    text: str
    data: object


@dataclass(frozen=True, slots=True)
class Change:
    """What a town has put in place of something shipped."""

    file: str
    """Inside the config folder; of the vocabulary its folder."""
    table: str
    """Empty for a whole file."""
    shipped: Piece | None
    """Today; None if it is shipped no longer."""
    base: Piece | None
    """When the change was made."""

    @property
    def name(self) -> str:
        """As people call it."""
        return f"{self.file} の [{self.table}]" if self.table else self.file

    @property
    def state(self) -> State:
        """Comments and blank lines do not count."""
        if self.base is None:
            return State.UNKNOWN
        same = self.shipped is not None and self.shipped.data == self.base.data
        return State.CURRENT if same else State.OLDER

    def difference(self) -> str:
        """Return what has changed in what is shipped, line by line; empty without a copy to compare with."""
        if self.base is None:
            return ""
        old, new = self.base.text.splitlines(), self.shipped.text.splitlines() if self.shipped else []
        return "\n".join(unified_diff(old, new, "前に入っていたもの", "いま入っているもの", lineterm="", n=2))


def changes(config: Path) -> Iterator[Change]:
    """Yield every change of the town to something shipped now or before. What cannot be read is left out."""
    for pattern in WHOLE_FILES:
        for file in sorted(config.glob(pattern)):
            name = file.relative_to(config).as_posix()
            shipped, base = _whole(_shipped_text(name)), _whole(_text(config / BASE / name))
            if shipped or base:
                yield Change(name, "", shipped, base)
    for name, depth in DEPTHS.items():
        shipped_tables, base_tables = (
            _tables(_shipped_text(name), depth),
            _tables(_text(_copy(config, name)), depth),
        )
        for table in _tables(_town_text(config, name), depth):
            if table in shipped_tables or table in base_tables:
                yield Change(name, table, shipped_tables.get(table), base_tables.get(table))


def take(config: Path, name: str) -> tuple[Change, ...]:
    """Copy something shipped into the config folder, to be changed there: `guide/birth.toml`, `catalogue/dog`.

    Return what the town has now. Raise DataMistake if it has it already, LookupError if nothing of that name is shipped.
    """
    shipped, own = _shipped(name), config / name
    if ".." in PurePosixPath(name).parts or not any(
        PurePosixPath(file).match(pattern) for pattern in TAKEN for file in (name, f"{name}/sheet.toml")
    ):
        raise LookupError(name)
    if own.exists():
        raise DataMistake(Mistake(MistakeKind.ALREADY_THERE, own, 1, "", name))
    if shipped.is_dir():
        shutil.copytree(shipped, own)
    elif shipped.is_file():
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped, own)
    else:
        raise LookupError(name)
    taken = tuple(change for change in changes(config) if PurePosixPath(change.file).is_relative_to(name))
    _keep(config, taken)
    return taken


def keep_bases(config: Path) -> int:
    """Copy what is shipped today under each of the town's changes, and say how many there are. Raise OSError."""
    found = tuple(changes(config))
    _keep(config, found)
    return len(found)


def _keep(config: Path, found: Iterable[Change]) -> None:
    for name in dict.fromkeys(change.file for change in found):
        copy = _copy(config, name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_shipped_text(name) or "", "utf-8")


def _copy(config: Path, name: str) -> Path:
    return config / BASE / (f"{name}.toml" if name == ITEMS else name)


def _shipped_text(name: str) -> str | None:
    if name == ITEMS:
        return _joined(vocabulary.SHIPPED)
    return _text(_shipped(name))


def _shipped(name: str) -> Path:
    of_catalogue = PurePosixPath(name).parts[:1] == (CATALOGUE,)
    return procedures.SHIPPED / name.removeprefix(f"{CATALOGUE}/") if of_catalogue else SHIPPED / name


def _town_text(config: Path, name: str) -> str | None:
    return _joined(config / name) if name == ITEMS else _text(config / name)


def _joined(folder: Path) -> str:
    return "\n".join(_text(file) or "" for file in sorted(folder.glob("*.toml")))


def _text(file: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text("utf-8-sig")
    return None


def _whole(text: str | None) -> Piece | None:
    return None if text is None else Piece(text, _data(text))


def _data(text: str) -> Mapping[str, object]:
    with suppress(ValueError, RecursionError):
        return tomllib.loads(text)
    return {}


def _tables(text: str | None, depth: int) -> dict[str, Piece]:
    """Return the tables that lie so deep, by name."""
    found, lines = dict(_inside(_data(text or ""), depth)), _lines_by_table(text or "")
    return {name: Piece(_lines_of(name, lines), data) for name, data in found.items()}


def _inside(data: Mapping[str, object], depth: int, before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in data.items():
        name = f"{before}{key}"
        if depth > 1 and isinstance(value, dict):
            yield from _inside(value, depth - 1, f"{name}.")
        elif depth == 1:
            yield name, value


def _lines_by_table(text: str) -> list[tuple[str, list[str]]]:
    """Return what stands under each heading as shipped files are written: from the heading to the next one."""
    tables: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("["):
            tables.append((line.strip("[] ").replace('"', ""), []))
        if tables and line.strip() and not line.startswith("#"):
            tables[-1][1].append(line)
    return tables


def _lines_of(table: str, tables: Iterable[tuple[str, list[str]]]) -> str:
    """Return the lines of one table and of those inside it."""
    inside = (lines for heading, lines in tables if heading == table or heading.startswith(f"{table}."))
    return "\n".join(line for lines in inside for line in lines)
