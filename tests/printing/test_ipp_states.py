"""States that a well-behaved test printer never shows: stopped, jammed, silent, forgetful, or no printer at all."""

import threading

import pytest

from printing.ipp import Outcome, Patience, PrintCode, PrintOptions, Sides, Wish, advice, check_printer, print_pdf
from printing.ipp.printer import Operation, Status
from tests.printing.ippeveprinter import Listener
from tests.printing.scripted_printer import HANG_UP, HANG_UP_AFTER_DOING, Answer, Script, scripted_printer

PDF = b"%PDF-1.7 a sheet"
QUICK = Patience(before_sending=0.4, without_change=0.6, while_silent=0.5, after_cancel=0.5, between_looks=0.02)
DONE = (9, 1, "job-completed-successfully")
IN_TWO_STEPS = (Operation.CREATE_JOB, Operation.SEND_DOCUMENT)


def test_it_works() -> None:
    with scripted_printer(Script()) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert result.outcome == Outcome.PRINTED
    assert [each.data for each in printer.asked(Operation.SEND_DOCUMENT)] == [PDF]


@pytest.mark.parametrize("code", PrintCode)
def test_every_code_has_a_sentence_and_a_next_step(code: PrintCode) -> None:
    assert advice(code).sentence.endswith("。")
    assert advice(code).next_step.endswith("。")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (Script(), PrintCode.READY),
        (Script(reasons=("media-low-report",)), PrintCode.PAPER_LOW),
        (Script(state=4), PrintCode.BUSY),
        (Script(state=5, reasons=("media-empty-error",)), PrintCode.PAPER_OUT),
        (Script(state=5, reasons=("media-needed",)), PrintCode.PAPER_OUT),
        (Script(reasons=("media-empty-warning",)), PrintCode.PAPER_OUT),
        (
            Script(reasons=("media-empty-warning",), media_ready=("iso_a4_210x297mm", "iso_a3_297x420mm")),
            PrintCode.PAPER_LOW,
        ),
        (Script(state=5, reasons=("door-open-error", "media-empty-error")), PrintCode.COVER_OPEN),
        (Script(reasons=("media-jam-warning",)), PrintCode.JAM),
        (Script(state=5, reasons=("toner-empty-error",)), PrintCode.TONER_OUT),
        (Script(reasons=("toner-empty-warning",)), PrintCode.READY),
        (Script(state=5, reasons=("output-area-full-error",)), PrintCode.BIN_FULL),
        (Script(state=5, reasons=("paused",)), PrintCode.STOPPED),
        (Script(state=5, reasons=("com.example.odd-error",)), PrintCode.STOPPED),
        (Script(accepting=False), PrintCode.NOT_ACCEPTING),
        (Script(media_ready=("na_letter_8.5x11in",)), PrintCode.NO_A4),
        (Script(formats=("image/urf", "image/pwg-raster")), PrintCode.NO_PDF),
        (Script(answers={Operation.GET_PRINTER_ATTRIBUTES: [Status.NOT_FOUND]}), PrintCode.NOT_A_PRINTER),
        (Script(answers={Operation.GET_PRINTER_ATTRIBUTES: [HANG_UP]}), PrintCode.UNREACHABLE),
    ],
)
def test_a_printer_says_one_thing_a_person_should_know(script: Script, code: PrintCode) -> None:
    with scripted_printer(script) as printer:
        assert check_printer(printer.uri).code == code


@pytest.mark.parametrize(
    "script",
    [
        Script(state=5, reasons=("media-empty-error",)),
        Script(state=5, reasons=("paused",)),
        Script(accepting=False),
        Script(formats=("image/urf",)),
        Script(media_ready=("na_letter_8.5x11in",)),
        Script(answers={Operation.CREATE_JOB: [Status.BUSY] * 99}),
        Script(answers={Operation.CREATE_JOB: [0x040B]}),
        Script(answers={Operation.CREATE_JOB: [HANG_UP]}),
    ],
)
def test_a_printer_that_cannot_start_never_gets_the_document(script: Script) -> None:
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert result.nothing_sent
    assert result.outcome in {Outcome.NOT_READY, Outcome.BUSY, Outcome.REFUSED, Outcome.UNREACHABLE}
    assert printer.asked(Operation.SEND_DOCUMENT) == []


def test_a_printer_stopped_in_the_middle_is_followed_until_it_goes_on() -> None:
    told = Listener()
    stopped = (6, 1, "printer-stopped")
    script = Script(job=[(5, 0, "job-printing"), stopped, stopped, (5, 1, "job-printing"), (9, 2, "none")])
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, PrintOptions(pages=2), told, patience=QUICK)
    assert result.outcome == Outcome.PRINTED
    assert told.codes == [
        PrintCode.SENDING,
        PrintCode.PRINTING,
        PrintCode.STOPPED,
        PrintCode.PRINTING,
        PrintCode.PRINTED,
    ]


def test_busy_is_asked_again_only_before_anything_was_sent() -> None:
    script = Script(answers={Operation.CREATE_JOB: [Status.BUSY, Status.BUSY]})
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert result.outcome == Outcome.PRINTED
    assert len(printer.asked(Operation.CREATE_JOB)) == 3
    assert len(printer.asked(Operation.SEND_DOCUMENT)) == 1


@pytest.mark.parametrize("answer", [HANG_UP, HANG_UP_AFTER_DOING, Status.BUSY, 0x0508])
@pytest.mark.parametrize(
    ("job", "outcome"),
    [
        ([DONE], Outcome.PRINTED),
        ([(8, 0, "aborted-by-system")], Outcome.ABORTED),
        ([(7, 1, "job-canceled-at-device")], Outcome.CANCELED),
        ([(4, 0, "job-data-insufficient")], Outcome.UNKNOWN),
    ],
)
def test_a_document_whose_fate_is_open_is_asked_after_never_sent_again(
    answer: Answer, job: list[tuple[int, int, str]], outcome: Outcome
) -> None:
    script = Script(job=job, answers={Operation.SEND_DOCUMENT: [answer]})
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert result.outcome == outcome
    assert len(printer.asked(Operation.CREATE_JOB)) == 1
    assert len(printer.asked(Operation.SEND_DOCUMENT)) == 1


def test_a_document_the_printer_refuses_is_withdrawn() -> None:
    script = Script(answers={Operation.SEND_DOCUMENT: [0x040A]})
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert (result.outcome, result.nothing_sent) == (Outcome.REFUSED, True)
    assert len(printer.asked(Operation.CANCEL_JOB)) == 1


def test_a_short_silence_in_the_middle_does_no_harm() -> None:
    answers: dict[int, list[Answer]] = {Operation.GET_JOB_ATTRIBUTES: [HANG_UP, 0x0505, HANG_UP]}
    with scripted_printer(Script(answers=answers)) as printer:
        assert print_pdf(printer.uri, PDF, patience=QUICK).outcome == Outcome.PRINTED


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ((9, 1, "queued-in-device"), PrintCode.UNSURE),
        ((9, 1, "job-completed-with-errors"), PrintCode.UNSURE),
        ((9, 1, "job-completed-with-warnings"), PrintCode.UNSURE),
        ((9, 1, "job-completed-successfully"), PrintCode.UNSURE),
        ((9, 0, "job-completed-successfully"), PrintCode.PRINTED),
        ((9, 2, "job-completed-successfully"), PrintCode.PRINTED),
    ],
)
def test_completed_counts_only_when_nothing_speaks_against_it(job: tuple[int, int, str], code: PrintCode) -> None:
    with scripted_printer(Script(job=[job])) as printer:
        assert print_pdf(printer.uri, PDF, PrintOptions(pages=2), patience=QUICK).code == code


def test_a_forgotten_job_is_unknown() -> None:
    script = Script(answers={Operation.GET_JOB_ATTRIBUTES: [Status.NOT_FOUND]})
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert (result.code, result.outcome, result.job_id) == (PrintCode.JOB_LOST, Outcome.UNKNOWN, 41)


def test_a_job_that_never_moves_is_taken_back() -> None:
    with scripted_printer(Script(job=[(5, 0, "job-printing")])) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert (result.code, result.outcome) == (PrintCode.TIMED_OUT, Outcome.UNKNOWN)
    assert len(printer.asked(Operation.CANCEL_JOB)) == 1


def test_a_wish_to_cancel_before_sending_sends_nothing() -> None:
    cancel = threading.Event()
    cancel.set()
    with scripted_printer(Script()) as printer:
        result = print_pdf(printer.uri, PDF, cancel=cancel, patience=QUICK)
    assert result.outcome == Outcome.CANCELED
    assert printer.asked(Operation.CREATE_JOB) == []


def test_a_printer_without_create_job_gets_everything_in_one_step() -> None:
    operations = tuple(each for each in Operation if each not in IN_TWO_STEPS)
    with scripted_printer(Script(operations=operations)) as printer:
        assert print_pdf(printer.uri, PDF, patience=QUICK).outcome == Outcome.PRINTED
    assert [each.data for each in printer.asked(Operation.PRINT_JOB)] == [PDF]


def test_one_step_that_breaks_off_is_unknown() -> None:
    operations = tuple(each for each in Operation if each not in IN_TWO_STEPS)
    script = Script(operations=operations, answers={Operation.PRINT_JOB: [HANG_UP_AFTER_DOING]})
    with scripted_printer(script) as printer:
        result = print_pdf(printer.uri, PDF, patience=QUICK)
    assert (result.outcome, len(printer.asked(Operation.PRINT_JOB))) == (Outcome.UNKNOWN, 1)


def test_a_one_sided_printer_prints_one_sided_and_says_so() -> None:
    options = PrintOptions(sides=Sides.TWO_LONG_EDGE, copies=3)
    with scripted_printer(Script(sides=())) as printer:
        result = print_pdf(printer.uri, PDF, options, patience=QUICK)
    assert result.left_out == {Wish.SIDES, Wish.COPIES}
    names = {each.name for group in printer.asked(Operation.CREATE_JOB)[0].groups for each in group.attributes}
    assert "media" in names
    assert not names & {"sides", "copies", "print-scaling"}
