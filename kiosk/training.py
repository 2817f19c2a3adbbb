"""Practice beside the real desk: a database, keys and tickets of its own, so that the two can never mix."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forms import Application, DataMistake, Procedure, Value, samples
from forms.ticket import KeysError, TicketError, keyfiles, open_ticket
from kiosk.office import Office, now
from kiosk.settings import Desk, Keys, PaperCode, Settings

FOLDER = "../var/training"
"""Beside the config folder, as everything a desk keeps."""

PORTS_APART = 100
"""Both may run on one PC."""

LAST_PORT = 65535


def training_office(office: Office) -> Office:
    """The same town for practice; makes its keys where there are none. Raises KeysError, DataMistake."""
    folder, settings = _folder(office), office.settings
    keys = Keys(folder / "keys", folder / "keys" / "public.toml")
    if not keys.public_file.is_file():
        _make_keys(keys, settings)
    database = replace(
        settings.database,
        url=f"sqlite:///{folder / 'desk.sqlite'}",
        password_file=None,
        seal_key_file=None,
        journal_folder=None,
    )
    changed = replace(
        settings,
        desks=tuple(_desk(desk, folder) for desk in settings.desks),
        database=database,
        keys=keys,
        paper=replace(settings.paper, code=PaperCode.NONE),
    )
    return Office(changed, training=True)


def sample_resident(procedures: Sequence[Procedure], size: str) -> Application:
    """One fictitious resident who wants all of these: the samples of each, put together. Raises DataMistake."""
    answers: dict[str, Value] = {}
    for procedure in procedures:
        if size in samples.sample_names(procedure):
            answers |= samples.read_sample(procedure, size).answers
    return Application(tuple(procedures), answers)


def is_training_ticket(texts: Sequence[str], office: Office) -> bool:
    """Whether these are the digits of a ticket for practice at this PC."""
    try:
        keyring = keyfiles.read_keyring(_folder(office) / "keys", office.settings.town.code)
        open_ticket(texts, keyring, office.catalogue, now())
    except (DataMistake, KeysError, TicketError):
        return False
    return True


def _make_keys(keys: Keys, settings: Settings) -> None:
    code = settings.town.code
    keyring = keyfiles.read_keyring(keys.folder, code) if keys.folder.is_dir() else None
    if keyring is None or not keyring.keys:
        keyfiles.make_first_key(keys.folder, code, now())
    keyfiles.write_public_keys(keys.public_file, keyfiles.read_keyring(keys.folder, code).public())


def _desk(desk: Desk, folder: Path) -> Desk:
    port = min(desk.port + PORTS_APART, LAST_PORT)
    return replace(desk, port=port, session_secret_file=folder / "session-secret")


def _folder(office: Office) -> Path:
    return Path(os.path.normpath(office.settings.folder / FOLDER))
