"""A folder with one file per key, readable by its owner only. The thin edge around `forms.ticket.keys`."""

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

from forms.mistake import DataMistake
from forms.ticket.contents import LONGEST_VALIDITY
from forms.ticket.keyfile import key_from_toml, key_to_toml, public_keys_from_toml, public_keys_to_toml
from forms.ticket.keys import Keyring, PublicKeys, TownKey, first_key, retired, rotated
from forms.ticket.keysreason import KeysError, KeysReason
from forms.ticket.safewriting import write_whole

OWNER_ONLY = 0o600
EVERYBODY_READS = 0o644
LARGEST_FILE = 10_000


def read_keyring(folder: Path, town: str) -> Keyring:
    """Return all keys of the folder, oldest first.

    Raise KeysError (no_folder, unreadable, readable_by_others, broken_key, other_town).
    """
    if not folder.is_dir():
        raise KeysError(KeysReason.NO_FOLDER, str(folder))
    keys = [_key_in(file, town) for file in sorted(folder.glob("key-*.toml"))]
    return Keyring(town, tuple(sorted(keys, key=lambda key: (key.created, key.id))))


def make_first_key(folder: Path, town: str, now: datetime) -> TownKey:
    """`kiosk keys new`: the folder, owner only, with the town's first key in it. Raise KeysError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise KeysError(KeysReason.NOT_WRITABLE, str(folder)) from None
    key = first_key(read_keyring(folder, town), now)
    _write(folder, town, key)
    return key


def rotate_key(folder: Path, town: str, now: datetime) -> TownKey:
    """`kiosk keys rotate`: a new current key; the one before is kept for opening. Raise KeysError."""
    changed = rotated(read_keyring(folder, town), now)
    for key in changed:
        _write(folder, town, key)
    return changed[0]


def retire_key(
    folder: Path,
    town: str,
    id: int,
    now: datetime,
    *,
    validity: timedelta = LONGEST_VALIDITY,
    force: bool = False,
) -> TownKey:
    """`kiosk keys retire`: overwrites and unlinks the private half; the record of the key stays for the list.

    Copies that the disk or a backup keeps are out of reach. Raise KeysError.
    """
    key = retired(read_keyring(folder, town), id, now, validity=validity, force=force)
    write_whole(file_of(folder, id), key_to_toml(key, town), OWNER_ONLY, destroy_old=True)
    return key


def write_public_keys(file: Path, keys: PublicKeys) -> None:
    """Write the one file the prefill site needs. Raise KeysError(not_writable)."""
    write_whole(file, public_keys_to_toml(keys), EVERYBODY_READS)


def read_public_keys(file: Path) -> PublicKeys:
    """Return the public keys of the file. Raise KeysError (no_public_file, unreadable, broken_key)."""
    try:
        return public_keys_from_toml(file.read_bytes()[:LARGEST_FILE], file)
    except FileNotFoundError:
        raise KeysError(KeysReason.NO_PUBLIC_FILE, str(file)) from None
    except OSError:
        raise KeysError(KeysReason.UNREADABLE, str(file)) from None
    except DataMistake:
        raise KeysError(KeysReason.BROKEN_KEY, str(file)) from None


def file_of(folder: Path, id: int) -> Path:
    """Return the file of the key with this id."""
    return folder / f"key-{id:04x}.toml"


def _write(folder: Path, town: str, key: TownKey) -> None:
    write_whole(file_of(folder, key.id), key_to_toml(key, town), OWNER_ONLY)


def _key_in(file: Path, town: str) -> TownKey:
    """Nobody mends a key file by hand, so its lines do not matter: it is whole or broken."""
    try:
        return key_from_toml(_read_private(file), file, town)
    except DataMistake:
        raise KeysError(KeysReason.BROKEN_KEY, str(file)) from None


def _read_private(file: Path) -> bytes:
    """Return the file, if only its owner can read it; looked at through the open file so that nobody swaps it."""
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            if os.name == "posix" and mode & 0o077:
                raise KeysError(KeysReason.READABLE_BY_OTHERS, str(file))
            return opened.read(LARGEST_FILE)
    except OSError:
        raise KeysError(KeysReason.UNREADABLE, str(file)) from None
