"""Event logs: one JSON object a line, names of events and a closed list of fields, never prose, never answers."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

Field = str | int | float

CODES = frozenset(
    [
        "audience",
        "desk",
        "direction",
        "endpoint",
        "error",
        "host",
        "kind",
        "language",
        "method",
        "mode",
        "outcome",
        "place",
        "printer_state",
        "procedure",
        "reason",
        "receipt",
        "status",
        "version",
        "visit",
        "way_in",
    ]
)
"""Fields whose value is a code: ASCII without blanks, at most 128 characters."""

NUMBERS = frozenset(
    [
        "bytes",
        "count",
        "http_status",
        "job",
        "key_id",
        "ms",
        "port",
        "seconds",
        "sheets",
        "staff",
        "tries_left",
        "version",
    ]
)

CODE = re.compile(r"[A-Za-z0-9_.:/@+-]{1,128}", re.ASCII)
EVENT = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
OURS = "kiosk"
OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
MOST_FRAMES = 8


def event(logger: logging.Logger, name: str, /, level: int = logging.INFO, **fields: Field) -> None:
    """Log one event.

    Raises ValueError for a field or value outside the allow-list: that is a programming error.
    """
    if not EVENT.fullmatch(name):
        raise ValueError("an event is a name, not a sentence")
    for key, value in fields.items():
        if not _is_allowed(key, value):
            raise ValueError(f"no such field in logs, or no code or number: {key}")
    logger.log(level, name, extra=fields)


def start_logging(stream: TextIO | None = None, level: int = logging.INFO) -> logging.Handler:
    """Send everything logged in this process to `stream` (standard error) as events; return the handler."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(EventFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    return handler


class EventFormatter(logging.Formatter):
    """Takes events from `event` and from `logger.info("name", extra={...})` of our own loggers.

    A field outside the allow-list is dropped and only its key told. What libraries write is reduced to where it
    came from: their words may hold names.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= _event_of(record) if _is_ours(record) else _library_message(record)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] == OURS and EVENT.fullmatch(_name(record)) is not None


def _event_of(record: logging.LogRecord) -> dict[str, object]:
    extra = {key: value for key, value in vars(record).items() if key not in OF_EVERY_RECORD}
    allowed = {key: value for key, value in extra.items() if _is_allowed(key, value)}
    dropped = sorted(set(extra) - set(allowed))
    return {"event": _name(record), **allowed, **({"dropped": dropped} if dropped else {})}


def _library_message(record: logging.LogRecord) -> dict[str, object]:
    return {"event": "library_message", "where": f"{Path(record.pathname).name}:{record.lineno}"}


def _name(record: logging.LogRecord) -> str:
    """Return the first word of the message, before anything is filled in."""
    return str(record.msg).split(" ", 1)[0]


def _is_allowed(key: str, value: object) -> bool:
    if isinstance(value, str):
        return key in CODES and CODE.fullmatch(value) is not None
    return key in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool)


def _frames(trace: TracebackType | None) -> list[str]:
    """`file:line` from the outermost frame inwards. The exception's text is left out: it may quote an answer."""
    found: list[str] = []
    while trace is not None:
        found.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-MOST_FRAMES:]
