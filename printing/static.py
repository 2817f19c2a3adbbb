"""The part of a sheet that never changes, built once per process and written into every file byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf

from printing.drawing import draw_pages
from printing.errors import PrintingError, Reason
from printing.fonts.stripped import without_hinting
from printing.measure import MM
from printing.pdf.document import Piece
from printing.pdf.gather import MOST_BYTES, Gathered, TooLarge
from printing.sheet import Sheet

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
            font = without_hinting(thing.FontFile2.read_bytes())
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
        raise PrintingError(Reason.TEMPLATE_UNREADABLE, file.name) from None


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
        raise PrintingError(Reason.TEMPLATE_UNREADABLE, file.name) from None
    width, height = abs(right - left) * unit, abs(high - low) * unit
    return (height, width) if is_turned else (width, height)
