"""The calibration page: rulers and marks to measure by hand how a printer shifts and scales."""

from collections.abc import Iterator
from functools import lru_cache

from printing.drawing.render import Printed, SheetJob, render
from printing.sheets.geometry import AS_DRAWN, MARK, SPAN_X, SPAN_Y, Area, Placement
from printing.sheets.parts import Drawing, Label, Line, Page
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

TITLE = "印刷位置の調整"
HAIR, FINE = 0.3, 0.15
EDGE = 5.0
"""Millimetres from the paper's edge to the corner marks: most printers can still print there."""

GUIDE = (
    "「実際のサイズ（100%）」で印刷し、ものさしで測ってください。",
    f"A　紙の左端から十字の中心まで　　　　　mm（{MARK:g}.0 なら正しい）",
    f"B　紙の上端から十字の中心まで　　　　　mm（{MARK:g}.0 なら正しい）",
    f"C　左の十字から右の十字まで　　　　　　mm（{SPAN_X:g}.0 なら正しい）",
    f"D　上の十字から下の十字まで　　　　　　mm（{SPAN_Y:g}.0 なら正しい）",
    "測った数をプリンターの設定に入れて、もう一度印刷すると、ぴったりになります。",
)


def calibration_page(placement: Placement = AS_DRAWN, width: float = 210.0, height: float = 297.0) -> Printed:
    """One page, in mm; with a placement it shows whether that is right. At least 190 x 240 mm."""
    return render([SheetJob(_sheet(width, height), SheetValues(), placement)])


@lru_cache(maxsize=8)
def _sheet(width: float, height: float) -> Sheet:
    drawings = (*_crosses(), *_rulers(), *_corners(width, height), *_guide(width))
    return Sheet("calibration", TITLE, (Page(width, height),), drawings, ())


def _crosses() -> Iterator[Drawing]:
    for x in (MARK, MARK + SPAN_X):
        for y in (MARK, MARK + SPAN_Y):
            yield Line(Area(1, x - 5, y, 10, 0), HAIR)
            yield Line(Area(1, x, y - 5, 0, 10), HAIR)


def _rulers() -> Iterator[Drawing]:
    """A tick each millimetre, longer each five, numbered each ten; the zeros are the cross on the upper left."""
    for step in range(int(SPAN_X) + 1):
        yield Line(Area(1, MARK + step, MARK, 0, _tick_length(step)), FINE)
        if step % 10 == 0 and step:
            yield Label(Area(1, MARK + step - 5, MARK + 4.5, 10, 4), str(step), 7, "center")
    for step in range(int(SPAN_Y) + 1):
        yield Line(Area(1, MARK, MARK + step, _tick_length(step), 0), FINE)
        if step % 10 == 0 and step:
            yield Label(Area(1, MARK + 5, MARK + step - 2, 10, 4), str(step), 7)


def _tick_length(step: int) -> float:
    return 4.0 if step % 10 == 0 else 3.0 if step % 5 == 0 else 1.8


def _corners(width: float, height: float) -> Iterator[Drawing]:
    for x in (EDGE, width - EDGE - 8):
        for y in (EDGE, height - EDGE):
            yield Line(Area(1, x, y, 8, 0), HAIR)
    for x in (EDGE, width - EDGE):
        for y in (EDGE, height - EDGE - 8):
            yield Line(Area(1, x, y, 0, 8), HAIR)


def _guide(width: float) -> Iterator[Drawing]:
    yield Label(Area(1, 45, 40, width - 60, 10), TITLE, 16, bold=True)
    for number, line in enumerate(GUIDE):
        yield Label(Area(1, 45, 56 + 11 * number, width - 60, 8), line, 10.5)
