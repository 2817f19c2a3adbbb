"""The WSGI server: waitress, stopped cleanly by SIGTERM or Ctrl-C."""

import errno
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from flask import Flask, Response, request
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import ErrorTask

from kiosk.logs import start_logging
from kiosk.web.security import SAME_ON_ALL

THREADS = 8
LARGEST_HEADERS = 32 * 1024
MOST_CONNECTIONS = 1000
IDLE_SECONDS = 60
WHOLE_REQUEST_SECONDS = 30
"""For head and body together. Behind nginx they come at once; a desk's screen is on the same PC."""

LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; the PDF of a visit with everything chosen has one million."""

LOOK_SECONDS = 5
"""How often idle connections are looked for."""

REFUSED_HEADERS = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    **SAME_ON_ALL,
}

BEFORE_STOP = "before_stop"
"""The application's extension with what to call first when the server is told to stop."""


def serve(
    app: Flask, host: str, port: int, threads: int = THREADS, started: Callable[[int], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; requests under way get five seconds to finish.

    Main thread only. `started` is told the port once it is open, the one that was free if `port` is 0. From here
    on standard error carries events only, of libraries too, so that no exception's words get there.

    Raise OSError when the port is taken or the address is none of this machine.
    """
    start_logging()
    forbid_dumps()
    allow_files()
    server = open_server(app, host, port, threads)

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


HEALTHZ = "/healthz"
"""Whether a server can be sent anybody: asked every second by what shares requests out, so it costs nothing."""


class Stopping:
    """Whether this program was told to stop."""

    def __init__(self) -> None:
        self.has_begun = False

    def begin(self) -> None:
        """From now on, nobody new."""
        self.has_begun = True


def tell_health(app: Flask, is_ready: Callable[[], bool], stopping: Stopping) -> None:
    """Answer `GET /healthz` before anything else looks at it: 200, or 503 while stopping or not ready.

    Without session, cookie, limit and name of the host.
    """

    @app.before_request
    def answer() -> Response | None:
        if request.path != HEALTHZ:
            return None
        well = not stopping.has_begun and is_ready()
        return Response("ok\n" if well else "stopping\n", 200 if well else 503, mimetype="text/plain")


MOST_FILES = 4 * MOST_CONNECTIONS


def allow_files() -> None:
    """Let the process open as many files as it holds connections, and those of its work: 1024 are usual."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def forbid_dumps() -> None:
    """Let no crash write the memory, with answers and keys in it, to a file."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_server(app: Flask, host: str, port: int, threads: int) -> BaseWSGIServer | MultiSocketServer:
    """Return the server, its port open; `run` serves. Raise OSError as `serve` does."""
    limits = {
        "max_request_header_size": LARGEST_HEADERS,
        "max_request_body_size": int(app.config.get("MAX_CONTENT_LENGTH") or 0) + LARGEST_HEADERS,
        "channel_timeout": IDLE_SECONDS,
        "cleanup_interval": LOOK_SECONDS,
        "connection_limit": MOST_CONNECTIONS,
        # select() ends the whole server at the first file whose number is above 1023, whoever opened the others.
        "asyncore_use_poll": True,
        # What people send and get stays in memory: beyond these it would lie in a file.
        "inbuf_overflow": int(app.config.get("MAX_CONTENT_LENGTH") or 0) + LARGEST_HEADERS,
        "outbuf_overflow": LARGEST_ANSWER,
        # What proxies say is read by `kiosk.web.proxies`.
        "clear_untrusted_proxy_headers": False,
    }
    try:
        server = create_server(app, host=host, port=port, threads=threads, ident="", **limits)
    except ValueError:
        # waitress's word for a host that is no address.
        raise OSError(errno.EADDRNOTAVAIL, host) from None
    for each in server.map.values() if isinstance(server, MultiSocketServer) else (server,):
        each.channel_class = Channel
    return server


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Takes no request whose end two readers may see in different places (RFC 9112, 6.3)."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("two lengths")


class Refused(ErrorTask):  # type: ignore[misc]
    """What waitress itself refuses: its status alone, under our headers."""

    def execute(self) -> None:
        error = self.request.error
        body = f"{error.code} {error.reason}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [*REFUSED_HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests have to be whole in time, however slowly they drip in."""

    parser_class = Parser
    error_task_class = Refused
    _begun: float | None = None

    def received(self, data: bytes) -> bool:
        """Take what has come; the time runs from the first bytes of a request."""
        taken = bool(super().received(data))
        if self.request is None:
            self._begun = None
        elif self._begun is None:
            self._begun = time.monotonic()
        return taken

    def readable(self) -> bool:
        """Return whether more may come. The server asks at least once a second."""
        if self._begun is not None and time.monotonic() - self._begun > WHOLE_REQUEST_SECONDS:
            self.will_close = True
        return bool(super().readable())
