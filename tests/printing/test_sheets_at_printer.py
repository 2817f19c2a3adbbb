"""Our own sheets at a real IPP printer: upright, landscape, both sides, a whole visit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printing import SheetJob, SheetValues, batches, render
from printing.ipp import Outcome, Sides, print_pdf
from printing.sheets.parts import Page
from printing.sheets.sheet import PaperWish
from tests.printing.ippeveprinter import HASTY, Listener, VirtualPrinter, virtual_printer
from tests.printing.paper import pdfium_text, sheet_of, text_box, words
from tests.residents import MARIA, WATANABE, YOSHIDA

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with virtual_printer(tmp_path) as started:
        yield started


def job(name: str, page: Page = Page(210, 297), wish: PaperWish = PaperWish()) -> SheetJob:  # noqa: B008 - frozen
    sheet = replace(sheet_of(text_box(), pages=(page,)), paper=wish)
    return SheetJob(sheet, SheetValues.of({"name": name}))


def send(printer: VirtualPrinter, *jobs: SheetJob) -> list[str]:
    """The texts of the papers that came out, one a batch."""
    for batch in batches(jobs):
        printed = render(batch.jobs)
        options = replace(batch.options, pages=printed.page_count)
        assert print_pdf(printer.uri, printed.pdf, options, Listener(), patience=HASTY).outcome is Outcome.PRINTED
    return [words(pdfium_text(paper.pdf.read_bytes())) for paper in printer.papers()]


def test_it_works(printer: VirtualPrinter) -> None:
    assert send(printer, job(YOSHIDA)) == [words(YOSHIDA)]


def test_a_visit_of_several_sheets_is_one_job(printer: VirtualPrinter) -> None:
    assert send(printer, job(YOSHIDA), job(WATANABE), job(MARIA)) == [words(YOSHIDA + WATANABE + MARIA)]


def test_a_landscape_sheet_on_both_sides_is_a_job_of_its_own(printer: VirtualPrinter) -> None:
    both_sides = PaperWish(sides=Sides.TWO_SHORT_EDGE)
    assert send(printer, job(YOSHIDA), job(WATANABE, Page(297, 210), both_sides)) == [
        words(YOSHIDA),
        words(WATANABE),
    ]
    assert [paper.job["sides"] for paper in printer.papers()] == ["one-sided", "two-sided-short-edge"]
