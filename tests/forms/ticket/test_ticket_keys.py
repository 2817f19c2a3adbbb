"""A town makes, rotates and retires its keys; private ones never leave their owner's hands."""

import re
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms.ticket import Keyring, PublicKey, PublicKeys, TicketError, TicketReason, TownKey, open_ticket, seal
from forms.ticket.keyfiles import (
    file_of,
    key_to_toml,
    make_first_key,
    read_keyring,
    read_public_keys,
    retire_key,
    rotate_key,
    write_public_keys,
)
from forms.ticket.keys import IDS, KeysError, KeysReason, new_key
from tests.forms.ticket.towncatalogue import CATALOGUE, COPY, KEY, NOW, TOWN

VALIDITY = timedelta(days=14)
LATER = NOW + timedelta(days=5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def reason_of(refused: pytest.ExceptionInfo[KeysError]) -> KeysReason:
    return refused.value.reason


def test_a_first_key_works(folder: Path) -> None:
    key = make_first_key(folder, TOWN, NOW)
    ring = read_keyring(folder, TOWN)
    assert ring == Keyring(TOWN, (key,))
    assert ring.current == key
    texts = seal(COPY, TOWN, ring.public().current, CATALOGUE).texts
    assert open_ticket(texts, ring, CATALOGUE, NOW) == COPY


def test_private_keys_are_for_their_owner_only(folder: Path) -> None:
    key = make_first_key(folder, TOWN, NOW)
    file = file_of(folder, key.id)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [found.name for found in folder.iterdir()] == [file.name]
    for mode in (0o640, 0o604, 0o666):
        file.chmod(mode)
        with pytest.raises(KeysError) as refused:
            read_keyring(folder, TOWN)
        assert reason_of(refused) is KeysReason.READABLE_BY_OTHERS
        assert refused.value.values["place"] == str(file)


def test_private_bytes_show_nowhere() -> None:
    assert KEY.private is not None
    assert repr(KEY.private) not in repr(Keyring(TOWN, (KEY,)))
    assert KEY.private.hex() not in repr(KEY)


def test_the_public_set_needs_no_private_key(folder: Path, tmp_path: Path) -> None:
    key = make_first_key(folder, TOWN, NOW)
    file = tmp_path / "public-keys.toml"
    write_public_keys(file, read_keyring(folder, TOWN).public())
    assert read_public_keys(file) == PublicKeys(TOWN, (PublicKey(key.id, key.public),))
    assert key.private is not None
    assert key.private.hex() not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_rotation_makes_a_new_key_and_keeps_the_old_for_opening(folder: Path) -> None:
    old = make_first_key(folder, TOWN, NOW)
    texts = seal(COPY, TOWN, old.public_key, CATALOGUE).texts
    new = rotate_key(folder, TOWN, LATER)
    ring = read_keyring(folder, TOWN)
    assert ring.current == new
    assert ring.keys == (replace(old, replaced=LATER), new)
    assert open_ticket(texts, ring, CATALOGUE, LATER) == COPY


def test_retiring_destroys_the_private_key_and_keeps_the_record(folder: Path) -> None:
    old = make_first_key(folder, TOWN, NOW)
    texts = seal(COPY, TOWN, old.public_key, CATALOGUE).texts
    rotate_key(folder, TOWN, LATER)
    when = LATER + VALIDITY + timedelta(minutes=1)
    with file_of(folder, old.id).open("rb") as still_open:
        assert b"private" in still_open.read()
        gone = retire_key(folder, TOWN, old.id, when, validity=VALIDITY)
        still_open.seek(0)
        assert not still_open.read().strip(b"\0")
    assert (gone.private, gone.retired) == (None, when)
    ring = read_keyring(folder, TOWN)
    assert ring.find(old.id) == gone
    assert old.private is not None
    assert not [file for file in folder.iterdir() if old.private.hex() in file.read_text()]
    with pytest.raises(TicketError) as refused:
        open_ticket(texts, ring, CATALOGUE, NOW)
    assert refused.value.reason is TicketReason.UNKNOWN_KEY


def test_a_key_is_not_retired_while_tickets_may_be_under_way(folder: Path) -> None:
    old = make_first_key(folder, TOWN, NOW)
    with pytest.raises(KeysError) as refused:
        retire_key(folder, TOWN, old.id, NOW + timedelta(days=999), validity=VALIDITY)
    assert reason_of(refused) is KeysReason.STILL_CURRENT
    rotate_key(folder, TOWN, LATER)
    with pytest.raises(KeysError) as refused:
        retire_key(folder, TOWN, old.id, LATER + VALIDITY, validity=VALIDITY)
    assert reason_of(refused) is KeysReason.STILL_NEEDED
    assert retire_key(folder, TOWN, old.id, LATER, validity=VALIDITY, force=True).private is None
    with pytest.raises(KeysError) as refused:
        retire_key(folder, TOWN, old.id, LATER, force=True)
    assert reason_of(refused) is KeysReason.ALREADY_RETIRED
    with pytest.raises(KeysError) as refused:
        retire_key(folder, TOWN, unused(folder), LATER)
    assert reason_of(refused) is KeysReason.UNKNOWN_KEY


def unused(folder: Path) -> int:
    taken = {key.id for key in read_keyring(folder, TOWN).keys}
    return min(set(range(IDS)) - taken)


def test_a_second_first_key_is_refused(folder: Path) -> None:
    make_first_key(folder, TOWN, NOW)
    with pytest.raises(KeysError) as refused:
        make_first_key(folder, TOWN, NOW)
    assert reason_of(refused) is KeysReason.ALREADY_HAS_KEY


def test_without_a_current_key_nothing_can_be_published(folder: Path) -> None:
    key = make_first_key(folder, TOWN, NOW)
    file_of(folder, key.id).unlink()
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN).public()
    assert reason_of(refused) is KeysReason.NO_CURRENT_KEY


def test_the_current_key_is_retired_by_no_force(folder: Path) -> None:
    key = make_first_key(folder, TOWN, NOW)
    for force in (False, True):
        with pytest.raises(KeysError) as refused:
            retire_key(folder, TOWN, key.id, LATER, force=force)
        assert reason_of(refused) is KeysReason.STILL_CURRENT
    assert read_keyring(folder, TOWN).current == key


def test_keys_are_worked_out_once_and_forgotten_with_their_files(folder: Path, tmp_path: Path) -> None:
    make_first_key(folder, TOWN, NOW)
    (known,) = read_keyring(folder, TOWN).keys
    assert read_keyring(folder, TOWN).keys[0] is known
    new = rotate_key(folder, TOWN, LATER)
    before = read_keyring(folder, TOWN).keys
    assert {key.id: key.replaced for key in before} == {known.id: LATER, new.id: None}
    away = folder.rename(tmp_path / "away")
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN)
    assert reason_of(refused) is KeysReason.NO_FOLDER
    away.rename(folder)
    after = read_keyring(folder, TOWN).keys
    assert after == before
    assert all(key not in [id(each) for each in before] for key in map(id, after))


def test_ids_never_repeat_and_may_run_out() -> None:
    assert new_key(set(range(IDS)) - {77}, NOW).id == 77
    with pytest.raises(KeysError) as refused:
        new_key(range(IDS), NOW)
    assert reason_of(refused) is KeysReason.NO_FREE_ID


def key_file(folder: Path, text: str) -> Path:
    folder.mkdir()
    file = file_of(folder, KEY.id)
    file.write_text(text)
    file.chmod(0o600)
    return file


WHOLE = key_to_toml(KEY, TOWN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (key_to_toml(KEY, "011002"), KeysReason.OTHER_TOWN),
        (re.sub('public = ".', 'public = "g', WHOLE), KeysReason.BROKEN_KEY),
        (re.sub('private = "..', 'private = "', WHOLE), KeysReason.BROKEN_KEY),
        (WHOLE.replace(KEY.public.hex(), "ab" * 32), KeysReason.BROKEN_KEY),
        (re.sub("private = .*\n", "", WHOLE), KeysReason.BROKEN_KEY),
        (re.sub("created = .*\n", 'created = "yesterday"\n', WHOLE), KeysReason.BROKEN_KEY),
        (re.sub("created = .*\n", 'created = "2026-07-01T00:00:00"\n', WHOLE), KeysReason.BROKEN_KEY),
        (re.sub("created = .*\n", 'created = "0001-01-01T00:00:00+14:00"\n', WHOLE), KeysReason.BROKEN_KEY),
        (WHOLE + 'replaced = "9999-12-31T00:00:00Z"\n', KeysReason.BROKEN_KEY),
    ],
)
def test_a_wrong_key_file_is_refused_by_name(folder: Path, text: str, reason: KeysReason) -> None:
    key_file(folder, text)
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN)
    assert reason_of(refused) is reason
    assert f"{KEY.id:04x}" in refused.value.sentence


@pytest.mark.parametrize("text", ["", "not toml", WHOLE + "extra = 1\n", WHOLE.replace("id = ", "id = 9")])
def test_what_is_no_key_file_at_all_is_a_broken_key_too(folder: Path, text: str) -> None:
    file = key_file(folder, text)
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN)
    assert reason_of(refused) is KeysReason.BROKEN_KEY
    with pytest.raises(KeysError) as refused:
        read_public_keys(file)
    assert reason_of(refused) is KeysReason.BROKEN_KEY


def test_files_that_cannot_be_read_or_written_are_said_so(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN)
    assert reason_of(refused) is KeysReason.NO_FOLDER
    with pytest.raises(KeysError) as refused:
        read_public_keys(tmp_path / "nowhere.toml")
    assert reason_of(refused) is KeysReason.NO_PUBLIC_FILE
    with pytest.raises(KeysError) as refused:
        read_public_keys(tmp_path)
    assert reason_of(refused) is KeysReason.UNREADABLE
    with pytest.raises(KeysError) as refused:
        write_public_keys(tmp_path / "nowhere" / "public.toml", PublicKeys(TOWN, (KEY.public_key,)))
    assert reason_of(refused) is KeysReason.NOT_WRITABLE
    (tmp_path / "file").touch()
    with pytest.raises(KeysError) as refused:
        make_first_key(tmp_path / "file" / "keys", TOWN, NOW)
    assert reason_of(refused) is KeysReason.NOT_WRITABLE
    folder.mkdir()
    file_of(folder, 1).mkdir()
    with pytest.raises(KeysError) as refused:
        read_keyring(folder, TOWN)
    assert reason_of(refused) is KeysReason.UNREADABLE


@pytest.mark.parametrize(
    "text", ['town = "999997"\n', 'town = "x"\n[[keys]]\nid = 1\npublic = "' + "ab" * 32 + '"\n']
)
def test_a_wrong_public_set_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "public.toml"
    file.write_text(text)
    with pytest.raises(KeysError):
        read_public_keys(file)


def test_an_empty_public_set_has_no_current_key() -> None:
    with pytest.raises(KeysError):
        _ = PublicKeys(TOWN, ()).current


def test_the_newest_key_in_use_is_current() -> None:
    second = TownKey(2, KEY.public, KEY.private, LATER)
    assert Keyring(TOWN, (KEY, second)).current == second
