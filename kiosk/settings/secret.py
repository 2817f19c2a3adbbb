"""Secrets that lie in files of their owner: made once, whole, and shown to nobody."""

import os
import secrets
import stat
import sys
from hashlib import sha256
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


def read_other_secret(file: Path) -> bytes | None:
    """Return the secret that counts beside the one in `file` while it is replaced; None where there is none.

    It lies beside it as `….other` and is never made here. Raises SettingsError.
    """
    other = file.with_name(f"{file.name}.other")
    return read_secret(other) if other.exists() else None


def fingerprint_of_secret(secret: bytes) -> str:
    """Return eight signs by which people see whether two servers have the same secret."""
    digits = sha256(b"kiosk secret fingerprint" + secret).hexdigest()
    return f"{digits[:4]} {digits[4:8]}"


def read_private(file: Path) -> bytes:
    """Return the bytes of a file that only its owner may read, or that is laid down for us by the system.

    Raises SettingsError or OSError.
    """
    with file.open("rb") as opened:
        number = opened.fileno()
        if sys.platform != "win32":
            state = os.fstat(number)
            others = state.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            if others and not is_laid_down(state.st_uid, state.st_mode, os.fstatvfs(number).f_flag):
                raise SettingsError(SettingsReason.PRIVATE_FILE_TOO_OPEN, str(file))
        return opened.read(LARGEST)


def is_laid_down(owner: int, mode: int, mount: int) -> bool:
    """Return whether the file is a secret that a container's platform mounts, as Kubernetes does with `fsGroup`.

    It is root's, for one group to read, on a mount that nobody in here can write to.
    """
    is_for_a_group = not mode & (stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO)
    return sys.platform != "win32" and owner == 0 and is_for_a_group and bool(mount & os.ST_RDONLY)


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
