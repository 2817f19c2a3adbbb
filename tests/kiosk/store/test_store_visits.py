"""A visit from opening to finished, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import event

from kiosk.settings import Database, DeskMode
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    StoreReason,
    VisitId,
    VisitStatus,
    WayIn,
    abandon_visit,
    find_paper_visit,
    find_ticket_visit,
    find_visits,
    finish_visit,
    new_visit_id,
    open_store,
    open_visit,
    open_visits,
    purge,
    read_answers,
    read_open_visit,
    read_visit,
    record_print,
    save_answers,
    send_to_counter,
    set_language,
    set_procedures,
)
from kiosk.store.visit import format_receipt_number, tidy_receipt_number
from tests.kiosk.store.conftest import Clock, Place

PROCEDURES = (("resident_record_copy", 1), ("moving_in", 3))
TICKET = sha256(b"a ticket").hexdigest()


def by_hand(letter: str = "A", desk: str = "counter-1") -> NewVisit:
    return NewVisit(desk, letter, DeskMode.COUNTER, WayIn.HAND, PROCEDURES)


def scanned(desk: str = "counter-1", fingerprint: str = TICKET) -> NewVisit:
    return NewVisit(desk, "A", DeskMode.LOBBY, WayIn.TICKET, PROCEDURES, "vi", None, fingerprint, b"sealed")


def refused(reason: StoreReason) -> "pytest.RaisesExc[StoreError]":
    return pytest.raises(StoreError, check=lambda error: error.reason is reason)


def test_it_works_from_scan_to_finished(store: Store, clock: Clock) -> None:
    visit = open_visit(store, scanned())
    assert (visit.receipt_number, visit.status, visit.language) == ("A-001", VisitStatus.OPEN, "vi")
    assert visit.procedures == PROCEDURES
    assert visit.opened_at == clock.now
    assert read_answers(store, visit.id) == b"sealed"
    save_answers(store, visit.id, b"sealed again", corrected=2)
    assert read_answers(store, visit.id) == b"sealed again"
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=2)
    clock.pass_by(minutes=3)
    finished = finish_visit(store, visit.id)
    assert (finished.status, finished.printed_times, finished.corrected_items) == (VisitStatus.FINISHED, 1, 2)
    assert finished.closed_at == clock.now
    assert read_visit(store, visit.id) == finished
    with refused(StoreReason.ANSWERS_UNKNOWN):
        read_answers(store, visit.id)


def test_receipt_numbers_count_per_letter_and_day(store: Store, clock: Clock) -> None:
    opened = [open_visit(store, by_hand(letter)).receipt_number for letter in "AAKA"]
    assert opened == ["A-001", "A-002", "K-001", "A-003"]
    clock.pass_by(hours=7)  # past midnight in Japan, not yet in London
    assert open_visit(store, by_hand()).receipt_number == "A-001"


def test_a_visit_is_found_by_the_number_on_the_slip(store: Store, clock: Clock) -> None:
    visit = open_visit(store, by_hand())
    for typed in ("A-001", "a-001", "Ａ－００１", "a1", " A 1 ", "A‐001"):
        assert find_visits(store, typed) == (visit,)
    clock.pass_by(days=1)
    today = open_visit(store, by_hand())
    assert find_visits(store, "A-001") == (today, visit)
    for typed in ("A-002", "", "2", "A", "A-1-1", "%", "_", "A" * 1000, "A" + "1" * 30):
        assert find_visits(store, typed) == ()


def test_a_number_without_its_letter_is_that_of_every_desk(store: Store, clock: Clock) -> None:
    counter = open_visit(store, by_hand())
    clock.pass_by(minutes=1)
    lobby = open_visit(store, by_hand("K", "lobby-1"))
    for typed in ("1", "001", "１"):
        assert find_visits(store, typed) == (lobby, counter)


def test_papers_on_their_way_to_the_counter_keep_their_answers(store: Store, clock: Clock) -> None:
    visit = open_visit(store, by_hand("K", "lobby-1"))
    save_answers(store, visit.id, b"sealed")
    with refused(StoreReason.NOT_PRINTED):
        send_to_counter(store, visit.id)
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    send_to_counter(store, visit.id)
    (waits,) = find_visits(store, "K1")
    assert (waits.status, waits.desk) == (VisitStatus.AWAITED, "")
    assert read_answers(store, visit.id) == b"sealed"
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    assert read_visit(store, visit.id).status is VisitStatus.AWAITED, (
        "one more paper does not change who is waited for"
    )
    assert finish_visit(store, visit.id).status is VisitStatus.FINISHED
    with refused(StoreReason.ANSWERS_UNKNOWN):
        read_answers(store, visit.id)


def test_papers_nobody_brings_are_forgotten_like_every_visit(store: Store, clock: Clock) -> None:
    visit = open_visit(store, by_hand("K", "lobby-1"))
    save_answers(store, visit.id, b"sealed")
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    send_to_counter(store, visit.id)
    clock.pass_by(days=1)
    purge(store)
    assert read_visit(store, visit.id).status is VisitStatus.EXPIRED


def test_the_paper_of_another_day_opens_nobody_elses_visit(store: Store, clock: Clock) -> None:
    yesterday = clock.now
    open_visit(store, by_hand("K", "lobby-1"))
    clock.pass_by(days=1)
    purge(store)
    today = open_visit(store, by_hand("K", "lobby-1"))
    assert find_paper_visit(store, "K-001", clock.now.replace(second=0, microsecond=0)) == today
    with refused(StoreReason.VISIT_UNKNOWN):
        find_paper_visit(store, "K-001", yesterday)


def test_a_closed_visit_is_not_found_by_its_number(store: Store) -> None:
    abandon_visit(store, open_visit(store, by_hand()).id)
    assert find_visits(store, "A-001") == ()


def test_open_visits_are_listed_by_desk_oldest_first(store: Store, clock: Clock) -> None:
    first = open_visit(store, by_hand())
    clock.pass_by(minutes=1)
    second = open_visit(store, by_hand())
    other = open_visit(store, by_hand("K", "lobby-1"))
    abandon_visit(store, open_visit(store, by_hand()).id)
    assert open_visits(store, "counter-1") == (first, second)
    assert set(open_visits(store)) == {first, second, other}


def test_a_ticket_scanned_again_resumes_its_visit(store: Store) -> None:
    first = open_visit(store, scanned())
    save_answers(store, first.id, b"corrected by staff", corrected=1)
    again = open_visit(store, scanned("counter-2"))
    assert again.id == first.id
    assert again.desk == "counter-2"
    assert read_answers(store, again.id) == b"corrected by staff"
    assert find_ticket_visit(store, TICKET) == again


def test_a_ticket_whose_visit_is_finished_is_refused(store: Store) -> None:
    visit = open_visit(store, scanned())
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit.id)
    with refused(StoreReason.ALREADY_FINISHED):
        open_visit(store, scanned())


def test_a_ticket_whose_visit_was_given_up_may_come_back(store: Store) -> None:
    visit = open_visit(store, scanned())
    abandon_visit(store, visit.id)
    assert find_ticket_visit(store, TICKET) is None
    again = open_visit(store, scanned())
    assert again.id != visit.id


def test_desks_that_scan_one_ticket_at_once_get_one_visit(place: Place, store: Store) -> None:
    others = [open_store(place.database) for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda desk: open_visit(desk, scanned()), [store, *others]))
    for other in others:
        other.close()
    assert len({visit.id for visit in opened}) == 1
    assert len(open_visits(store)) == 1


def test_visits_opened_at_once_have_numbers_of_their_own(place: Place, store: Store) -> None:
    other = open_store(place.database, store.clock)
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda turn: open_visit((store, other)[turn % 2], by_hand()), range(24)))
    other.close()
    assert {visit.receipt_number for visit in opened} == {f"A-{count:03d}" for count in range(1, 25)}


def test_a_visit_that_was_not_printed_cannot_be_finished(store: Store) -> None:
    visit = open_visit(store, by_hand())
    record_print(store, visit.id, PrintOutcome.FAILED, sheets=1, reason="paper_out")
    record_print(store, visit.id, PrintOutcome.UNCERTAIN, sheets=1, reason="printer_lost")
    with refused(StoreReason.NOT_PRINTED):
        finish_visit(store, visit.id)
    assert record_print(store, visit.id, PrintOutcome.SHOWN_AS_PDF, sheets=1).printed_times == 1
    assert record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1).printed_times == 2
    assert finish_visit(store, visit.id).status is VisitStatus.FINISHED


@pytest.mark.parametrize("ending", ["finished", "abandoned", "expired"])
def test_nothing_can_be_done_with_a_closed_visit(store: Store, clock: Clock, ending: str) -> None:
    visit = open_visit(store, scanned())
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    if ending == "expired":
        clock.pass_by(hours=13)
        purge(store)
    else:
        {"finished": finish_visit, "abandoned": abandon_visit}[ending](store, visit.id)
    assert read_visit(store, visit.id).status == ending
    for step in (
        lambda: save_answers(store, visit.id, b"late"),
        lambda: set_procedures(store, visit.id, ()),
        lambda: set_language(store, visit.id, "en"),
        lambda: record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1),
        lambda: finish_visit(store, visit.id),
        lambda: abandon_visit(store, visit.id),
    ):
        with refused(StoreReason.VISIT_CLOSED):
            step()
    with refused(StoreReason.ANSWERS_UNKNOWN):
        read_answers(store, visit.id)


def test_a_visit_that_never_was_is_unknown(store: Store) -> None:
    for visit_id in (new_visit_id(), VisitId(""), VisitId("\0"), VisitId("\ud800"), VisitId("a" * 10**6)):
        for step in (read_visit, finish_visit, abandon_visit, read_answers):
            with refused(StoreReason.VISIT_UNKNOWN):
                step(store, visit_id)
        with refused(StoreReason.VISIT_UNKNOWN):
            save_answers(store, visit_id, b"x")


def test_the_language_can_be_changed_while_the_visit_is_open(store: Store) -> None:
    visit = open_visit(store, NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.HAND))
    set_language(store, visit.id, "zh-Hans")
    assert read_visit(store, visit.id).language == "zh-Hans"


def test_the_procedures_can_be_chosen_later(store: Store) -> None:
    visit = open_visit(store, NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.CARD))
    assert visit.procedures == ()
    assert set_procedures(store, visit.id, PROCEDURES).procedures == PROCEDURES
    assert set_procedures(store, visit.id, PROCEDURES[::-1]).procedures == PROCEDURES[::-1]
    assert read_visit(store, visit.id).procedures == PROCEDURES[::-1]


def test_answers_that_are_too_many_are_refused_and_open_nothing(store: Store) -> None:
    huge = NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND, sealed=bytes(300_000))
    with refused(StoreReason.ANSWERS_TOO_LARGE):
        open_visit(store, huge)
    assert open_visits(store) == ()


def test_two_desks_cannot_both_finish(place: Place, store: Store) -> None:
    visit = open_visit(store, by_hand())
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)

    def finish(_turn: int) -> str:
        try:
            return finish_visit(store, visit.id).status
        except StoreError as error:
            return error.reason

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(finish, range(4)))
    assert outcomes == [VisitStatus.FINISHED, *[StoreReason.VISIT_CLOSED] * 3]


def test_every_reason_has_a_sentence_and_a_next_step_of_its_own() -> None:
    errors = [StoreError(reason) for reason in StoreReason]
    assert all(error.sentence.endswith("。") and error.next_step.endswith("。") for error in errors)
    assert all(one.sentence != other.sentence for one, other in combinations(errors, 2))


@given(st.text(max_size=40))
def test_any_text_is_a_receipt_number_or_is_none(typed: str) -> None:
    tidy = tidy_receipt_number(typed)
    assert tidy == "" or tidy_receipt_number(tidy) == tidy


@given(st.sampled_from("ACEFHJKMNPRTWXY"), st.integers(1, 99_999))
def test_receipt_numbers_survive_being_typed(letter: str, count: int) -> None:
    number = format_receipt_number(letter, count)
    assert len(number) <= 8
    for typed in (number, number.lower(), number.replace("-", ""), f"{letter}{count}"):
        assert tidy_receipt_number(typed) == number


def test_an_open_visit_and_its_answers_are_read_together(store: Store) -> None:
    visit = open_visit(store, scanned())
    assert read_open_visit(store, visit.id) == (visit, read_answers(store, visit.id))
    without = open_visit(store, by_hand())
    assert read_open_visit(store, without.id) == (without, None)
    abandon_visit(store, visit.id)
    with refused(StoreReason.VISIT_CLOSED):
        read_open_visit(store, visit.id)
    with refused(StoreReason.VISIT_UNKNOWN):
        read_open_visit(store, new_visit_id())


def test_sqlite_looks_for_a_ticket_by_its_index(tmp_path: Path) -> None:
    """However many visits have finished: an index over some rows is used only in the words it was made with."""
    store = open_store(Database(f"sqlite:///{tmp_path / 'desk.sqlite'}", None, 12))
    asked: list[tuple[str, tuple[str, ...]]] = []
    event.listen(
        store.engine, "before_cursor_execute", lambda c, cursor, sql, given, *_: asked.append((sql, given))
    )
    find_ticket_visit(store, "0" * 64)
    sql, given = next(each for each in asked if "fingerprint = " in each[0])
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all()
    store.close()
    assert "USING INDEX uq_visit_ticket (fingerprint=?)" in str(plan)
