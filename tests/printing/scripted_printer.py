"""A small IPP printer on a real port that does what a test says: states that ippeveprinter never shows."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal

from printing.ipp.codec import decode, encode
from printing.ipp.message import Attribute, Group, GroupTag, Message, Tag, attribute
from printing.ipp.printer import Operation

OK = 0x0000
HANG_UP: Literal["hang up"] = "hang up"
HANG_UP_AFTER_DOING: Literal["hang up after doing"] = "hang up after doing"
DRIP: Literal["drip"] = "drip"
"""One byte of the answer now and then, so that no time-out of a single read ends it."""
ENDLESS: Literal["endless"] = "endless"
"""Bytes for as long as anybody listens."""
Answer = int | Literal["hang up", "hang up after doing", "drip", "endless"]


@dataclass
class Script:
    """What the printer says. The last state of the job lasts."""

    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    formats: tuple[str, ...] = ("application/pdf",)
    media_ready: tuple[str, ...] = ("iso_a4_210x297mm",)
    sides: tuple[str, ...] = ("one-sided",)
    operations: tuple[int, ...] = tuple(Operation)
    job: list[tuple[int, int, str]] = field(default_factory=lambda: [(9, 1, "job-completed-successfully")])
    answers: dict[int, list[Answer]] = field(default_factory=dict)
    requests: list[Message] = field(default_factory=list)
    uri: str = ""
    ended: Event = field(default_factory=Event)

    def asked(self, operation: int) -> list[Message]:
        """The requests of one kind so far."""
        return [each for each in self.requests if each.code == operation]

    def answer(self, request: Message) -> Answer:
        """The next scripted answer to this operation, success when there is none."""
        waiting = self.answers.get(request.code, [])
        return waiting.pop(0) if waiting else OK

    def group(self, request: Message) -> Group:
        """The attributes that belong to the answer."""
        if request.code == Operation.GET_PRINTER_ATTRIBUTES:
            return Group(GroupTag.PRINTER, self._printer())
        if request.code == Operation.GET_JOB_ATTRIBUTES:
            return Group(GroupTag.JOB, self._job())
        if request.code == Operation.CANCEL_JOB:
            self.job = [(7, 0, "job-canceled-by-user")]
        return Group(GroupTag.JOB, (attribute("job-id", Tag.INTEGER, 41),))

    def _printer(self) -> tuple[Attribute, ...]:
        return (
            attribute("printer-state", Tag.ENUM, self.state),
            attribute("printer-state-reasons", Tag.KEYWORD, *self.reasons),
            attribute("printer-is-accepting-jobs", Tag.BOOLEAN, self.accepting),
            attribute("document-format-supported", Tag.MIME_TYPE, *self.formats),
            attribute("media-ready", Tag.KEYWORD, *self.media_ready),
            attribute("sides-supported", Tag.KEYWORD, *self.sides),
            attribute("operations-supported", Tag.ENUM, *self.operations),
        )

    def _job(self) -> tuple[Attribute, ...]:
        state, pages, reason = self.job.pop(0) if len(self.job) > 1 else self.job[0]
        return (
            attribute("job-state", Tag.ENUM, state),
            attribute("job-impressions-completed", Tag.INTEGER, pages),
            attribute("job-state-reasons", Tag.KEYWORD, reason),
        )


@contextmanager
def scripted_printer(script: Script) -> Iterator[Script]:
    """Serves the script on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = decode(self.rfile.read(int(self.headers["Content-Length"])))
            script.requests.append(request)
            answer = script.answer(request)
            if answer == HANG_UP_AFTER_DOING:
                script.group(request)
            if isinstance(answer, str):
                self.trickle(answer)
                return
            groups = (script.group(request),) if answer == OK else ()
            content = encode(Message(answer, request.request_id, groups))
            self.send_response(200)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def trickle(self, answer: str) -> None:
            """Send what never is a whole answer, until nobody listens any more."""
            pieces = {DRIP: (b"\0", 0.2), ENDLESS: (b"\0" * 65_536, 0.0)}
            if answer not in pieces:
                return
            piece, pause = pieces[answer]
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n")
            with suppress(OSError):
                while not script.ended.wait(pause):
                    self.wfile.write(piece)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        script.uri = f"ipp://127.0.0.1:{port}/ipp/print"
        try:
            yield script
        finally:
            script.ended.set()


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    """Runs a server on a thread of its own and ends it."""
    ready = Event()

    def serve() -> None:
        ready.set()
        server.serve_forever(0.02)

    thread = Thread(target=serve)
    thread.start()
    ready.wait()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
