"""Reads the TOML files a town edits into strict tables (`forms.tomltable`)."""

import tomllib
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.tomllines import KeyPath, lines_of_keys
from forms.tomltable import Plain, Table, mistakes_of_each, refuse_all

__all__ = ["LARGEST_FILE", "Plain", "Table", "mistakes_of_each", "parse_toml", "read_toml", "refuse_all"]

LARGEST_FILE = 1_000_000
"""Bytes; a data file of a town is a few kilobytes."""


def read_toml(file: Path) -> Table:
    """The whole file as its root table. Raises DataMistake if it cannot be read or is not TOML."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _broken(MistakeKind.UNREADABLE, file, 1, _trouble(error)) from None
    if len(raw) > LARGEST_FILE:
        raise _broken(MistakeKind.UNREADABLE, file, 1, "大きすぎます")
    return _table(raw, file, _parsed_once)


def parse_toml(raw: bytes, file: Path) -> Table:
    """The same from bytes already in hand; `file` is only for the messages."""
    return _table(raw, file, _parsed)


def _table(raw: bytes, file: Path, parse: Callable[[str], tuple[dict[KeyPath, int], dict[str, object]]]) -> Table:
    try:
        # Notepad may begin a file with a byte order mark.
        lines, data = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _broken(MistakeKind.NOT_UTF8, file, line, "") from None
    except (ValueError, RecursionError) as error:  # ValueError also for an integer of thousands of digits
        raise _broken(MistakeKind.NOT_TOML, file, _line_in_message(str(error)), "書式") from None
    return Table(file, lines, (), data)


def _parsed(source: str) -> tuple[dict[KeyPath, int], dict[str, object]]:
    return lines_of_keys(source), tomllib.loads(source)


_parsed_once = lru_cache(maxsize=512)(_parsed)
"""Data files are read again and again by checks and by each process that starts; nobody changes what was read."""


def _line_in_message(message: str) -> int:
    words = message.replace(",", " ").split()
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
