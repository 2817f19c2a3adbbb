"""How large a QR code some digits need."""

from forms.ticket.reason import TicketError, TicketReason

NUMERIC_CAPACITY_M = (
    34, 63, 101, 149, 202, 255, 293, 365, 432, 513,
    604, 691, 796, 871, 991, 1082, 1212, 1346, 1500, 1600,
)  # fmt: skip
"""Digits in numeric mode at error correction M, versions 1 to 20 (ISO/IEC 18004, table of capacities)."""

LARGEST_TEXT = NUMERIC_CAPACITY_M[-1]
"""Digits. Denser codes are hard to read off a phone."""


def qr_version(text: str) -> int:
    """Return the smallest QR version, 1 to 20, for these digits at error correction M.

    Raise TicketError(too_large).
    """
    for version, capacity in enumerate(NUMERIC_CAPACITY_M, start=1):
        if len(text) <= capacity:
            return version
    raise TicketError(TicketReason.TOO_LARGE)
