"""Several sheets are one job with a cover slip; each can be printed again alone."""

import pytest

from printing import CoverSlip, PrintingError, Reason, SheetJob, SheetValues, SlipEntry, cover_job, render
from tests.printing.paper import pdfium_text, sheet_of, text_box, words
from tests.residents import WATANABE, YOSHIDA

SLIP = CoverSlip(
    "A-0125",
    "令和8年11月20日",
    (
        SlipEntry("住民票の請求", "住民課", is_signed=True, fee=600),
        SlipEntry("国保の届", "保険課", is_signed=False, fee=0),
    ),
)


def job(name: str, title: str) -> SheetJob:
    return SheetJob(sheet_of(text_box(), title=title), SheetValues.of({"name": name}))


JOBS = (job(YOSHIDA, "住民票の請求"), job(WATANABE, "国保の届"))


def test_it_works() -> None:
    result = render([cover_job(SLIP, JOBS), *JOBS])
    text = words(pdfium_text(result.pdf))
    assert result.pages_of_jobs == (1, 1, 1)
    assert all(said in text for said in ("A-0125", "住民課", "署名が必要", "600円", "無料"))
    assert text.index("保険課") < text.index(words(YOSHIDA)) < text.index(words(WATANABE))


def test_the_slip_counts_continuation_sheets() -> None:
    jobs = (job(YOSHIDA * 60, "住民票の請求"), JOBS[1])
    result = render([cover_job(SLIP, jobs), *jobs])
    assert result.pages_of_jobs == (1, 2, 1)
    assert "2枚" in pdfium_text(result.pdf)


def test_the_total_is_left_to_the_office_when_one_fee_is_unknown() -> None:
    slip = CoverSlip("A-1", "令和8年11月20日", (SLIP.entries[0], SlipEntry("国保の届", "保険課", is_signed=False)))
    assert "窓口でお知らせ" in words(pdfium_text(render([cover_job(slip, JOBS)]).pdf))


def test_what_is_missing_stands_on_the_slip_with_a_box_to_tick() -> None:
    slip = CoverSlip("A-1", "令和8年11月20日", SLIP.entries, ("転出証明書", "委任状"))
    text = words(pdfium_text(render([cover_job(slip, JOBS)]).pdf))
    assert all(said in text for said in ("まだ必要なもの", "□転出証明書", "□委任状"))
    assert "ありません。" in words(pdfium_text(render([cover_job(SLIP, JOBS)]).pdf))


def test_more_than_the_slip_holds_is_counted_as_things() -> None:
    slip = CoverSlip("A-1", "令和8年11月20日", SLIP.entries, tuple(f"書類{number}" for number in range(1, 21)))
    text = words(pdfium_text(render([cover_job(slip, JOBS)]).pdf))
    assert "15件目から20件目までは別紙1のとおり" in text
    assert "書類20" in text


def test_the_counters_are_numbered_in_the_order_of_the_walk() -> None:
    entries = (*SLIP.entries, SlipEntry("犬の届", "保険課", is_signed=False, fee=0))
    text = words(pdfium_text(render([cover_job(CoverSlip("A-1", "", entries), (*JOBS, job("x", "犬")))]).pdf))
    assert text.count("2保険課") == 2


def test_the_sheets_of_a_visit_share_one_font() -> None:
    alone = [len(render([each]).pdf) for each in JOBS]
    assert len(render(JOBS).pdf) < sum(alone)
    assert render(JOBS).pdf.count(b"/FontFile2") == 1


def test_one_sheet_can_be_printed_again_alone() -> None:
    assert pdfium_text(render(JOBS[1:]).pdf) == WATANABE


def test_nothing_to_print_is_a_reason() -> None:
    with pytest.raises(PrintingError) as caught:
        render([])
    assert caught.value.reason is Reason.NOTHING_TO_PRINT
    assert caught.value.next_step
