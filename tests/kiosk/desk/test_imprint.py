"""What stands on the paper of a visit is remembered without a word of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from kiosk.desk import Workplace
from kiosk.desk.case import Case
from kiosk.desk.imprint import NO_MISMATCH, Mismatch, imprints_for, imprints_of, mismatch_of
from kiosk.office import now
from kiosk.stacks import SLIP
from kiosk.store import (
    PrintClaim,
    PrintOutcome,
    VisitId,
    claim_print,
    end_print,
    finish_visit,
    purge,
    read_imprints,
    record_print,
)
from tests.kiosk.desk.townhall import PROCEDURE, TownHall

SEAL = "seal_certificate"


@pytest.fixture
def case(workplace: Workplace, town_hall: TownHall) -> Case:
    return workplace.cases.read(workplace.reception.scan(town_hall.ticket(), "a screen").id)


def test_paper_just_printed_matches(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    assert difference(workplace, case) == NO_MISMATCH


def test_a_correction_is_told_by_sheet_and_item(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    corrected(workplace, case, "you.phone", "0152-88-8888")
    assert difference(workplace, case).changed == {PROCEDURE: ("claimant.phone",)}


def test_a_correction_taken_back_is_none(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    corrected(workplace, case, "you.phone", "0152-88-8888")
    corrected(workplace, case, "you.phone", "0152-00-1234")
    assert not difference(workplace, case)


def test_the_papers_shown_are_no_reason_to_print_again(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    workplace.cases.keep(case, replace(case.file, identification=("driving_licence",)))
    assert not difference(workplace, case)


def test_a_procedure_added_wants_its_sheet_and_the_slip(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    workplace.reception.choose(case, [PROCEDURE, SEAL])
    found = difference(workplace, case)
    assert set(found.added) == {SEAL, SLIP}
    printed(workplace, case, found.to_print)
    assert not difference(workplace, case)


def test_a_procedure_dropped_leaves_a_sheet_too_much(workplace: Workplace, case: Case) -> None:
    workplace.reception.choose(case, [PROCEDURE, SEAL])
    printed(workplace, case)
    workplace.reception.choose(workplace.cases.read(case.visit.id), [PROCEDURE])
    found = difference(workplace, case)
    assert set(found.dropped) == {SEAL, SLIP}
    assert found.to_print == ()


def test_a_job_that_failed_changes_nothing_about_the_paper_that_is_out(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    corrected(workplace, case, "you.phone", "0152-88-8888")
    printed(workplace, case, outcome=PrintOutcome.FAILED)
    assert difference(workplace, case).to_print == (PROCEDURE,)
    printed(workplace, case, outcome=PrintOutcome.UNCERTAIN)
    # Somebody has looked: it did come out.
    record_print(workplace.store, case.visit.id, PrintOutcome.PRINTED, sheets=1, reason="seen_by_staff")
    assert not difference(workplace, case)


def test_no_answer_can_be_read_or_guessed_from_what_is_kept(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    with workplace.store.reading() as session:
        kept = str(session.execute(text("SELECT on_paper FROM printed_sheet")).scalars().all())
    assert "claimant.phone" in kept
    assert "0152" not in kept
    other = replace(case, file=replace(case.file, imprint_key="00" * 16))
    ours, theirs = (imprints_of(each, workplace.office)[PROCEDURE] for each in (case, other))
    assert not set(ours.values()) & set(theirs.values())


def test_it_goes_with_the_answers(workplace: Workplace, case: Case) -> None:
    printed(workplace, case)
    finish_visit(workplace.store, case.visit.id)
    purge(replace(workplace.store, clock=lambda: now() + timedelta(minutes=31)))
    assert read_imprints(workplace.store, case.visit.id) == {}


def printed(
    workplace: Workplace, case: Case, only: tuple[str, ...] = (), outcome: PrintOutcome = PrintOutcome.PRINTED
) -> None:
    case_now = workplace.cases.read(case.visit.id)
    imprints = imprints_for(imprints_of(case_now, workplace.office), only)
    claim, mark = claim_print(workplace.store, case_now.visit, "counter-1", again=True, imprints=imprints)
    assert claim is PrintClaim.GRANTED
    record_print(workplace.store, case.visit.id, outcome, sheets=1)
    end_print(workplace.store, mark)


def corrected(workplace: Workplace, case: Case, key: str, value: str) -> None:
    case_now = workplace.cases.read(case.visit.id)
    workplace.reception.correct(case_now, {**case_now.answers, key: value}, None)


def difference(workplace: Workplace, case: Case) -> Mismatch:
    case_now = workplace.cases.read(VisitId(case.visit.id))
    return mismatch_of(read_imprints(workplace.store, case_now.visit.id), imprints_of(case_now, workplace.office))
