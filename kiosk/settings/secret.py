"""Secrets are files of 32 random bytes, readable by their owner only, made on first use."""

import os
import secrets
import stat
from pathlib import Path

from kiosk.settings.settings import SettingsError, SettingsReason

SIZE = 32
LARGEST = 4096


def read_secret(file: Path) -> bytes:
    """Return the 32 bytes in `file`, made now if it is missing. Raises SettingsError.

    Programs that start at the same moment get the same bytes.
    """
    try:
        if not file.exists():
            _make(file)
        found = read_private(file)
    except OSError:
        raise SettingsError(SettingsReason.PRIVATE_FILE_UNREADABLE, str(file)) from None
    if len(found) != SIZE:
        raise SettingsError(SettingsReason.PRIVATE_FILE_DAMAGED, str(file))
    return found


def read_private(file: Path) -> bytes:
    """Return the bytes of a file that only its owner may read. Raises SettingsError or OSError."""
    with file.open("rb") as opened:
        if os.name == "posix" and os.fstat(opened.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(SettingsReason.PRIVATE_FILE_TOO_OPEN, str(file))
        return opened.read(LARGEST)


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(secrets.token_bytes(SIZE))
            opened.flush()
            os.fsync(opened.fileno())
        # A link appears whole or not at all, and never replaces the secret another program has just made.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
