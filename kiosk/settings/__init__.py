"""The town's settings: one strict `config/town.toml`, and the secrets beside it."""

from kiosk.settings.directory import Directory
from kiosk.settings.hall import Closed, Hall, Payment, Section, Way, WayKind
from kiosk.settings.reading import CONFIG_VARIABLE, find_config, load_settings
from kiosk.settings.secret import fingerprint_of_secret, read_other_secret, read_secret
from kiosk.settings.settings import (
    Counter,
    Database,
    Desk,
    DeskMode,
    FactorRule,
    Keys,
    Paper,
    PaperCode,
    PaperCover,
    Prefill,
    Requesters,
    SecondFactor,
    Settings,
    SettingsError,
    SettingsReason,
    Till,
    Town,
)

__all__ = [
    "CONFIG_VARIABLE",
    "Closed",
    "Counter",
    "Database",
    "Desk",
    "DeskMode",
    "Directory",
    "FactorRule",
    "Hall",
    "Keys",
    "Paper",
    "PaperCode",
    "PaperCover",
    "Payment",
    "Prefill",
    "Requesters",
    "SecondFactor",
    "Section",
    "Settings",
    "SettingsError",
    "SettingsReason",
    "Till",
    "Town",
    "Way",
    "WayKind",
    "find_config",
    "fingerprint_of_secret",
    "load_settings",
    "read_other_secret",
    "read_secret",
]
