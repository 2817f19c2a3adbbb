"""A PDF goes to a real IPP printer (ippeveprinter) and is followed until its paper is out."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from printing.ipp import (
    JobProgress,
    Outcome,
    Patience,
    PrintCode,
    PrintOptions,
    Sides,
    Staple,
    Wish,
    check_printer,
    print_pdf,
)
from tests.printing.ippeveprinter import HASTY, Listener, VirtualPrinter, make_pdf, virtual_printer

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with virtual_printer(tmp_path) as started:
        yield started


@pytest.fixture
def told() -> Listener:
    return Listener()


PATIENT = replace(HASTY, before_sending=60.0)
AN_HOUR = 3600.0


Step = tuple[PrintCode, Callable[[], object]]


def doing(told: Listener, *steps: Step) -> Callable[[JobProgress], None]:
    """Tells as ever, and takes one step after the other, each when its code is told: nothing depends on how fast it
    goes."""
    left = list(steps)

    def tell(progress: JobProgress) -> None:
        told(progress)
        if left and progress.code == left[0][0]:
            left.pop(0)[1]()

    return tell


def later(seconds: float, action: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()


def test_it_works(printer: VirtualPrinter, told: Listener) -> None:
    pdf = make_pdf(3)
    result = print_pdf(printer.uri, pdf, PrintOptions(pages=3), told, patience=HASTY)
    assert (result.code, result.outcome, result.pages_done) == (PrintCode.PRINTED, Outcome.PRINTED, 3)
    assert [paper.pdf.read_bytes() for paper in printer.papers()] == [pdf]
    assert told.codes == [PrintCode.SENDING, PrintCode.PRINTING, PrintCode.PRINTED]
    assert told.progress[-1].pages_total == 3


def test_a_ready_printer_is_told_so(printer: VirtualPrinter) -> None:
    status = check_printer(printer.uri)
    assert status.code == PrintCode.READY
    assert status.usable
    assert status.sentence


def test_it_works_inside_tls(printer: VirtualPrinter) -> None:
    pdf = make_pdf()
    result = print_pdf(printer.uri.replace("ipp:", "ipps:"), pdf, patience=HASTY)
    assert result.outcome == Outcome.PRINTED
    assert printer.papers()[0].pdf.read_bytes() == pdf


def test_the_sheet_is_a4_in_its_true_size_and_nameless(printer: VirtualPrinter) -> None:
    print_pdf(printer.uri, make_pdf(), patience=HASTY)
    job = printer.papers()[0].job
    assert job["media"] == "iso_a4_210x297mm"
    assert job["print-scaling"] == "none"
    assert (job["sides"], job["copies"]) == ("one-sided", "1")
    assert (job["job-name"], job["job-originating-user-name"]) == ("madoguchi", "madoguchi")


def test_a_landscape_sheet_on_both_sides_arrives_as_sent(printer: VirtualPrinter) -> None:
    pdf = make_pdf(2, landscape=True)
    options = PrintOptions(sides=Sides.TWO_SHORT_EDGE, pages=2)
    assert print_pdf(printer.uri, pdf, options, patience=HASTY).outcome == Outcome.PRINTED
    paper = printer.papers()[0]
    assert paper.job["sides"] == "two-sided-short-edge"
    with pikepdf.open(BytesIO(paper.pdf.read_bytes())) as arrived:
        boxes = [[round(float(edge)) for edge in page.mediabox] for page in arrived.pages]
    assert boxes == [[0, 0, 842, 595]] * 2


def test_copies_tray_and_staple_are_asked_for(printer: VirtualPrinter) -> None:
    options = PrintOptions(
        copies=2, paper_source="by-pass-tray", staple=Staple.TOP_LEFT, pages=1, job_name="受付 A-012"
    )
    result = print_pdf(printer.uri, make_pdf(), options, patience=HASTY)
    assert (result.outcome, result.pages_done, result.left_out) == (Outcome.PRINTED, 2, frozenset())
    job = printer.papers()[0].job
    assert (job["copies"], job["finishings"], job["job-name"]) == ("2", "staple-top-left", "受付 A-012")
    assert "x-dimension=21000 y-dimension=29700" in job["media-col"]
    assert "media-source=by-pass-tray" in job["media-col"]


def test_a_wish_the_printer_cannot_fulfil_is_left_out_and_said(printer: VirtualPrinter) -> None:
    options = PrintOptions(paper_source="tray-9", staple=Staple.BOTTOM_RIGHT)
    result = print_pdf(printer.uri, make_pdf(), options, patience=HASTY)
    assert result.outcome == Outcome.PRINTED
    assert result.left_out == {Wish.PAPER_SOURCE, Wish.STAPLE}
    assert "finishings" not in printer.papers()[0].job


@pytest.mark.parametrize(
    ("happens", "helped", "code"),
    [
        (VirtualPrinter.take_paper_out, VirtualPrinter.refill, PrintCode.PAPER_OUT),
        (VirtualPrinter.open_cover, VirtualPrinter.close_cover, PrintCode.COVER_OPEN),
        (VirtualPrinter.jam, VirtualPrinter.clear_jam, PrintCode.JAM),
    ],
)
def test_a_job_that_waits_for_a_hand_says_so_and_goes_on(
    printer: VirtualPrinter,
    told: Listener,
    happens: Callable[[VirtualPrinter], None],
    helped: Callable[[VirtualPrinter], None],
    code: PrintCode,
) -> None:
    def run_into_trouble() -> None:
        happens(printer)
        printer.set_speed(0.05)

    def help_it() -> None:
        printer.set_speed(AN_HOUR)
        helped(printer)

    def go_on() -> None:
        printer.set_speed(0.05)

    printer.set_speed(AN_HOUR)
    printing = PrintCode.PRINTING
    tell = doing(told, (printing, run_into_trouble), (code, help_it), (printing, go_on))
    result = print_pdf(printer.uri, make_pdf(2), PrintOptions(pages=2), tell, patience=HASTY)
    assert (result.outcome, result.pages_done) == (Outcome.PRINTED, 2)
    assert told.codes == [PrintCode.SENDING, printing, code, printing, PrintCode.PRINTED]
    assert len(printer.papers()) == 1


def test_an_empty_tray_is_seen_before_anything_is_sent(printer: VirtualPrinter, told: Listener) -> None:
    printer.take_paper_out()
    assert check_printer(printer.uri).code == PrintCode.PAPER_OUT
    impatient = Patience(before_sending=0.2, between_looks=0.05)
    assert print_pdf(printer.uri, make_pdf(), patience=impatient).nothing_sent
    tell = doing(told, (PrintCode.PAPER_OUT, printer.refill))
    assert print_pdf(printer.uri, make_pdf(), on_progress=tell, patience=PATIENT).outcome == Outcome.PRINTED
    assert told.codes[:2] == [PrintCode.PAPER_OUT, PrintCode.SENDING]


def test_a_job_nobody_helps_is_taken_back(printer: VirtualPrinter, told: Listener) -> None:
    def run_out() -> None:
        printer.take_paper_out()
        printer.set_speed(0.05)

    printer.set_speed(AN_HOUR)
    tell = doing(told, (PrintCode.PRINTING, run_out), (PrintCode.PAPER_OUT, lambda: later(3.0, printer.refill)))
    patience = Patience(without_change=1.0, after_cancel=15.0, between_looks=0.05)
    result = print_pdf(printer.uri, make_pdf(2), PrintOptions(pages=2), tell, patience=patience)
    assert (result.code, result.outcome) == (PrintCode.TIMED_OUT, Outcome.UNKNOWN)
    assert not result.nothing_sent


def test_a_broken_engine_aborts(printer: VirtualPrinter) -> None:
    printer.break_engine()
    result = print_pdf(printer.uri, make_pdf(), patience=HASTY)
    assert (result.code, result.outcome) == (PrintCode.ABORTED, Outcome.ABORTED)
    assert not result.nothing_sent
    assert printer.papers() == []


def test_a_person_can_cancel(printer: VirtualPrinter, told: Listener) -> None:
    def give_up() -> None:
        cancel.set()
        later(4.0, lambda: printer.set_speed(0.3))

    printer.set_speed(AN_HOUR)
    cancel = threading.Event()
    tell = doing(told, (PrintCode.PRINTING, give_up))
    result = print_pdf(printer.uri, make_pdf(5), PrintOptions(pages=5), tell, cancel=cancel, patience=HASTY)
    assert result.outcome == Outcome.CANCELED


def test_a_busy_printer_is_waited_for(printer: VirtualPrinter, told: Listener) -> None:
    printer.set_speed(AN_HOUR)
    other = threading.Thread(target=print_pdf, args=(printer.uri, make_pdf()))
    other.start()
    wait_until(lambda: check_printer(printer.uri).code == PrintCode.BUSY)
    tell = doing(told, (PrintCode.BUSY, lambda: printer.set_speed(0.05)))
    result = print_pdf(printer.uri, make_pdf(), on_progress=tell, patience=PATIENT)
    other.join()
    assert result.outcome == Outcome.PRINTED
    assert told.codes[:2] == [PrintCode.BUSY, PrintCode.SENDING]
    assert len(printer.papers()) == 2


def test_waiting_for_a_busy_printer_ends(printer: VirtualPrinter) -> None:
    printer.set_speed(AN_HOUR)
    other = threading.Thread(target=print_pdf, args=(printer.uri, make_pdf()))
    other.start()
    wait_until(lambda: check_printer(printer.uri).code == PrintCode.BUSY)
    result = print_pdf(printer.uri, make_pdf(), patience=Patience(before_sending=0.2, between_looks=0.05))
    printer.set_speed(0.05)
    other.join()
    assert (result.outcome, result.nothing_sent) == (Outcome.BUSY, True)
    assert len(printer.papers()) == 1


def test_a_printer_that_is_off_gets_nothing(printer: VirtualPrinter) -> None:
    printer.unplug()
    result = print_pdf(printer.uri, make_pdf(), patience=replace(HASTY, before_sending=0.5))
    assert (result.outcome, result.nothing_sent) == (Outcome.UNREACHABLE, True)
    printer.plug_in()
    assert check_printer(printer.uri).code == PrintCode.READY
    assert printer.papers() == []


@pytest.mark.parametrize(("comes_back", "code"), [(True, PrintCode.JOB_LOST), (False, PrintCode.CONNECTION_LOST)])
def test_a_power_cut_in_the_middle_is_never_answered_by_printing_again(
    printer: VirtualPrinter, told: Listener, comes_back: bool, code: PrintCode
) -> None:
    def cut_power() -> None:
        printer.unplug()
        if comes_back:
            printer.plug_in()

    printer.set_speed(AN_HOUR)
    tell = doing(told, (PrintCode.PRINTING, cut_power))
    result = print_pdf(printer.uri, make_pdf(4), PrintOptions(pages=4), tell, patience=HASTY)
    assert (result.code, result.outcome) == (code, Outcome.UNKNOWN)
    assert not result.nothing_sent
    assert told.codes.count(PrintCode.SENDING) == 1
    assert printer.papers() == []


def test_a_size_that_is_not_loaded_is_said_before_anything_is_sent(printer: VirtualPrinter) -> None:
    assert check_printer(printer.uri, "jis_b5_182x257mm").code == PrintCode.NO_SIZE
    patience = Patience(before_sending=0.2, between_looks=0.05)
    result = print_pdf(printer.uri, make_pdf(), PrintOptions(media="jis_b5_182x257mm"), patience=patience)
    assert (result.code, result.outcome, result.nothing_sent) == (PrintCode.NO_SIZE, Outcome.NOT_READY, True)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)
