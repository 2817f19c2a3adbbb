"""Sessions end for good, and wrong passwords cost time: as much for a name that exists as for one that does not."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median

import pytest

from kiosk.passwords import verify_password
from kiosk.signin import (
    FREE_TRIES,
    LONGEST_SESSION,
    SignInTries,
    begin_session,
    find_signed_in,
    sign_out,
)
from kiosk.staff import StaffError, StaffRole, add_staff
from kiosk.store import Store, audit, open_store, purge
from kiosk.store.tables import StaffRow
from tests.kiosk.store.conftest import Clock, Place

PASSWORD = "midori-no-machi"
WRONG = "midori-no-mura"


class Seconds:
    """A clock for waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ended_before_a_restart_stays_ended(store: Store, place: Place, clock: Clock) -> None:
    staff = add_staff(store, "hanako", PASSWORD, StaffRole.CLERK)
    ended, other = begin_session(store, staff.id), begin_session(store, staff.id)
    sign_out(store, ended)
    again = open_store(place.database, clock)
    assert find_signed_in(again, ended) is None
    assert find_signed_in(again, other) == staff
    again.close()


def test_a_session_used_all_the_time_ends_after_twelve_hours(store: Store, clock: Clock) -> None:
    session = begin_session(store, add_staff(store, "hanako", PASSWORD, StaffRole.CLERK).id)
    for _ in range(11):
        clock.pass_by(hours=1)
        assert find_signed_in(store, session) is not None
    clock.pass_by(hours=1)
    assert find_signed_in(store, session) is None


def test_a_clock_set_back_leaves_no_session_open(store: Store, clock: Clock) -> None:
    session = begin_session(store, add_staff(store, "hanako", PASSWORD, StaffRole.CLERK).id)
    clock.pass_by(seconds=-1)
    assert find_signed_in(store, session) is None


def test_signing_out_twice_is_recorded_once(store: Store) -> None:
    session = begin_session(store, add_staff(store, "hanako", PASSWORD, StaffRole.CLERK).id)
    sign_out(store, session)
    sign_out(store, session)
    sign_out(store, "0" * 32)
    assert [entry.event for entry in audit.read_entries(store)] == ["staff_added", "staff_signed_out"]


def test_old_sessions_are_forgotten(store: Store, clock: Clock) -> None:
    session = begin_session(store, add_staff(store, "hanako", PASSWORD, StaffRole.CLERK).id)
    clock.now += LONGEST_SESSION * 4
    purge(store)
    clock.now -= LONGEST_SESSION * 4 - timedelta(hours=1)
    assert find_signed_in(store, session) is None


@pytest.mark.usefixtures("dear_passwords")
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


def test_after_five_wrong_ones_each_try_waits_twice_as_long() -> None:
    clock, waits = Seconds(), list[str]()
    tries = SignInTries(clock)
    for _ in range(FREE_TRIES):
        tries.begin("hanako", "127.0.0.1")
    for _ in range(10):
        with pytest.raises(StaffError) as caught:
            tries.begin("hanako", "127.0.0.1")
        waits.append(caught.value.next_step.partition("秒")[0])
        clock.now += int(waits[-1])
        tries.begin("hanako", "127.0.0.1")
    assert waits == ["5", "10", "20", "40", "80", "160", *["300"] * 4]


def test_a_right_one_begins_the_count_anew() -> None:
    tries = SignInTries(Seconds())
    for _ in range(3):
        for _ in range(FREE_TRIES):
            tries.begin("hanako", "127.0.0.1")
        tries.succeed("HANAKO", "127.0.0.1")


def test_wrong_tries_at_one_client_or_name_delay_no_other() -> None:
    tries = SignInTries(Seconds())
    for _ in range(FREE_TRIES):
        tries.begin("hanako", "192.0.2.1")
    tries.begin("hanako", "192.0.2.2")
    tries.begin("taro", "192.0.2.1")
    for spelled in ("hanako", "HANAKO", "ｈａｎａｋｏ"):
        with pytest.raises(StaffError):
            tries.begin(spelled, "192.0.2.1")


def test_guessing_at_once_gives_no_more_than_five_guesses() -> None:
    tries = SignInTries(Seconds())

    def guess(_turn: int) -> bool:
        try:
            tries.begin("hanako", "127.0.0.1")
        except StaffError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(guess, range(40))).count(True) == FREE_TRIES
