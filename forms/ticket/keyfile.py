"""The text of a key file and of the public key set: small TOML, keys in hexadecimal, times in ISO 8601."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms.ticket.keys import IDS, PublicKey, PublicKeys, TownKey
from forms.ticket.keysreason import KeysError, KeysReason
from forms.tomlfile import Table, parse_toml
from forms.tomlwriting import write_keys, write_table

KEY_BYTES = 32
YEARS = range(2000, 2200)
"""In which a key can have been made, replaced or retired; days can still be added to any of them."""


def key_to_toml(key: TownKey, town: str) -> str:
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
    return write_keys(keys)


def key_from_toml(raw: bytes, file: Path, town: str) -> TownKey:
    """Return the key in the file.

    Raise DataMistake for what is no key file, KeysError(other_town, broken_key) for a wrong one.
    """
    table = parse_toml(raw, file)
    if _text(table, "town") != town:
        raise KeysError(KeysReason.OTHER_TOWN, str(file))
    key = TownKey(
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
    entries = [write_table("[[keys]]", {"id": key.id, "public": key.raw.hex()}) for key in keys.keys]
    return "\n".join([write_keys({"town": keys.town}), *entries])


def public_keys_from_toml(raw: bytes, file: Path) -> PublicKeys:
    """Return the public keys in the file.

    Raise DataMistake for what is no key set, KeysError(broken_key, no_current_key) for a wrong one.
    """
    table = parse_toml(raw, file)
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


def _halves_agree(key: TownKey) -> bool:
    if key.private is None:
        return True
    return X25519PrivateKey.from_private_bytes(key.private).public_key().public_bytes_raw() == key.public


def _text(table: Table, name: str) -> str:
    """Return the text as it is written. Raise DataMistake at once: nothing may stand in for a part of a key."""
    found = table.text(name)
    table.check()
    return found


def _key(table: Table, name: str) -> bytes:
    try:
        found = bytes.fromhex(_text(table, name))
    except ValueError:
        found = b""
    if len(found) != KEY_BYTES:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file))
    return found


def _time(table: Table, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(table, name))
    except ValueError:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file)) from None
    if found.tzinfo is None or found.year not in YEARS:
        raise KeysError(KeysReason.BROKEN_KEY, str(table.file))
    return found.astimezone(UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
