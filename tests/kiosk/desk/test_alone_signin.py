"""A clerk goes home at noon, the database dies, and the next one wants in: whoever this desk knows may sign in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import utc_now
from kiosk.desk import Workplace
from kiosk.signin import begin_session, find_signed_in, sign_in, sign_out
from kiosk.staff import Staff, StaffError, StaffReason, StaffRole, add_staff, disable_staff, reset_password
from kiosk.store import AuditEvent, DeskStore, Store
from kiosk.store.acquainted import DAYS
from kiosk.store.audit import read_all, verify_chain
from kiosk.store.tables import StaffRow
from tests.kiosk.desk.counter.clerks import PASSWORD
from tests.kiosk.desk.test_alone import begin, gone, stop
from tests.kiosk.desk.townhall import TownHall

OTHER = "kawa-no-oto-7"


@pytest.fixture(autouse=True)
def sato(workplace: Workplace) -> Staff:
    return add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)


def refused_alone(store: Store, name: str = "sato", password: str = PASSWORD) -> bool:
    with pytest.raises(StaffError) as refused:
        sign_in(store, name, password)
    return refused.value.reason is StaffReason.SIGN_IN_ALONE


def later(workplace: Workplace, **time: float) -> DeskStore:
    assert isinstance(workplace.store, DeskStore)
    return replace(workplace.store, clock=lambda: utc_now() + timedelta(**time))


def file_of(hall: TownHall) -> Path:
    folder = hall.office.settings.database.journal_folder
    assert folder is not None
    return folder / "counter-1.staff"


def test_it_works_who_was_here_signs_in_without_the_database_and_stays_in(
    town_hall: TownHall, workplace: Workplace
) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        staff = sign_in(workplace.store, "sato", PASSWORD, desk="counter-1")
        assert (staff.name, staff.roles) == ("sato", frozenset([StaffRole.CLERK]))
        name = begin_session(workplace.store, staff.id)
        assert find_signed_in(workplace.store, name) == staff
    assert workplace.store.join()
    assert find_signed_in(workplace.store, name) == staff
    entries = list(read_all(workplace.store))
    alone = [each for each in entries if each.details.get("kind") == "alone"]
    assert [(each.event, each.staff_id) for each in alone] == [(AuditEvent.STAFF_SIGNED_IN, staff.id)]
    assert "joined" in alone[0].details
    assert verify_chain(workplace.store).is_whole


def test_the_desk_is_switched_on_without_a_database(town_hall: TownHall, workplace: Workplace) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    stop(workplace)
    with gone(town_hall):
        desk = begin(town_hall)
        name = begin_session(desk.store, sign_in(desk.store, "sato", PASSWORD).id)
        stop(desk)
        again = begin(town_hall)
        assert find_signed_in(again.store, name) is not None
        stop(again)


def test_neither_strangers_nor_wrong_passwords_get_in(town_hall: TownHall, workplace: Workplace) -> None:
    add_staff(workplace.store, "kato", PASSWORD, StaffRole.CLERK)
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        assert refused_alone(workplace.store, "kato")
        assert refused_alone(workplace.store, password=OTHER)
        assert refused_alone(workplace.store, "nobody")


def test_after_the_days_are_over_nobody_is_known(town_hall: TownHall, workplace: Workplace) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        sign_in(workplace.store, "sato", PASSWORD)
        sign_in(later(workplace, days=DAYS - 0.1), "sato", PASSWORD)
        assert refused_alone(later(workplace, days=DAYS + 0.1))
        assert refused_alone(later(workplace, days=-1)), "a clock that was set back"


@pytest.mark.parametrize("change", ["removed", "another password"])
def test_who_was_removed_is_forgotten_as_soon_as_the_desk_hears_of_it(
    town_hall: TownHall, workplace: Workplace, sato: Staff, change: str
) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    if change == "removed":
        disable_staff(workplace.store, "sato")
    else:
        reset_password(workplace.store, "sato", OTHER)
    workplace.store.look_around()
    with gone(town_hall, workplace):
        assert refused_alone(workplace.store)


@pytest.mark.parametrize("change", ["removed", "another password"])
def test_who_was_removed_meanwhile_is_out_once_the_database_is_back(
    town_hall: TownHall, workplace: Workplace, change: str
) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        name = begin_session(workplace.store, sign_in(workplace.store, "sato", PASSWORD).id)
    with Store.writing(workplace.store) as session:
        row = session.query(StaffRow).filter_by(name="sato").one()
        row.disabled, row.password_hash = change == "removed", f"{row.password_hash}x" * (change != "removed")
    assert workplace.store.join()
    assert find_signed_in(workplace.store, name) is None


def test_who_signed_in_and_out_meanwhile_stays_out(town_hall: TownHall, workplace: Workplace) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        name = begin_session(workplace.store, sign_in(workplace.store, "sato", PASSWORD).id)
        sign_out(workplace.store, name)
    assert workplace.store.join()
    assert find_signed_in(workplace.store, name) is None


def test_who_shows_a_second_factor_cannot_sign_in_without_the_database(
    town_hall: TownHall, workplace: Workplace
) -> None:
    with Store.writing(workplace.store) as session:
        session.query(StaffRow).filter_by(name="sato").one().has_second = True
    sign_in(workplace.store, "sato", PASSWORD)
    with gone(town_hall, workplace):
        assert refused_alone(workplace.store)


def test_the_words_say_for_how_many_days() -> None:
    assert f"この{DAYS}日のあいだ" in StaffError(StaffReason.SIGN_IN_ALONE).next_step


def test_the_file_tells_nobody_anything(town_hall: TownHall, workplace: Workplace) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    file = file_of(town_hall)
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"sato" not in file.read_bytes()
    assert b"argon2" not in file.read_bytes()


@pytest.mark.parametrize("stored", [b"", b"nonsense", b"AAAA" * 100])
def test_a_broken_file_knows_nobody(town_hall: TownHall, workplace: Workplace, stored: bytes) -> None:
    sign_in(workplace.store, "sato", PASSWORD)
    file_of(town_hall).write_bytes(stored)
    with gone(town_hall, workplace):
        assert refused_alone(workplace.store)
    assert workplace.store.join()
    sign_in(workplace.store, "sato", PASSWORD)
