"""Finds and reads `town.toml`."""

import os
from pathlib import Path

from forms.mistake import DataMistake
from forms.tomlfile import Table, read_toml
from kiosk.settings.desks import read_desks
from kiosk.settings.errors import SettingsError, SettingsReason
from kiosk.settings.sections import Settings
from kiosk.settings.servers import read_database, read_keys, read_paper, read_prefill
from kiosk.settings.town import read_town

CONFIG_VARIABLE = "KIOSK_CONFIG"
FILE_NAME = "town.toml"


def find_config(given: Path | None = None) -> Path:
    """The config folder: the one given, else `KIOSK_CONFIG`, else `./config`. Raises SettingsError."""
    folder = (given or Path(os.environ.get(CONFIG_VARIABLE) or "config")).absolute()
    if folder.name == FILE_NAME:
        folder = folder.parent
    if not (folder / FILE_NAME).is_file():
        raise SettingsError(SettingsReason.CONFIG_NOT_FOUND, str(folder))
    return folder


def load_settings(given: Path | None = None) -> Settings:
    """Return the settings of the town. Raise SettingsError naming file, line and key of every mistake."""
    folder = find_config(given)
    try:
        return _read(folder, read_toml(folder / FILE_NAME))
    except DataMistake as error:
        raise SettingsError(SettingsReason.SETTING_MISTAKEN, mistakes=error.mistakes) from None


def _read(folder: Path, root: Table) -> Settings:
    settings = Settings(
        folder=folder,
        town=read_town(root.table("town")),
        prefill=read_prefill(root.table("prefill")),
        desks=read_desks(root.tables("desk")),
        database=read_database(root.table("database")),
        keys=read_keys(root.table("keys")),
        paper=read_paper(root.table("paper")),
    )
    root.finish()
    return settings
