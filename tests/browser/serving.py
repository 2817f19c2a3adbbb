"""A front behind its real WSGI server in a thread, on a free port, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from flask import Flask

from kiosk.web.server import open_server


@contextmanager
def serving(app: Flask, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The URL without a slash at the end. Enter it again with the same port to bring the server back."""
    server = open_server(app, host, port, 6)
    # It notices its end once it has waited for so long.
    server.adj.asyncore_loop_timeout = 0.05
    thread = Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.effective_port}"
    finally:
        _stop(server)
        thread.join(timeout=10)


def _run(server: object) -> None:
    # The listening socket is closed under the loop.
    with suppress(OSError):
        server.run()  # type: ignore[attr-defined]


def _stop(server: object) -> None:
    server.task_dispatcher.shutdown()  # type: ignore[attr-defined]
    server.asyncore.close_all(server._map, ignore_all=True)  # type: ignore[attr-defined]
