"""Who asks, when a proxy stands in between: only what proxies of ours have written is believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"
"""Whoever cannot be told; all of them are one client."""

FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_BY",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
)


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks of addresses and of `10.0.0.0/24`. Raise ValueError for what is neither."""
    return tuple(ip_network(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies in front, and how many of them a request passes; none where people ask directly."""

    networks: tuple[Network, ...] = ()
    hops: int = 1

    def client_of(self, remote: str, forwarded: str) -> str:
        """Return the address of whoever asks, as X-Forwarded-For tells it: each proxy adds whom it heard.

        Believed from our own proxies only, and no further back than they have written. UNKNOWN for no address.
        """
        if not self._is_ours(remote):
            return plain_address(remote)
        said = [part.strip() for part in forwarded.split(",")] if forwarded else [remote]
        return plain_address(said[max(0, len(said) - self.hops)])

    def believing(self, app: "WSGIApplication") -> "WSGIApplication":
        """Return the application behind these proxies: it sees the client, and no header of theirs."""

        def run(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            remote = environ.get("REMOTE_ADDR", "")
            if self._is_ours(remote) and environ.get("HTTP_X_FORWARDED_PROTO") == "https":
                environ["wsgi.url_scheme"] = "https"
            environ["REMOTE_ADDR"] = self.client_of(remote, environ.get("HTTP_X_FORWARDED_FOR", ""))
            for header in FORWARDED:
                environ.pop(header, None)
            return app(environ, start)

        return run

    def _is_ours(self, remote: str) -> bool:
        try:
            address = ip_address(plain_address(remote))
        except ValueError:
            return False
        return any(address in network for network in self.networks)


NO_PROXIES = Proxies()


def plain_address(text: str) -> str:
    """Return the address without brackets and port, IPv4 as such however it is spelled; UNKNOWN for none."""
    inner = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if inner.count(":") == 1:
        inner = inner.partition(":")[0]
    try:
        address = ip_address(inner.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
