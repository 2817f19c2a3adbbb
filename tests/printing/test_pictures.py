"""The paper looks the same whoever draws it, and its code can be scanned from it."""

from pathlib import Path

import pytest
import zxingcpp

from printing import PrintingError, Reason, SheetJob, SheetValues, render
from printing.sheets.boxes import CodeBox
from printing.sheets.parts import Area
from tests.printing.paper import sheet_of, text_box
from tests.printing.pictures import RENDERERS, ink
from tests.printing.samples import every_sample, sample_job
from tests.residents import WATANABE, YOSHIDA


@pytest.mark.parametrize(("id", "sample"), tuple(every_sample())[:2])
def test_four_renderers_put_down_the_same_ink(id: str, sample: str, tmp_path: Path) -> None:
    pdf = render([sample_job(id, sample)]).pdf
    inks = {name: ink(draw(pdf, tmp_path, 300)) for name, draw in RENDERERS.items()}
    assert max(inks.values()) / min(inks.values()) < 1.05, inks


@pytest.mark.parametrize("text", [YOSHIDA, WATANABE, "ก"])
def test_every_renderer_draws_the_characters(text: str, tmp_path: Path) -> None:
    pdf = render([SheetJob(sheet_of(text_box()), SheetValues.of({"name": text}))]).pdf
    assert all(ink(draw(pdf, tmp_path, 100)) > 0.00001 for draw in RENDERERS.values())


CODE_SHEET = sheet_of(CodeBox(Area(1, 170, 10, 20, 20)))


@pytest.mark.parametrize("content", ["A-0125", "resident_record_copy 1 A-0125", "9" * 180])
def test_the_code_for_the_back_office_scans_from_the_page(content: str, tmp_path: Path) -> None:
    pdf = render([SheetJob(CODE_SHEET, SheetValues(), code=content)]).pdf
    for draw in RENDERERS.values():
        (found,) = zxingcpp.read_barcodes(draw(pdf, tmp_path, 200))
        assert found.text == content


@pytest.mark.parametrize("length", [900, 100_000])
def test_a_code_too_fine_to_scan_is_refused(length: int) -> None:
    with pytest.raises(PrintingError) as caught:
        render([SheetJob(CODE_SHEET, SheetValues(), code="9" * length)])
    assert caught.value.reason is Reason.CODE_TOO_LONG


def test_no_code_leaves_the_place_empty(tmp_path: Path) -> None:
    pdf = render([SheetJob(CODE_SHEET, SheetValues())]).pdf
    assert all(ink(draw(pdf, tmp_path, 72)) == 0 for draw in RENDERERS.values())
