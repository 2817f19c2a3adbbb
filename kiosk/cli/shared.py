"""What several commands share: the office, answers from files, and files only their owner reads."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.failure import stop
from kiosk.office import Office, open_office, today
from kiosk.settings import CONFIG_VARIABLE

if TYPE_CHECKING:
    from forms import Application
    from kiosk.store import Store

LARGEST_INPUT = 2_000_000
OWNER_ONLY = 0o600
CONFIG = click.option(
    "--config",
    "own_config",
    type=click.Path(path_type=Path, readable=False),
    help="Folder with town.toml; may also stand before the command.",
)


def office_of(own_config: Path | None) -> Office:
    """Return the office of `--config`, wherever on the line it stood."""
    given = own_config or click.get_current_context().find_root().obj
    return open_office(given)


def config_folder(own_config: Path | None) -> Path:
    """Return the config folder, which need not be there yet."""
    given = own_config or click.get_current_context().find_root().obj
    return Path(given or os.environ.get(CONFIG_VARIABLE) or "config").absolute()


def store_of(own_config: Path | None) -> AbstractContextManager["Store"]:
    """Return the open desk database of `--config`, closed at the end."""
    return desk_database(office_of(own_config))


@contextmanager
def desk_database(office: Office) -> "Iterator[Store]":
    """Open the desk database; it is closed at the end. Raises StoreError or SettingsError."""
    from kiosk.store import open_store

    store = open_store(office.settings.database)
    try:
        yield store
    finally:
        store.close()


def application_in(file: str, office: Office) -> "Application":
    """Return the answers in an `A.json`; `-` is standard input. Raises ExchangeError."""
    from forms import application_from_json

    return application_from_json(read_input(file), office.catalogue, today())


def read_input(file: str, most: int = LARGEST_INPUT) -> bytes:
    """Return a file's bytes, or standard input for `-`, at most two megabytes where nothing else is said."""
    if file == "-":
        content = sys.stdin.buffer.read(most + 1)
    else:
        with Path(file).open("rb") as opened:
            content = opened.read(most + 1)
    if len(content) > most:
        stop("too_large", "ファイルが大きすぎます。別のファイルを選んでください。")
    return content


def write_for_owner(file: Path, content: bytes) -> None:
    """Replace what is in the file, so that only its owner can read it. Raises OSError."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(number, "wb") as opened:
        if sys.platform != "win32":
            os.fchmod(number, OWNER_ONLY)
        opened.write(content)


def tell_address(host: str, port: int) -> None:
    """Say where a server listens; standard error is for events alone."""
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"始めました: http://{shown}:{port}/ （止めるときは Ctrl-C）")
