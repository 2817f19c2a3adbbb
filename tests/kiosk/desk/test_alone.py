"""A counter loses its database in the middle of the morning, goes on alone, and joins later what it has kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms.ticket import TicketError
from kiosk.clock import utc_now
from kiosk.databasedoctor import look_at_database
from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.finding import Health
from kiosk.settings import DeskMode
from kiosk.signin import sign_in
from kiosk.staff import StaffError, StaffRole, add_staff
from kiosk.store import (
    AuditEvent,
    DeskStore,
    PrintOutcome,
    StoreError,
    StoreReason,
    VisitStatus,
    abandon_visit,
    finish_visit,
    list_twins,
    open_store,
    open_visits,
    purge,
    read_answers,
    read_visit,
    record_print,
    send_to_counter,
)
from kiosk.store.audit import read_all, record, verify_chain
from kiosk.store.calls import Calls
from tests.kiosk.desk.counter.clerks import PASSWORD, entered
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages
from tests.residents import YOSHIDA

SCREEN = "a screen"


def database_of(hall: TownHall) -> Path:
    return Path(hall.office.settings.database.url.removeprefix("sqlite:///"))


@contextmanager
def gone(hall: TownHall, *desks: Workplace) -> Iterator[None]:
    """Something else lies where the database was: nothing can open it."""
    file = database_of(hall)
    away = file.with_name("away")
    away.mkdir()
    for part in file.parent.glob(f"{file.name}*"):
        part.rename(away / part.name)
    file.mkdir()
    # Whoever has the file open would go on with it.
    for desk in desks:
        desk.store.engine.dispose()
    yield
    file.rmdir()
    for part in away.iterdir():
        part.rename(file.with_name(part.name))
    away.rmdir()
    for desk in desks:
        desk.store.engine.dispose()


def begin(hall: TownHall) -> Workplace:
    """Start the counter as after the PC was switched on."""
    return open_workplace(hall.office, hall.office.settings.desk(DeskMode.COUNTER))


def is_alone(desk: Workplace) -> bool:
    return desk.store.is_alone


def stop(desk: Workplace) -> None:
    desk.hub.close()
    desk.printer.stop()
    desk.store.close()


def journal_of(hall: TownHall) -> Path:
    folder = hall.office.settings.database.journal_folder
    assert folder is not None
    return folder / "counter-1.journal"


def fill(desk: Workplace) -> StoreReason | None:
    """Write until the database is full, and return what was said then."""
    for _ in range(999):
        try:
            record(desk.store, AuditEvent.TICKET_REFUSED, details={"reason": "a" * 60})
        except StoreError as error:
            return error.reason
    return None


def print_and_finish(desk: Workplace, visit_id: str) -> None:
    visit = desk.cases.read(visit_id).visit
    record_print(desk.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(desk.store, visit.id)


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    add_staff(workplace.store, "kato", PASSWORD, StaffRole.CLERK)
    return entered(create_app(workplace.office, workplace.desk, workplace), "sato")


def test_it_works_a_visit_that_was_open_is_printed_finished_and_joined_once(
    town_hall: TownHall, workplace: Workplace
) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
    with gone(town_hall, workplace):
        print_and_finish(workplace, visit.id)
        assert is_alone(workplace)
        assert not workplace.store.join()
        assert journal_of(town_hall).is_file()
    assert workplace.store.join()
    assert not is_alone(workplace)
    assert not journal_of(town_hall).exists()
    joined = read_visit(workplace.store, visit.id)
    assert (joined.status, joined.printed_times, joined.receipt_number) == (
        VisitStatus.FINISHED,
        1,
        visit.receipt_number,
    )
    assert list_twins(workplace.store) == ()
    assert verify_chain(workplace.store).is_whole
    happened = [(each.event, "joined" in each.details) for each in read_all(workplace.store)]
    assert happened == [
        ("visit_opened", False),
        ("journal_joined", True),
        ("desk_went_alone", True),
        ("sheets_printed", True),
        ("visit_finished", True),
    ]


def test_a_code_scanned_meanwhile_gets_a_number_of_its_own_range(
    town_hall: TownHall, workplace: Workplace
) -> None:
    before = workplace.reception.scan(town_hall.ticket(), SCREEN)
    with gone(town_hall, workplace):
        first = workplace.reception.scan(town_hall.ticket(), SCREEN)
        print_and_finish(workplace, first.id)
        second = workplace.reception.by_hand(["resident_record_copy"])
    assert workplace.store.join()
    with gone(town_hall, workplace):
        third = workplace.reception.by_card({"name": YOSHIDA})
    assert workplace.store.join()
    after = workplace.reception.scan(town_hall.ticket(), SCREEN)
    numbers = [each.receipt_number for each in (before, first, second, third, after)]
    assert numbers == ["A-001", "A-701", "A-702", "A-703", "A-002"]
    assert {each.id for each in open_visits(workplace.store)} == {before.id, second.id, third.id, after.id}


def test_the_same_code_scanned_again_alone_prints_no_second_paper(
    town_hall: TownHall, workplace: Workplace
) -> None:
    before, meanwhile = town_hall.ticket(), town_hall.ticket()
    print_and_finish(workplace, workplace.reception.scan(before, SCREEN).id)
    with gone(town_hall, workplace):
        print_and_finish(workplace, workplace.reception.scan(meanwhile, SCREEN).id)
        for ticket in (before, meanwhile):
            with pytest.raises(TicketError, match="すでに終わって"):
                workplace.reception.scan(ticket, SCREEN)
    assert workplace.store.join()
    with pytest.raises(TicketError, match="すでに終わって"):
        workplace.reception.scan(meanwhile, SCREEN)


def test_a_pc_switched_off_meanwhile_goes_on_where_it_was(town_hall: TownHall, workplace: Workplace) -> None:
    half_done = workplace.reception.scan(town_hall.ticket(), SCREEN)
    with gone(town_hall, workplace):
        done = workplace.reception.scan(town_hall.ticket(), SCREEN)
        print_and_finish(workplace, done.id)
        later = begin(town_hall)
        assert is_alone(later)
        print_and_finish(later, half_done.id)
        third = later.reception.scan(town_hall.ticket(), SCREEN)
        assert third.receipt_number == "A-702"
    last = begin(town_hall)
    assert last.store.join()
    found = [read_visit(last.store, each.id).status for each in (half_done, done, third)]
    assert found == [VisitStatus.FINISHED, VisitStatus.FINISHED, VisitStatus.OPEN]
    assert last.cases.read(third.id).answers["you.name"] == YOSHIDA
    assert verify_chain(last.store).is_whole
    for desk in (later, last):
        stop(desk)


def test_it_begins_without_its_database(town_hall: TownHall) -> None:
    stop(begin(town_hall))
    with gone(town_hall):
        desk = begin(town_hall)
        visit = desk.reception.scan(town_hall.ticket(), SCREEN)
        print_and_finish(desk, visit.id)
        assert is_alone(desk)
    assert desk.store.join()
    assert read_visit(desk.store, visit.id).status is VisitStatus.FINISHED
    stop(desk)


def test_what_came_from_the_lobby_is_finished_at_the_counter(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace, pages: Pages
) -> None:
    visits = [lobby.reception.scan(town_hall.ticket(), SCREEN) for _ in range(2)]
    for visit in visits:
        record_print(lobby.store, visit.id, PrintOutcome.PRINTED, sheets=1)
        send_to_counter(lobby.store, visit.id)
    workplace.store.look_around()
    third = lobby.reception.scan(town_hall.ticket(), SCREEN)
    with gone(town_hall, workplace, lobby):
        (form,) = [each for each in pages.open("/").forms if each.action == "/find"]
        sent = pages.client.post("/find", data=dict(form.fields) | {"number": visits[0].receipt_number})
        assert YOSHIDA in pages.open(sent.location).text
        finish_visit(workplace.store, visits[0].id)
        assert "消えてはいません" in pages.open(f"/visits/{third.id}", status=409).text
    assert workplace.store.join()
    found_after = [read_visit(workplace.store, each.id).status for each in (*visits, third)]
    assert found_after == [VisitStatus.FINISHED, VisitStatus.AWAITED, VisitStatus.OPEN]
    assert list_twins(workplace.store) == ()


def test_a_visit_finished_elsewhere_before_is_not_served_again(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace
) -> None:
    ticket = town_hall.ticket()
    visit = lobby.reception.scan(ticket, SCREEN)
    workplace.store.look_around()
    print_and_finish(lobby, visit.id)
    workplace.store.look_around()
    with gone(town_hall, workplace, lobby), pytest.raises(TicketError, match="すでに終わって"):
        workplace.reception.scan(ticket, SCREEN)


def test_of_a_ticket_given_back_elsewhere_only_the_newer_visit_is_carried(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace
) -> None:
    ticket = town_hall.ticket()
    first = workplace.reception.scan(ticket, SCREEN)
    abandon_visit(lobby.store, first.id)
    second = workplace.reception.scan(ticket, SCREEN)
    with gone(town_hall, workplace, lobby):
        assert workplace.reception.scan(ticket, SCREEN).id == second.id
        print_and_finish(workplace, second.id)
        assert is_alone(workplace)
    assert workplace.store.join()
    found = [read_visit(workplace.store, each.id).status for each in (first, second)]
    assert found == [VisitStatus.ABANDONED, VisitStatus.FINISHED]
    assert list_twins(workplace.store) == ()


def test_a_power_cut_within_the_last_record_loses_only_that(town_hall: TownHall, workplace: Workplace) -> None:
    with gone(town_hall, workplace):
        visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
        record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
        stored = journal_of(town_hall).read_bytes()
        journal_of(town_hall).write_bytes(stored[:-20])
        later = begin(town_hall)
        assert isinstance(later.store, DeskStore)
        assert later.store.alone.damage == "cut"
        assert read_visit(later.store, visit.id).printed_times == 0
    assert later.store.join()
    assert read_visit(later.store, visit.id).status is VisitStatus.OPEN
    assert verify_chain(later.store).is_whole
    stop(later)


def test_what_was_joined_already_is_not_joined_twice(town_hall: TownHall, workplace: Workplace) -> None:
    with gone(town_hall, workplace):
        visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
        print_and_finish(workplace, visit.id)
        kept = journal_of(town_hall).read_bytes()
    assert workplace.store.join()
    entries = len(list(read_all(workplace.store)))
    # As if the power had gone after the database had it, and before the journal was deleted.
    journal_of(town_hall).write_bytes(kept)
    later = begin(town_hall)
    assert later.store.join()
    assert len(list(read_all(later.store))) == entries
    assert list_twins(later.store) == ()
    assert read_visit(later.store, visit.id).printed_times == 1
    stop(later)


def test_the_same_ticket_at_two_places_is_shown_to_a_person(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace, pages: Pages
) -> None:
    ticket = town_hall.ticket()
    with gone(town_hall, workplace, lobby):
        mine = workplace.reception.scan(ticket, SCREEN)
        print_and_finish(workplace, mine.id)
    theirs = lobby.reception.scan(ticket, SCREEN)
    print_and_finish(lobby, theirs.id)
    assert workplace.store.join()
    (twins,) = list_twins(workplace.store)
    assert (twins.later.id, twins.other.id) == (mine.id, theirs.id)
    assert read_visit(workplace.store, theirs.id).status is VisitStatus.FINISHED
    workplace.publish_alone()
    assert "2か所" in pages.open("/").text
    shown = pages.open("/twins")
    assert mine.receipt_number in shown.text
    assert theirs.receipt_number in shown.text
    (form,) = [each for each in shown.forms if each.action.endswith("/settle")]
    sent = pages.client.post(form.action, data=dict(form.fields) | {"outcome": "one_taken_back"})
    assert sent.status_code == 303
    assert list_twins(workplace.store) == ()
    assert "2か所" not in pages.open("/").text
    last = list(read_all(workplace.store))[-1]
    assert (last.event, last.details) == (AuditEvent.TWINS_SETTLED, {"outcome": "one_taken_back"})


def test_a_visit_that_somebody_else_went_on_with_stays_and_ours_stands_beside_it(
    town_hall: TownHall, workplace: Workplace
) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
    with gone(town_hall, workplace):
        case = workplace.cases.read(visit.id)
        workplace.cases.keep(case, replace(case.file, note="さっきの方"))
        record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    other = open_store(town_hall.office.settings.database)
    record_print(other, visit.id, PrintOutcome.PRINTED, sheets=1)
    assert workplace.store.join()
    (twins,) = list_twins(workplace.store)
    assert twins.other.id == visit.id
    assert (twins.other.printed_times, twins.later.printed_times) == (1, 1)
    assert twins.later.receipt_number == "A-701"
    assert workplace.cases.read(twins.later.id).file.note == "さっきの方"
    assert workplace.cases.read(visit.id).file.note == ""
    other.close()


def test_what_is_deleted_alone_is_out_of_the_journal_at_once(town_hall: TownHall, workplace: Workplace) -> None:
    with gone(town_hall, workplace):
        visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
        assert read_answers(workplace.store, visit.id)
        abandon_visit(workplace.store, visit.id)
        later = begin(town_hall)
        with pytest.raises(StoreError) as caught:
            read_answers(later.store, visit.id)
        assert caught.value.reason is StoreReason.ANSWERS_UNKNOWN
        assert isinstance(later.store, DeskStore)
        assert later.store.alone.stand_in is not None
        assert later.store.alone.stand_in.carried.visits[visit.id]["sealed_answers"] == []
        stop(later)
    assert workplace.store.join()


def test_answers_past_their_time_are_purged_alone_as_well(town_hall: TownHall, workplace: Workplace) -> None:
    with gone(town_hall, workplace):
        visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
        assert isinstance(workplace.store, DeskStore)
        assert workplace.store.alone.stand_in is not None
        late = replace(workplace.store.alone.stand_in.store, clock=lambda: utc_now() + timedelta(hours=13))
        workplace.store.alone.stand_in = replace(workplace.store.alone.stand_in, store=late)
        purge(replace(workplace.store, clock=late.clock))
        assert read_visit(workplace.store, visit.id).status is VisitStatus.EXPIRED
    assert workplace.store.join()
    assert read_visit(workplace.store, visit.id).status is VisitStatus.EXPIRED


def test_in_hand_are_no_answers_that_the_database_has_deleted(town_hall: TownHall, workplace: Workplace) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
    workplace.store.look_around()
    late = replace(workplace.store, clock=lambda: utc_now() + timedelta(hours=13))
    late.look_around()
    assert isinstance(late, DeskStore)
    held = late.alone.in_hand.carry(utc_now(), StoreReason.DATABASE_UNREACHABLE)
    assert held.visits[visit.id]["sealed_answers"] == []


def test_a_database_that_takes_nothing_more_is_left_after_one_refusal(
    town_hall: TownHall, workplace: Workplace
) -> None:
    engine = workplace.store.engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        connection.rollback()
    assert fill(workplace) is StoreReason.JUST_LOST
    visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
    assert is_alone(workplace)
    engine.dispose()
    assert workplace.store.join()
    assert read_visit(workplace.store, visit.id).receipt_number == "A-701"


def test_without_room_for_a_journal_nothing_is_promised(town_hall: TownHall, workplace: Workplace) -> None:
    journal_of(town_hall).parent.write_text("no folder")
    with gone(town_hall, workplace):
        with pytest.raises(StoreError) as caught:
            workplace.reception.scan(town_hall.ticket(), SCREEN)
        assert caught.value.reason is StoreReason.DATABASE_UNREACHABLE
        assert not is_alone(workplace)


def test_staff_go_on_and_read_what_does_not_work(town_hall: TownHall, workplace: Workplace, pages: Pages) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), SCREEN)
    pages.open("/")
    with gone(town_hall, workplace):
        start = pages.open("/")
        assert "記録の場所につながりません" in start.text
        assert "受付と印刷は続けられます" in start.text
        assert YOSHIDA in pages.open(f"/visits/{visit.id}").text
        for page in ("/today", "/password"):
            assert "ここは使えません" in pages.open(page, status=409).text
        other = Pages(create_app(workplace.office, workplace.desk, workplace))
        other.client.environ_base["REMOTE_ADDR"] = "10.16.0.1"
        other.open("/login")
        assert "いまこの端末では入れない人です" in other.send(name="kato", password=PASSWORD, status=422).text
    assert workplace.store.join()
    assert "つながりません" not in pages.open("/").text


@pytest.mark.parametrize("password", ["", "x" * 5000, "!"])
def test_no_password_opens_a_carried_account(
    password: str, town_hall: TownHall, workplace: Workplace, pages: Pages
) -> None:
    pages.open("/")
    with gone(town_hall, workplace), pytest.raises(StaffError):
        sign_in(workplace.store, "sato", password)


def test_the_morning_round_tells_of_a_journal(town_hall: TownHall, workplace: Workplace) -> None:
    def find() -> Health:
        return next(each.health for each in look_at_database(town_hall.office) if each.part == "端末の控え")

    assert find() is Health.GOOD
    with gone(town_hall, workplace):
        workplace.reception.scan(town_hall.ticket(), SCREEN)
    assert find() is Health.BAD
    assert workplace.store.join()
    assert find() is Health.GOOD
    journal_of(town_hall).with_name("counter-1.journal.01234567.damaged").touch()
    assert find() is Health.CAUTION


def test_who_signs_out_alone_is_signed_out_everywhere(
    town_hall: TownHall, workplace: Workplace, pages: Pages
) -> None:
    pages.open("/")
    with pages.client.session_transaction() as cookie:
        copy = dict(cookie)
    with gone(town_hall, workplace):
        pages.open("/")
        (form,) = [each for each in pages.open("/").forms if each.action == "/logout"]
        pages.client.post(form.action, data=dict(form.fields))
        assert pages.open("/").path == "/login"
    assert workplace.store.join()
    with pages.client.session_transaction() as cookie:
        cookie.update(copy)
    assert pages.open("/").path == "/login"


def test_a_call_of_the_lobby_is_heard_again_afterwards(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace
) -> None:
    with gone(town_hall, workplace, lobby):
        assert workplace.calls.read().waiting == ()
    Calls(lobby.store, {"lobby-1"}).call("lobby-1")
    assert workplace.store.join()
    assert [call.desk for call in workplace.calls.read().waiting] == ["lobby-1"]


def test_a_lobby_prints_alone_and_the_counter_finishes_it_afterwards(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace
) -> None:
    open_at_home = town_hall.ticket()
    with gone(town_hall, lobby):
        visit = lobby.reception.scan(open_at_home, SCREEN)
        record_print(lobby.store, visit.id, PrintOutcome.PRINTED, sheets=1)
        send_to_counter(lobby.store, visit.id)
        assert is_alone(lobby)
        later = open_workplace(town_hall.office, lobby.desk)
        assert read_visit(later.store, visit.id).status is VisitStatus.AWAITED
        stop(later)
    assert lobby.store.join()
    assert workplace.reception.scan(open_at_home, SCREEN).id == visit.id
    case = workplace.cases.read(visit.id)
    assert (case.visit.receipt_number, case.visit.printed_times) == (f"{lobby.desk.receipt_letter}-701", 1)
    assert case.answers["you.name"] == YOSHIDA
    finish_visit(workplace.store, visit.id)
    assert list_twins(workplace.store) == ()
    assert verify_chain(workplace.store).is_whole


def test_a_lobby_has_nobodys_answers_in_hand_but_its_own_visitors(
    town_hall: TownHall, workplace: Workplace, lobby: Workplace
) -> None:
    own, handed_on = (lobby.reception.scan(town_hall.ticket(), SCREEN) for _ in range(2))
    elsewhere = workplace.reception.scan(town_hall.ticket(), SCREEN)
    lobby.store.look_around()
    record_print(lobby.store, handed_on.id, PrintOutcome.PRINTED, sheets=1)
    send_to_counter(lobby.store, handed_on.id)
    lobby.store.look_around()
    with gone(town_hall, lobby):
        assert lobby.cases.read(own.id).answers["you.name"] == YOSHIDA
        for visit, reason in ((handed_on, StoreReason.ANSWERS_UNKNOWN), (elsewhere, StoreReason.VISIT_UNKNOWN)):
            with pytest.raises(StoreError) as caught:
                read_answers(lobby.store, visit.id)
            assert caught.value.reason is reason


def test_a_lobby_alone_calls_nobody_who_would_not_hear_it(town_hall: TownHall, lobby: Workplace) -> None:
    pages = Pages(create_app(lobby.office, lobby.desk, lobby))
    assert "職員を呼べません" not in pages.open("/").text
    with gone(town_hall, lobby):
        pages.open("/called")
        assert is_alone(lobby)
        assert "職員を呼べません" in pages.open("/").text
        pages.open("/scan")
        assert pages.send(form="help", button="call").heading == "いまは、ここから職員を呼べません"
        assert lobby.calls.read().waiting == ()
        assert "番号を取る" not in pages.open("/").text
        pages.open("/number", status=409)
    assert lobby.store.join()
    assert "職員を呼べません" not in pages.open("/").text
