"""Logs hold the names of events and a closed list of fields, never words a person typed."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from kiosk.logs import CODES, NUMBERS, EventFormatter, event, start_logging
from tests import residents

LOGGER = logging.getLogger("kiosk.test")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What this process logs during one test; the loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    start_logging(stream)
    yield stream
    root.handlers[:], root.level = handlers, level


def test_it_works(lines: io.StringIO) -> None:
    event(LOGGER, "visit_opened", receipt="A-012", desk="counter-1", ms=12)
    line = json.loads(lines.getvalue())
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "kiosk.test",
        "event": "visit_opened",
        "receipt": "A-012",
        "desk": "counter-1",
        "ms": 12,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"name": residents.YOSHIDA},
        {"applicant": "x"},
        {"reason": residents.YOSHIDA},
        {"reason": "Name is too long"},
        {"reason": ""},
        {"reason": "a" * 129},
        {"reason": "a\n"},
        {"ms": "12"},
        {"receipt": 12},
        {"count": True},
    ],
)
def test_a_field_outside_the_list_is_refused(lines: io.StringIO, fields: dict[str, str | int]) -> None:
    with pytest.raises(ValueError, match="no such field"):
        event(LOGGER, "visit_opened", logging.INFO, **fields)
    assert lines.getvalue() == ""


@pytest.mark.parametrize("name", ["Visit opened", "", "visit opened for " + residents.YOSHIDA, "a" * 65])
def test_an_event_is_a_name(lines: io.StringIO, name: str) -> None:
    with pytest.raises(ValueError, match="not a sentence"):
        event(LOGGER, name)
    assert lines.getvalue() == ""


def test_our_loggers_may_be_used_without_help_and_are_filtered_all_the_same(lines: io.StringIO) -> None:
    LOGGER.warning("card_read_failed", extra={"reason": "pin_wrong", "ms": 40, "owner": residents.YOSHIDA})
    LOGGER.error("request_failed %s", residents.YOSHIDA, extra={"error": "ValueError", "place": residents.HOME})
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert (first["event"], first["reason"], first["ms"], first["dropped"]) == (
        "card_read_failed",
        "pin_wrong",
        40,
        ["owner"],
    )
    assert (second["event"], second["error"], second["dropped"]) == ("request_failed", "ValueError", ["place"])


def test_the_words_of_a_library_are_left_out(lines: io.StringIO) -> None:
    logging.getLogger("waitress").warning("client sent %s", residents.YOSHIDA, extra={"reason": "x"})
    LOGGER.warning(f"Tell me about {residents.YOSHIDA}")  # noqa: G004 (the mistake this is about)
    for line in map(json.loads, lines.getvalue().splitlines()):
        assert line["event"] == "library_message"
        assert line["where"].startswith("test_logs.py:")
        assert "reason" not in line
    assert residents.YOSHIDA not in json.loads(json.dumps(lines.getvalue()))


def test_an_exception_is_told_by_kind_and_place_without_its_words(lines: io.StringIO) -> None:
    try:
        raise KeyError(residents.YOSHIDA)
    except KeyError:
        LOGGER.exception("request_failed")
    line = json.loads(lines.getvalue())
    assert line["exception"] == "KeyError"
    assert line["frames"][-1].startswith("test_logs.py:")
    assert "𠮷" not in lines.getvalue()
    assert "\\ud842" not in lines.getvalue()


@given(
    st.text(),
    st.dictionaries(
        st.sampled_from(sorted(CODES | NUMBERS | {"answer", "pin"})),
        st.one_of(st.text(), st.integers(), st.floats(), st.binary(), st.none()),
    ),
)
def test_any_record_becomes_one_line_of_ascii(message: str, extra: dict[str, object]) -> None:
    record = logging.makeLogRecord(
        {"name": "kiosk.any", "msg": message, "args": None, "pathname": "a.py", **extra}
    )
    line = EventFormatter().format(record)
    assert line.isascii()
    assert "\n" not in line
    written = json.loads(line)
    assert not {"answer", "pin"} & set(written)
