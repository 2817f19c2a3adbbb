"""A town of its own for each test: config, keys and secrets in a temporary folder."""

import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from kiosk.office import Office, open_office
from kiosk.settings.settings import Database
from kiosk.store.database import open_store

CONFIG = Path(__file__).parent.parent.parent / "config"


def make_office(folder: Path, *replacements: tuple[str, str]) -> Office:
    """The demo's town with a new key pair; `replacements` change the text of its town.toml."""
    config = folder / "config"
    shutil.copytree(CONFIG, config)
    file = config / "town.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    office = open_office(config)
    keys, town = office.settings.keys, office.settings.town.code
    make_first_key(keys.folder, town, datetime.now(UTC))
    write_public_keys(keys.public_file, read_keyring(keys.folder, town).public())
    put_database(office.settings.database)
    return office


def put_database(database: Database) -> None:
    """An empty database of today's shape: to make one anew costs a tenth of a second, which some thousand tests pay."""
    if database.url.startswith("sqlite:///"):
        file = Path(database.url.removeprefix("sqlite:///"))
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(_empty_database())
        file.chmod(0o600)


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite"
        open_store(Database(f"sqlite:///{file}", None, 12)).close()
        return file.read_bytes()
