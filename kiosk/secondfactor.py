"""The second factor of staff: numbers of an authenticator app (TOTP), spare codes, and who is asked for them.

Passkeys, the other kind, are `kiosk.passkeys`.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pyotp import TOTP, random_base32
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import delete, func, orm, select

from forms.ticket import Keyring, TicketError, sealing
from forms.told import Told
from kiosk.passwords import hash_password, verify_password
from kiosk.settings import FactorRule, SecondFactor
from kiosk.staff import Staff, StaffError, StaffReason, find_staff_row, make_staff, note_change
from kiosk.store import AuditEvent, Details, Store, audit
from kiosk.store.tables import StaffOneTimeRow, StaffPasskeyRow, StaffRow, StaffSpareCodeRow


class FactorReason(StrEnum):
    """Why a second factor is not taken, or not changed."""

    CODE_WRONG = "code_wrong"
    CODE_USED = "code_used"
    APP_UNREADABLE = "app_unreadable"
    PASSKEY_REFUSED = "passkey_refused"
    STEP_OVER = "step_over"
    LAST_FACTOR = "last_factor"
    TOO_MANY = "too_many"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    FactorReason.CODE_WRONG: (
        "番号が違います。",
        "アプリに今出ている6桁を入力してください。何度も違うときは、スマートフォンとこの端末の時計を確かめてください。",
    ),
    FactorReason.CODE_USED: (
        "その番号は、もう使いました。",
        "アプリの番号が変わるのを待って（30秒）、入力してください。",
    ),
    FactorReason.APP_UNREADABLE: (
        "認証アプリの登録を読めません。",
        "控えのコードで入り、登録し直してください。なければ、管理者に2段階認証の取り消しを頼んでください。",
    ),
    FactorReason.PASSKEY_REFUSED: (
        "そのパスキーでは入れません。",
        "もう一度お試しください。この端末で登録したパスキーか確かめ、だめなら番号を入力してください。",
    ),
    FactorReason.STEP_OVER: ("時間がたったため、続けられません。", "はじめからやり直してください。"),
    FactorReason.LAST_FACTOR: (
        "2段階認証が必要な役割なので、最後の1つは消せません。",
        "先に、ほかの方法を登録してください。",
    ),
    FactorReason.TOO_MANY: ("パスキーは5つまでです。", "使わないものを消してから、登録してください。"),
}


class FactorError(Told):
    """Never holds a code."""

    reasons = FactorReason
    words = WORDS
    reason: FactorReason


class FactorKind(StrEnum):
    """What was shown beside the password."""

    APP = "app"
    PASSKEY = "passkey"
    SPARE = "spare"


SPARE_CODES = 10
"""Each begins with a digit of its own, so that only one hash has to be tried."""

SPARE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look alike on paper."""

SPARE_LENGTH = 12
"""58 bits; what is kept is an argon2id hash."""

DIGITS = re.compile(r"[0-9]{6}")
SPARE = re.compile(rf"([0-9])([{SPARE_SIGNS}]{{{SPARE_LENGTH}}})")
LONGEST_TYPED = 40

TOLERATED_STEPS = 1
"""Of 30 seconds, either way: for a clock that is a little off, and slow fingers."""

PURPOSE = b"kakanai-madoguchi second factor\x00"
"""With the account's id behind it: what is sealed for one opens for no other."""


def rule_for(staff: Staff, rules: SecondFactor) -> FactorRule:
    """Return what the town wants of this account."""
    return rules.admin if staff.is_admin else rules.clerk


def is_asked(staff: Staff, rules: SecondFactor) -> bool:
    """Return whether the password alone does not let them in."""
    return staff.has_second and rule_for(staff, rules) is not FactorRule.OFF


def must_register(staff: Staff, rules: SecondFactor) -> bool:
    """Return whether they have to register a second factor before anything else."""
    return not staff.has_second and rule_for(staff, rules) is FactorRule.MUST


@dataclass(frozen=True, slots=True)
class Passkey:
    """One that somebody has registered."""

    id: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has registered."""

    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    spare_left: int


def read_factors(store: Store, staff: Staff) -> Factors:
    """Return what the account has registered."""
    keys = select(StaffPasskeyRow).where(StaffPasskeyRow.staff_id == staff.id).order_by(StaffPasskeyRow.added_at)
    spare = select(func.count()).select_from(StaffSpareCodeRow).where(StaffSpareCodeRow.staff_id == staff.id)
    with store.reading() as session:
        app = session.get(StaffOneTimeRow, staff.id)
        passkeys = tuple(Passkey(row.id, row.added_at) for row in session.scalars(keys))
        return Factors(app.added_at if app else None, passkeys, session.scalar(spare) or 0)


def new_secret() -> str:
    """Return what an app and the town will share: 160 bits in base32."""
    return random_base32(32)


def address_of(secret: str, staff: Staff, town: str) -> str:
    """Return what the app reads as a QR."""
    return TOTP(secret).provisioning_uri(name=staff.name, issuer_name=town)


@dataclass(frozen=True, slots=True)
class SpareCode:
    """One as it is shown, once, and what is kept of it."""

    number: int
    code: str
    hashed: str

    @property
    def shown(self) -> str:
        """The code in groups, as people copy and type it."""
        parts = [self.code[at : at + 4] for at in range(0, SPARE_LENGTH, 4)]
        return "-".join((str(self.number), *parts))


def draw_spare_codes() -> tuple[SpareCode, ...]:
    """Return new ones; hashing takes about a quarter of a second, so not inside a transaction."""
    drawn = ["".join(secrets.choice(SPARE_SIGNS) for _ in range(SPARE_LENGTH)) for _ in range(SPARE_CODES)]
    return tuple(SpareCode(number, code, hash_password(code)) for number, code in enumerate(drawn))


def add_app(store: Store, staff: Staff, secret: str, typed: str, keyring: Keyring) -> tuple[SpareCode, ...]:
    """Register an app in place of an earlier one, once it has shown a right number; every session of theirs ends.

    Return the spare codes that came with a first factor. Raise FactorError(code_wrong), KeysError.
    """
    try:
        step = TOTP(secret).verify_and_get_timecode(
            _tidy(typed), for_time=store.clock(), valid_window=TOLERATED_STEPS
        )
    except OTPVerificationError:
        raise FactorError(FactorReason.CODE_WRONG) from None
    contents = _seal(secret, staff.id, keyring)
    spare = () if staff.has_second else draw_spare_codes()
    with store.writing() as session:
        now = store.clock()
        session.merge(StaffOneTimeRow(staff_id=staff.id, sealed=contents, last_step=step, added_at=now))
        note_added(store, session, staff, FactorKind.APP, spare)
    return spare


def note_added(
    store: Store, session: orm.Session, staff: Staff, kind: FactorKind, spare: Sequence[SpareCode]
) -> None:
    """Keep what comes with a new factor, and record it, in the caller's transaction."""
    row = session.get_one(StaffRow, staff.id, with_for_update=True)
    row.has_second = True
    if spare:
        _keep_spare(session, staff.id, spare)
    note_change(store, session, row, AuditEvent.STAFF_SECOND_ADDED, staff.id, kind=kind)


def renew_spare_codes(store: Store, staff: Staff) -> tuple[SpareCode, ...]:
    """Make new ones; those before are worth nothing any more."""
    spare = draw_spare_codes()
    with store.writing() as session:
        _keep_spare(session, staff.id, spare)
        details = Details(subject_staff_id=staff.id, count=len(spare))
        audit.append(session, store.clock(), AuditEvent.STAFF_SPARE_CODES_MADE, staff_id=staff.id, details=details)
    return spare


def _keep_spare(session: orm.Session, staff_id: int, spare: Sequence[SpareCode]) -> None:
    session.execute(delete(StaffSpareCodeRow).where(StaffSpareCodeRow.staff_id == staff_id))
    session.add_all(
        StaffSpareCodeRow(staff_id=staff_id, number=each.number, code_hash=each.hashed) for each in spare
    )


def answer_second(store: Store, staff: Staff, typed: str, keyring: Keyring, *, desk: str | None = None) -> Staff:
    """Finish a sign-in whose password was right: with the app's number or a spare code. Each is taken once.

    Raise FactorError (code_wrong, code_used, app_unreadable), or StaffError if the account changed meanwhile. How
    often it may be tried is up to `kiosk.signin.SignInTries`.
    """
    tidy = _tidy(typed)
    spare = SPARE.fullmatch(tidy)
    right = _find_spare(store, staff, spare) if spare else None
    with store.writing() as session:
        if spare:
            refused = None if right and _use_spare(session, right) else FactorReason.CODE_WRONG
        else:
            refused = _use_number(store, session, staff, tidy, keyring)
        kind = FactorKind.SPARE if spare else FactorKind.APP
        row = note_answer(store, session, staff, kind, is_right=refused is None, desk=desk)
    if refused is not None:
        raise FactorError(refused)
    return admitted(row)


def note_answer(
    store: Store, session: orm.Session, staff: Staff, kind: FactorKind, *, is_right: bool, desk: str | None
) -> StaffRow | None:
    """Record a second factor that was shown; return the account, None if nobody may sign in with it now."""
    row = session.get_one(StaffRow, staff.id, with_for_update=True)
    may = is_right and row.has_second and not row.disabled
    event = AuditEvent.STAFF_SIGNED_IN if may else AuditEvent.STAFF_SIGN_IN_FAILED
    audit.append(session, store.clock(), event, staff_id=row.id, desk=desk, details=Details(kind=kind.value))
    return row if may else None


def admitted(row: StaffRow | None) -> Staff:
    """Return the account of the row that `note_answer` gave. Raise StaffError(sign_in_refused)."""
    if row is None:
        raise StaffError(StaffReason.SIGN_IN_REFUSED)
    return make_staff(row)


def _find_spare(store: Store, staff: Staff, typed: re.Match[str]) -> StaffSpareCodeRow | None:
    with store.reading() as session:
        row = session.get(StaffSpareCodeRow, (staff.id, int(typed[1])))
    return row if verify_password(row.code_hash if row else None, typed[2]) else None


def _use_spare(session: orm.Session, known: StaffSpareCodeRow) -> bool:
    """Whether it is still there, for it is gone now."""
    same = (StaffSpareCodeRow.staff_id == known.staff_id) & (StaffSpareCodeRow.number == known.number)
    used = delete(StaffSpareCodeRow).where(same, StaffSpareCodeRow.code_hash == known.code_hash)
    return session.scalar(used.returning(StaffSpareCodeRow.number)) is not None


def _use_number(
    store: Store, session: orm.Session, staff: Staff, typed: str, keyring: Keyring
) -> FactorReason | None:
    row = session.get(StaffOneTimeRow, staff.id, with_for_update=True)
    if row is None or not DIGITS.fullmatch(typed):
        return FactorReason.CODE_WRONG
    try:
        secret = sealing.unsealed(row.sealed, keyring, _purpose(staff.id)).decode("ascii")
        now = store.clock()
        step = TOTP(secret).verify_and_get_timecode(typed, for_time=now, valid_window=TOLERATED_STEPS)
    except TicketError:
        return FactorReason.APP_UNREADABLE
    except OTPVerificationError:
        return FactorReason.CODE_WRONG
    if step <= row.last_step:
        return FactorReason.CODE_USED
    row.last_step = step
    if sealing.header_of(row.sealed).key != keyring.current.id:
        # Keys are destroyed one day; what is in use moves on to the new one.
        row.sealed = _seal(secret, staff.id, keyring)
    return None


def remove_factor(store: Store, staff: Staff, rules: SecondFactor, passkey: str | None = None) -> Staff:
    """Take away the app, or the passkey of this id; with the last one the spare codes go too. Sessions end.

    Raise FactorError(last_factor) where the town wants one of this account.
    """
    factors = read_factors(store, staff)
    left = len([each for each in factors.passkeys if each.id != passkey])
    left += factors.app_since is not None and passkey is not None
    if not left and rule_for(staff, rules) is FactorRule.MUST:
        raise FactorError(FactorReason.LAST_FACTOR)
    with store.writing() as session:
        row = session.get_one(StaffRow, staff.id, with_for_update=True)
        mine = StaffPasskeyRow.staff_id == staff.id
        gone = delete(StaffPasskeyRow).where(mine, StaffPasskeyRow.id == passkey)
        session.execute(gone if passkey else delete(StaffOneTimeRow).where(StaffOneTimeRow.staff_id == staff.id))
        if not left:
            _forget_all(session, row)
        kind = FactorKind.PASSKEY if passkey else FactorKind.APP
        return note_change(store, session, row, AuditEvent.STAFF_SECOND_REMOVED, staff.id, kind=kind)


def reset_second(store: Store, name: str, *, by: int | None = None) -> Staff:
    """Take away every second factor of an account whose owner has lost them, and end its sessions. Recorded.

    Raise StaffError(staff_unknown).
    """
    with store.writing() as session:
        row = find_staff_row(session, name)
        _forget_all(session, row)
        return note_change(store, session, row, AuditEvent.STAFF_SECOND_RESET, by)


def _forget_all(session: orm.Session, row: StaffRow) -> None:
    row.has_second = False
    for table in (StaffOneTimeRow, StaffPasskeyRow, StaffSpareCodeRow):
        session.execute(delete(table).where(table.staff_id == row.id))


def _seal(secret: str, staff_id: int, keyring: Keyring) -> bytes:
    keys = keyring.public()
    return sealing.sealed(secret.encode("ascii"), keys.town, keys.current, _purpose(staff_id))


def _purpose(staff_id: int) -> bytes:
    return PURPOSE + str(staff_id).encode("ascii")


def _tidy(typed: str) -> str:
    """As typed with the Japanese input on, in groups, in small letters."""
    return re.sub(r"[\s\-‐−ー]", "", unicodedata.normalize("NFKC", typed[:LONGEST_TYPED])).upper()
