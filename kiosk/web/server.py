"""The WSGI server: waitress, stopped cleanly by SIGTERM or Ctrl-C."""

import errno
import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from flask import Flask
from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer

from kiosk.logs import start_logging

THREADS = 8
LARGEST_HEADERS = 32 * 1024
IDLE_SECONDS = 60

BEFORE_STOP = "before_stop"
"""The application's extension with what to call first when the server is told to stop."""


def serve(
    app: Flask, host: str, port: int, threads: int = THREADS, started: Callable[[int], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; requests under way get five seconds to finish.

    Main thread only. `started` is told the port once it is open, the one that was free if `port` is 0. From here
    on standard error carries events only, of libraries too, so that no exception's words get there.

    X-Forwarded-For and -Proto are believed from `app.config["PROXY"]` alone. Raise OSError when the port is taken
    or the address is none of this machine.
    """
    start_logging()
    server = _listen(app, host, port, threads)

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        # Open streams hold the server's threads; the desk ends them here.
        for end in app.extensions.get(BEFORE_STOP, ()):
            end()
        # waitress ends its loop on SystemExit and lets its threads finish what they are doing.
        raise SystemExit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        if started is not None:
            started(int(server.effective_port))
        server.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.close()


def _listen(app: Flask, host: str, port: int, threads: int) -> BaseWSGIServer | MultiSocketServer:
    limits = {
        "max_request_header_size": LARGEST_HEADERS,
        "max_request_body_size": int(app.config.get("MAX_CONTENT_LENGTH") or 0) + LARGEST_HEADERS,
        "channel_timeout": IDLE_SECONDS,
    }
    try:
        return create_server(app, host=host, port=port, threads=threads, ident="", **limits, **_proxy_options(app))
    except ValueError:
        # waitress's word for a host that is no address.
        raise OSError(errno.EADDRNOTAVAIL, host) from None


def _proxy_options(app: Flask) -> dict[str, str]:
    proxy = app.config.get("PROXY")
    headers = "x-forwarded-for x-forwarded-proto"
    return {"trusted_proxy": str(proxy), "trusted_proxy_headers": headers} if proxy else {}
