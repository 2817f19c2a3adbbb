"""Staff accounts: added, disabled, given new passwords. How their owners get in is `kiosk.signin`."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Row, exc, orm, select, update

from forms.told import Told
from kiosk.passwords import check_password, hash_password, verify_password
from kiosk.store import AuditEvent, Details, Store, audit
from kiosk.store.tables import StaffRow, StaffSessionRow


class StaffReason(StrEnum):
    """Why something about an account cannot be done."""

    NAME_TAKEN = "name_taken"
    NAME_IMPOSSIBLE = "name_impossible"
    DISPLAY_IMPOSSIBLE = "display_impossible"
    ROLE_MISSING = "role_missing"
    SECTIONS_IMPOSSIBLE = "sections_impossible"
    STAFF_UNKNOWN = "staff_unknown"
    OWN_ACCOUNT = "own_account"
    LAST_ADMINISTRATOR = "last_administrator"
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 — a reason, not a password
    PASSWORD_SAME = "password_same"  # noqa: S105
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_DELAYED = "sign_in_delayed"
    SIGN_IN_ALONE = "sign_in_alone"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    StaffReason.NAME_TAKEN: ("その職員名は、もう使われています。", "別の職員名にしてください。"),
    StaffReason.NAME_IMPOSSIBLE: (
        "その職員名は使えません。",
        "半角の英小文字・数字・「.」「_」「-」で、40字までにしてください。",
    ),
    StaffReason.DISPLAY_IMPOSSIBLE: (
        "その表示名は使えません。",
        "空白だけでない12字までにしてください（例：佐藤）。",
    ),
    StaffReason.ROLE_MISSING: ("役割が選ばれていません。", "1つ以上の役割を選んでください。"),
    StaffReason.SECTIONS_IMPOSSIBLE: (
        "その課の選び方はできません。",
        "町の課から3つまで選んでください。どの課の手続も受け付ける人には、課を選びません。",
    ),
    StaffReason.STAFF_UNKNOWN: ("その職員名は登録されていません。", "職員の一覧でつづりを確かめてください。"),
    StaffReason.OWN_ACCOUNT: (
        "自分自身の利用の停止と、役割の変更はできません。",
        "ほかの管理者に頼んでください。",
    ),
    StaffReason.LAST_ADMINISTRATOR: (
        "ただ1人の管理者なので、停止も、役割の変更もできません。",
        "先に、ほかの管理者を登録してください。",
    ),
    StaffReason.PASSWORD_WRONG: ("今のパスワードが違います。", "もう一度入力してください。"),
    StaffReason.PASSWORD_SAME: ("今と同じパスワードです。", "別のパスワードにしてください。"),
    StaffReason.SIGN_IN_REFUSED: (
        "職員名かパスワードが違います。",
        "もう一度入力してください。続けて違うと、次に試せるまでの時間がのびます。",
    ),
    StaffReason.SIGN_IN_ALONE: (
        "職員名かパスワードが違うか、いまこの端末では入れない人です。",
        "記録の場所につながらないあいだ入れるのは、この7日のあいだにこの端末でログインした人です。",
    ),
    StaffReason.SIGN_IN_DELAYED: (
        "続けて違ったため、今は試せません。",
        "{seconds}秒待ってから、もう一度お試しください。",
    ),
}


class StaffError(Told):
    """Never holds a name or a password."""

    reasons = StaffReason
    words = WORDS
    reason: StaffReason


LONGEST_DISPLAY = 12
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)


class StaffRole(StrEnum):
    """What somebody may do at the counter; one person may have several roles. `kiosk.desk.counter.areas` says what."""

    RECEPTION = "reception"
    """Gives out numbers and helps whoever waits."""
    CLERK = "clerk"
    """Serves residents, for all sections or for some."""
    CASHIER = "cashier"
    """Takes money."""
    HEAD = "head"
    """Reads the figures."""
    ADMIN = "admin"
    """Looks after accounts."""
    AUDITOR = "auditor"
    """Reads who did what, and nothing else."""

    @property
    def words(self) -> str:
        return ROLES[self]


ROLES: Mapping[StaffRole, str] = {
    StaffRole.RECEPTION: "総合受付",
    StaffRole.CLERK: "職員",
    StaffRole.CASHIER: "出納",
    StaffRole.HEAD: "所属長",
    StaffRole.ADMIN: "管理者",
    StaffRole.AUDITOR: "監査",
}
"""What people call the roles, in the order in which they are offered."""

BETWEEN = "+"
MOST_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    name: str
    roles: frozenset[StaffRole]
    disabled: bool
    must_change: bool
    """Somebody else knows the password: its owner chooses another one before anything else."""
    display: str = ""
    has_second: bool = False
    """Whether they have a second factor: `kiosk.secondfactor`."""
    sections: frozenset[str] = frozenset()
    """Whose procedures a clerk serves; none for all of them."""

    @property
    def is_admin(self) -> bool:
        return StaffRole.ADMIN in self.roles

    @property
    def takes_money(self) -> bool:
        return StaffRole.CASHIER in self.roles

    @property
    def role_words(self) -> str:
        """What people call their roles."""
        return "・".join(words for role, words in ROLES.items() if role in self.roles)

    @property
    def called(self) -> str:
        """What colleagues and residents read."""
        return self.display or self.name

    @property
    def full_name(self) -> str:
        """For whoever has to tell two of the same name apart."""
        return f"{self.display}（{self.name}）" if self.display else self.name


def add_staff(
    store: Store,
    name: str,
    password: str | None,
    *roles: StaffRole,
    sections: Collection[str] = (),
    by: int | None = None,
    temporary: bool = False,
    display: str = "",
) -> Staff:
    """Add an account; `by` is the id of the one who adds, if signed in. A `temporary` password has to be changed.
    `display` is what colleagues call its owner; without one they read the name. `sections` are those of the town's
    hall. Without a password only the town's directory lets its owner in.

    Raise StaffError or PasswordError if name, password, roles or sections will not do.
    """
    tidy = _tidy_name(name)
    row = StaffRow(
        name=tidy,
        display_name=_tidy_display(display),
        password_hash="" if password is None else hash_password(check_password(password, tidy)),
        roles=_join_roles(roles),
        sections=_join_sections(sections),
        disabled=False,
        must_change=temporary,
        has_second=False,
        added_at=store.clock(),
    )
    try:
        with store.writing() as session:
            session.add(row)
            session.flush()
            details = Details(subject_staff_id=row.id, role=row.roles)
            audit.append(session, store.clock(), AuditEvent.STAFF_ADDED, staff_id=by, details=details)
    except exc.IntegrityError:
        raise StaffError(StaffReason.NAME_TAKEN) from None
    return make_staff(row)


def list_staff(store: Store) -> tuple[Staff, ...]:
    with store.reading() as session:
        return tuple(make_staff(row) for row in session.scalars(select(StaffRow).order_by(StaffRow.name)))


def reset_password(
    store: Store, name: str, password: str, *, by: int | None = None, temporary: bool = False
) -> Staff:
    """Give the account a password and end all its sessions. A `temporary` one has to be changed by its owner,
    unless that is who gives it.

    Raise StaffError or PasswordError if it will not do.
    """
    hashed = hash_password(check_password(password, fold_name(name)))
    with store.writing() as session:
        row = find_staff_row(session, name)
        row.password_hash, row.must_change = hashed, temporary and row.id != by
        return note_change(store, session, row, AuditEvent.STAFF_PASSWORD_CHANGED, by)


def change_own_password(store: Store, staff: Staff, current: str, password: str) -> Staff:
    """Let somebody who is signed in choose a password; every session of theirs ends.

    Raise StaffError (password_wrong, password_same) or PasswordError.
    """
    check_own_password(store, staff, current)
    if current == password:
        raise StaffError(StaffReason.PASSWORD_SAME)
    return reset_password(store, staff.name, password, by=staff.id)


def check_own_password(store: Store, staff: Staff, typed: str) -> None:
    """Raise StaffError(password_wrong) unless this is the password of somebody who is signed in."""
    with store.reading() as session:
        known = session.get_one(StaffRow, staff.id).password_hash
    if not verify_password(known, typed):
        raise StaffError(StaffReason.PASSWORD_WRONG)


def find_account(store: Store, staff_id: int) -> Staff:
    """Return the account as it is now."""
    with store.reading() as session:
        return make_staff(session.get_one(StaffRow, staff_id))


def rename_staff(store: Store, name: str, display: str, *, by: int | None = None) -> Staff:
    """Change what colleagues call the owner of the account; nothing takes the name itself. Raise StaffError
    (staff_unknown, display_impossible)."""
    tidy = _tidy_display(display)
    with store.writing() as session:
        row = find_staff_row(session, name)
        row.display_name = tidy
        details = Details(subject_staff_id=row.id)
        audit.append(session, store.clock(), AuditEvent.STAFF_RENAMED, staff_id=by, details=details)
        return make_staff(row)


def change_roles(
    store: Store, name: str, *roles: StaffRole, sections: Collection[str] = (), by: int | None = None
) -> Staff:
    """Give the account these roles and sections in place of its own, and end all its sessions.

    Raise StaffError: staff_unknown, role_missing, sections_impossible, own_account, last_administrator.
    """
    joined = _join_roles(roles)
    with store.writing() as session:
        row = find_staff_row(session, name)
        if row.id == by:
            raise StaffError(StaffReason.OWN_ACCOUNT)
        if StaffRole.ADMIN not in roles:
            _check_not_last(session, row)
        row.roles, row.sections = joined, _join_sections(sections)
        return note_change(store, session, row, AuditEvent.STAFF_ROLES_CHANGED, by, roles=joined)


def disable_staff(store: Store, name: str, *, by: int | None = None) -> Staff:
    """End every session of this account and let nobody in until it is enabled.

    Raise StaffError: staff_unknown, own_account, last_administrator.
    """
    with store.writing() as session:
        row = find_staff_row(session, name)
        if row.id == by:
            raise StaffError(StaffReason.OWN_ACCOUNT)
        _check_not_last(session, row)
        row.disabled = True
        return note_change(store, session, row, AuditEvent.STAFF_DISABLED, by)


def enable_staff(store: Store, name: str, *, by: int | None = None) -> Staff:
    """Let the account in again. Raise StaffError(staff_unknown)."""
    with store.writing() as session:
        row = find_staff_row(session, name)
        row.disabled = False
        return note_change(store, session, row, AuditEvent.STAFF_ENABLED, by)


def _check_not_last(session: orm.Session, row: StaffRow) -> None:
    """Raise StaffError(last_administrator) if nobody else could look after accounts. Those who can are locked, so that
    two cannot shut each other out at once."""
    active = select(StaffRow).where(StaffRow.disabled.is_(False)).with_for_update()
    able = [each.id for each in session.scalars(active) if StaffRole.ADMIN in roles_of(each)]
    if able == [row.id]:
        raise StaffError(StaffReason.LAST_ADMINISTRATOR)


def note_change(
    store: Store,
    session: orm.Session,
    row: StaffRow,
    event: AuditEvent,
    by: int | None,
    *,
    kind: str = "",
    roles: str = "",
) -> Staff:
    """End the sessions of an account about which something changes, and record that."""
    running = (StaffSessionRow.staff_id == row.id) & StaffSessionRow.ended_at.is_(None)
    session.execute(update(StaffSessionRow).where(running).values(ended_at=store.clock()))
    audit.append(
        session, store.clock(), event, staff_id=by, details=Details(subject_staff_id=row.id, kind=kind, role=roles)
    )
    return make_staff(row)


def find_staff_row(session: orm.Session, name: str) -> StaffRow:
    """Return the account of this name, locked. Raise StaffError(staff_unknown)."""
    row = session.scalars(select(StaffRow).where(StaffRow.name == fold_name(name)).with_for_update()).one_or_none()
    if row is None:
        raise StaffError(StaffReason.STAFF_UNKNOWN)
    return row


def _tidy_name(name: str) -> str:
    folded = fold_name(name)
    if not folded:
        raise StaffError(StaffReason.NAME_IMPOSSIBLE)
    return folded


def _tidy_display(display: str) -> str:
    """Kept as typed, for it is a name, but for spaces at its ends."""
    tidy = display.strip()
    if len(tidy) > LONGEST_DISPLAY or not tidy.replace("\u3000", " ").isprintable():
        raise StaffError(StaffReason.DISPLAY_IMPOSSIBLE)
    return tidy


def fold_name(name: str) -> str:
    """Return the name as if typed in small ASCII letters; empty for what cannot be a name."""
    folded = unicodedata.normalize("NFKC", name[:100]).strip().lower()
    return folded if NAME.fullmatch(folded) else ""


def roles_of(row: StaffRow | Row[tuple[object, ...]]) -> frozenset[StaffRole]:
    """Return the roles as they are kept."""
    return frozenset(StaffRole(role) for role in row.roles.split(BETWEEN))


def _join_roles(roles: Collection[StaffRole]) -> str:
    if not roles:
        raise StaffError(StaffReason.ROLE_MISSING)
    return BETWEEN.join(sorted({role.value for role in roles}))


def _join_sections(sections: Collection[str]) -> str:
    if len(set(sections)) > MOST_SECTIONS:
        raise StaffError(StaffReason.SECTIONS_IMPOSSIBLE)
    return BETWEEN.join(sorted(set(sections)))


def make_staff(row: StaffRow | Row[tuple[object, ...]]) -> Staff:
    """Return the account of the row."""
    return Staff(
        row.id,
        row.name,
        roles_of(row),
        row.disabled,
        row.must_change,
        row.display_name,
        row.has_second,
        frozenset(section for section in row.sections.split(BETWEEN) if section),
    )
