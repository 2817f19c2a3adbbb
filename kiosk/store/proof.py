"""Whether the audit log is what it was: its chain, and the seals that nobody can make who has only the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func, orm, select

from forms.told import Told
from kiosk.clock import day_in_japan
from kiosk.store import audit, database, tables
from kiosk.store.dayseal import FIRST, DaySeal, DaySealer, read_seals

KEPT_AT_LEAST = timedelta(days=350)
"""No town deletes younger entries (`audit_days` is 365 or more); the rest is for clocks that are wrong."""


class SealReason(StrEnum):
    SEAL_FORGED = "seal_forged"
    SEAL_MISSING = "seal_missing"
    SEAL_KEY_CHANGED = "seal_key_changed"
    AUDIT_RECOMPUTED = "audit_recomputed"
    AUDIT_CUT = "audit_cut"
    AUDIT_TRIMMED_EARLY = "audit_trimmed_early"


LOOK = "データベースに触れた人がいないか調べ、バックアップのデータベースと比べてください。"
RENEW = "分かったら kiosk audit seal --renew で、今の記録から封印をやり直します。"
WORDS: Mapping[StrEnum, tuple[str, str]] = {
    SealReason.SEAL_FORGED: ("{detail} の封印が、この端末の鍵のものではありません。", LOOK),
    SealReason.SEAL_MISSING: (
        "この端末が控えた封印が、データベースにありません。",
        f"監査記録の終わりが切り取られたか、古いバックアップを戻したかです。{LOOK}{RENEW}",
    ),
    SealReason.SEAL_KEY_CHANGED: (
        "封印の鍵が前と違います。前の鍵の封印は、もう確かめられません。",
        f"鍵のファイルが消えたか替わっています。バックアップから戻すか、紙に控えた番号（--noted）で確かめてください。{RENEW}",
    ),
    SealReason.AUDIT_RECOMPUTED: (
        "{detail} に封じたあとで、監査記録がはじめから作り直されています。",
        LOOK,
    ),
    SealReason.AUDIT_CUT: ("{detail} に封じた監査記録の終わりが切り取られています。", LOOK),
    SealReason.AUDIT_TRIMMED_EARLY: ("{detail} より新しい監査記録が、期限の前に消されています。", LOOK),
}


class SealError(Told):
    """Why the log is not what was sealed; `detail` is the day of the seal."""

    reasons = SealReason
    words = WORDS
    reason: SealReason

    def __init__(self, reason: SealReason, detail: str = "") -> None:
        super().__init__(reason, detail=detail)


@dataclass(frozen=True, slots=True)
class SealReport:
    """What holds: the seals of this PC, and how many others there are, of other desks or of a key that is lost."""

    own: tuple[DaySeal, ...]
    others: int

    @property
    def last(self) -> DaySeal | None:
        return self.own[-1] if self.own else None


def verify_seals(store: database.Store) -> SealReport:
    """Return the seals of the log, all of them true. Raise SealError, or StoreError."""
    with store.reading() as session:
        if store.sealer is None:
            return SealReport((), _count_others(session, ""))
        own = tuple(_read_true(session, store.sealer))
        _check_note(store.sealer, own)
        _check_heads(session, own)
        _check_trimming(session, own, day_in_japan(store.clock()) - KEPT_AT_LEAST)
        return SealReport(own, _count_others(session, store.sealer.key_id))


def verify_since(store: database.Store, seal: DaySeal | None) -> audit.ChainReport:
    """Report on the links after a seal that is true: of a long log the rest is left to the whole check."""
    with store.reading() as session:
        return audit.verify_rows(session, start=audit.ChainHead(seal.seq, seal.hash) if seal else None)


def _read_true(session: orm.Session, sealer: DaySealer) -> Iterator[DaySeal]:
    before = FIRST
    for seal in read_seals(session, sealer.key_id):
        true = sealer.compute(seal.day, seal.seq, seal.hash, seal.before)
        if seal.mac != true:
            raise SealError(SealReason.SEAL_FORGED, seal.day.isoformat())
        if seal.before != before:
            raise SealError(SealReason.SEAL_MISSING)
        before = seal.mac
        yield seal


def _check_note(sealer: DaySealer, own: tuple[DaySeal, ...]) -> None:
    noted = sealer.read_note()
    if noted is None:
        return
    if noted.key_id != sealer.key_id:
        raise SealError(SealReason.SEAL_KEY_CHANGED)
    if noted.mac not in {seal.mac for seal in own}:
        raise SealError(SealReason.SEAL_MISSING)


def _check_heads(session: orm.Session, own: tuple[DaySeal, ...]) -> None:
    seqs = select(tables.AuditSealRow.seq).where(tables.AuditSealRow.key_id.in_({seal.key_id for seal in own}))
    rows = session.execute(
        select(tables.AuditEntryRow.seq, tables.AuditEntryRow.hash).where(tables.AuditEntryRow.seq.in_(seqs))
    )
    there = {seq: hash for seq, hash in rows}
    anchor = session.get_one(tables.AuditAnchorRow, audit.ANCHOR)
    there[anchor.seq] = anchor.hash
    head = audit.read_chain_head(session)
    for seal in own:
        if seal.seq > head.seq:
            raise SealError(SealReason.AUDIT_CUT, seal.day.isoformat())
        if seal.seq >= anchor.seq and there.get(seal.seq) != seal.hash:
            raise SealError(SealReason.AUDIT_RECOMPUTED, seal.day.isoformat())


def _check_trimming(session: orm.Session, own: tuple[DaySeal, ...], until: date) -> None:
    """The last entry that was deleted is younger than every seal before it."""
    anchor = session.get_one(tables.AuditAnchorRow, audit.ANCHOR)
    for seal in own:
        if seal.seq < anchor.seq and seal.day > until:
            raise SealError(SealReason.AUDIT_TRIMMED_EARLY, seal.day.isoformat())


def _count_others(session: orm.Session, key_id: str) -> int:
    query = select(func.count()).select_from(tables.AuditSealRow).where(tables.AuditSealRow.key_id != key_id)
    return session.scalar(query) or 0
