"""Keys, staff, purge, doctor and settings from the command line."""

import stat
from pathlib import Path

from tests.kiosk.cli.conftest import Command


def test_private_keys_are_readable_by_the_owner_only(keyed: Command, town: Path) -> None:
    files = list((town.parent / "var" / "keys").glob("key-*"))
    assert files
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_second_first_key_is_refused(keyed: Command) -> None:
    assert keyed("keys", "new").stderr.startswith("already_has_key: ")


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


def test_an_unknown_command_is_a_usage_error(kiosk: Command) -> None:
    failed = kiosk("dance")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (2, "usage")
