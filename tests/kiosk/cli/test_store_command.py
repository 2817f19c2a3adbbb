"""`kiosk store`: a town moves to another database."""

from pathlib import Path

from tests.kiosk.cli.conftest import Command


def test_it_works(kiosk: Command, town: Path, tmp_path: Path) -> None:
    assert kiosk("staff", "add", "sato", "--password-stdin", given="correct horse\n").returncode == 0
    new = f"sqlite:///{tmp_path}/new/desk.sqlite"
    said = kiosk("store", "copy", "--to", new).stdout
    assert said.startswith("写しました: 受付 0件、職員 1人、監査記録 1件")
    file = town / "town.toml"
    words = file.read_text(encoding="utf-8").replace("sqlite:///../var/desk.sqlite", new)
    file.write_text(words, encoding="utf-8")
    assert "sato" in kiosk("staff", "list").stdout
    assert kiosk("audit", "check").stdout.startswith("1件のつながりに切れ目はありません。\n")


def test_a_database_in_use_and_no_address_are_refused(kiosk: Command, town: Path) -> None:
    assert kiosk("staff", "add", "sato", "--password-stdin", given="correct horse\n").returncode == 0
    same = f"sqlite:///{town.parent}/var/other.sqlite"
    assert kiosk("store", "copy", "--to", same).returncode == 0
    assert kiosk("store", "copy", "--to", same).stderr.startswith("target_not_empty: ")
    assert kiosk("store", "copy", "--to", "desk.sqlite").stderr.startswith("usage: ")
