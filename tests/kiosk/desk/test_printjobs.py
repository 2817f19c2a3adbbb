"""Print jobs on CUPS's own IPP printer: followed to the end, and never repeated by the program."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from cardreader import CardWatcher
from kiosk.desk.devices import Devices, Hub
from kiosk.desk.printjobs import PAPER_OF_CODE, Paper, PrintJob, PrintJobs
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.stacks import Stack
from printing import Printed
from printing.ipp import JobResult, Outcome, PrintCode, PrintOptions, Staple, Wish, check_printer
from tests.printing.ippeveprinter import HASTY, make_pdf
from tools.virtual_printer import Paper as PrintedPaper, VirtualPrinter

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "printer", seconds_per_page=0.2) as running:
        yield running


@pytest.fixture
def ended() -> list[tuple[str, JobResult]]:
    return []


@pytest.fixture
def papers(printer: VirtualPrinter, ended: list[tuple[str, JobResult]]) -> Iterator[PrintJobs]:
    desk = PrintJobs(printer.uri, Hub(), lambda visit, result: ended.append((visit, result)), HASTY)
    yield desk
    desk.stop()


def test_paper_comes_out_and_its_end_is_told_once(
    papers: PrintJobs, printer: VirtualPrinter, ended: list[tuple[str, JobResult]]
) -> None:
    papers.start("visit", stacks(2))
    assert until_ended(papers).paper is Paper.PRINTED
    assert len(printer.papers()) == 1
    assert [(visit, result.outcome) for visit, result in ended] == [("visit", Outcome.PRINTED)]


def test_a_second_key_press_while_it_prints_is_refused(papers: PrintJobs, printer: VirtualPrinter) -> None:
    papers.start("visit", stacks(3))
    assert reason_of(papers) is DeskReason.STILL_PRINTING
    until_ended(papers)
    assert len(printer.papers()) == 1


def test_after_paper_came_out_only_a_person_can_want_more(papers: PrintJobs, printer: VirtualPrinter) -> None:
    papers.start("visit", stacks(1))
    until_ended(papers)
    assert reason_of(papers) is DeskReason.MAY_HAVE_PRINTED
    papers.start("visit", stacks(1), again=True)
    until_ended(papers)
    assert len(printer.papers()) == 2


def test_power_lost_in_the_middle_is_unknown_and_never_sent_again(
    papers: PrintJobs, printer: VirtualPrinter
) -> None:
    printer.set_speed(5.0)
    papers.start("visit", stacks(3))
    wait_for(lambda: job_of(papers).paper is Paper.PRINTING)
    printer.unplug()
    job = until_ended(papers)
    assert job.paper is Paper.UNKNOWN
    assert not job.repeatable
    printer.plug_in()
    assert_holds_no_job(printer)
    assert printer.papers() == []
    assert reason_of(papers) is DeskReason.MAY_HAVE_PRINTED


def test_a_printer_that_is_off_can_be_tried_again_at_once(papers: PrintJobs, printer: VirtualPrinter) -> None:
    printer.unplug()
    papers.start("visit", stacks(1))
    assert until_ended(papers).paper is Paper.UNREACHABLE
    printer.plug_in()
    papers.start("visit", stacks(1))
    assert until_ended(papers).paper is Paper.PRINTED


def test_without_a_printer_it_says_so() -> None:
    assert reason_of(PrintJobs(None, Hub(), lambda visit, result: None)) is DeskReason.NO_PRINTER


def test_a_job_that_breaks_in_an_unforeseen_way_ends_as_unknown(
    papers: PrintJobs, ended: list[tuple[str, JobResult]]
) -> None:
    broken = replace(stacks(1)[0], printed=None)  # type: ignore[arg-type]
    papers.start("visit", [broken])
    assert until_ended(papers).paper is Paper.UNKNOWN
    assert [result.outcome for _, result in ended] == [Outcome.UNKNOWN]


def test_a_forgotten_visit_leaves_no_trace(papers: PrintJobs) -> None:
    papers.start("visit", stacks(1))
    until_ended(papers)
    papers.forget("visit")
    assert papers.job("visit") is None


def test_every_code_of_the_printer_says_what_the_paper_does() -> None:
    assert set(PAPER_OF_CODE) == set(PrintCode)


def test_printer_trouble_is_known_before_anybody_prints(printer: VirtualPrinter) -> None:
    devices = Devices(printer.uri, CardWatcher(), Hub())
    devices.look_at_printer()
    assert [trouble.device for trouble in devices.troubles()] == []
    printer.unplug()
    devices.look_at_printer()
    (trouble,) = devices.troubles()
    assert trouble.device == "printer"
    assert trouble.sentence == "プリンターにつながりません。"
    assert "もう一度印刷" not in trouble.next_step


def test_stacks_come_out_one_after_the_other(
    papers: PrintJobs, printer: VirtualPrinter, ended: list[tuple[str, JobResult]]
) -> None:
    papers.start("visit", stacks(1, 2, 1))
    job = until_ended(papers)
    assert (job.paper, job.pages_done, job.pages_total) == (Paper.PRINTED, 4, 4)
    assert [pages_in(paper) for paper in printer.papers()] == [1, 2, 1]
    assert [result.pages_done for _, result in ended] == [4]


def test_what_the_printer_does_not_offer_is_told(papers: PrintJobs) -> None:
    wish = PrintOptions(pages=1, paper_source="tray-of-gold", staple=Staple.TOP_LEFT)
    papers.start("visit", [*stacks(1), Stack(stacks(1)[0].printed, wish)])
    job = until_ended(papers)
    assert job.left_out >= {Wish.PAPER_SOURCE}
    assert "給紙口の指定" in job.without


def test_when_a_later_stack_fails_nothing_more_is_sent_and_a_person_looks(
    papers: PrintJobs, printer: VirtualPrinter, ended: list[tuple[str, JobResult]]
) -> None:
    printer.set_speed(1.0)
    papers.start("visit", stacks(1, 3, 1))
    wait_for(lambda: job_of(papers).pages_done >= 1)
    printer.unplug()
    job = until_ended(papers)
    assert job.is_doubtful
    assert not job.repeatable
    printer.plug_in()
    assert_holds_no_job(printer)
    assert len(printer.papers()) == 1
    assert reason_of(papers) is DeskReason.MAY_HAVE_PRINTED
    assert [result.outcome is Outcome.PRINTED for _, result in ended] == [False]


@pytest.mark.parametrize("jobs", [(9,), (3, 4, 2)])
def test_paper_that_runs_out_in_the_middle_is_told_and_the_rest_comes_out_after_refilling(
    papers: PrintJobs, printer: VirtualPrinter, ended: list[tuple[str, JobResult]], jobs: tuple[int, ...]
) -> None:
    papers.start("visit", stacks(*jobs))
    wait_for(lambda: job_of(papers).pages_done >= 2)
    printer.take_paper_out()
    wait_for(lambda: job_of(papers).paper is Paper.PAPER_OUT)
    time.sleep(0.5)
    held = job_of(papers)
    assert held.running
    assert 2 <= held.pages_done < 9
    printer.refill()
    wait_for(lambda: job_of(papers).pages_done > held.pages_done)
    job = until_ended(papers)
    assert (job.paper, job.pages_done, job.pages_total) == (Paper.PRINTED, 9, 9)
    assert [pages_in(paper) for paper in printer.papers()] == list(jobs)
    assert [(result.outcome, result.pages_done) for _, result in ended] == [(Outcome.PRINTED, 9)]


def test_who_comes_back_with_paper_too_late_is_told_to_print_again(printer: VirtualPrinter) -> None:
    papers = PrintJobs(printer.uri, Hub(), lambda visit, result: None, replace(HASTY, before_sending=3.0))
    printer.take_paper_out()
    papers.start("visit", stacks(2))
    wait_for(lambda: job_of(papers).paper is Paper.PAPER_OUT)
    assert "もう一度印刷" not in job_of(papers).next_step
    job = until_ended(papers)
    assert (job.paper, job.repeatable, job.pages_done) == (Paper.PAPER_OUT, True, 0)
    assert "もう一度印刷してください" in job.next_step
    printer.refill()
    assert_holds_no_job(printer)
    assert printer.papers() == []
    papers.start("visit", stacks(2))
    assert until_ended(papers).paper is Paper.PRINTED
    papers.stop()


def stacks(*pages: int) -> list[Stack]:
    made = [(count, Printed(make_pdf(count), count, (), (count,))) for count in pages]
    return [Stack(printed, PrintOptions(pages=count)) for count, printed in made]


def pages_in(paper: PrintedPaper) -> int:
    return len(pypdfium2.PdfDocument(paper.pdf))


def job_of(papers: PrintJobs) -> PrintJob:
    job = papers.job("visit")
    assert job is not None
    return job


def until_ended(papers: PrintJobs) -> PrintJob:
    wait_for(lambda: not job_of(papers).running)
    return job_of(papers)


def assert_holds_no_job(printer: VirtualPrinter) -> None:
    """It neither prints nor has anything left to print."""
    assert check_printer(printer.uri).code is PrintCode.READY


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def reason_of(papers: PrintJobs) -> DeskReason | None:
    try:
        papers.start("visit", stacks(1))
    except DeskError as error:
        return error.reason
    return None
