"""What several commands are given: the office, and answers from a file or from standard input."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.failure import stop
from kiosk.office import Office, open_office, today

if TYPE_CHECKING:
    from forms import Application
    from kiosk.store import Store

LARGEST_INPUT = 2_000_000
CONFIG = click.option(
    "--config",
    "own_config",
    type=click.Path(path_type=Path, readable=False),
    help="Folder with town.toml; may also stand before the command.",
)


def office_of(own_config: Path | None) -> Office:
    """The office of `--config`, wherever on the line it stood."""
    given = own_config or click.get_current_context().find_root().obj
    return open_office(given)


def store_of(own_config: Path | None) -> AbstractContextManager["Store"]:
    """The open desk database of `--config`, closed at the end."""
    return desk_database(office_of(own_config))


@contextmanager
def desk_database(office: Office) -> "Iterator[Store]":
    """The open desk database, closed at the end. Raises StoreError or SettingsError."""
    from kiosk.store import open_store

    store = open_store(office.settings.database)
    try:
        yield store
    finally:
        store.close()


def application_in(file: str, office: Office) -> "Application":
    """The answers in an `A.json`; `-` is standard input. Raises ExchangeError."""
    from forms import application_from_json

    return application_from_json(read_input(file), office.catalogue, today())


def read_input(file: str) -> bytes:
    """A file's bytes, or standard input for `-`, at most two megabytes."""
    if file == "-":
        content = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    else:
        with Path(file).open("rb") as opened:
            content = opened.read(LARGEST_INPUT + 1)
    if len(content) > LARGEST_INPUT:
        stop("too_large", "ファイルが大きすぎます。別のファイルを選んでください。")
    return content
