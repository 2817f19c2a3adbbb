"""Reads single values of `town.toml`, each with what it should look like."""

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from forms import MistakeKind, Table, inputs

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9a-fA-F:]{2,39}")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LONGEST_TEXT = 200
POSTAL_CODE = r"[0-9]{3}-[0-9]{4}"
PHONE = r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}"
Word = TypeVar("Word", bound=StrEnum)


def read_matching(table: Table, key: str, pattern: str, expected: str, default: str | None = None) -> str:
    """Read a text that the whole pattern matches; `expected` says to people what it should look like."""
    found = table.text(key, default)
    if len(found) > LONGEST_TEXT or not re.fullmatch(pattern, found):
        table.wrong_type(key, expected)
    return found


def read_words(table: Table, key: str, default: str | None = None) -> str:
    """Read a short text for people: one line, not blank, no control characters. A default is taken as it is."""
    found = table.text(key, default)
    is_fine = 0 < len(found) <= LONGEST_TEXT and found == found.strip() and inputs.is_one_line(found)
    if table.has(key) and not is_fine:
        table.wrong_type(key, f"前後に空白のない{LONGEST_TEXT}字までの1行")
    return found


def read_optional_words(table: Table, key: str) -> str | None:
    """Read a short text for people, None where there is none."""
    # Asked for either way, so that the key counts as known.
    table.text(key, default="")
    return read_words(table, key) if table.has(key) else None


def read_choices(table: Table, key: str, allowed: type[Word], default: tuple[Word, ...]) -> tuple[Word, ...]:
    """Read a list of words of an enumeration, each once."""
    found = table.texts(key, default)
    known = {word.value: word for word in allowed}
    if wrong := [word for word in found if word not in known]:
        table.note(MistakeKind.NOT_ALLOWED, key, "、".join(known), found.index(wrong[0]))
    return tuple(known[word] for word in dict.fromkeys(found) if word in known)


def read_host(table: Table, key: str, default: str) -> str:
    """Read a host name or an address."""
    found = table.text(key, default)
    if not HOST.fullmatch(found):
        table.wrong_type(key, "ホスト名かIPアドレス（例 127.0.0.1）")
    return found


def read_port(table: Table, key: str, default: int) -> int:
    """Read the number of a TCP port."""
    return table.integer(key, default, least=1, most=65535)


def read_address(table: Table, key: str, found: str, schemes: tuple[str, ...]) -> SplitResult:
    """Return the parts of a URL with one of these schemes, a host, and no user, password, query or fragment."""
    expected = f"{'か'.join(scheme + '://' for scheme in schemes)}で始まるアドレス"
    try:
        parts = urlsplit(found)
        legal = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, legal = urlsplit(""), False
    clean = found.isprintable() and not set(" @?#") & set(found)
    if not (legal and clean):
        table.wrong_type(key, expected)
    return parts


def read_path(table: Table, key: str, default: str) -> Path:
    """Read a path, relative to the file that names it."""
    found = read_words(table, key, default)
    # Not resolved: a folder reached by a link stays the one the operator wrote.
    return Path(os.path.normpath(table.file.absolute().parent / found))


def read_optional_path(table: Table, key: str) -> Path | None:
    """Read a path, None where there is none."""
    found = read_optional_words(table, key)
    return read_path(table, key, found) if found else None


def read_existing_file(table: Table, key: str) -> Path | None:
    """Read the path of a file that must be there, None where there is none."""
    found = read_optional_path(table, key)
    if found and not found.is_file():
        table.note(MistakeKind.NOT_ALLOWED, key, "そこにあるファイルの名前")
    return found
