"""Nothing about the person, the PIN or the commands gets into a log."""

import logging

import pytest

from cardreader import CardWatcher, Pin, read_card
from tests.cardreader.pcscd import Insert, person, reason_of

pytestmark = pytest.mark.card


def test_reading_is_logged_and_gives_nobody_away(
    insert: Insert, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    insert(person("watanabe"))
    with caplog.at_level(logging.DEBUG), CardWatcher() as watcher:
        read = read_card(Pin("2345"))
        assert reason_of(lambda: watcher.read(Pin("9876"))) is not None
        assert watcher.read(Pin("2345")) == read
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
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
