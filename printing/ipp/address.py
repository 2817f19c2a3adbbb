"""Where a printer is: `ipp://host[:port]/path`, `ipps://` with TLS (source: RFC 3510, RFC 7472)."""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORT = 631
LONGEST = 1023


class BadAddressError(ValueError):
    """The text is not the address of an IPP printer."""


@dataclass(frozen=True, slots=True)
class Address:
    """One printer on the network."""

    uri: str
    host: str
    port: int
    path: str
    secure: bool

    @classmethod
    def parse(cls, uri: str) -> "Address":
        """Reads an address.

        Raises:
            BadAddressError: not ipp or ipps, no host, a user name inside, or an impossible port.
        """
        if not uri.isascii() or not uri.isprintable() or " " in uri or len(uri) > LONGEST:
            raise BadAddressError("an address is plain ASCII without spaces")
        parts = _split(uri)
        if parts.scheme not in {"ipp", "ipps"}:
            raise BadAddressError("an address starts with ipp:// or ipps://")
        if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
            raise BadAddressError("an address is ipp://host/path and nothing more")
        return cls(
            uri, parts.hostname, parts.port or DEFAULT_PORT, parts.path or "/", secure=parts.scheme == "ipps"
        )


def _split(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        _ = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise BadAddressError("the host or port cannot be read") from error
    return parts
