"""Keys, staff, purge, doctor and settings from the command line."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kiosk.cli.conftest import ROOT, Command


def test_private_keys_are_readable_by_the_owner_only(keyed: Command, town: Path) -> None:
    files = list((town.parent / "var" / "keys").glob("key-*"))
    assert files
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_second_first_key_is_refused(keyed: Command) -> None:
    assert keyed("keys", "new").stderr.startswith("already_has_key: ")


@pytest.mark.parametrize("server", [("prefill",), ("desk", "--mode", "counter")])
def test_no_server_starts_without_the_keys_it_needs(kiosk: Command, server: tuple[str, ...]) -> None:
    ended = kiosk(*server)
    assert ended.returncode == 1
    assert ended.stderr.startswith("unreadable: ")


def test_a_taken_port_and_a_foreign_address_are_named(keyed: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert keyed("prefill", "--port", port).stderr.startswith("port_taken: ")
    assert keyed("prefill", "--host", "203.0.113.1").stderr.startswith("address_unusable: ")
    assert keyed("prefill", "--host", "999.1.1.1").stderr.startswith("address_unusable: ")


def test_staff_are_added_and_listed(kiosk: Command) -> None:
    assert kiosk("staff", "add", "sato", "--password-stdin", given="correct horse\n").returncode == 0
    assert kiosk("staff", "list").stdout == "sato\tclerk\t使用中\n"
    assert kiosk("staff", "add", "sato", "--password-stdin", given="correct horse\n").stderr.startswith(
        "name_taken: "
    )
    assert kiosk("staff", "add", "mori", "--password-stdin", given="123\n").stderr.startswith(
        "password_too_short: "
    )


def test_purge_works(kiosk: Command) -> None:
    assert kiosk("purge").returncode == 0


def test_doctor_names_what_is_missing(kiosk: Command) -> None:
    examined = kiosk("doctor")
    assert "[よい] 文字" in examined.stdout
    assert "[不良] 公開鍵" in examined.stdout
    assert examined.stderr.startswith("doctor_found_trouble: ")


def test_a_missing_config_is_told(kiosk: Command, tmp_path: Path) -> None:
    failed = kiosk("forms", "list", config=tmp_path / "nowhere")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (1, "config_not_found")


def test_an_unknown_key_in_the_settings_is_named(kiosk: Command, town: Path) -> None:
    file = town / "town.toml"
    file.write_text(file.read_text() + "\n[colour]\n", encoding="utf-8")
    failed = kiosk("forms", "list")
    assert failed.stderr.startswith("setting_mistaken: town.toml")
    assert "colour" in failed.stderr


@pytest.mark.parametrize(("group", "commands"), [("keys", "list、new、retire、rotate"), ("staff", "add、disable")])
def test_a_group_called_alone_says_what_may_follow(kiosk: Command, group: str, commands: str) -> None:
    failed = kiosk(group)
    assert failed.returncode == 2
    assert failed.stderr.startswith(f"usage: kiosk {group} の後に、{commands}")
    assert len(failed.stderr.splitlines()) == 1


def test_the_reason_of_the_unexpected_comes_before_its_log_line() -> None:
    program = "from kiosk.cli.failure import run_reporting; run_reporting(lambda: 1 / 0)"
    failed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    first, *rest = failed.stderr.splitlines()
    assert first.startswith("unexpected: ")
    assert rest == ["command_failed"]


def test_an_unknown_command_is_a_usage_error(kiosk: Command) -> None:
    failed = kiosk("dance")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (2, "usage")
