"""The WSGI server: waitress, stopped cleanly by SIGTERM or Ctrl-C."""

import errno
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from ipaddress import ip_address
from types import FrameType
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from waitress import create_server
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import ErrorTask, WSGITask

from kiosk.logs import start_logging
from kiosk.web.security import SAME_ON_ALL

THREADS = 8
LARGEST_HEADERS = 32 * 1024
MOST_CONNECTIONS = 1500
"""A thousand screens that listen, and room for what they ask meanwhile."""
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

STOP_SIGNALS: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGINT)
if sys.platform == "win32":
    STOP_SIGNALS += (signal.SIGBREAK,)  # what a service wrapper and a closed console window send

BEFORE_STOP = "before_stop"
"""The application's extension with what to call first when the server is told to stop."""


def serve(
    app: Flask, host: str, port: int, threads: int = THREADS, started: Callable[[int], None] | None = None
) -> None:
    """Serve until one of STOP_SIGNALS; requests under way get five seconds to finish.

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

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        if started is not None:
            started(int(server.effective_port))
        server.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.close()


def end_when(is_over: Callable[[], bool], seconds: float) -> None:
    """Look every so many seconds whether it is over, and then end this program as a supervisor would."""

    def look() -> None:
        time.sleep(seconds)
        while not is_over():
            time.sleep(seconds)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, name="end-when", daemon=True).start()


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
        # What proxies say is read by `kiosk.web.security`.
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


GO_ON = "kiosk.go_on"
"""In the environ of a request: give it what takes over the answer (a `Stream`) once its beginning is written.

The answer then goes on for as long as that wants, and holds no thread."""

MOST_UNSENT = 64 * 1024
"""Bytes that wait for a listener; one that takes in nothing any more is let go."""


class Stream:
    """An answer that goes on: written to from any thread, never waiting for whoever reads."""

    def __init__(self, channel: "Channel", *, is_chunked: bool) -> None:
        self._channel = channel
        self._is_chunked = is_chunked

    def write(self, data: bytes) -> bool:
        """Send the bytes; return False when nobody listens any more."""
        if not self._channel.connected or self._channel.total_outbufs_len > MOST_UNSENT:
            self.close()
            return False
        try:
            self._channel.write_soon(b"%x\r\n%b\r\n" % (len(data), data) if self._is_chunked else data)
        except (ClientDisconnected, OSError):
            return False
        return True

    def close(self) -> None:
        """End the answer and its connection; the whole server may have ended before."""
        if not self._channel.connected:
            return
        with suppress(ClientDisconnected, OSError):
            if self._is_chunked:
                self._channel.write_soon(b"0\r\n\r\n")
            self._channel.close_when_flushed = True
            self._channel.server.pull_trigger()


class Answering(WSGITask):  # type: ignore[misc]
    """The work on one request, whose answer may go on after it."""

    _takes_over: Callable[[Stream], None] | None = None

    def get_environment(self) -> dict[str, object]:
        environ: dict[str, object] = super().get_environment()
        environ[GO_ON] = self._go_on
        return environ

    def _go_on(self, takes_over: Callable[[Stream], None]) -> None:
        self._takes_over = takes_over

    def finish(self) -> None:
        """End the answer, or hand it over."""
        if self._takes_over is None or not self.wrote_header:
            super().finish()
            return
        self.close_on_finish = False
        self.channel.is_streaming = True
        self._takes_over(Stream(self.channel, is_chunked=self.chunked_response))


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests have to be whole in time, however slowly they drip in."""

    parser_class = Parser
    task_class = Answering
    error_task_class = Refused
    is_streaming = False
    _begun: float | None = None

    def _flush_some(self, do_close: bool = True) -> bool:
        """Send what waits. The server's thread and the one that goes on with an answer may both come here."""
        with self.outbuf_lock:
            return bool(super()._flush_some(do_close=do_close))

    def received(self, data: bytes) -> bool:
        """Take what has come; the time runs from the first bytes of a request. Who listens asks nothing."""
        if self.is_streaming:
            self.will_close = True
            return False
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


if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?", re.ASCII)
_SAFE = {"GET", "HEAD", "OPTIONS"}
_FOREIGN = {"cross-site", "same-site"}


def refuse_strangers(app: Flask, names: Collection[str]) -> None:
    """Answer 400 under another name than these, an address or localhost, and 403 to forms of pages elsewhere."""
    known = {name.lower() for name in names} | {"localhost"}

    @app.before_request
    def check() -> None:
        if request.path == HEALTHZ:
            return
        if not is_known(request.headers.get("Host", ""), known):
            abort(400)
        if request.method not in _SAFE and is_foreign():
            abort(403)


def mount(app: Flask, path: str) -> None:
    """Let the application live below this path (`/towns/014001`), and say 404 to whatever is asked beside it.

    Its addresses then begin with the path; `/healthz` is answered with the path and without.
    """
    inner = app.wsgi_app

    def run(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if is_below(asked, path):
            below = {"SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + path, "PATH_INFO": asked[len(path) :] or "/"}
            return inner({**environ, **below}, start)
        if asked == HEALTHZ:
            return inner(environ, start)
        return Response("404 Not Found\n", 404, REFUSED_HEADERS)(environ, start)

    if path:
        app.wsgi_app = run  # type: ignore[method-assign, assignment]


def is_below(asked: str, path: str) -> bool:
    """Return whether the asked path is this one or lies below it."""
    return asked == path or asked.startswith(f"{path}/")


def read_host_name(host: str) -> str:
    """Return the name in a Host header, without its port; empty for what is none, two headers among it."""
    found = _HOST.fullmatch(host)
    return found["name"].lower().rstrip(".") if found else ""


def is_known(host: str, known: Collection[str]) -> bool:
    """Return whether the Host header is one of these names or an address."""
    name = read_host_name(host)
    return bool(name) and (name in known or _is_address(name.strip("[]")))


def is_foreign() -> bool:
    """Return whether the browser says that a page elsewhere sends this.

    Our own pages say no-referrer, and then the browser calls the origin `null`; it is the token that proves those.
    """
    if request.headers.get("Sec-Fetch-Site") in _FOREIGN:
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and _place(urlsplit(origin).netloc) != _place(request.headers.get("Host", ""))


def _place(host: str) -> str:
    """Without the ports that are not written."""
    return host.lower().removesuffix(":443").removesuffix(":80")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
