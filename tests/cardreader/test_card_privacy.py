"""Nothing about the person, the PIN or the commands gets into a log."""

import logging

import pytest

from cardreader import CardWatcher, Pin, read_card
from tests.cardreader.pcscd import Insert, person, reason_of

pytestmark = pytest.mark.card


def told_by(record: logging.LogRecord) -> dict[str, object]:
    """Everything of it but numbers of its own, in which any four digits stand now and then."""
    own = ("created", "msecs", "relativeCreated", "thread", "process", "lineno")
    return {name: value for name, value in vars(record).items() if name not in own}


def test_reading_is_logged_and_gives_nobody_away(
    insert: Insert, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    insert(person("watanabe"))
    with caplog.at_level(logging.DEBUG), CardWatcher() as watcher:
        read = read_card(Pin("2345"))
        assert reason_of(lambda: watcher.read(Pin("9876"))) is not None
        assert watcher.read(Pin("2345")) == read
    logged = " ".join(f"{record.getMessage()} {told_by(record)}" for record in caplog.records)
    assert "card_read" in logged
    shown = logged + "".join(capfd.readouterr())
    secrets = (
        read.name,
        read.name[:2],
        read.address,
        read.birth_date,
        "19621103",
        "2345",
        "9876",
        "00A4",
        "00 A4",
    )
    assert [secret for secret in secrets if secret in shown] == []
