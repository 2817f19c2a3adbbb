"""A town's key as six lines on paper: typed back when every disk that held it is gone.

Each line is twelve signs and a thirteenth that checks them, so that a slip of the hand is told by its line. The
signs are Crockford's 32 (no I, L, O, U; O is read as 0, I and L as 1). Together they are 45 bytes: version, town,
id, time, the private half, and three bytes of a digest over all of it.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms.ticket.keys import KeysError, KeysReason, TownKey

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")
BITS = 5
LINES, LENGTH = 6, 12
VERSION = 1
DIGEST = 3
GROUP = 4


def recovery_lines(key: TownKey, town: str) -> tuple[str, ...]:
    """Return the lines as they stand on paper, in groups of four. The key must still have its private half."""
    assert key.private is not None
    head = bytes((VERSION,)) + int(town).to_bytes(3) + key.id.to_bytes(2)
    plain = head + int(key.created.timestamp()).to_bytes(4) + key.private
    whole = int.from_bytes(plain + sha256(plain).digest()[:DIGEST])
    signs = "".join(SIGNS[whole >> BITS * place & (len(SIGNS) - 1)] for place in reversed(range(LINES * LENGTH)))
    lines = (signs[start : start + LENGTH] for start in range(0, len(signs), LENGTH))
    return tuple(_grouped(line + _check(number, line)) for number, line in enumerate(lines, start=1))


def read_recovery_lines(lines: Sequence[str]) -> tuple[str, TownKey]:
    """Return the town's code and its key. Raise KeysError(sheet_misread); `place` is the line, where it is one."""
    folded = [_fold(line) for line in lines if line.strip()]
    for number, line in enumerate(folded, start=1):
        if len(line) != LENGTH + 1 or line[-1] != _check(number, line[:-1]):
            raise KeysError(KeysReason.SHEET_MISREAD, f"{number}行目")
    whole = 0
    for sign in "".join(line[:-1] for line in folded):
        whole = whole << BITS | SIGNS.index(sign)
    if len(folded) != LINES:
        raise KeysError(KeysReason.SHEET_MISREAD, f"{LINES}行のうち{len(folded)}行")
    raw = whole.to_bytes(LINES * LENGTH * BITS // 8)
    plain, digest = raw[:-DIGEST], raw[-DIGEST:]
    if sha256(plain).digest()[:DIGEST] != digest or plain[0] != VERSION:
        raise KeysError(KeysReason.SHEET_MISREAD)
    private = plain[10:]
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    created = datetime.fromtimestamp(int.from_bytes(plain[6:10]), UTC)
    return f"{int.from_bytes(plain[1:4]):06}", TownKey(int.from_bytes(plain[4:6]), public, private, created)


def _check(number: int, line: str) -> str:
    """Return the thirteenth sign; it differs from line to line, so that two lines cannot change places."""
    return SIGNS[sha256(f"{number}{line}".encode()).digest()[0] % len(SIGNS)]


def _grouped(line: str) -> str:
    return " ".join(line[start : start + GROUP] for start in range(0, len(line), GROUP))


def _fold(line: str) -> str:
    """In whatever width, case and groups it is typed; what is no sign stays and is found by the check."""
    folded = unicodedata.normalize("NFKC", line[:200]).upper().translate(LOOKALIKES)
    signs = "".join(sign for sign in folded if not sign.isspace() and sign != "-")
    return signs if all(sign in SIGNS for sign in signs) else ""
