"""A draft on its way to another device of the same person: digits in a link, opened by a number beside them.

Nothing is stored for it. The digits are the draft, encrypted like its cookies and bound to the number; in a link
they stand behind the `#`, which browsers do not send. Whoever has the digits alone would have to guess the number
at the site, which lets nobody guess fast (`kiosk.prefill.later`).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from hmac import digest

from kiosk.prefill.draft import LARGEST, Draft, DraftBox

NUMBER_DIGITS = 6
GROUP = 7
WIDTHS = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}
"""Digits for so many bytes: 17 for 7 bytes waste one hundredth, and no number grows long."""

MOST_DIGITS = LARGEST * 2
"""More than any draft has."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Seals drafts for the way and opens them again. `key` makes the numbers."""

    box: DraftBox
    key: bytes

    def number(self, id: str) -> str:
        """Return the six digits for this draft: the same each time its page is shown."""
        found = int.from_bytes(digest(self.key, id.encode(), sha256)) % 10**NUMBER_DIGITS
        return f"{found:0{NUMBER_DIGITS}}"

    def seal(self, id: str, draft: Draft, now: datetime) -> str:
        """Return the digits to carry, without codes, which are made anew. Raise DraftError if it is too large."""
        text = self.box.encrypt(_bound(self.number(id)), draft.drop_codes(), now)
        return digits_of(urlsafe_b64decode(text + "=" * (-len(text) % 4)))

    def open(self, digits: str, number: str, now: datetime) -> Draft | None:
        """Return the draft as a new device has it; None for other digits, another number, or after its day."""
        raw = bytes_of(digits)
        if raw is None or not re.fullmatch(rf"[0-9]{{{NUMBER_DIGITS}}}", number):
            return None
        text = urlsafe_b64encode(raw).decode("ascii").rstrip("=")
        draft = self.box.decrypt(_bound(number), text, now)
        return replace(draft, stays=False) if draft else None


def digits_of(raw: bytes) -> str:
    """Return the bytes as digits, which cost least in a QR."""
    groups = (raw[at : at + GROUP] for at in range(0, len(raw), GROUP))
    return "".join(f"{int.from_bytes(group):0{WIDTHS[len(group)]}}" for group in groups)


def bytes_of(digits: str) -> bytes | None:
    """Return the bytes again; None for anything else."""
    if len(digits) > MOST_DIGITS or not re.fullmatch(r"[0-9]+", digits):
        return None
    sizes = {width: size for size, width in WIDTHS.items()}
    raw = b""
    for at in range(0, len(digits), WIDTHS[GROUP]):
        group = digits[at : at + WIDTHS[GROUP]]
        size = sizes.get(len(group), 0)
        if not size or int(group) >= 1 << (8 * size):
            return None
        raw += int(group).to_bytes(size)
    return raw


def _bound(number: str) -> str:
    """Return what stands for a draft's id on the way: no id of a draft has a space."""
    return f"carried {number}"
