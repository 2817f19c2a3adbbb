"""The journal of a desk without its database: sealed, chained, and whole up to wherever the power went."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forms.ticket import Keyring
from forms.ticket.keyfiles import make_first_key, read_keyring
from kiosk.store import StoreError, StoreReason, journal as module
from kiosk.store.journal import HEADER_BYTES, Damage, Journal, JournalKeys, peek

TOWN = "015610"
RECORDS = (b"first", b"2", b"the third one", b"\x00" * 40)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> JournalKeys:
    return keys_in(tmp_path_factory.mktemp("keys"))


def keys_in(folder: Path) -> JournalKeys:
    make_first_key(folder / "keys", TOWN, datetime(2026, 4, 1, tzinfo=UTC))
    keyring: Keyring = read_keyring(folder / "keys", TOWN)
    return JournalKeys(keyring.public, lambda: keyring)


def written(file: Path, keys: JournalKeys, records: tuple[bytes, ...] = RECORDS) -> Journal:
    journal = Journal(file, keys)
    journal.begin(records[:1])
    for contents in records[1:]:
        journal.append(contents)
    return journal


def test_it_works_what_was_appended_is_read_again_and_goes_on(tmp_path: Path, keys: JournalKeys) -> None:
    first = written(tmp_path / "journal", keys)
    again = Journal(tmp_path / "journal", keys)
    found = again.read()
    assert (found.id, found.records, found.damage) == (first.id, RECORDS, Damage.NONE)
    again.append(b"one more")
    assert Journal(tmp_path / "journal", keys).read().records == (*RECORDS, b"one more")


def test_only_its_owner_may_read_it_and_it_tells_nothing(tmp_path: Path, keys: JournalKeys) -> None:
    written(tmp_path / "new" / "journal", keys, (b"base", b"YOSHIDA HANAKO A-701"))
    file = tmp_path / "new" / "journal"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"YOSHIDA" not in file.read_bytes()
    assert b"A-701" not in file.read_bytes()


def test_what_was_deleted_is_gone_once_it_is_written_anew(tmp_path: Path, keys: JournalKeys) -> None:
    journal = written(tmp_path / "journal", keys)
    journal.begin((b"what is left",), id=journal.id)
    journal.append(b"and on")
    found = Journal(tmp_path / "journal", keys).read()
    assert (found.id, found.records) == (journal.id, (b"what is left", b"and on"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=5), share=st.floats(0, 1))
def test_cut_anywhere_all_whole_records_are_read_and_nothing_else(
    records: list[bytes], share: float, tmp_path: Path, keys: JournalKeys
) -> None:
    file = tmp_path / "journal"
    written(file, keys, tuple(records))
    whole = file.read_bytes()
    ends = [chunk.end for chunk in module.chunks_of(whole)]
    at = round(share * len(whole))
    file.write_bytes(whole[:at])
    kept = sum(end <= at for end in ends)
    is_clean = at in (HEADER_BYTES, *ends)
    assert peek(whole[:at]).records == kept
    found = Journal(file, keys).read()
    assert found.records == tuple(records[:kept])
    assert found.damage is (Damage.NONE if is_clean else Damage.CUT)
    if at >= HEADER_BYTES:
        after = Journal(file, keys)
        after.read()
        after.append(b"after the power came back")
        assert Journal(file, keys).read().records == (*records[:kept], b"after the power came back")


def test_cut_at_every_single_byte(tmp_path: Path, keys: JournalKeys) -> None:
    file = tmp_path / "journal"
    written(file, keys, (b"one", b"two", b"three"))
    whole = file.read_bytes()
    ends = [chunk.end for chunk in module.chunks_of(whole)]
    for at in range(len(whole)):
        file.write_bytes(whole[:at])
        assert Journal(file, keys).read().records == (b"one", b"two", b"three")[: sum(end <= at for end in ends)]
        assert not list(tmp_path.glob("*.damaged"))


def test_every_single_byte_is_guarded(tmp_path: Path, keys: JournalKeys) -> None:
    written(tmp_path / "journal", keys, (b"one", b"two", b"three"))
    whole = (tmp_path / "journal").read_bytes()
    ends = [chunk.end for chunk in module.chunks_of(whole)]
    for at in range(HEADER_BYTES, len(whole), 11):
        broken = bytearray(whole)
        broken[at] ^= 0x10
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "journal").write_bytes(broken)
        found = Journal(folder / "journal", keys).read()
        assert found.records == (b"one", b"two", b"three")[: sum(end <= at for end in ends)]
        assert found.damage is not Damage.NONE


def test_what_is_broken_is_set_aside_and_the_rest_goes_on(tmp_path: Path, keys: JournalKeys) -> None:
    journal = written(tmp_path / "journal", keys, (b"one", b"two", b"three"))
    whole = (tmp_path / "journal").read_bytes()
    second = next(chunk.end for chunk in module.chunks_of(whole)) + 20
    (tmp_path / "journal").write_bytes(whole[:second] + b"X" + whole[second + 1 :])
    again = Journal(tmp_path / "journal", keys)
    found = again.read()
    assert (found.id, found.records, found.damage) == (journal.id, (b"one",), Damage.BROKEN)
    (aside,) = tmp_path.glob("journal.*.damaged")
    assert len(aside.read_bytes()) == len(whole)
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    again.append(b"four")
    assert Journal(tmp_path / "journal", keys).read().records == (b"one", b"four")


def test_a_record_opens_at_no_other_place(tmp_path: Path, keys: JournalKeys) -> None:
    file = tmp_path / "journal"
    written(file, keys, (b"one", b"two", b"three"))
    whole = file.read_bytes()
    first, second, _ = (chunk.end for chunk in module.chunks_of(whole))
    file.write_bytes(whole[:first] + whole[second:])
    assert Journal(file, keys).read().records == (b"one",)


def test_of_another_towns_keys_it_opens_nothing(tmp_path: Path, keys: JournalKeys) -> None:
    written(tmp_path / "journal", keys)
    found = Journal(tmp_path / "journal", keys_in(tmp_path)).read()
    assert (found.records, found.damage) == ((), Damage.BROKEN)


def test_a_foreign_file_is_set_aside(tmp_path: Path, keys: JournalKeys) -> None:
    (tmp_path / "journal").write_bytes(b"something else altogether, and longer than a header")
    assert Journal(tmp_path / "journal", keys).read().damage is Damage.BROKEN
    assert list(tmp_path.glob("*.damaged"))


def test_it_has_a_largest_size(tmp_path: Path, keys: JournalKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = written(tmp_path / "journal", keys)
    size = (tmp_path / "journal").stat().st_size
    monkeypatch.setattr(module, "LARGEST_JOURNAL", size + 10)
    with pytest.raises(StoreError) as caught:
        journal.append(b"too much")
    assert caught.value.reason is StoreReason.JOURNAL_FULL
    assert (tmp_path / "journal").stat().st_size == size


def test_a_disk_that_fills_in_the_middle_of_a_record_leaves_nothing_of_it(
    tmp_path: Path, keys: JournalKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = written(tmp_path / "journal", keys)
    sync = os.fsync

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as caught:
        journal.append(b"half of it is on the disk")
    monkeypatch.setattr(os, "fsync", sync)
    assert caught.value.reason is StoreReason.DATABASE_FULL
    journal.append(b"there is room again")
    assert Journal(tmp_path / "journal", keys).read().records == (*RECORDS, b"there is room again")


class JournalLife(RuleBasedStateMachine):
    """Appended, compacted, cut by the power, begun again: what it says is what was last whole."""

    folder: Path
    keys: JournalKeys

    def __init__(self) -> None:
        super().__init__()
        self.file = self.folder / f"{os.urandom(4).hex()}.journal"
        self.journal = Journal(self.file, self.keys)
        self.journal.begin((b"base",))
        self.model = [b"base"]

    @rule(contents=st.binary(min_size=1, max_size=30))
    def append(self, contents: bytes) -> None:
        self.journal.append(contents)
        self.model.append(contents)

    @rule()
    def compact(self) -> None:
        self.journal.begin((b"+".join(self.model),), id=self.journal.id)
        self.model = [b"+".join(self.model)]

    @rule(more=st.binary(min_size=1, max_size=30), share=st.floats(0, 0.99))
    def lose_power(self, more: bytes, share: float) -> None:
        before = self.file.stat().st_size
        self.journal.append(more)
        after = self.file.stat().st_size
        os.truncate(self.file, before + int((after - before) * share))
        self.begin_again()

    @rule()
    def begin_again(self) -> None:
        self.journal = Journal(self.file, self.keys)
        self.journal.read()

    @invariant()
    def says_what_was_written(self) -> None:
        assert Journal(self.file, self.keys).read().records == tuple(self.model)


def test_its_whole_life(tmp_path: Path, keys: JournalKeys) -> None:
    JournalLife.folder, JournalLife.keys = tmp_path, keys
    run_state_machine_as_test(
        JournalLife, settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )
