"""`kiosk audit`: what an office can show when it is asked who did what."""

import csv
import io
import stat
from pathlib import Path

from kiosk.store.audit import AuditEvent
from kiosk.store.auditlist import COLUMNS, EVENTS
from tests.kiosk.cli.conftest import Command


def add(kiosk: Command, name: str) -> None:
    assert kiosk("staff", "add", name, "--password-stdin", given="correct horse\n").returncode == 0


def test_the_list_works_in_japanese(kiosk: Command, tmp_path: Path) -> None:
    add(kiosk, "sato")
    assert kiosk("keys", "new").returncode == 0
    head, first, second = csv.reader(io.StringIO(kiosk("audit", "list").stdout))
    assert tuple(head) == COLUMNS
    assert (first[2], first[6]) == ("職員を登録した", "staff=sato role=clerk")
    assert second[2] == "鍵を作った"
    out = tmp_path / "audit.csv"
    assert kiosk("audit", "list", "--out", str(out)).returncode == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes().startswith("\ufeff番号,".encode())


def test_the_list_is_of_the_days_asked_for(kiosk: Command) -> None:
    add(kiosk, "sato")
    assert "職員を登録した" in kiosk("audit", "list", "--since", "2026-01-01").stdout
    assert "職員を登録した" not in kiosk("audit", "list", "--until", "2026-01-01").stdout
    assert "2026-04-01 のように" in kiosk("audit", "list", "--since", "4月1日").stderr


def test_a_head_noted_on_paper_is_found_again_or_missed(kiosk: Command) -> None:
    add(kiosk, "sato")
    noted = kiosk("audit", "head").stdout.strip()
    add(kiosk, "mori")
    assert kiosk("audit", "check", "--noted", noted).stdout.startswith("2件のつながりに切れ目はありません。\n")
    failed = kiosk("audit", "check", "--noted", f"1:{'0' * 64}")
    assert failed.stderr.startswith("audit_broken: 1件目から")
    assert kiosk("audit", "check", "--noted", "1").stderr.startswith("usage: ")


def test_a_key_is_made_even_if_the_log_is_out_of_reach(kiosk: Command, town: Path) -> None:
    file = town / "town.toml"
    words = file.read_text(encoding="utf-8").replace(
        "sqlite:///../var/desk.sqlite", "sqlite:////proc/no/desk.sqlite"
    )
    file.write_text(words, encoding="utf-8")
    made = kiosk("keys", "new")
    assert made.returncode == 0
    assert made.stderr.startswith("audit_not_written: ")
    assert "使用中" in kiosk("keys", "list").stdout


def test_every_event_has_its_words() -> None:
    assert set(EVENTS) == set(AuditEvent)


def test_the_days_are_sealed_and_a_new_key_is_told_until_renewed(kiosk: Command, town: Path) -> None:
    add(kiosk, "sato")
    assert "\t0:" in kiosk("audit", "seal").stdout
    assert kiosk("audit", "check").stdout.endswith("この端末の封印 1日分と合っています。\n")
    (town.parent / "var" / "secrets" / "audit-seal").unlink()
    assert kiosk("audit", "check").stderr.startswith("seal_key_changed: ")
    assert "前の鍵の封印が1日分" in kiosk("audit", "seal", "--renew").stdout
    assert kiosk("audit", "check").returncode == 0
    assert "監査記録の封印をやり直した" in kiosk("audit", "list").stdout
