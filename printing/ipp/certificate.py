"""The certificate of a printer with TLS, for whoever sets which one is the right one."""

from printing.ipp.address import Address, BadAddressError
from printing.ipp.transport import ConnectionLostError, NotAPrinterError, UnreachableError, certificate_of


def fingerprint_of(uri: str) -> str | None:
    """The SHA-256 of the certificate that the printer at `ipps://…` shows now, as 64 hex digits; None for a printer
    without TLS or one that does not answer. Never raises."""
    try:
        address = Address.parse(uri)
        return certificate_of(address) if address.secure else None
    except (BadAddressError, ConnectionLostError, NotAPrinterError, UnreachableError):
        return None
