"""`kiosk hall check`: what a town finds out before its people wait."""

from pathlib import Path

from tests.kiosk.cli.conftest import Command
from tests.kiosk.town.test_hall import EXAMPLE


def test_it_works(kiosk: Command, town: Path) -> None:
    assert "番号と待ち時間は使いません" in kiosk("hall", "check").stdout
    (town / "hall.toml").write_text(EXAMPLE, encoding="utf-8")
    said = kiosk("hall", "check").stdout
    assert "C 証明書: 1番窓口（ふだん8分）" in said
    assert "誤りはありません" in said


def test_a_mistake_is_named(kiosk: Command, town: Path) -> None:
    (town / "hall.toml").write_text(EXAMPLE.replace("counter-1", "counter-9"), encoding="utf-8")
    failed = kiosk("hall", "check")
    assert failed.returncode == 1
    assert "hall.toml" in failed.stderr
