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
    fingerprint: str | None = None
    """The only certificate this printer may show, as SHA-256 in 64 lower-case hex digits; None: any."""

    @classmethod
    def parse(cls, uri: str, fingerprint: str | None = None) -> "Address":
        """Reads an address; a fingerprint makes sense for ipps only.

        Raises:
            BadAddressError: not ipp or ipps, no host, a user name inside, an impossible port, or a fingerprint for
                a printer without TLS.
        """
        if not uri.isascii() or not uri.isprintable() or " " in uri or len(uri) > LONGEST:
            raise BadAddressError("an address is plain ASCII without spaces")
        parts = _split(uri)
        if parts.scheme not in {"ipp", "ipps"}:
            raise BadAddressError("an address starts with ipp:// or ipps://")
        if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
            raise BadAddressError("an address is ipp://host/path and nothing more")
        secure = parts.scheme == "ipps"
        if fingerprint is not None and not secure:
            raise BadAddressError("only ipps:// has a certificate")
        return cls(uri, parts.hostname, parts.port or DEFAULT_PORT, parts.path or "/", secure, fingerprint)


def _split(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        _ = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise BadAddressError("the host or port cannot be read") from error
    return parts
