"""The register of a running desk, as the town's files say."""

from forms.ticket.keyfiles import read_keyring
from kiosk.office import Office
from kiosk.register import layout, lookup, practice
from kiosk.register.grants import GRANTS_FILE, read_grants
from kiosk.store import Store


def open_register(office: Office, store: Store) -> lookup.Register | None:
    """Return the register, None where the town does not use it; in practice there is one, which exercises fill. Raise
    DataMistake for a mistake in its files."""
    settings = office.settings
    use = layout.town_layout(settings.folder).use
    if not use.is_on and not office.training:
        return None
    desks = {desk.name for desk in settings.desks}
    grants = read_grants(settings.folder / GRANTS_FILE, office.every_procedure, desks)
    if office.training:
        use, grants = practice.USE, (*grants, practice.practice_grant(office))
    return lookup.Register(store, use, grants, lambda: read_keyring(settings.keys.folder, settings.town.code))
