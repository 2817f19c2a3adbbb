"""The ink lands where it should, on printers that shift and scale."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from PIL import Image

from printing import Placement, SheetJob, SheetValues, calibration_page, placement_from_measures, render
from printing.sheets.parts import AS_DRAWN, Area, Frame, Page
from printing.sheets.sheet import Sheet
from tests.printing.pictures import by_pdfium

DPI = 254
"""Ten pixels a millimetre."""

SQUARE = Sheet("square", "印", (Page(210, 297),), (Frame(Area(1, 50, 60, 20, 10), 0, fill=0),), ())


def ink_box(picture: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all ink in mm."""
    left, top, right, bottom = picture.point(lambda level: 255 if level < 128 else 0).getbbox() or (0, 0, 0, 0)
    return left / 10, top / 10, right / 10, bottom / 10


def grey(picture: Image.Image, x: float, y: float) -> float:
    level = picture.getpixel((round(x * 10), round(y * 10)))
    assert isinstance(level, float | int)
    return level


def test_it_works(tmp_path: Path) -> None:
    result = render([SheetJob(SQUARE, SheetValues())])
    assert ink_box(by_pdfium(result.pdf, tmp_path, DPI)) == pytest.approx((50, 60, 70, 70), abs=0.11)


def test_shift_and_scale_start_at_the_upper_left_corner(tmp_path: Path) -> None:
    placed = Placement(right=2.5, down=-1.5, scale_x=1.02, scale_y=0.98)
    result = render([SheetJob(SQUARE, SheetValues(), placed)])
    expected = (2.5 + 51, -1.5 + 58.8, 2.5 + 71.4, -1.5 + 68.6)
    assert ink_box(by_pdfium(result.pdf, tmp_path, DPI)) == pytest.approx(expected, abs=0.11)


NEAR_ONE, SHIFT = st.floats(0.9, 1.1), st.floats(-10, 10)
PLACEMENTS = st.builds(Placement, SHIFT, SHIFT, NEAR_ONE, NEAR_ONE)


@given(PLACEMENTS)
def test_measures_of_the_calibration_page_undo_what_the_printer_does(printer: Placement) -> None:
    found = placement_from_measures(
        left=printer.right + 20 * printer.scale_x,
        top=printer.down + 20 * printer.scale_y,
        across=150 * printer.scale_x,
        along=200 * printer.scale_y,
    )
    both = found.then(printer)
    assert (both.right, both.down, both.scale_x, both.scale_y) == pytest.approx((0, 0, 1, 1), abs=1e-9)


@given(PLACEMENTS, PLACEMENTS, PLACEMENTS)
def test_placements_follow_one_another(one: Placement, two: Placement, three: Placement) -> None:
    left, right = one.then(two).then(three), one.then(two.then(three))
    assert (left.right, left.down, left.scale_x) == pytest.approx((right.right, right.down, right.scale_x))
    assert one.then(AS_DRAWN) == AS_DRAWN.then(one) == one


def test_the_calibration_page_has_its_marks_where_it_says(tmp_path: Path) -> None:
    picture = by_pdfium(calibration_page().pdf, tmp_path, DPI)
    for x in (20, 170):
        for y in (20, 220):
            assert grey(picture, x, y) < 128
    assert ink_box(picture) == pytest.approx((5, 5, 205, 292), abs=0.2)
