"""Nobody who has only the database can rewrite the audit log: each day is sealed with a key kept elsewhere."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.settings import SettingsError
from kiosk.store import Store, audit, open_store
from kiosk.store.audit import START, AuditEvent
from kiosk.store.proof import SealError, SealReason, verify_seals, verify_since
from kiosk.store.trimming import trim
from tests import residents
from tests.kiosk.store.conftest import Clock, Place

UNLOCK = {
    "sqlite": ("DROP TRIGGER IF EXISTS audit_entry_no_update", "DROP TRIGGER IF EXISTS audit_entry_no_delete"),
    "postgresql": ("ALTER TABLE audit_entry DISABLE TRIGGER ALL",),
}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "audit-seal"


@pytest.fixture
def sealed(place: Place, clock: Clock, key: Path) -> Iterator[Store]:
    store = open_store(replace(place.database, seal_key_file=key), clock)
    yield store
    store.close()


@pytest.fixture
def lived(sealed: Store, clock: Clock) -> Store:
    """Three days of four events each: the second and third day have sealed the one before."""
    for _ in range(3):
        some_events(sealed)
        clock.pass_by(days=1)
    return sealed


def some_events(store: Store, count: int = 4) -> None:
    for number in range(count):
        audit.record(store, AuditEvent.TICKET_REFUSED, desk="lobby-1", details={"count": number})


def tamper(store: Store, *statements: str) -> None:
    """As somebody with all rights on the database would."""
    with store.writing() as session:
        for statement in (*UNLOCK[store.engine.dialect.name], *statements):
            session.execute(text(statement))


def recompute(store: Store) -> None:
    """Give every link the hash it would have had, and the head too: the chain is whole again."""
    before = START
    entries = audit.read_entries(store)
    with store.writing() as session:
        for entry in entries:
            before = entry.hash_after(before)
            values = {"hash": before, "seq": entry.seq}
            session.execute(text("UPDATE audit_entry SET hash = :hash WHERE seq = :seq"), values)
        session.execute(text("UPDATE audit_head SET hash = :hash, seq = :seq"), {"hash": before, "seq": entry.seq})


def fault_of(store: Store) -> SealReason:
    with pytest.raises(SealError) as caught:
        verify_seals(store)
    return caught.value.reason


def test_it_works_and_the_first_event_of_a_day_seals_what_was_before(lived: Store, key: Path) -> None:
    report = verify_seals(lived)
    assert [(seal.day.isoformat(), seal.seq) for seal in report.own] == [
        ("2026-04-01", 0),
        ("2026-04-02", 4),
        ("2026-04-03", 8),
    ]
    assert report.others == 0
    assert (stat.S_IMODE(key.stat().st_mode), len(key.read_bytes())) == (0o600, 32)
    note = key.with_name("audit-seal.last")
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert note.read_text().strip().endswith(report.own[-1].mac)


def test_a_seal_says_nothing_of_its_key(lived: Store, place: Place, key: Path) -> None:
    everything = place.everything()
    assert key.read_bytes() not in everything
    assert key.read_bytes().hex().encode() not in everything


def test_a_chain_recomputed_from_the_first_entry_on_is_found(lived: Store) -> None:
    tamper(lived, "UPDATE audit_entry SET staff_id = 7 WHERE seq = 3")
    recompute(lived)
    assert audit.verify_chain(lived).is_whole
    assert fault_of(lived) is SealReason.AUDIT_RECOMPUTED


def test_a_tail_cut_with_its_head_is_found(lived: Store) -> None:
    tamper(lived, "DELETE FROM audit_entry WHERE seq > 6")
    recompute(lived)
    assert audit.verify_chain(lived).is_whole
    assert fault_of(lived) is SealReason.AUDIT_CUT


CUT_WITH_SEALS: dict[str, tuple[str, ...]] = {
    "the last seal with its tail": (
        "DELETE FROM audit_seal WHERE seq > 6",
        "DELETE FROM audit_entry WHERE seq > 6",
    ),
    "the last seal alone": ("DELETE FROM audit_seal WHERE seq = 8",),
    "the first seal": ("DELETE FROM audit_seal WHERE seq = 4",),
    "every seal": ("DELETE FROM audit_seal",),
}


@pytest.mark.parametrize("statements", CUT_WITH_SEALS.values(), ids=CUT_WITH_SEALS.keys())
def test_a_seal_taken_away_is_missed(lived: Store, statements: tuple[str, ...]) -> None:
    tamper(lived, *statements)
    recompute(lived)
    assert fault_of(lived) is SealReason.SEAL_MISSING
    some_events(lived)
    assert fault_of(lived) is SealReason.SEAL_MISSING, "the next day's seal must not hide it"


@pytest.mark.parametrize("change", ["seq = 7", "day = '2026-04-05'", "hash = before", "mac = hash"])
def test_a_seal_that_was_written_without_the_key_is_found(lived: Store, change: str) -> None:
    tamper(lived, f"UPDATE audit_seal SET {change} WHERE seq = 8")
    assert fault_of(lived) is SealReason.SEAL_FORGED


def test_a_log_trimmed_before_its_time_is_found(lived: Store) -> None:
    audit.record(lived, AuditEvent.AUDIT_TRIMMED, details={"up_to": 6})
    tamper(
        lived,
        "UPDATE audit_anchor SET seq = 6, hash = (SELECT hash FROM audit_entry WHERE seq = 6)",
        "DELETE FROM audit_entry WHERE seq <= 6",
    )
    assert audit.verify_chain(lived).is_whole
    assert fault_of(lived) is SealReason.AUDIT_TRIMMED_EARLY


def test_a_log_trimmed_in_its_time_is_well(lived: Store, clock: Clock) -> None:
    clock.pass_by(days=1830)
    some_events(lived)
    trim(lived)
    assert audit.verify_chain(lived).begins_after == 12
    assert [seal.seq for seal in verify_seals(lived).own] == [0, 4, 8, 12]


def test_a_lost_key_is_told_until_somebody_begins_anew(
    lived: Store, place: Place, clock: Clock, key: Path
) -> None:
    key.unlink()
    store = open_store(replace(place.database, seal_key_file=key), clock)
    some_events(store)
    assert fault_of(store) is SealReason.SEAL_KEY_CHANGED
    assert store.sealer is not None
    store.sealer.forget_note()
    clock.pass_by(days=1)
    some_events(store)
    report = verify_seals(store)
    store.close()
    assert (len(report.own), report.others) == (2, 3)


def test_each_desk_seals_with_a_key_of_its_own(lived: Store, place: Place, clock: Clock, tmp_path: Path) -> None:
    other = open_store(replace(place.database, seal_key_file=tmp_path / "other" / "audit-seal"), clock)
    some_events(other)
    some_events(lived)
    found = verify_seals(lived), verify_seals(other)
    other.close()
    assert [(len(report.own), report.others) for report in found] == [(4, 1), (1, 4)]


def test_a_step_that_fails_seals_nothing(sealed: Store, key: Path) -> None:
    with pytest.raises(ValueError, match="audit detail"):
        audit.record(sealed, AuditEvent.CARD_READ, details={"kind": residents.YOSHIDA})
    assert not key.with_name("audit-seal.last").exists()
    assert verify_seals(sealed).own == ()
    some_events(sealed)
    assert len(verify_seals(sealed).own) == 1


def test_a_clock_that_jumps_back_and_forth_leaves_true_seals(sealed: Store, clock: Clock) -> None:
    for days in (0, 40, -80, 1, 40, 1):
        clock.pass_by(days=days)
        some_events(sealed)
    assert [seal.seq for seal in verify_seals(sealed).own] == [0, 4, 8, 12, 16, 20]


def test_since_the_last_seal_only_its_own_entries_are_read(lived: Store) -> None:
    last = verify_seals(lived).last
    assert (verify_since(lived, last).entries, verify_since(lived, None).entries) == (4, 12)
    tamper(lived, "UPDATE audit_entry SET staff_id = 7 WHERE seq = 10")
    assert verify_since(lived, last).broken_at == 10


@pytest.mark.parametrize("spoil", [lambda key: key.chmod(0o644), lambda key: key.write_bytes(b"short")])
def test_a_key_that_others_read_or_that_is_none_stops_the_desk(
    lived: Store, place: Place, key: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(key)
    with pytest.raises(SettingsError):
        open_store(replace(place.database, seal_key_file=key))
