"""A town's own form lies under the answers: any size, any rotation, several pages, drawn or scanned."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from forms.mistake import DataMistake, MistakeKind
from printing import Printed, PrintingError, Reason, SheetJob, SheetValues, proof, read_sheet, render
from printing.drawing.static import static_part, template_size
from printing.sheets.boxes import TextBox
from printing.sheets.parts import Area, Page
from printing.sheets.sheet import Sheet
from tests.printing.paper import pdfium_text, qpdf_finds_nothing
from tests.printing.pictures import by_pdfium
from tests.printing.templates import drawn_form, scanned_form
from tests.residents import YOSHIDA

DPI = 100


def form(file: Path, width: float, height: float, pages: int = 1) -> Sheet:
    page_list = tuple(Page(width, height, file, number) for number in range(1, pages + 1))
    boxes = tuple(TextBox(Area(number, 20, 30, 80, 10), f"name{number}", "氏名") for number in range(1, pages + 1))
    return Sheet("town", "町の様式", page_list, (), boxes, names=("name1",))


def printed(sheet: Sheet) -> Printed:
    return render([SheetJob(sheet, SheetValues.of({f"name{n}": YOSHIDA for n in (1, 2)}))])


def grey(picture: Image.Image, x: float, y: float) -> float:
    level = picture.getpixel((round(x / 25.4 * DPI), round(y / 25.4 * DPI)))
    assert isinstance(level, float | int)
    return level


def square_is_in_its_place(picture: Image.Image) -> bool:
    around = ((8.5, 11), (13.5, 11), (11, 8.5), (11, 13.5))
    return grey(picture, 11, 11) < 60 and all(grey(picture, x, y) > 200 for x, y in around)


def test_it_works(tmp_path: Path) -> None:
    result = printed(form(drawn_form(tmp_path / "template.pdf"), 210, 297))
    assert pdfium_text(result.pdf) == f"Form page 1\n{YOSHIDA}"
    assert square_is_in_its_place(by_pdfium(result.pdf, tmp_path, DPI))
    assert qpdf_finds_nothing(result.pdf, tmp_path)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(210, 297), (297, 210), (148, 210), (257, 364)])
def test_any_size_and_rotation(rotate: int, size: tuple[float, float], tmp_path: Path) -> None:
    file = drawn_form(tmp_path / "template.pdf", (size,), rotate)
    (tmp_path / "sheet.toml").write_text('title = "様式"\n[[page]]\ntemplate = "template.pdf"\n', encoding="utf-8")
    read = read_sheet(tmp_path / "sheet.toml").pages[0]
    assert (read.width, read.height) == pytest.approx(size, abs=0.01)
    picture = by_pdfium(printed(form(file, *size)).pdf, tmp_path, DPI)
    assert picture.size == pytest.approx((size[0] / 25.4 * DPI, size[1] / 25.4 * DPI), abs=1.5)
    assert square_is_in_its_place(picture)


def test_several_pages_share_what_they_have_in_common(tmp_path: Path) -> None:
    sheet = form(drawn_form(tmp_path / "template.pdf", ((210, 297), (210, 297))), 210, 297, pages=2)
    result = printed(sheet)
    assert result.page_count == 2
    line = f"町の様式　{YOSHIDA} 2枚中2枚目"
    assert pdfium_text(result.pdf) == f"Form page 1\n{YOSHIDA}\nForm page 2\n{YOSHIDA}\n{line}"
    assert sum(b"Helvetica" in body[0] for body in static_part(sheet).group if isinstance(body[0], bytes)) == 1


def test_a_scanned_form(tmp_path: Path) -> None:
    result = printed(form(scanned_form(tmp_path / "template.pdf"), 210, 297))
    assert square_is_in_its_place(by_pdfium(result.pdf, tmp_path, DPI))
    assert YOSHIDA in pdfium_text(result.pdf)


def test_a_page_whose_corner_is_not_zero(tmp_path: Path) -> None:
    file = drawn_form(tmp_path / "template.pdf")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.mediabox = pikepdf.Array([-30, 40, 595.276 - 30, 841.89 + 40])
        page.contents_add(b"1 0 0 1 -30 40 cm", prepend=True)
        pdf.save(file)
    picture = by_pdfium(printed(form(file, 210, 297)).pdf, tmp_path, DPI)
    assert square_is_in_its_place(picture)


def test_an_encrypted_form_that_opens_without_password_is_used(tmp_path: Path) -> None:
    file = drawn_form(tmp_path / "plain.pdf")
    locked = tmp_path / "template.pdf"
    with pikepdf.open(file) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert "Form page 1" in pdfium_text(printed(form(locked, 210, 297)).pdf)


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF"])
@pytest.mark.parametrize("draw", [render, proof])
def test_a_broken_form_is_refused_with_a_reason(
    content: bytes, draw: Callable[[list[SheetJob]], object], tmp_path: Path
) -> None:
    file = tmp_path / "template.pdf"
    file.write_bytes(content)
    with pytest.raises(PrintingError) as caught:
        draw([SheetJob(form(file, 210, 297), SheetValues.of({"name1": YOSHIDA}))])
    assert caught.value.reason is Reason.TEMPLATE_UNREADABLE
    (tmp_path / "sheet.toml").write_text('title = "様式"\n[[page]]\ntemplate = "template.pdf"\n', encoding="utf-8")
    with pytest.raises(DataMistake) as mistake:
        read_sheet(tmp_path / "sheet.toml")
    assert mistake.value.mistake.kind is MistakeKind.UNREADABLE


@pytest.mark.parametrize(
    ("good", "broken"),
    [
        (b"/MediaBox", b"/TrimBox [ (a) /B 1 2 ] /MediaBox"),
        (b"/Rotate 0", b"/Rotate /Left"),
        (b"/Rotate 0", b"/UserUnit [ 1 ]"),
    ],
)
def test_a_form_with_things_of_the_wrong_type_is_used_or_refused_with_a_reason(
    good: bytes, broken: bytes, tmp_path: Path
) -> None:
    file = plain_form(tmp_path / "template.pdf", good, broken)
    with pytest.raises(PrintingError) as caught:
        template_size(file, 1)
    assert caught.value.reason is Reason.TEMPLATE_UNREADABLE
    with suppress(PrintingError):
        printed(form(file, 210, 297))


def test_names_in_shift_jis_are_kept(tmp_path: Path) -> None:
    file = plain_form(tmp_path / "template.pdf", b"/F1", b"/#82l#83S")
    result = printed(form(file, 210, 297))
    assert "Form page 1" in pdfium_text(result.pdf)
    assert qpdf_finds_nothing(result.pdf, tmp_path)


def plain_form(file: Path, old: bytes, new: bytes) -> Path:
    """A form without compression, with some of its bytes replaced everywhere."""
    with pikepdf.open(drawn_form(file), allow_overwriting_input=True) as pdf:
        plain = BytesIO()
        pdf.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert old in plain.getvalue()
    file.write_bytes(plain.getvalue().replace(old, new))
    return file


def test_a_picture_in_a_form_is_kept_as_it_is(tmp_path: Path) -> None:
    file = scanned_form(tmp_path / "template.pdf")
    with pikepdf.open(file) as pdf:
        packed = min(
            (bytes(thing.read_raw_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)), key=len
        )
    assert len(packed) < 20_000
    assert len(printed(form(file, 210, 297)).pdf) < 60_000


def test_paper_that_carries_the_form_already_gets_the_answers_only(tmp_path: Path) -> None:
    sheet = form(drawn_form(tmp_path / "template.pdf"), 210, 297)
    result = render([SheetJob(sheet, SheetValues.of({"name1": YOSHIDA}), on_form=False)])
    assert pdfium_text(result.pdf) == YOSHIDA
