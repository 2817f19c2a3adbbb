"""Nobody is found without a visit, its procedures and a grant; nobody under protection is found at all."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from forms.ticket.keyfiles import read_keyring
from kiosk.office import Office
from kiosk.register.finding import LookUpKind, Wanted, read_box
from kiosk.register.grants import Grant
from kiosk.register.importing import Order, import_residents
from kiosk.register.layout import WINDOW, Use
from kiosk.register.limits import Sign, Suspicion, find_suspicions
from kiosk.register.lookup import (
    ASK_SECTION,
    MOST_HITS,
    REASON_WORDS,
    Asking,
    Hits,
    Register,
    RegisterHousehold,
    ReleaseReason,
    Stop,
    card_wanted,
)
from kiosk.register.protection import import_protected
from kiosk.register.resident import Badge
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import NewVisit, Store, Visit, WayIn, abandon_visit, audit, open_visit
from kiosk.tickets import public_keys
from tests.kiosk.register.files import HANAKO, TARO, number, protected_file, shipped_layout, written
from tests.kiosk.store.conftest import Clock

TODAY = date(2026, 4, 1)
GRANT = Grant(
    "住民課",
    frozenset({"counter-1"}),
    frozenset({"move_within"}),
    frozenset({"name", "kana", "birth_date", "address", "relation"}),
    TODAY,
    TODAY + timedelta(days=364),
    "住民課長",
)
USE = Use(is_on=True, look_ups=8, misses=3)
BABY = TARO | {
    "宛名番号": number(3),
    "名_日本人": "健",
    "生年月日": "2025-01-01",
    "記載順位": "3",
    "続柄表記": "子",
}
OTHER = TARO | {
    "宛名番号": number(50),
    "世帯番号": number(950),
    "氏_日本人": "佐藤",
    "氏_日本人_フリガナ": "サトー",
    "生年月日": "1970-01-01",
}
TYPED = "よしだ たろう 3330217"

Imported = Callable[..., None]


@pytest.fixture
def register(store: Store, office: Office) -> Register:
    settings = office.settings
    return Register(store, USE, [GRANT], lambda: read_keyring(settings.keys.folder, settings.town.code))


@pytest.fixture
def imported(store: Store, office: Office, tmp_path: Path) -> Imported:
    """Imports these people, and a list with these numbers, both of today."""

    def run(people: Collection[dict[str, str]], protected: Collection[str] = ()) -> None:
        layout, keys = shipped_layout(), public_keys(office)
        residents = Order(written(tmp_path, *people), TODAY, TODAY)
        import_residents(store, residents, layout, office.catalogue, keys)
        others = Order(protected_file(tmp_path, *protected), TODAY, TODAY, is_forced=True)
        import_protected(store, others, layout.protected, keys)

    return run


def a_visit(store: Store, *procedures: str) -> Visit:
    chosen = tuple((procedure, 1) for procedure in procedures or ("move_within",))
    return open_visit(store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF, procedures=chosen))


def asking(store: Store, *procedures: str, staff: str = "sato") -> Asking:
    clerk = add_staff(store, staff, "mado-guchi-1", StaffRole.CLERK)
    return Asking(a_visit(store, *procedures), "counter-1", clerk.id, TODAY)


def found(register: Register, who: Asking, typed: str) -> Hits | Stop:
    wanted = read_box(typed)
    assert isinstance(wanted, Wanted)
    return register.look_up(who, wanted)


def household(register: Register, who: Asking, typed: str = TYPED) -> RegisterHousehold:
    hits = found(register, who, typed)
    assert isinstance(hits, Hits)
    opened = register.open_household(who, hits.hits[0].row, hits.hits[0].mark)
    assert isinstance(opened, RegisterHousehold)
    return opened


def test_it_works_from_the_box_to_the_household(store: Store, register: Register, imported: Imported) -> None:
    imported([HANAKO, BABY, TARO, OTHER])
    who = asking(store)
    assert register.is_usable(who)
    opened = household(register, who)
    assert [each.facts["name"] for each in opened.residents] == ["吉田　太郎", "吉田　花子", "吉田　健"]
    assert (opened.as_of, opened.chosen) == (TODAY, number(1).lstrip("0"))


@pytest.mark.parametrize(
    "typed",
    ["サトウ 3450101", "さとー たろう 19700101", "佐藤太郎 S45.1.1", number(50)],
)
def test_whoever_is_meant_is_found(store: Store, register: Register, imported: Imported, typed: str) -> None:
    imported([TARO, OTHER])
    hits = found(register, asking(store), typed)
    assert isinstance(hits, Hits)
    assert [hit.resident.facts["name"] for hit in hits.hits] == ["佐藤　太郎"]


def test_the_card_finds_its_holder_alone(store: Store, register: Register, imported: Imported) -> None:
    imported([TARO | {"氏_日本人": "𠮷田"}, HANAKO])
    hits = register.look_up(asking(store), card_wanted("𠮷田　太郎", "1958-02-17"))
    assert isinstance(hits, Hits)
    assert len(hits.hits) == 1


def test_the_list_shows_badges_and_only_granted_facts(
    store: Store, register: Register, imported: Imported
) -> None:
    imported(
        [TARO | {"住所_方書": "みどり荘"}, HANAKO | {"住民状態": "3"}, BABY | {"転出予定年月日": "2026-05-01"}]
    )
    opened = household(register, asking(store))
    assert [each.badges for each in opened.residents] == [(), (Badge.DEAD,), (Badge.MOVING_OUT,)]
    assert {fact for each in opened.residents for fact in each.facts} <= GRANT.facts


def test_exact_readings_come_first_and_ten_at_most(store: Store, register: Register, imported: Imported) -> None:
    def namesake(place: int, kana: str) -> dict[str, str]:
        return OTHER | {
            "宛名番号": number(100 + place),
            "世帯番号": number(300 + place),
            "氏_日本人_フリガナ": kana,
        }

    imported(
        [namesake(0, "オオノ"), namesake(1, "オノ"), *(namesake(9 + i, "サトウ") for i in range(MOST_HITS + 1))]
    )
    who = asking(store)
    hits = found(register, who, "オノ 3450101")
    assert isinstance(hits, Hits)
    assert [hit.resident.facts["kana"] for hit in hits.hits] == ["オノ　タロウ", "オオノ　タロウ"]
    assert found(register, who, "サトウ 3450101") is Stop.TOO_MANY


def test_nothing_without_grant_visit_or_switch(store: Store, register: Register, imported: Imported) -> None:
    imported([TARO])
    who = asking(store)
    elsewhere = replace(who, desk="counter-2")
    next_year = replace(who, today=TODAY + timedelta(days=366))
    other_affair = asking(store, "move_out", staff="suzuki")
    for each in (elsewhere, next_year, other_affair):
        assert not register.is_usable(each)
        assert found(register, each, TYPED) is Stop.NO_GRANT
    register.use = replace(USE, is_on=False)
    assert found(register, who, TYPED) is Stop.NOT_OPEN
    register.use = USE
    abandon_visit(store, who.visit.id, reason="timed_out")
    assert found(register, who, TYPED) is Stop.NOT_OPEN


def test_a_missing_or_older_list_closes_the_register(
    store: Store, office: Office, register: Register, imported: Imported, tmp_path: Path
) -> None:
    keys = public_keys(office)
    order = Order(written(tmp_path, TARO), date(2026, 3, 30), TODAY)
    import_residents(store, order, shipped_layout(), office.catalogue, keys)
    who = asking(store)
    assert found(register, who, TYPED) is Stop.NOT_OPEN
    older = Order(protected_file(tmp_path), date(2026, 3, 29), TODAY)
    import_protected(store, older, shipped_layout().protected, keys)
    assert found(register, who, TYPED) is Stop.NOT_OPEN
    assert not register.is_usable(who)


def test_a_protected_person_and_their_household_are_never_shown(
    store: Store, register: Register, imported: Imported
) -> None:
    imported([TARO, HANAKO, BABY, OTHER], [number(2)])
    who = asking(store)
    for typed in (TYPED, "よしだ はなこ 19600705", number(1), number(3)):
        assert found(register, who, typed) is Stop.PROTECTED
    assert isinstance(found(register, who, number(50)), Hits)


def test_every_stop_that_could_tell_something_says_the_same() -> None:
    same = [stop for stop in Stop if stop.may_be_released]
    assert {Stop.PROTECTED, Stop.CLOSED, Stop.NO_GRANT, Stop.NOT_OPEN} <= set(same)
    assert {stop.sentence for stop in same} == {ASK_SECTION}
    assert set(REASON_WORDS) == set(ReleaseReason)


def test_closed_and_refused_rows_stop_in_the_same_words(
    store: Store, register: Register, imported: Imported
) -> None:
    imported([TARO, HANAKO | {"他業務参照不可フラグ": "1"}, OTHER])
    assert found(register, asking(store), TYPED) is Stop.CLOSED


def test_a_household_with_an_unreadable_row_is_not_shown_as_if_whole(
    store: Store, register: Register, imported: Imported
) -> None:
    crowd = [OTHER | {"宛名番号": number(60 + place), "世帯番号": number(700 + place)} for place in range(25)]
    imported([TARO, HANAKO | {"生年月日": "いつか"}, *crowd])
    assert found(register, asking(store), TYPED) is Stop.CLOSED


def test_a_second_person_opens_the_household_for_this_visit_only(
    store: Store, register: Register, imported: Imported
) -> None:
    imported([TARO, HANAKO], [number(2)])
    who = asking(store)
    second = add_staff(store, "kacho", "mado-guchi-1", StaffRole.ADMIN)
    wanted = read_box(TYPED)
    assert isinstance(wanted, Wanted)
    assert who.staff_id is not None
    assert not register.release(who, wanted, who.staff_id, ReleaseReason.SELF)
    assert found(register, who, TYPED) is Stop.PROTECTED
    assert register.release(who, wanted, second.id, ReleaseReason.SELF)
    assert len(household(register, who).residents) == 2
    assert found(register, replace(who, visit=a_visit(store)), TYPED) is Stop.PROTECTED
    released = [entry for entry in audit.read_entries(store) if entry.event == "register_released"]
    assert [(entry.staff_id, dict(entry.details)) for entry in released] == [
        (who.staff_id, {"reason": "self", "subject_staff_id": second.id})
    ]


def test_no_release_opens_what_other_sections_must_not_see(
    store: Store, register: Register, imported: Imported
) -> None:
    imported([TARO | {"他業務参照不可フラグ": "1"}, OTHER])
    who = asking(store)
    second = add_staff(store, "kacho", "mado-guchi-1", StaffRole.ADMIN)
    wanted = read_box(TYPED)
    assert isinstance(wanted, Wanted)
    register.release(who, wanted, second.id, ReleaseReason.COURT)
    assert found(register, who, TYPED) is Stop.CLOSED


def test_a_row_nobody_has_found_cannot_be_asked_for(store: Store, register: Register, imported: Imported) -> None:
    imported([TARO, OTHER])
    who = asking(store)
    hits = found(register, who, TYPED)
    assert isinstance(hits, Hits)
    hit = hits.hits[0]
    assert register.open_household(who, hit.row + 1, hit.mark) is Stop.NOT_OPEN
    other_visit = replace(who, visit=a_visit(store))
    assert register.open_household(other_visit, hit.row, hit.mark) is Stop.NOT_OPEN


def test_too_many_and_missed_look_ups_pause(
    store: Store, register: Register, imported: Imported, clock: Clock
) -> None:
    imported([TARO])
    who = asking(store)
    for _ in range(USE.misses):
        assert found(register, who, "すずき 3330217") is Stop.NOBODY
    assert found(register, who, TYPED) is Stop.LIMIT
    clock.now += WINDOW
    for _ in range(USE.look_ups):
        assert isinstance(found(register, who, TYPED), Hits)
    assert found(register, who, TYPED) is Stop.LIMIT
    other = asking(store, staff="suzuki")
    assert isinstance(found(register, other, TYPED), Hits)


def test_everything_is_logged_without_a_name(store: Store, register: Register, imported: Imported) -> None:
    imported([TARO, HANAKO])
    who = asking(store)
    household(register, who)
    register.note_taken_over(who, ["name", "address"], 2)
    entries = [entry for entry in audit.read_entries(store) if entry.event.startswith("register_")][2:]
    assert [(entry.event, dict(entry.details)) for entry in entries] == [
        (
            "register_looked_up",
            {"kind": LookUpKind.KANA_BIRTH, "count": 1, "outcome": "found", "procedure": "move_within"},
        ),
        (
            "register_shown",
            {"count": 2, "columns": "address+birth_date+kana+name+relation", "procedure": "move_within"},
        ),
        ("register_taken_over", {"count": 2, "columns": "address+name", "procedure": "move_within"}),
    ]
    assert {(entry.visit_id, entry.staff_id, entry.desk) for entry in entries} == {
        (who.visit.id, who.staff_id, "counter-1")
    }
    assert audit.verify_chain(store).is_whole


def test_an_auditor_sees_nights_misses_and_protected_households(
    store: Store, register: Register, imported: Imported, clock: Clock
) -> None:
    imported([TARO, HANAKO], [number(2)])
    who = asking(store)
    clock.pass_by(hours=5)
    found(register, who, TYPED)
    for _ in range(5):
        found(register, who, "すずき 3330217")
        clock.pass_by(minutes=11)
    signs = find_suspicions(audit.read_entries(store))
    assert {(each.sign, each.count) for each in signs} == {(Sign.NIGHT, 6), (Sign.MISSES, 5), (Sign.PROTECTED, 1)}
    assert Suspicion("2026-04-01", who.staff_id, Sign.PROTECTED, 1) in signs
