"""The second factor of staff: each number and spare code is taken once, and nothing in the database makes another."""

from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP
from sqlalchemy import select

from forms.ticket import Keyring
from forms.ticket.keyfiles import make_first_key, read_keyring, retire_key, rotate_key
from forms.ticket.sealing import header_of
from kiosk.secondfactor import (
    SPARE_CODES,
    FactorError,
    FactorReason,
    add_app,
    address_of,
    answer_second,
    is_asked,
    must_register,
    new_secret,
    read_factors,
    remove_factor,
    renew_spare_codes,
    reset_second,
)
from kiosk.settings import FactorRule, SecondFactor
from kiosk.signin import begin_session, find_signed_in, sign_in
from kiosk.staff import Staff, StaffError, StaffRole, add_staff, disable_staff, find_account
from kiosk.store import AuditEvent, Store
from kiosk.store.audit import read_entries
from kiosk.store.tables import StaffOneTimeRow
from tests.kiosk.store.conftest import Clock, Place

PASSWORD = "midori-no-machi"
TOWN = "012343"
MUST = SecondFactor(FactorRule.MUST, FactorRule.MUST)
MAY = SecondFactor(FactorRule.MAY, FactorRule.MAY)


@pytest.fixture
def keyring(tmp_path: Path, clock: Clock) -> Keyring:
    make_first_key(tmp_path / "keys", TOWN, clock())
    return read_keyring(tmp_path / "keys", TOWN)


@pytest.fixture
def staff(store: Store) -> Staff:
    return add_staff(store, "hanako", PASSWORD, StaffRole.ADMIN)


class App:
    """The authenticator app on somebody's phone, whose clock may be wrong."""

    def __init__(self, clock: Clock) -> None:
        self.secret, self._clock = new_secret(), clock

    def number(self, ahead: int = 0) -> str:
        return TOTP(self.secret).at(self._clock() + timedelta(seconds=ahead))


def with_app(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> tuple[App, tuple[str, ...], Staff]:
    app = App(clock)
    spare = add_app(store, staff, app.secret, app.number(), keyring)
    clock.pass_by(seconds=30)
    return app, tuple(each.shown for each in spare), find_account(store, staff.id)


def refusal(store: Store, staff: Staff, typed: str, keyring: Keyring) -> FactorReason:
    with pytest.raises(FactorError) as caught:
        answer_second(store, staff, typed, keyring)
    return caught.value.reason


def test_it_works_with_a_number_of_the_app(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> None:
    app, spare, known = with_app(store, staff, clock, keyring)
    assert is_asked(known, MAY)
    assert len(set(spare)) == SPARE_CODES
    assert answer_second(store, known, app.number(), keyring, desk="counter-1") == known
    entry = read_entries(store)[-1]
    assert (entry.event, entry.desk, entry.details) == (AuditEvent.STAFF_SIGNED_IN, "counter-1", {"kind": "app"})


def test_a_number_is_taken_once_and_none_before_it(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    app, _, known = with_app(store, staff, clock, keyring)
    before, now = app.number(-30), app.number()
    answer_second(store, known, now, keyring)
    assert refusal(store, known, now, keyring) is FactorReason.CODE_USED
    assert refusal(store, known, before, keyring) is FactorReason.CODE_USED
    clock.pass_by(seconds=30)
    assert refusal(store, known, now, keyring) is FactorReason.CODE_USED
    answer_second(store, known, app.number(), keyring)


def test_the_number_that_registered_the_app_signs_nobody_in(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    app = App(clock)
    number = app.number()
    add_app(store, staff, app.secret, number, keyring)
    assert refusal(store, find_account(store, staff.id), number, keyring) is FactorReason.CODE_USED


def test_a_clock_may_be_half_a_minute_wrong(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> None:
    app, _, known = with_app(store, staff, clock, keyring)
    clock.pass_by(minutes=5)
    for seconds in (-60, 60):
        assert refusal(store, known, app.number(seconds), keyring) is FactorReason.CODE_WRONG
    for seconds in (-30, 0, 30):
        assert answer_second(store, known, app.number(seconds), keyring) == known
        clock.pass_by(minutes=5)


def test_what_is_no_number_is_refused_and_recorded(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    _, _, known = with_app(store, staff, clock, keyring)
    for typed in ("", "12345", "1234567", "abcdef", "x" * 10_000, "４", "0-AAAA-AAAA-AAAA"):
        assert refusal(store, known, typed, keyring) is FactorReason.CODE_WRONG
        assert read_entries(store)[-1].event == AuditEvent.STAFF_SIGN_IN_FAILED


def test_it_may_be_typed_with_the_japanese_input_on(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    app, spare, known = with_app(store, staff, clock, keyring)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in app.number())
    assert answer_second(store, known, f"{wide[:3]}　{wide[3:]}", keyring) == known
    assert answer_second(store, known, spare[3].lower().replace("-", "ー"), keyring) == known


def test_a_spare_code_is_taken_once(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> None:
    _, spare, known = with_app(store, staff, clock, keyring)
    assert answer_second(store, known, spare[0], keyring) == known
    assert refusal(store, known, spare[0], keyring) is FactorReason.CODE_WRONG
    assert read_factors(store, known).spare_left == SPARE_CODES - 1
    again = renew_spare_codes(store, known)
    assert refusal(store, known, spare[1], keyring) is FactorReason.CODE_WRONG
    assert answer_second(store, known, again[1].shown, keyring) == known


def test_the_database_holds_neither_secret_nor_code(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring, place: Place
) -> None:
    app, spare, _ = with_app(store, staff, clock, keyring)
    kept = place.everything()
    assert app.secret.encode() not in kept
    assert not [code for code in spare if code[2:].replace("-", "").encode() in kept]


def test_a_secret_opens_for_its_own_account_only(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    app, _, _ = with_app(store, staff, clock, keyring)
    other = add_staff(store, "jiro", PASSWORD, StaffRole.CLERK)
    with store.writing() as session:
        sealed = session.scalars(select(StaffOneTimeRow.sealed)).one()
        session.add(StaffOneTimeRow(staff_id=other.id, sealed=sealed, last_step=0, added_at=clock()))
    assert refusal(store, other, app.number(), keyring) is FactorReason.APP_UNREADABLE


def test_using_it_moves_the_secret_to_the_new_key(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring, tmp_path: Path
) -> None:
    app, _spare, known = with_app(store, staff, clock, keyring)
    folder, first = tmp_path / "keys", keyring.current.id
    rotate_key(folder, TOWN, clock())
    answer_second(store, known, app.number(), read_keyring(folder, TOWN))
    with store.reading() as session:
        assert header_of(session.scalars(select(StaffOneTimeRow.sealed)).one()).key != first
    clock.pass_by(days=400)
    retire_key(folder, TOWN, first, clock())
    answer_second(store, known, app.number(), read_keyring(folder, TOWN))


def test_somebody_who_lost_everything_is_let_in_by_a_colleague(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    _app, spare, known = with_app(store, staff, clock, keyring)
    boss = add_staff(store, "chief", PASSWORD, StaffRole.ADMIN)
    running = begin_session(store, known.id)
    after = reset_second(store, "hanako", by=boss.id)
    assert not is_asked(after, MUST)
    assert must_register(after, MUST)
    assert find_signed_in(store, running) is None
    assert refusal(store, known, spare[0], keyring) is FactorReason.CODE_WRONG
    assert read_factors(store, after).spare_left == 0
    reset = next(entry for entry in read_entries(store) if entry.event == AuditEvent.STAFF_SECOND_RESET)
    assert (reset.staff_id, reset.details) == (boss.id, {"subject_staff_id": known.id})


def test_a_factor_added_or_removed_ends_every_session(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    running = begin_session(store, staff.id)
    _, _, known = with_app(store, staff, clock, keyring)
    assert find_signed_in(store, running) is None
    again = begin_session(store, staff.id)
    after = remove_factor(store, known, MAY)
    assert find_signed_in(store, again) is None
    assert (after.has_second, read_factors(store, after).spare_left) == (False, 0)


def test_the_last_factor_stays_where_the_town_wants_one(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    _, _, known = with_app(store, staff, clock, keyring)
    with pytest.raises(FactorError) as caught:
        remove_factor(store, known, MUST)
    assert caught.value.reason is FactorReason.LAST_FACTOR
    assert find_account(store, staff.id).has_second


def test_nobody_who_was_disabled_meanwhile_gets_in(
    store: Store, staff: Staff, clock: Clock, keyring: Keyring
) -> None:
    app, _, known = with_app(store, staff, clock, keyring)
    boss = add_staff(store, "chief", PASSWORD, StaffRole.ADMIN)
    disable_staff(store, "hanako", by=boss.id)
    with pytest.raises(StaffError):
        answer_second(store, known, app.number(), keyring)
    assert read_entries(store)[-1].event == AuditEvent.STAFF_SIGN_IN_FAILED


def test_a_right_password_alone_is_no_sign_in(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> None:
    with_app(store, staff, clock, keyring)
    sign_in(store, "hanako", PASSWORD, asks_second=lambda found: is_asked(found, MAY))
    assert read_entries(store)[-1].event == AuditEvent.STAFF_SECOND_ASKED


def test_roles_have_rules_of_their_own(store: Store, staff: Staff, clock: Clock, keyring: Keyring) -> None:
    clerk = add_staff(store, "jiro", PASSWORD, StaffRole.CLERK)
    rules = SecondFactor(clerk=FactorRule.OFF, admin=FactorRule.MUST)
    assert must_register(staff, rules)
    assert not must_register(clerk, rules)
    _, _, known = with_app(store, staff, clock, keyring)
    assert not is_asked(known, SecondFactor())


def test_the_app_is_told_town_and_name(staff: Staff) -> None:
    address = address_of("A" * 32, staff, "みどり野町")
    assert address.startswith("otpauth://totp/%E3%81%BF")
    assert ":hanako?secret=" in address
