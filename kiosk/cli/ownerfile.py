"""A file only its owner can read, for what residents or staff did."""

import os
from pathlib import Path

OWNER_ONLY = 0o600


def write_for_owner(file: Path, content: bytes) -> None:
    """Replaces what was in the file; raises OSError."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(number, "wb") as opened:
        if os.name == "posix":
            os.fchmod(number, OWNER_ONLY)
        opened.write(content)
