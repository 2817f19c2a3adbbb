"""One request and its answer over HTTP, with or without TLS (source: RFC 8010 §4), and the printer's address.

Each request has its own connection and a deadline for the whole exchange, so that neither a dead address nor
a printer that answers one byte a minute holds a desk.
"""

import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from printing.ipp import codec, message

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


CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
LONGEST_ANSWER = 1 << 20
PART = 1 << 16
HEADERS = {"Content-Type": "application/ipp", "Accept": "application/ipp", "Connection": "close"}


class UnreachableError(Exception):
    """No connection: nothing was sent."""


class NotAPrinterError(Exception):
    """Something answered, but it does not speak IPP there, or it refuses this program."""


class WrongCertificateError(NotAPrinterError):
    """Not the printer whose certificate is set: nothing was sent."""


class ConnectionLostError(Exception):
    """The connection broke, or no answer came in time, after sending began: what arrived is not known."""


def exchange(address: Address, request: message.Message, seconds: float = ANSWER_SECONDS) -> message.Message:
    """Sends the request and returns the answer, all within the connect time and `seconds`.

    Raises:
        UnreachableError: refused, no route, unknown name, or no connection within 5 seconds.
        NotAPrinterError: an HTTP error, a page instead of IPP, or TLS that cannot be agreed on.
        WrongCertificateError: another certificate than the one set.
        ConnectionLostError: the connection broke on the way.
    """
    with _connected(address) as connection, _deadline(connection, seconds):
        try:
            connection.request("POST", address.path, codec.encode(request), HEADERS)
            response = connection.getresponse()
            content = _content(response)
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionLostError(type(error).__name__) from error
    return _answer(response, content)


def _content(response: http.client.HTTPResponse) -> bytes:
    """At most a little more than LONGEST_ANSWER bytes. Read in parts, because `read` believes the length of a chunk
    whatever it is: a negative one means everything that ever comes."""
    content = bytearray()
    while len(content) <= LONGEST_ANSWER and (part := response.read1(PART)):
        content += part
    return bytes(content)


def _answer(response: http.client.HTTPResponse, content: bytes) -> message.Message:
    if response.status != http.client.OK:
        raise NotAPrinterError(f"HTTP {response.status}")
    if len(content) > LONGEST_ANSWER:
        raise NotAPrinterError("an answer without end")
    try:
        return codec.decode(content)
    except codec.MalformedMessageError as error:
        raise NotAPrinterError(str(error)) from error


@contextmanager
def _connected(address: Address) -> Iterator[http.client.HTTPConnection]:
    connection = _connection(address)
    try:
        connection.connect()
    except ssl.SSLError as error:
        raise NotAPrinterError("TLS") from error
    except OSError as error:
        raise UnreachableError(type(error).__name__) from error
    try:
        _check_certificate(connection, address)
        yield connection
    finally:
        connection.close()


def certificate_of(address: Address) -> str:
    """The SHA-256 of the certificate that a printer with TLS shows, as 64 hex digits; the same errors as `exchange`."""
    with _connected(replace(address, fingerprint=None)) as connection:
        return _shown(connection)


def _check_certificate(connection: http.client.HTTPConnection, address: Address) -> None:
    """Before a single byte of the form is sent."""
    if address.fingerprint is not None and not hmac.compare_digest(_shown(connection), address.fingerprint):
        raise WrongCertificateError("certificate")


def _shown(connection: http.client.HTTPConnection) -> str:
    held = connection.sock
    certificate = held.getpeercert(binary_form=True) if isinstance(held, ssl.SSLSocket) else None
    return hashlib.sha256(certificate or b"").hexdigest()


def _connection(address: Address) -> http.client.HTTPConnection:
    if not address.secure:
        return http.client.HTTPConnection(address.host, address.port, timeout=CONNECT_SECONDS)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Printers make their own certificates, so name and issuer prove nothing. Where the town has set the fingerprint,
    # that is compared instead; without it TLS still keeps the form from anyone who only listens.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(address.host, address.port, timeout=CONNECT_SECONDS, context=context)


@contextmanager
def _deadline(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Shuts the connection down when the time is up, however slowly bytes still come."""
    held = connection.sock
    held.settimeout(seconds)
    timer = Timer(seconds, _shut_down, (held,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut_down(held: socket.socket) -> None:
    with suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)


def fingerprint_of(uri: str) -> str | None:
    """The SHA-256 of the certificate that the printer at `ipps://…` shows now, as 64 hex digits; None for a printer
    without TLS or one that does not answer. Never raises."""
    try:
        address = Address.parse(uri)
        return certificate_of(address) if address.secure else None
    except (BadAddressError, ConnectionLostError, NotAPrinterError, UnreachableError):
        return None
