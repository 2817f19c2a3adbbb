"""The town's settings: one strict `config/town.toml`, and the secrets beside it."""

from kiosk.settings.hall import Closed, Hall, Payment, Section, Way, WayKind
from kiosk.settings.reading import CONFIG_VARIABLE, find_config, load_settings
from kiosk.settings.settings import (
    Counter,
    Database,
    Desk,
    DeskMode,
    Keys,
    Paper,
    PaperCode,
    PaperCover,
    Prefill,
    Requesters,
    Settings,
    SettingsError,
    SettingsReason,
    Town,
    read_secret,
)

__all__ = [
    "CONFIG_VARIABLE",
    "Closed",
    "Counter",
    "Database",
    "Desk",
    "DeskMode",
    "Hall",
    "Keys",
    "Paper",
    "PaperCode",
    "PaperCover",
    "Payment",
    "Prefill",
    "Requesters",
    "Section",
    "Settings",
    "SettingsError",
    "SettingsReason",
    "Town",
    "Way",
    "WayKind",
    "find_config",
    "load_settings",
    "read_secret",
]
