"""Staff sign in with a name and a password; what changes about an account ends its sessions."""

import pytest

from kiosk.passwords import PasswordError
from kiosk.signin import begin_session, find_signed_in, sign_in, sign_out
from kiosk.staff import (
    ROLES,
    StaffError,
    StaffReason,
    StaffRole,
    add_staff,
    change_own_password,
    change_roles,
    disable_staff,
    enable_staff,
    list_staff,
    rename_staff,
    reset_password,
)
from kiosk.store import Store, audit
from kiosk.store.tables import StaffRow

PASSWORD = "midori-no-machi"
WRONG = "midori-no-mura"


def refused(reason: StaffReason) -> "pytest.RaisesExc[StaffError]":
    return pytest.raises(StaffError, check=lambda error: error.reason is reason)


def test_it_works(store: Store) -> None:
    added = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    signed_in = sign_in(store, "hanako", PASSWORD, desk="counter-1")
    assert signed_in == added
    session = begin_session(store, added.id)
    assert find_signed_in(store, session) == added
    sign_out(store, session, desk="counter-1")
    assert find_signed_in(store, session) is None
    assert [entry.event for entry in audit.read_entries(store)] == [
        "staff_added",
        "staff_signed_in",
        "staff_signed_out",
    ]


def test_colleagues_read_the_display_name_and_the_audit_both(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK, display=" 佐藤 ")
    assert (staff.called, staff.full_name) == ("佐藤", "佐藤（hanako）")
    session = begin_session(store, staff.id)
    assert rename_staff(store, "hanako", "").called == "hanako"
    assert find_signed_in(store, session) is not None, "a name ends no session"
    assert [entry.event for entry in audit.read_entries(store)] == ["staff_added", "staff_renamed"]


@pytest.mark.parametrize("display", ["あ" * 13, "佐\n藤"])
def test_a_display_name_fits_on_paper(store: Store, display: str) -> None:
    with refused(StaffReason.DISPLAY_IMPOSSIBLE):
        add_staff(store, "hanako", PASSWORD, StaffRole.CLERK, display=display)


@pytest.mark.usefixtures("dear_passwords")
def test_the_password_is_kept_as_an_argon2id_hash_of_the_right_strength(store: Store) -> None:
    added = add_staff(store, "hanako", PASSWORD, StaffRole.ADMIN)
    with store.reading() as session:
        hashed = session.get_one(StaffRow, added.id).password_hash
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_name_typed_with_the_japanese_input_on_is_the_same_name(store: Store) -> None:
    add_staff(store, "Hanako", PASSWORD, StaffRole.CLERK)
    assert sign_in(store, "ｈａｎａｋｏ ", PASSWORD).name == "hanako"


def test_a_password_may_have_a_full_width_space_but_no_line_end(store: Store) -> None:
    add_staff(store, "hanako", "みどり　のはら　そら", StaffRole.CLERK)
    assert sign_in(store, "hanako", "みどり　のはら　そら").name == "hanako"
    with pytest.raises(PasswordError):
        add_staff(store, "taro", "みどり\nのはら　そら", StaffRole.CLERK)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(store: Store) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    for name, password in (("hanako", WRONG), ("taro", PASSWORD), ("", ""), ("hanako", "x" * 10**6), ("\0", "\0")):
        with refused(StaffReason.SIGN_IN_REFUSED):
            sign_in(store, name, password)


def test_the_name_of_a_failed_sign_in_is_not_audited(store: Store) -> None:
    with refused(StaffReason.SIGN_IN_REFUSED):
        sign_in(store, PASSWORD, "hanako")
    (entry,) = audit.read_entries(store)
    assert (entry.event, entry.staff_id, entry.details) == ("staff_sign_in_failed", None, {})


def test_a_disabled_account_is_out_at_once_and_can_come_back(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    session = begin_session(store, staff.id)
    disable_staff(store, "hanako")
    assert find_signed_in(store, session) is None
    with refused(StaffReason.SIGN_IN_REFUSED):
        sign_in(store, "hanako", PASSWORD)
    enable_staff(store, "hanako")
    assert find_signed_in(store, session) is None
    assert sign_in(store, "hanako", PASSWORD).id == staff.id


def test_a_new_password_ends_every_session(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    sessions = [begin_session(store, staff.id) for _ in range(3)]
    assert not reset_password(store, "hanako", "another-password", by=staff.id, temporary=True).must_change
    assert [find_signed_in(store, session) for session in sessions] == [None, None, None]
    with refused(StaffReason.SIGN_IN_REFUSED):
        sign_in(store, "hanako", PASSWORD)
    assert sign_in(store, "hanako", "another-password").id == staff.id


def test_a_password_somebody_else_gave_has_to_be_changed(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK, temporary=True)
    assert staff.must_change
    with refused(StaffReason.PASSWORD_WRONG):
        change_own_password(store, staff, WRONG, "another-password")
    with refused(StaffReason.PASSWORD_SAME):
        change_own_password(store, staff, PASSWORD, PASSWORD)
    assert not change_own_password(store, staff, PASSWORD, "another-password").must_change
    assert reset_password(store, "hanako", PASSWORD, temporary=True).must_change


def test_somebody_may_have_several_roles_and_sections_and_get_others(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK, StaffRole.CASHIER, sections=["juumin", "kokuho"])
    assert staff.roles == {StaffRole.CLERK, StaffRole.CASHIER}
    assert staff.role_words == "職員・出納"
    assert staff.sections == {"juumin", "kokuho"}
    session = begin_session(store, staff.id)
    changed = change_roles(store, "hanako", StaffRole.AUDITOR)
    assert changed.roles == {StaffRole.AUDITOR}
    assert not changed.sections
    assert not changed.takes_money
    assert find_signed_in(store, session) is None, "what a running session may do would change unseen"
    last = audit.read_entries(store)[-1]
    assert (last.event, last.details["role"]) == ("staff_roles_changed", "auditor")
    with refused(StaffReason.ROLE_MISSING):
        change_roles(store, "hanako")
    with refused(StaffReason.SECTIONS_IMPOSSIBLE):
        change_roles(store, "hanako", StaffRole.CLERK, sections=["a", "b", "c", "d"])


def test_every_role_has_its_word() -> None:
    assert list(ROLES) == list(StaffRole)


def test_nobody_takes_the_last_administrator_away_by_a_role(store: Store) -> None:
    boss = add_staff(store, "boss", PASSWORD, StaffRole.ADMIN)
    with refused(StaffReason.OWN_ACCOUNT):
        change_roles(store, "boss", StaffRole.CLERK, by=boss.id)
    with refused(StaffReason.LAST_ADMINISTRATOR):
        change_roles(store, "boss", StaffRole.CLERK)
    add_staff(store, "second", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    assert change_roles(store, "boss", StaffRole.CLERK).roles == {StaffRole.CLERK}


def test_the_last_administrator_stays_whoever_asks(store: Store) -> None:
    boss = add_staff(store, "boss", PASSWORD, StaffRole.ADMIN)
    second = add_staff(store, "second", PASSWORD, StaffRole.ADMIN)
    for spelled in ("boss", "BOSS", "ＢＯＳＳ "):
        with refused(StaffReason.OWN_ACCOUNT):
            disable_staff(store, spelled, by=boss.id)
    disable_staff(store, "second", by=boss.id)
    for by in (None, second.id):
        with refused(StaffReason.LAST_ADMINISTRATOR):
            disable_staff(store, "BOSS", by=by)
    assert sign_in(store, "boss", PASSWORD).id == boss.id


def test_impossible_accounts_are_refused(store: Store) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    with refused(StaffReason.NAME_TAKEN):
        add_staff(store, "HANAKO", PASSWORD, StaffRole.CLERK)
    for name in ("", "花子", "a b", "-", "a" * 41):
        with refused(StaffReason.NAME_IMPOSSIBLE):
            add_staff(store, name, PASSWORD, StaffRole.CLERK)
    with pytest.raises(PasswordError):
        add_staff(store, "taro", "12345678", StaffRole.CLERK)
    for change in (disable_staff, enable_staff):
        with refused(StaffReason.STAFF_UNKNOWN):
            change(store, "taro")
    assert [staff.name for staff in list_staff(store)] == ["hanako"]


def test_passwords_in_japanese_work(store: Store) -> None:
    add_staff(store, "hanako", "みどりののまち𠮷田", StaffRole.CLERK)
    assert sign_in(store, "hanako", "みどりののまち𠮷田").name == "hanako"
