"""A town of its own for each test: config, keys and secrets in a temporary folder."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from kiosk.office import Office, open_office

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
    return office
