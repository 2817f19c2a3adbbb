"""The morning round: is everything there that a desk needs? One finding a part, none stops the others."""

from collections.abc import Iterator

from kiosk.doctor.data import look_at_data, look_at_papers
from kiosk.doctor.database import look_at_database
from kiosk.doctor.devices import look_at_devices
from kiosk.doctor.finding import Finding, Health
from kiosk.office import Office

__all__ = ["Finding", "Health", "examine", "examine_prefill"]


def examine(office: Office, name: str | None = None) -> Iterator[Finding]:
    """Look at every part in turn, at the devices of all desks or of the named one. Raises SettingsError."""
    desks = office.settings.desks if name is None else (office.settings.desk(name=name),)
    yield from look_at_data(office)
    yield from look_at_papers(office)
    yield from look_at_database(office)
    for desk in desks:
        yield from look_at_devices(desk)


def examine_prefill(office: Office) -> Iterator[Finding]:
    """Look at what the prefill site needs, and what it must not have."""
    yield from look_at_data(office)
    folder = office.settings.keys.folder
    if any(folder.glob("key-*.toml")):
        sentence = f"ここにあってはいけません。{folder} の key-*.toml を役場に移して、ここから消してください。"
        yield Finding("秘密鍵", Health.BAD, sentence)
    else:
        yield Finding("秘密鍵", Health.GOOD, "ここにはありません")
