"""Each kind of box puts its ink where a clerk would look for it."""

from pathlib import Path

import pytest
from PIL import Image

from forms.answers import Answers
from printing import PrintingError, Reason, Sheet, SheetJob, SheetValues, read_sheet, render
from printing.drawing.render import MOST_CHARACTERS
from tests.printing.paper import pdfium_text, sheet_of, text_box
from tests.printing.pictures import by_pdfium, ink

SOURCE = """title = "枠の見本"
page = [{ width = 210, height = 297 }]
box = [
  { kind = "comb", at = [20, 20, 49, 8], item = "zip", label = "郵便番号", show = "code", cells = 7 },
  { kind = "comb", at = [90, 20, 42, 8], item = "fee", label = "金額", cells = 6, align = "right" },
  { kind = "eras", at = [20, 40, 28, 8], item = "born", label = "元号" },
  { kind = "text", at = [50, 40, 12, 8], item = "born", label = "年", show = "era_year", align = "center" },
  { kind = "text", at = [64, 40, 12, 8], item = "born", label = "月", show = "month", align = "center" },
  { kind = "text", at = [78, 40, 12, 8], item = "born", label = "日", show = "day", align = "center" },
  { kind = "text", at = [100, 40, 60, 8], item = "born", label = "生年月日（西暦）", show = "western" },
  { kind = "circle", at = [20, 60, 9, 7], item = "sex", value = "male", words = "男" },
  { kind = "circle", at = [32, 60, 9, 7], item = "sex", value = "female", words = "女" },
  { kind = "tick", at = [20, 80, 4, 4], item = "agree", value = "yes", words = "同意します" },
  { kind = "number", at = [20, 100, 72, 8] },
  { kind = "signature", at = [20, 120, 80, 12], label = "署名" },
]
"""

ANSWERS: Answers = {"zip": "0920004", "fee": "1500", "born": "1989-01-07", "sex": "female", "agree": True}


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    file = tmp_path / "sheet.toml"
    file.write_text(SOURCE, encoding="utf-8")
    return read_sheet(file)


def drawn(sheet: Sheet, answers: Answers, tmp_path: Path) -> Image.Image:
    return by_pdfium(render([SheetJob(sheet, SheetValues.of(answers))]).pdf, tmp_path, 254)


def crop(picture: Image.Image, x: float, y: float, w: float, h: float) -> float:
    return ink(picture.crop((round(x * 10), round(y * 10), round((x + w) * 10), round((y + h) * 10))))


def test_it_works(sheet: Sheet, tmp_path: Path) -> None:
    text = pdfium_text(render([SheetJob(sheet, SheetValues.of(ANSWERS))]).pdf).split()
    assert {"64", "7", "1989年1月7日"} <= set(text)


def test_each_cell_of_a_comb_holds_one_digit(sheet: Sheet, tmp_path: Path) -> None:
    with_digits, empty = drawn(sheet, ANSWERS, tmp_path), drawn(sheet, {}, tmp_path)
    filled = [crop(with_digits, 90 + 7 * n, 20, 7, 8) > crop(empty, 90 + 7 * n, 20, 7, 8) + 0.01 for n in range(6)]
    assert filled == [False, False, True, True, True, True]


def test_the_era_and_the_choice_are_circled(sheet: Sheet, tmp_path: Path) -> None:
    marked, empty = drawn(sheet, ANSWERS, tmp_path), drawn(sheet, {}, tmp_path)
    more = [crop(marked, 20 + 7 * n, 40, 7, 8) - crop(empty, 20 + 7 * n, 40, 7, 8) > 0.02 for n in range(4)]
    assert more == [False, True, False, False]
    assert crop(marked, 20, 60, 9, 7) == crop(empty, 20, 60, 9, 7)
    assert crop(marked, 32, 60, 9, 7) > crop(empty, 32, 60, 9, 7)


def test_a_comb_that_is_too_short_refers_to_the_continuation(sheet: Sheet) -> None:
    result = render([SheetJob(sheet, SheetValues.of({"zip": "0123456789"}))])
    text = pdfium_text(result.pdf)
    assert result.page_count == 2
    assert "別紙1" in "".join(text.split())
    assert text.count("0123456789") == 1


def test_a_date_of_no_era_is_never_dropped(sheet: Sheet) -> None:
    text = pdfium_text(render([SheetJob(sheet, SheetValues.of({"born": "1850-01-01"}))]).pdf)
    assert "1850-01-01" in text


def test_signature_and_number_stay_blank_whatever_is_answered(sheet: Sheet, tmp_path: Path) -> None:
    marked, empty = drawn(sheet, ANSWERS, tmp_path), drawn(sheet, {}, tmp_path)
    assert crop(marked, 20, 100, 72, 8) == crop(empty, 20, 100, 72, 8)
    assert crop(marked, 20, 120, 80, 12) == 0


@pytest.mark.parametrize(
    "text",
    ["𠮷" * (MOST_CHARACTERS + 1), "".join(map(chr, (*range(0x3400, 0xA000), *range(0x20000, 0x2A000))))],
    ids=["more than a job may have", "more different ones than a font can have"],
)
def test_too_many_characters_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(PrintingError) as caught:
        render([SheetJob(sheet_of(text_box()), SheetValues({"name": text}))])
    assert caught.value.reason is Reason.TOO_MUCH_TEXT
    assert "𠮷" not in str(caught.value)


def test_a_very_long_answer_is_drawn_in_bounded_time() -> None:
    result = render([SheetJob(sheet_of(text_box()), SheetValues.of({"name": "北海道 " * 10_000}))])
    assert result.page_count < 40
