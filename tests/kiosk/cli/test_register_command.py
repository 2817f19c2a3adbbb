"""`kiosk register …`: from a fictitious town's files to a register that says of which day it is."""

import os
from pathlib import Path

import pytest

from kiosk.office import today
from kiosk.register.sampletown import SURNAMES
from tests.kiosk.cli.conftest import Command


@pytest.fixture(autouse=True)
def _priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import lowers its own program's priority for good: here that would be the tests'."""
    monkeypatch.setattr(os, "nice", lambda by: by)


@pytest.fixture
def files(kiosk: Command, tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    assert kiosk("register", "sample", "--people", "60", "--seed", "2", "--to", str(folder)).returncode == 0
    return folder


def test_it_works_from_check_to_status_and_to_nothing(keyed: Command, files: Path) -> None:
    residents, day = str(files / "residents.csv"), today().isoformat()
    checked = keyed("register", "check", residents)
    assert "何も保存していません。" in checked.stdout
    assert keyed("register", "check", "--protected", str(files / "protected.csv")).returncode == 0
    imported = keyed("register", "import", residents, "--as-of", day)
    assert f"台帳を取り込みました（{day}現在）。" in imported.stdout
    assert keyed("register", "import", "--protected", str(files / "protected.csv"), "--as-of", day).returncode == 0
    status = keyed("register", "status").stdout
    assert f"住民\t使用中\t{day}現在" in status
    assert "支援措置\t使用中" in status
    assert "on = false" in status
    said = checked.stdout + imported.stdout + status
    assert [name for name, kana in SURNAMES if name in said or kana in said] == []
    assert "2世代" in keyed("register", "forget", "--yes").stdout
    assert "使用中" not in keyed("register", "status").stdout


def test_the_counter_can_use_it_once_both_files_are_there(keyed: Command, files: Path, town: Path) -> None:
    (town / "register.toml").write_text("[use]\non = true\n", "utf-8")
    day = today().isoformat()
    assert "台帳がまだありません" in keyed("register", "status").stdout
    keyed("register", "import", str(files / "residents.csv"), "--as-of", day)
    assert "支援措置のファイルを取り込んでください" in keyed("register", "status").stdout
    said = keyed("register", "import", "--protected", str(files / "protected.csv"), "--as-of", day).stdout
    assert "窓口で使えます。" in said


def test_the_same_seed_gives_the_same_town(kiosk: Command, files: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    kiosk("register", "sample", "--people", "60", "--seed", "2", "--to", str(again))
    assert (again / "residents.csv").read_bytes() == (files / "residents.csv").read_bytes()
    assert (again / "protected.csv").read_bytes() == (files / "protected.csv").read_bytes()


def test_a_file_with_personal_numbers_is_refused_without_a_name(kiosk: Command, files: Path) -> None:
    file = files / "residents.csv"
    text = file.read_text("utf-8-sig").replace("住民票コード", "個人番号")
    file.write_text(text, "utf-8")
    ran = kiosk("register", "check", str(file))
    assert ran.returncode == 1
    assert ran.stderr.startswith("personal_number_named: ")
    assert [name for name, _ in SURNAMES if name in ran.stderr] == []


def test_a_map_with_a_mistake_is_told_with_file_and_line(kiosk: Command, files: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[use]\nonn = true\n", "utf-8")
    ran = kiosk("register", "check", str(files / "residents.csv"), "--map", str(own))
    assert ran.returncode == 1
    assert "own.toml:" in ran.stderr
