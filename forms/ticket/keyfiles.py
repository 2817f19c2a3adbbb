"""The town's keys as files that only their owner can read."""

import os
import secrets
import stat
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms import mistake, tomlfile, tomltext
from forms.ticket import contents, keys
from forms.ticket.keys import IDS, Keyring, KeysError, KeysReason, PublicKey, PublicKeys

TRIES = 5 if sys.platform == "win32" else 1
PAUSE_SECONDS = 0.1


def write_whole(file: Path, text: str, mode: int, *, destroy_old: bool = False) -> None:
    """Write beside the file, then take its place, so that a power cut leaves the old or the new one.

    `destroy_old` overwrites the old bytes before they are unlinked. Raise KeysError(not_writable).
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        try:
            _write_file(beside, text.encode("utf-8"), mode)
            if destroy_old:
                _overwrite_with_zeros(file)
            _take_place(beside, file)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(file.parent)
    except OSError:
        raise KeysError(KeysReason.NOT_WRITABLE, str(file)) from None


def _take_place(beside: Path, file: Path) -> None:
    """On Windows nothing takes the place of a file while another program has it open, which is never for long."""
    for _ in range(TRIES - 1):
        try:
            beside.replace(file)
            return
        except PermissionError:
            time.sleep(PAUSE_SECONDS)
    beside.replace(file)


def _overwrite_with_zeros(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(bytes(os.fstat(opened.fileno()).st_size))
        opened.flush()
        os.fsync(opened.fileno())


def _write_file(file: Path, data: bytes, mode: int) -> None:
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(number, "wb") as opened:
        if sys.platform != "win32":
            os.fchmod(number, mode)
        opened.write(data)
        opened.flush()
        os.fsync(number)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows cannot open folders and needs no such thing."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


KEY_BYTES = 32
YEARS = range(2000, 2200)
"""In which a key can have been made, replaced or retired; days can still be added to any of them."""


def key_to_toml(key: keys.TownKey, town: str) -> str:
    """Return one key with its history; without `private` once it is destroyed."""
    keys: dict[str, object] = {
        "town": town,
        "id": key.id,
        "public": key.public.hex(),
        "created": _iso(key.created),
    }
    keys |= {"replaced": _iso(key.replaced)} if key.replaced else {}
    keys |= {"retired": _iso(key.retired)} if key.retired else {}
    keys |= {"private": key.private.hex()} if key.private else {}
    return tomltext.write_keys(keys)


def key_from_toml(raw: bytes, file: Path, town: str) -> keys.TownKey:
    """Return the key in the file.

    Raise DataMistake for what is no key file, KeysError(other_town, broken_key) for a wrong one.
    """
    table = tomlfile.parse_toml(raw, file)
    if _text(table, "town") != town:
        raise KeysError(KeysReason.OTHER_TOWN, str(file))
    key = keys.TownKey(
        id=table.integer("id", most=IDS - 1),
        public=_key(table, "public"),
        private=_key(table, "private") if table.has("private") else None,
        created=_time(table, "created"),
        replaced=_time(table, "replaced") if table.has("replaced") else None,
        retired=_time(table, "retired") if table.has("retired") else None,
    )
    table.finish()
    if (key.private is None) is (key.retired is None) or not _halves_agree(key):
        raise KeysError(KeysReason.BROKEN_KEY, str(file))
    return key


def public_keys_to_toml(keys: PublicKeys) -> str:
    """Return the file that `public_keys_from_toml` reads."""
    entries = [tomltext.write_table("[[keys]]", {"id": key.id, "public": key.raw.hex()}) for key in keys.keys]
    return "\n".join([tomltext.write_keys({"town": keys.town}), *entries])


@lru_cache(4)
def public_keys_from_toml(raw: bytes, file: Path) -> PublicKeys:
    """Return the public keys in the file; it is read with each visit and code, and mostly says the same.

    Raise DataMistake for what is no key set, KeysError(broken_key, no_current_key) for a wrong one.
    """
    table = tomlfile.parse_toml(raw, file)
    town = table.text("town")
    keys: list[PublicKey] = []
    for entry in table.tables("keys"):
        keys.append(PublicKey(entry.integer("id", most=IDS - 1), _key(entry, "public")))
        entry.finish()
    table.finish()
    if len(town) != 6 or not town.isascii() or not town.isdigit():
        raise KeysError(KeysReason.BROKEN_KEY, str(file))
    if not keys:
        raise KeysError(KeysReason.NO_CURRENT_KEY, str(file))
    return PublicKeys(town, tuple(keys))


def _halves_agree(key: keys.TownKey) -> bool:
    if key.private is None:
        return True
    return X25519PrivateKey.from_private_bytes(key.private).public_key().public_bytes_raw() == key.public


def _text(table: tomlfile.Table, name: str) -> str:
    """Return the text as it is written. Raise DataMistake at once: nothing may stand in for a part of a key."""
    found = table.text(name)
    table.check()
    return found


def _key(table: tomlfile.Table, name: str) -> bytes:
    try:
        found = bytes.fromhex(_text(table, name))
    except ValueError:
        found = b""
    if len(found) != KEY_BYTES:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file))
    return found


def _time(table: tomlfile.Table, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(table, name))
    except ValueError:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file)) from None
    if found.tzinfo is None or found.year not in YEARS:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file))
    return found.astimezone(UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


OWNER_ONLY = 0o600
EVERYBODY_READS = 0o644
LARGEST_FILE = 10_000


class KeysRead:
    """The keys as their files said last time, worked out again only where a file says something else.

    What no file says any more is forgotten with the next look. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[Path, str], dict[tuple[Path, bytes], keys.TownKey]] = {}

    def keys_in(self, folder: Path, town: str) -> list[keys.TownKey]:
        """Return the keys of the files there now. Raise KeysError."""
        known = self._last.pop((folder, town), {})
        if not folder.is_dir():
            raise KeysError(KeysReason.NO_FOLDER, str(folder))
        found: dict[tuple[Path, bytes], keys.TownKey] = {}
        for file in sorted(folder.glob("key-*.toml")):
            raw = _read_private(file)
            found[file, raw] = known.get((file, raw)) or _key_in(raw, file, town)
        self._last[folder, town] = found
        return list(found.values())


_READ = KeysRead()


def read_keyring(folder: Path, town: str) -> Keyring:
    """Return all keys of the folder, oldest first.

    Raise KeysError (no_folder, unreadable, readable_by_others, broken_key, other_town).
    """
    keys = _READ.keys_in(folder, town)
    return Keyring(town, tuple(sorted(keys, key=lambda key: (key.created, key.id))))


def make_folder(folder: Path) -> None:
    """Make it, for its owner only, where it is missing. Raise KeysError(not_writable)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise KeysError(KeysReason.NOT_WRITABLE, str(folder)) from None


def make_first_key(folder: Path, town: str, now: datetime) -> keys.TownKey:
    """`kiosk keys new`: the folder, owner only, with the town's first key in it. Raise KeysError."""
    make_folder(folder)
    key = keys.first_key(read_keyring(folder, town), now)
    _write(folder, town, key)
    return key


def begin_keys(folder: Path, public_file: Path, town: str, now: datetime) -> keys.TownKey:
    """Make the first key and the public file of it. Raise KeysError."""
    made = make_first_key(folder, town, now)
    write_public_keys(public_file, read_keyring(folder, town).public())
    return made


def restore_key(folder: Path, public_file: Path, town: str, lines: Sequence[str]) -> keys.TownKey:
    """`kiosk keys restore`: the key of a recovery sheet, where none is in use.

    Raise KeysError (sheet_misread, other_town, already_has_key, not_writable).
    """
    of_town, key = keys.read_recovery_lines(lines)
    if of_town != town:
        raise KeysError(KeysReason.OTHER_TOWN)
    make_folder(folder)
    if any(known.is_current for known in read_keyring(folder, town).keys):
        raise KeysError(KeysReason.ALREADY_HAS_KEY)
    _write(folder, town, key)
    write_public_keys(public_file, read_keyring(folder, town).public())
    return key


def rotate_key(folder: Path, town: str, now: datetime) -> keys.TownKey:
    """`kiosk keys rotate`: a new current key; the one before is kept for opening. Raise KeysError."""
    changed = keys.rotated(read_keyring(folder, town), now)
    for key in changed:
        _write(folder, town, key)
    return changed[0]


def retire_key(
    folder: Path,
    town: str,
    id: int,
    now: datetime,
    *,
    validity: timedelta = contents.LONGEST_VALIDITY,
    force: bool = False,
) -> keys.TownKey:
    """`kiosk keys retire`: overwrites and unlinks the private half; the record of the key stays for the list.

    Copies that the disk or a backup keeps are out of reach. Raise KeysError.
    """
    key = keys.retired(read_keyring(folder, town), id, now, validity=validity, force=force)
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
    except mistake.DataMistake:
        raise KeysError(KeysReason.BROKEN_KEY, str(file)) from None


def file_of(folder: Path, id: int) -> Path:
    """Return the file of the key with this id."""
    return folder / f"key-{id:04x}.toml"


def _write(folder: Path, town: str, key: keys.TownKey) -> None:
    write_whole(file_of(folder, key.id), key_to_toml(key, town), OWNER_ONLY)


def _key_in(raw: bytes, file: Path, town: str) -> keys.TownKey:
    """Nobody mends a key file by hand, so its lines do not matter: it is whole or broken."""
    try:
        return key_from_toml(raw, file, town)
    except mistake.DataMistake:
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
