"""Secrets are made on first use and readable by their owner only."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.settings import SettingsError, SettingsReason, fingerprint_of_secret, read_other_secret, read_secret
from kiosk.settings.secret import is_laid_down


def test_it_works_and_the_same_secret_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "cookie"
    secret = read_secret(file)
    assert len(secret) == 32
    assert read_secret(file) == secret
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [found.name for found in file.parent.iterdir()] == ["cookie"]


def test_two_places_have_two_secrets(tmp_path: Path) -> None:
    assert read_secret(tmp_path / "one") != read_secret(tmp_path / "two")


def test_programs_starting_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read_secret, [tmp_path / "cookie"] * 32))) == 1


def test_a_secret_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cookie"
    read_secret(file)
    file.chmod(0o640)
    with pytest.raises(SettingsError) as caught:
        read_secret(file)
    assert caught.value.reason is SettingsReason.PRIVATE_FILE_TOO_OPEN


def test_a_cut_secret_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cookie"
    file.touch(mode=0o600)
    file.write_bytes(b"short")
    with pytest.raises(SettingsError) as caught:
        read_secret(file)
    assert caught.value.reason is SettingsReason.PRIVATE_FILE_DAMAGED


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_secret(tmp_path)
    assert caught.value.reason is SettingsReason.PRIVATE_FILE_UNREADABLE


@pytest.mark.parametrize(
    ("owner", "mode", "mount", "is_taken"),
    [
        (0, 0o440, os.ST_RDONLY, True),
        (0, 0o640, os.ST_RDONLY | os.ST_NOSUID, True),
        (0, 0o440, 0, False),
        (10001, 0o440, os.ST_RDONLY, False),
        (0, 0o444, os.ST_RDONLY, False),
        (0, 0o460, os.ST_RDONLY, False),
    ],
)
def test_what_a_container_is_given_by_its_platform_may_belong_to_a_group(
    owner: int, mode: int, mount: int, is_taken: bool
) -> None:
    assert is_laid_down(owner, mode, mount) is is_taken


def test_beside_the_secret_lies_the_one_it_replaces_and_none_is_made(tmp_path: Path) -> None:
    file = tmp_path / "cookie"
    secret = read_secret(file)
    assert read_other_secret(file) is None
    file.rename(tmp_path / "cookie.other")
    assert read_secret(file) != secret
    assert read_other_secret(file) == secret


def test_two_servers_are_compared_by_eight_signs() -> None:
    assert fingerprint_of_secret(bytes(32)) == "83ef 2abd"
    assert fingerprint_of_secret(bytes(31) + b"\1") != fingerprint_of_secret(bytes(32))
