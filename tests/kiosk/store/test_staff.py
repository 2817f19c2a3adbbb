"""Staff sign in with a name and a password; guessing locks the account for a while."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

from kiosk.staff import (
    StaffError,
    StaffReason,
    StaffRole,
    add_staff,
    change_password,
    disable_staff,
    enable_staff,
    find_active_staff,
    list_staff,
    sign_in,
    sign_out,
    verify_password,
)
from kiosk.store import Store, audit
from kiosk.store.tables import StaffRow
from tests.kiosk.store.conftest import Clock

PASSWORD = "midori-no-machi"
WRONG = "midori-no-mura"


def refused(reason: StaffReason) -> "pytest.RaisesExc[StaffError]":
    return pytest.raises(StaffError, check=lambda error: error.reason is reason)


def test_it_works(store: Store) -> None:
    added = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    signed_in = sign_in(store, "hanako", PASSWORD, desk="counter-1")
    assert signed_in == added
    assert find_active_staff(store, added.id, signed_in.session_mark) == added
    sign_out(store, added.id, desk="counter-1")
    assert [entry.event for entry in audit.read_entries(store)] == [
        "staff_added",
        "staff_signed_in",
        "staff_signed_out",
    ]


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
    with refused(StaffReason.PASSWORD_IMPOSSIBLE):
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


def test_an_unknown_name_costs_as_much_time_as_a_wrong_password(store: Store) -> None:
    known = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    with store.reading() as session:
        hashed = session.get_one(StaffRow, known.id).password_hash
    verify_password(None, WRONG)
    spent: dict[str | None, list[float]] = {hashed: [], None: []}
    for _ in range(7):
        for candidate, times in spent.items():
            start = time.process_time()
            assert not verify_password(candidate, WRONG)
            times.append(time.process_time() - start)
    assert 0.5 < median(spent[None]) / median(spent[hashed]) < 2


def test_five_failures_lock_the_account_for_five_minutes(store: Store, clock: Clock) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    for _ in range(5):
        with refused(StaffReason.SIGN_IN_REFUSED):
            sign_in(store, "hanako", WRONG)
    clock.pass_by(minutes=4, seconds=59)
    with refused(StaffReason.LOCKED_OUT):
        sign_in(store, "hanako", PASSWORD)
    clock.pass_by(seconds=1)
    assert sign_in(store, "hanako", PASSWORD).name == "hanako"
    events = [entry.event for entry in audit.read_entries(store)]
    assert events == ["staff_added", *["staff_sign_in_failed"] * 5, "staff_locked_out", "staff_signed_in"]


def test_a_success_begins_the_count_anew(store: Store) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    for _ in range(3):
        for _ in range(4):
            with refused(StaffReason.SIGN_IN_REFUSED):
                sign_in(store, "hanako", WRONG)
        sign_in(store, "hanako", PASSWORD)


def test_guessing_at_once_gives_no_more_than_five_guesses(store: Store) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)

    def guess(_turn: int) -> StaffReason:
        with pytest.raises(StaffError) as caught:
            sign_in(store, "hanako", WRONG)
        return caught.value.reason

    with ThreadPoolExecutor(4) as pool:
        reasons = list(pool.map(guess, range(12)))
    assert reasons.count(StaffReason.SIGN_IN_REFUSED) == 5
    assert reasons.count(StaffReason.LOCKED_OUT) == 7


def test_a_disabled_account_is_out_at_once_and_can_come_back(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    disable_staff(store, "hanako")
    assert find_active_staff(store, staff.id, staff.session_mark) is None
    with refused(StaffReason.SIGN_IN_REFUSED):
        sign_in(store, "hanako", PASSWORD)
    enable_staff(store, "hanako")
    assert find_active_staff(store, staff.id, staff.session_mark) is None
    assert sign_in(store, "hanako", PASSWORD).id == staff.id


def test_a_new_password_ends_sessions_and_lock_outs(store: Store) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    for _ in range(5):
        with refused(StaffReason.SIGN_IN_REFUSED):
            sign_in(store, "hanako", WRONG)
    change_password(store, "hanako", "another-password", by=staff.id)
    assert find_active_staff(store, staff.id, staff.session_mark) is None
    with refused(StaffReason.SIGN_IN_REFUSED):
        sign_in(store, "hanako", PASSWORD)
    assert sign_in(store, "hanako", "another-password").id == staff.id


def test_impossible_accounts_are_refused(store: Store) -> None:
    add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    with refused(StaffReason.NAME_TAKEN):
        add_staff(store, "HANAKO", PASSWORD, StaffRole.CLERK)
    for name in ("", "花子", "a b", "-", "a" * 41):
        with refused(StaffReason.NAME_IMPOSSIBLE):
            add_staff(store, name, PASSWORD, StaffRole.CLERK)
    with refused(StaffReason.PASSWORD_TOO_SHORT):
        add_staff(store, "taro", "seven77", StaffRole.CLERK)
    for password in ("x" * 129, "line\nbreak", "\ud800" * 9):
        with refused(StaffReason.PASSWORD_IMPOSSIBLE):
            add_staff(store, "taro", password, StaffRole.CLERK)
    for change in (disable_staff, enable_staff):
        with refused(StaffReason.STAFF_UNKNOWN):
            change(store, "taro")
    assert [staff.name for staff in list_staff(store)] == ["hanako"]


def test_passwords_in_japanese_work(store: Store) -> None:
    add_staff(store, "hanako", "みどりののまち𠮷田", StaffRole.CLERK)
    assert sign_in(store, "hanako", "みどりののまち𠮷田").name == "hanako"
