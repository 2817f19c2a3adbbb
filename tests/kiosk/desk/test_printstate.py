"""The one place that decides about the paper of a visit, in every combination of visit, mark, job and desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from kiosk.desk.imprint import NO_MISMATCH, Mismatch
from kiosk.desk.printjobs import Paper, PrintJob
from kiosk.desk.printstate import UNDER_WAY, Act, PrintState, Standing
from kiosk.desk.reasons import BEYOND_VISITORS, DeskError, DeskReason
from kiosk.settings import DeskMode
from kiosk.store import Visit, VisitId, VisitStatus, WayIn
from printing.ipp import PrintCode

CORRECTED = Mismatch({"resident_record_copy": ("claimant.phone",)}, added=("water",))
DROPPED = Mismatch({}, dropped=("water",))
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
OPEN = Visit(
    VisitId("0" * 32),
    "A-001",
    opened_at=NOW,
    closed_at=None,
    desk="counter-1",
    mode=DeskMode.COUNTER,
    way_in=WayIn.TICKET,
    language="ja",
    procedures=(),
    status=VisitStatus.OPEN,
    staff_id=None,
    printed_times=0,
    corrected_items=0,
)
PRINTED = replace(OPEN, status=VisitStatus.PRINTED, printed_times=1)
FRESH_MARK = {"printing_desk": "lobby-1", "printing_until": NOW + timedelta(minutes=1)}
STALE_MARK = {"printing_desk": "lobby-1", "printing_until": NOW - timedelta(minutes=1)}

VISITS = {
    f"{status}{mark}": replace(visit, **values)  # type: ignore[arg-type]
    for status, visit in (("open", OPEN), ("printed", PRINTED))
    for mark, values in (("", {}), ("+elsewhere", FRESH_MARK), ("+interrupted", STALE_MARK))
}


def job(code: PrintCode, *, running: bool = False, done: int = 0, repeatable: bool = False) -> PrintJob:
    return PrintJob("v", code, running, pages_done=done, pages_total=3, repeatable=repeatable)


JOBS: tuple[PrintJob | None, ...] = (
    None,
    *(
        job(code, running=running, done=done, repeatable=repeatable)
        for code, running, done, repeatable in product(PrintCode, (True, False), (0, 2), (True, False))
        if not (repeatable and (running or done))
    ),
)


def all_states() -> list[PrintState]:
    every = product(VISITS.values(), JOBS, (True, False), (True, False), (NO_MISMATCH, CORRECTED, DROPPED))
    return [
        PrintState(
            visit, at, NOW, has_printer=printer, by_visitor=visitor, elsewhere="ロビー端末", mismatch=mismatch
        )
        for visit, at, printer, visitor, mismatch in every
    ]


EXPECTED = [
    # visit, job, standing, what staff are offered, what visitors are offered
    ("open", None, Standing.FRESH, "print open_pdf", "print hand_over"),
    ("open", job(PrintCode.SENDING, running=True), Standing.RUNNING, "cancel", ""),
    ("open", job(PrintCode.PAPER_OUT, running=True, done=1), Standing.HELD, "cancel", ""),
    ("open", job(PrintCode.PRINTED, done=3), Standing.OUT, "print! open_pdf!", "finish"),
    ("open", job(PrintCode.BUSY, repeatable=True), Standing.FRESH, "print open_pdf", "print hand_over"),
    ("open", job(PrintCode.UNREACHABLE, repeatable=True), Standing.FRESH, "print open_pdf", "hand_over print"),
    ("open", job(PrintCode.CANCELED), Standing.STOPPED, "print! open_pdf!", "print! hand_over"),
    ("open", job(PrintCode.CANCELED, done=1), Standing.LOOK, "say_seen print! open_pdf!", "say_seen print! hand_over"),
    ("open", job(PrintCode.UNSURE), Standing.LOOK, "say_seen print! open_pdf!", "say_seen print! hand_over"),
    ("open+elsewhere", None, Standing.ELSEWHERE, "refresh", ""),
    ("open+elsewhere", job(PrintCode.SENDING, running=True), Standing.RUNNING, "cancel", ""),
    ("open+interrupted", None, Standing.LOOK, "say_seen print! open_pdf!", "say_seen print! hand_over"),
    ("printed", None, Standing.OUT, "print! open_pdf! finish", "finish"),
    ("printed", job(PrintCode.SENDING, running=True), Standing.RUNNING, "cancel", ""),
    ("printed", job(PrintCode.BUSY, repeatable=True), Standing.OUT, "print! open_pdf! finish", "finish"),
    ("printed", job(PrintCode.UNSURE), Standing.LOOK, "say_seen print! open_pdf! finish", "say_seen print! hand_over"),
    ("printed+elsewhere", None, Standing.ELSEWHERE, "refresh", ""),
    ("printed+interrupted", None, Standing.LOOK, "say_seen print! open_pdf! finish", "say_seen print! hand_over"),
]  # fmt: skip


@pytest.mark.parametrize(("visit", "at", "standing", "for_staff", "for_visitors"), EXPECTED)
def test_the_table(visit: str, at: PrintJob | None, standing: Standing, for_staff: str, for_visitors: str) -> None:
    state = PrintState(VISITS[visit], at, NOW)
    assert state.standing is standing
    assert offered(state) == for_staff
    assert offered(replace(state, by_visitor=True)) == for_visitors


def test_every_standing_and_every_act_is_reached() -> None:
    states = all_states()
    assert {state.standing for state in states} == set(Standing)
    assert {action.act for state in states for action in state.actions} == set(Act)
    assert {state.paper for state in states} == set(Paper)


def test_no_button_leads_to_a_refusal() -> None:
    for state in all_states():
        for action in state.actions:
            if action.act is Act.PRINT and state.has_printer:
                assert state.refusal(again=action.again) is None, state
            if action.act is Act.OPEN_PDF:
                assert state.pdf_refusal(again=action.again) is None, state
            if action.act is Act.FINISH and not state.by_visitor:
                state.check_finish(anyway=bool(state.mismatch))


def test_staff_always_have_something_to_press_and_no_printer_that_is_not_there() -> None:
    for state in all_states():
        if not state.by_visitor:
            assert state.actions, state
            assert state.has_printer or Act.PRINT not in {action.act for action in state.actions}, state


def test_nothing_begins_while_paper_is_on_its_way() -> None:
    for state in all_states():
        if state.standing in UNDER_WAY:
            for again in (True, False):
                with pytest.raises(DeskError) as refused:
                    state.check_pdf(again=again)
                assert refused.value.reason is UNDER_WAY[state.standing]
            assert not state.may_finish


def test_paper_that_may_be_out_is_never_made_twice_without_a_word() -> None:
    for state in all_states():
        if state.may_print_alone:
            assert state.pdf_refusal(again=False) is DeskReason.MAY_HAVE_PRINTED, state
        if state.may_print:
            assert not state.is_recorded
            assert state.job is None or state.job.repeatable


def test_only_what_is_recorded_as_printed_is_handed_over_at_the_counter() -> None:
    for state in all_states():
        assert not state.may_finish or state.visit.status is VisitStatus.PRINTED


def test_where_no_visitor_can_help_the_counter_comes_first() -> None:
    for code in PrintCode:
        state = PrintState(OPEN, job(code, repeatable=True), NOW, by_visitor=True)
        if state.standing is Standing.FRESH:
            assert (state.actions[0].act is Act.HAND_OVER) == (code in BEYOND_VISITORS)


def test_whatever_happened_has_words() -> None:
    for state in all_states():
        assert bool(state.sentence) == (state.paper is not Paper.NONE), state


def test_only_the_one_sheet_that_was_wanted_is_printed_again() -> None:
    state = PrintState(OPEN, replace(job(PrintCode.UNSURE), only=("tax_certificate",)), NOW)
    assert [action.only for action in state.actions if action.act is Act.PRINT] == [("tax_certificate",)]


def test_a_pdf_on_a_screen_counts_as_no_print_of_the_printer() -> None:
    state = PrintState(PRINTED, None, NOW, pdfs=(NOW,))
    assert (state.standing, state.sentence) == (Standing.OUT, "")


def test_paper_that_no_longer_matches_is_printed_anew_and_not_handed_over_by_accident() -> None:
    state = PrintState(PRINTED, job(PrintCode.PRINTED, done=3), NOW, mismatch=CORRECTED)
    assert state.standing is Standing.CHANGED
    assert offered(state) == "print! open_pdf! finish"
    assert state.actions[0].only == ("resident_record_copy", "water")
    with pytest.raises(DeskError) as refused:
        state.check_finish()
    assert refused.value.reason is DeskReason.PAPER_CHANGED
    state.check_finish(anyway=True)


def test_where_a_sheet_is_only_too_much_nothing_is_printed() -> None:
    state = PrintState(PRINTED, None, NOW, mismatch=DROPPED)
    assert (offered(state), state.next_step) == ("finish", "不要な紙を抜いてください。")


def test_what_was_never_printed_has_not_changed() -> None:
    assert PrintState(OPEN, None, NOW, mismatch=CORRECTED).standing is Standing.FRESH


def offered(state: PrintState) -> str:
    """The acts in their order; `!` after what says that paper may be out."""
    return " ".join(f"{action.act}{'!' if action.again else ''}" for action in state.actions)
