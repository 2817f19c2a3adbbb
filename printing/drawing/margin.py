"""What stands outside the boxes: the foot line, the small code, the watermark."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product
from math import cos, hypot, radians, sin

import zxingcpp
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from printing.drawing.fit import Fitted, Room, fit
from printing.drawing.ink import PADDING, Ink, Rect, set_type
from printing.errors import PrintingError, Reason
from printing.fonts import LABEL_BOLD_FONT, Repertoire, font_file
from printing.sheets.boxes import TextBox
from printing.sheets.parts import MM, Area, Page
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

SMALLEST_MODULE = 0.3
"""Millimetres; smaller squares do not survive a copier (ISO/IEC 18004 leaves it to the scanner)."""


SIZES_OF_CODES = 40
"""Versions of the standard."""

MASK = 0
"""Of every code: squares like a chess board over what is drawn. Trying all eight and weighing them takes six sevenths of the
time and is for texts with a pattern of their own; `kiosk/web/qr.py` does the same."""


def code_ink(content: str, rect: Rect) -> Ink:
    """The QR (error correction M) in the rectangle, as one vector path. Raises PrintingError if it would be too fine."""
    rows = qr_rows(content)
    module = min(rect.w, rect.h) / len(rows)
    if module < SMALLEST_MODULE * MM:
        raise PrintingError(Reason.CODE_TOO_LONG)
    starts, widths = _rectangles(len(rows))
    parts: list[str] = []
    for run in _DARK.finditer(_ROW_END.join(rows)):
        start, end = run.span()
        parts += starts[start], widths[end - start]
    squares = "".join(parts)
    path = f"q {module:.4f} 0 0 {module:.4f} {rect.x:.2f} {rect.y + rect.h - module * len(rows):.2f} cm\n{squares}f Q\n"
    return Ink("sheet.code", "受付コード", path=path, alt="役場用のQRコード")


@lru_cache(maxsize=1)
def qr_rows(content: str) -> tuple[bytes, ...]:
    """The modules from the top, 0 for dark, without the quiet zone. Raises PrintingError if no QR can hold it.

    The last one is kept: who asks whether a code fits draws it next. A code is sealed or no more than a number.
    """
    try:
        made = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=MASK)
    except ValueError:
        raise PrintingError(Reason.CODE_TOO_LONG) from None
    image = made.to_image(scale=1, add_quiet_zones=False)
    side, dots = image.shape[0], bytes(image)  # type: ignore[call-overload]
    return tuple(dots[at * side : (at + 1) * side] for at in range(side))


_DARK, _ROW_END = re.compile(b"\0+"), b"\xff"


@lru_cache(maxsize=SIZES_OF_CODES)
def _rectangles(side: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How operators for a run of dark modules begin, by its place in the rows joined by their ends, and how they end, by its
    length."""
    starts = tuple(f"{x} {side - 1 - y} " for y in range(side) for x in range(side + len(_ROW_END)))
    return starts, tuple(f"{length} 1 re\n" for length in range(side + 1))


GREY, WEIGHT = 0.6, 1.5
SLOPE = 45.0
"""Degrees."""
SHARE = 0.52
"""Of the page's diagonal."""
LABEL = "透かし"


@cache
def watermark(word: str, width: float, height: float) -> Ink:
    """The word from the lower left to the upper right of a page of this size in mm."""
    outlines, advance, em = _outlines(word)
    scale = hypot(width, height) * MM * SHARE / max(1, advance)
    turn = radians(SLOPE)
    middle = Transform(1, 0, 0, 1, width * MM / 2, height * MM / 2).transform(
        Transform(cos(turn) * scale, sin(turn) * scale, -sin(turn) * scale, cos(turn) * scale, 0, 0)
    )
    a, b, c, d, e, f = middle.translate(-advance / 2, -em * 0.38)
    matrix = f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {e:.2f} {f:.2f} cm"
    return Ink("", LABEL, path=f"q {matrix} {GREY} G {WEIGHT / scale:.2f} w 1 j {outlines}S Q\n")


@cache
def _outlines(word: str) -> tuple[str, int, int]:
    """PDF path operators in the font's units, the width of the word, and the units of one em."""
    with TTFont(font_file(LABEL_BOLD_FONT), lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen, advance = _PathPen(glyphs), 0
        for character in word:
            name = names.get(ord(character), ".notdef")
            glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, advance, 0)))
            advance += glyphs[name].width
        return "".join(pen.path), advance, int(font["head"].unitsPerEm)


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools says nothing about its types
    """Writes outlines as PDF path operators (ISO 32000-1 §8.5.2)."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []

    def _moveTo(self, at: tuple[float, float]) -> None:  # noqa: N802 - the pen's protocol
        self.path.append(f"{at[0]:.0f} {at[1]:.0f} m ")

    def _lineTo(self, at: tuple[float, float]) -> None:  # noqa: N802
        self.path.append(f"{at[0]:.0f} {at[1]:.0f} l ")

    def _curveToOne(  # noqa: N802
        self, one: tuple[float, float], two: tuple[float, float], at: tuple[float, float]
    ) -> None:
        self.path.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in (one, two, at)) + " c ")

    def _closePath(self) -> None:  # noqa: N802
        self.path.append("h ")


EDGE = 4.0
"""Millimetres from the edge of the paper, where most printers cannot print."""
HEIGHT = 6.0
SIDE = 15.0
"""Left and right; less on a small page."""
SMALL_PAGE = 100.0
PAGES_KEPT = 256


@lru_cache(maxsize=PAGES_KEPT)
def margin_area(sheet: Sheet, number: int) -> Area | None:
    """The place on page `number` (from 1), continuation sheets included, as an area of a page of the sheet.

    None on the first page, on a page that has no room, and on one of the town's own form with a box for the name.
    """
    if number == 1:
        return None
    if number > len(sheet.pages):
        return foot(sheet.pages[0])
    page = sheet.pages[number - 1]
    if page.template and _says_whose(sheet, number):
        return None
    taken = [thing.area for thing in (*sheet.drawings, *sheet.boxes) if thing.area.page == number]
    strips = (foot(page, number), _strip(page, number, EDGE))
    return next((strip for strip in strips if not any(_touch(strip, area) for area in taken)), None)


def foot(page: Page, number: int = 1) -> Area:
    """The strip at the lower edge of a page, which is page `number` of its sheet."""
    return _strip(page, number, page.height - EDGE - HEIGHT)


def _says_whose(sheet: Sheet, number: int) -> bool:
    """Whether the page prints the name that stands first on the sheet."""
    boxes = (box for box in sheet.boxes if isinstance(box, TextBox))
    return any(box.area.page == number and box.item in sheet.names[:1] for box in boxes)


def _strip(page: Page, number: int, y: float) -> Area:
    side = SIDE if page.width > SMALL_PAGE else EDGE
    return Area(number, side, y, page.width - 2 * side, HEIGHT)


def _touch(one: Area, other: Area) -> bool:
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


SIZE, FLOOR, LINES = 9.0, 6.0, 2
GAP = 4.0
"""Millimetres between whose page it is and which."""
SEE_FIRST = "氏名は1枚目のとおり"
"""For a name too long for the margin of a small page: a name is never cut."""


def margin_inks(
    sheet: Sheet, values: SheetValues, receipt: str, number: int, count: int, fonts: Repertoire
) -> tuple[Ink, ...]:
    """What the margin of page `number` (from 1) of `count` says, continuation sheets included; of a single page only
    the receipt number, where the sheet has a place for it. `receipt` is empty if there is none."""
    if count == 1:
        return _corner(sheet, number, (f"受付番号 {receipt}",), fonts) if receipt and sheet.page_mark else ()
    mark = f"{count}枚中{number}枚目"
    marks = (f"受付番号 {receipt}　{mark}", mark) if receipt else (mark,)
    area = margin_area(sheet, number)
    if area is not None:
        return _line(sheet, values, marks, area, fonts)
    if count > len(sheet.pages) or (number == 1 and sheet.page_mark):
        return _corner(sheet, number, marks, fonts)
    return ()


def _line(
    sheet: Sheet, values: SheetValues, marks: Sequence[str], area: Area, fonts: Repertoire
) -> tuple[Ink, ...]:
    """The form's title and the name at the left, the fullest mark there is room for at the right."""
    rect = Rect.of(area, sheet.pages[area.page - 1].height)
    item, name = _name(sheet, values)
    people = (f"{sheet.title}　{name}", name) if name else (sheet.title,)
    for mark, whose in (*product(marks, people), (marks[-1], SEE_FIRST)):
        which = _fitted(mark, rect, fonts)
        left = rect._replace(w=rect.w - (max(which.widths) if which else rect.w) - GAP * MM)
        fitted = _fitted(whose, left, fonts)
        if which and fitted:
            named = Ink(item, "欄外の氏名", set_type(fitted, left, "left"), margin=True)
            return named, Ink("", "枚数", set_type(which, rect, "right"), margin=True)
    return ()


def _corner(sheet: Sheet, number: int, marks: Sequence[str], fonts: Repertoire) -> tuple[Ink, ...]:
    """The mark alone where the sheet wants it, else in the upper right corner."""
    page = sheet.pages[number - 1]
    rect = Rect.of(sheet.page_mark or Area(1, page.width - 62, 6, 50, 6), page.height)
    fits = (_fitted(mark, rect, fonts) for mark in marks)
    return tuple(Ink("", "枚数", set_type(each, rect, "right"), margin=True) for each in fits if each)[:1]


def _name(sheet: Sheet, values: SheetValues) -> tuple[str, str]:
    """The item and the name of the first person on the sheet who has one."""
    return next(((item, values.texts[item]) for item in sheet.names if values.texts.get(item)), ("", ""))


def _fitted(text: str, rect: Rect, fonts: Repertoire) -> Fitted | None:
    return fit(text, Room(rect.w - 2 * PADDING * MM, rect.h, SIZE, FLOOR, LINES), fonts)
