"""Token buckets in memory: so many requests at once, so many a second after that, for each client."""

import math
import time
from collections.abc import Callable
from ipaddress import ip_network
from threading import Lock

from flask import request

from kiosk.shortlived import ShortLived

MOST_CLIENTS = 10_000
"""Buckets kept at most; the one unused longest goes first. About 2 MB."""


class RateLimit:
    """`burst` requests at once, refilled by `per_second`. Safe to use from several threads."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self._clock = burst, per_second, clock
        # A bucket left alone for that long is full again, like one never used.
        seconds = burst / per_second if per_second else math.inf
        self._buckets = ShortLived[str, tuple[float, float]](seconds, MOST_CLIENTS, clock)
        self._lock = Lock()

    def take(self, client: str) -> bool:
        """Return whether this client may go on; take one token if so."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.get(client) or (self.burst, now)
            left = min(self.burst, left + (now - since) * self.per_second)
            allowed = left >= 1
            self._buckets.put(client, (left - 1 if allowed else left, now))
        return allowed

    def __len__(self) -> int:
        return len(self._buckets)


def client_name() -> str:
    """Return the client's address; of IPv6 only the network, since one phone has billions of addresses in it."""
    address = request.remote_addr or ""
    return str(ip_network((address, 64), strict=False)) if ":" in address else address
