"""Writing small secret files: whole or not at all, and destroyed before they are unlinked."""

import os
import secrets
from pathlib import Path

from forms.ticket.keysreason import KeysError, KeysReason


def write_whole(file: Path, text: str, mode: int, *, destroy_old: bool = False) -> None:
    """Write beside the file, then take its place, so that a power cut leaves the old or the new one.

    `destroy_old` overwrites the old bytes before they are unlinked. Raise KeysError(not_writable).
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        try:
            _write(beside, text.encode("utf-8"), mode)
            if destroy_old:
                _overwrite_with_zeros(file)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(file.parent)
    except OSError:
        raise KeysError(KeysReason.NOT_WRITABLE, str(file)) from None


def _overwrite_with_zeros(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(bytes(os.fstat(opened.fileno()).st_size))
        opened.flush()
        os.fsync(opened.fileno())


def _write(file: Path, data: bytes, mode: int) -> None:
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(number, "wb") as opened:
        if os.name == "posix":
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
