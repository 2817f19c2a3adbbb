"""The part of a sheet that never changes: drawn by ReportLab over its templates, built once per process and written into
every file byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import assert_never

import pikepdf
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from printing.drawing import fit, outlines
from printing.errors import PrintingError, Reason
from printing.fonts import LABEL_BOLD_FONT, LABEL_FONT, Fault, clusters, font_file, jobfont, label_repertoire
from printing.pdf.document import MOST_BYTES, Gathered, Piece, TooLarge
from printing.sheets.parts import MM, Drawing, Frame, Label, Line
from printing.sheets.sheet import Sheet

PLAIN, BOLD = "KioskLabel", "KioskLabelBold"
LINE_PITCH = 1.25
LABEL_FACES = 2
"""The first faces of the label repertoire: plain and bold."""


def draw_pages(sheet: Sheet) -> bytes:
    """A PDF of the sheet's pages without template and values. Raises PrintingError for a character no font has."""
    _register_fonts()
    output = BytesIO()
    canvas = Canvas(output, pageCompression=0, invariant=1, initialFontName=PLAIN)  # type: ignore[arg-type]
    for number, page in enumerate(sheet.pages, start=1):
        canvas.setPageSize((page.width * MM, page.height * MM))
        draw_all(canvas, page.height, (drawing for drawing in sheet.drawings if drawing.area.page == number))
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def draw_all(canvas: Canvas, page_height: float, drawings: Iterable[Drawing]) -> None:
    """Draws on the current page, `page_height` in mm."""
    for drawing in drawings:
        match drawing:
            case Label():
                _draw_label(canvas, page_height, drawing)
            case Line():
                _draw_line(canvas, page_height, drawing)
            case Frame():
                _draw_frame(canvas, page_height, drawing)
            case _:
                assert_never(drawing)


@cache
def _register_fonts() -> None:
    """ReportLab takes a second font of the same file for the first one, with the first one's way to number characters:
    whoever draws with these files registers them so (kiosk.pagewriter, kiosk.hall), or sheets would hang on the order."""
    for name, file in ((PLAIN, LABEL_FONT), (BOLD, LABEL_BOLD_FONT)):
        pdfmetrics.registerFont(ttfonts.TTFont(name, font_file(file), asciiReadable=0))


def _draw_label(canvas: Canvas, page_height: float, label: Label) -> None:
    font = BOLD if label.bold else PLAIN
    _refuse_unprintable(label.text)
    canvas.setFillGray(label.grey)
    lines = label.text.split("\n")
    middle = (page_height - label.area.y - label.area.h / 2) * MM
    top = middle + (len(lines) - 1) / 2 * LINE_PITCH * label.size
    for number, line in enumerate(lines):
        baseline = top - number * LINE_PITCH * label.size - fit.MIDDLE * label.size
        _draw_line_of_type(canvas, label, line, font, baseline)


def _draw_line_of_type(canvas: Canvas, label: Label, line: str, font: str, baseline: float) -> None:
    pieces = _pieces(line)
    width = sum(_width(piece, font, label.size) for piece in pieces)
    spare = label.area.w * MM - width
    signs = len(clusters(line))
    is_spread = label.align == "spread" and signs > 1
    share = 0.0 if is_spread else {"right": 1.0, "center": 0.5, "spread": 0.5}.get(label.align, 0.0)
    between = spare / (signs - 1) if is_spread else 0
    x = label.area.x * MM + spare * share
    for piece in pieces:
        if _is_borrowed(piece):
            outlines.draw_outline(canvas, label_repertoire()[piece], x, baseline, label.size)
            x += between
        else:
            _draw_type(canvas, piece, (font, label.size), (x, baseline), between)
            x += len(piece) * between
        x += _width(piece, font, label.size)


def _draw_type(
    canvas: Canvas, words: str, font: tuple[str, float], at: tuple[float, float], between: float
) -> None:
    text = canvas.beginText()
    text.setFont(*font)
    text.setTextOrigin(*at)
    text.setCharSpace(between)  # the space would stay on for later labels
    text.textOut(words)
    canvas.drawText(text)


def _pieces(line: str) -> list[str]:
    """The line in pieces that are set as type, and single characters that another font lends as outlines."""
    pieces: list[str] = []
    for cluster in clusters(line):
        if pieces and not _is_borrowed(pieces[-1]) and not _is_borrowed(cluster):
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
    return pieces


def _is_borrowed(piece: str) -> bool:
    """Whether ReportLab cannot set it: a variation sequence, or a character that the label font lacks."""
    return len(clusters(piece)) == 1 and (len(piece) > 1 or label_repertoire()[piece].face >= LABEL_FACES)


def _width(piece: str, font: str, size: float) -> float:
    if _is_borrowed(piece):
        return label_repertoire()[piece].width * size / 1000
    return pdfmetrics.stringWidth(piece, font, size)


def _draw_line(canvas: Canvas, page_height: float, line: Line) -> None:
    canvas.setLineWidth(line.weight)
    canvas.setDash([1.5, 1.5] if line.dashed else [])
    area = line.area
    canvas.line(
        area.x * MM, (page_height - area.y) * MM, (area.x + area.w) * MM, (page_height - area.y - area.h) * MM
    )


def _draw_frame(canvas: Canvas, page_height: float, frame: Frame) -> None:
    area = frame.area
    canvas.setLineWidth(frame.weight)
    canvas.setDash([1.5, 1.5] if frame.dashed else [])
    canvas.setFillGray(frame.fill)
    canvas.rect(
        area.x * MM, (page_height - area.y - area.h) * MM, area.w * MM, area.h * MM,
        stroke=int(frame.weight > 0), fill=int(frame.fill < 1),
    )  # fmt: skip


def _refuse_unprintable(text: str) -> None:
    fonts = label_repertoire()
    missing = [
        each for each in dict.fromkeys(clusters(text)) if each != "\n" and fonts[each].fault is Fault.CHARACTER
    ]
    if missing:
        raise PrintingError(Reason.LABEL_UNPRINTABLE, detail="".join(missing))


def refuse_undrawable(sheet: Sheet) -> None:
    """Raises PrintingError for what `draw_static` raises it for: a label no font can print, a template nobody can read."""
    if any(page.template for page in sheet.pages):
        static_part(sheet)
    # All at once: most characters stand in many labels.
    _refuse_unprintable("\n".join(drawing.text for drawing in sheet.drawings if isinstance(drawing, Label)))


SHEETS_KEPT = 64
UNREADABLE = (pikepdf.PdfError, pikepdf.PasswordError, OSError, LookupError, AttributeError, TypeError, ValueError)
"""What a broken file makes pikepdf raise: it hands out objects of any type where the standard wants another."""


@dataclass(frozen=True, slots=True)
class StaticPage:
    """The form XObjects to paint, by position in the group, each with the matrix that puts it on the page."""

    layers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Static:
    group: tuple[tuple[Piece, ...], ...]
    pages: tuple[StaticPage, ...]


@lru_cache(maxsize=SHEETS_KEPT)
def static_part(sheet: Sheet) -> Static:
    """What `draw_static` draws, kept for the next time."""
    return draw_static(sheet)


def draw_static(sheet: Sheet) -> Static:
    """Templates and drawings of all pages. Raises PrintingError if a template or a label cannot be used."""
    gathered = Gathered()
    layers: list[list[tuple[int, str]]] = [[] for _ in sheet.pages]
    for file in dict.fromkeys(page.template for page in sheet.pages if page.template):
        _take_template(file, sheet, gathered, layers)
    gathered.begin_file(is_trusted=True)
    with pikepdf.open(BytesIO(draw_pages(sheet))) as drawn:
        _strip_fonts(drawn)
        for number, page_layers in enumerate(layers):
            page_layers.append((gathered.take(_as_form(drawn, number)), ""))
    return Static(
        tuple(_joined(pieces) for pieces in gathered.bodies), tuple(StaticPage(tuple(each)) for each in layers)
    )


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same with neighbouring bytes in one piece, so that little is left to do for each file."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)


def _as_form(drawn: pikepdf.Pdf, number: int) -> pikepdf.Object:
    page = drawn.pages[number]
    content = b"\n".join(part.read_bytes() for part in _contents(page))
    return drawn.make_stream(
        content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=page.mediabox, Resources=page.resources
    )


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    page.contents_coalesce()
    return [page.Contents]


def _strip_fonts(drawn: pikepdf.Pdf) -> None:
    for thing in drawn.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            font = jobfont.without_hinting(thing.FontFile2.read_bytes())
            thing.FontFile2 = drawn.make_stream(font, Length1=len(font))


def _take_template(file: Path, sheet: Sheet, gathered: Gathered, layers: list[list[tuple[int, str]]]) -> None:
    try:
        gathered.begin_file(is_trusted=False)
        with pikepdf.open(_decrypted(file)) as template:
            for page, page_layers in zip(sheet.pages, layers, strict=True):
                if page.template == file:
                    form = template.make_indirect(template.pages[page.template_page - 1].as_form_xobject())
                    page_layers.append((gathered.take(form), _upright(form)))
    except (*UNREADABLE, RecursionError, TooLarge):
        raise PrintingError(Reason.TEMPLATE_UNREADABLE, detail=file.name) from None


def _decrypted(file: Path) -> BytesIO:
    """The file written anew: repaired, without encryption, form fields and notes drawn into the pages."""
    if file.stat().st_size > MOST_BYTES:
        raise TooLarge
    plain = BytesIO()
    with pikepdf.open(file) as source:
        source.flatten_annotations("print")
        source.save(plain, encryption=False)
    plain.seek(0)
    return plain


def _upright(form: pikepdf.Object) -> str:
    """Moves the form so that its lower left corner, as seen after its own rotation, lies on the page's."""
    left, low, right, high = (float(edge) for edge in form.BBox.as_list())
    a, b, c, d, e, f = (
        float(number) for number in form.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])).as_list()
    )
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    return f"1 0 0 1 {-min(x for x, _ in corners):.3f} {-min(y for _, y in corners):.3f} cm "


def template_size(file: Path, number: int) -> tuple[float, float]:
    """Width and height in mm of a template's page as it is seen. Raises PrintingError if there is no such page."""
    try:
        with pikepdf.open(file) as template:
            page = template.pages[number - 1]
            left, low, right, high = (float(edge) for edge in page.trimbox.as_list())
            is_turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
            unit = float(page.obj.get("/UserUnit", 1)) / MM
    except UNREADABLE:
        raise PrintingError(Reason.TEMPLATE_UNREADABLE, detail=file.name) from None
    width, height = abs(right - left) * unit, abs(high - low) * unit
    return (height, width) if is_turned else (width, height)
