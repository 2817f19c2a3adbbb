"""A town of several PCs by commands alone: invited, joined by stick, given new settings, looked at."""

import re
from pathlib import Path

import pytest

from kiosk.settings import load_settings
from kiosk.store import AuditEvent, open_store
from kiosk.store.audit import read_entries
from tests.kiosk.cli.conftest import Command, command

CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}")


def test_a_second_pc_joins_by_stick_and_gets_every_change(
    keyed: Command, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.fleet.member.check_forms", lambda folder: ())  # it takes many seconds
    mode = "lobby"
    second, stick = tmp_path / "second" / "config", tmp_path / "stick"
    stick.mkdir()
    there = command(second)
    invited = keyed("fleet", "invite", f"{mode}-2", "--mode", mode, "--label", "2階の端末")
    assert invited.returncode == 0, invited.stderr
    assert "SQLite" in invited.stderr
    code = CODE.findall(invited.stdout)[0]
    assert there("fleet", "join", "--request", str(stick / "irai"), given=f"{code}\n").returncode == 0
    assert keyed("fleet", "answer", str(stick / "irai"), "--out", str(stick / "henji")).returncode == 0
    joined = there("fleet", "join", "--answer", str(stick / "henji"))
    assert joined.returncode == 0, joined.stderr
    assert f"{mode}-2" in joined.stdout
    assert "加わっています" in keyed("fleet", "list").stdout

    file = town / "town.toml"
    file.write_text(file.read_text().replace("2階の端末", "3階の端末"))
    made = keyed("bundle", "make", "--out", str(stick / "settei"))
    assert "2番を作りました" in made.stdout, made.stderr
    assert "2番を受け取りました" in there("bundle", "take", str(stick / "settei")).stdout
    assert load_settings(second).desk(name=f"{mode}-2").label == "3階の端末"
    assert "新しい設定はありません。" in there("bundle", "take", str(stick / "settei")).stdout
    assert "1番に戻しました" in there("bundle", "back").stdout

    removed = keyed("fleet", "remove", f"{mode}-2")
    assert "外しました" in removed.stdout
    assert "3階の端末" not in file.read_text()
    store = open_store(load_settings(town).database)
    events = [entry.event for entry in read_entries(store)]
    store.close()
    assert [event for event in events if event.startswith(("desk_", "bundle_"))] == [
        AuditEvent.BUNDLE_MADE,
        AuditEvent.DESK_INVITED,
        AuditEvent.DESK_JOINED,
        AuditEvent.BUNDLE_MADE,
        AuditEvent.DESK_REMOVED,
    ]


def test_the_morning_look_at_all_desks_fails_where_one_has_to_be_walked_to(keyed: Command) -> None:
    looked = keyed("doctor", "--all")
    assert looked.returncode == 1
    assert looked.stdout.splitlines()[0].split("\t")[:3] == ["状態", "端末", "版"]
    assert "[異常] 1番窓口: 一度も知らせがありません。" in looked.stdout
    assert looked.stderr.startswith("desks_in_trouble: 見に行く端末があります: 1番窓口")


def test_a_pc_that_has_not_joined_takes_nothing_and_is_told_why(keyed: Command, tmp_path: Path) -> None:
    assert keyed("bundle", "take", "nothing").stderr.startswith("not_joined: ")
    assert keyed("bundle", "back").stderr.startswith("not_joined: ")
    assert keyed("bundle", "release").stderr.startswith("no_bundle: ")
    assert keyed("fleet", "remove", "lobby-1").stderr.startswith("desk_not_joined: ")
    assert keyed("fleet", "join").stderr.startswith("usage: ")
    assert "待ち受けません" in keyed("fleet", "serve", "--while-needed").stdout
    (tmp_path / "irai").write_bytes(b"nonsense")
    answered = keyed("fleet", "answer", str(tmp_path / "irai"), "--out", str(tmp_path / "henji"))
    assert answered.stderr.startswith("not_a_request: ")
