"""`printers.toml`: strict reading, and ink where it says."""

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from forms import DataMistake
from forms.mistake import MistakeKind
from forms.samples import read_sample
from kiosk.cli.main import kiosk
from kiosk.office import open_office
from kiosk.stacks import Order, draw_sheets
from kiosk.town.alignment import read_alignment
from printing import AS_DRAWN, Placement
from tests.kiosk.offices import make_office
from tests.printing.ippeveprinter import virtual_printer

PRINTER = "ipp://192.0.2.10/ipp/print"
SHEET = "resident_record_copy"
FILE = f"""
[[printer]]
uri = "{PRINTER}"
offset_x = 1.5
offset_y = -0.5
scale = 1.002

[[printer.sheet]]
id = "{SHEET}"
offset_x = 2.0

[[sheet]]
id = "{SHEET}"
offset_y = 3.0
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "printers.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_reading_works(tmp_path: Path) -> None:
    alignment = read_alignment(written(tmp_path, FILE))
    assert alignment.printer(PRINTER) == Placement(1.5, -0.5, 1.002, 1.002)
    placed = alignment.placement(PRINTER, SHEET)
    assert placed.right == pytest.approx(1.5 + 2.0 * 1.002)
    assert placed.down == pytest.approx(-0.5 + 3.0 * 1.002)


def test_what_is_not_named_stays_as_drawn(tmp_path: Path) -> None:
    alignment = read_alignment(written(tmp_path, FILE))
    assert alignment.placement(None, "dog") == AS_DRAWN
    assert alignment.placement(None, SHEET) == Placement(0, 3.0)
    assert read_alignment(tmp_path / "none.toml").placement(PRINTER, SHEET) == AS_DRAWN


def test_measures_of_the_calibration_page_make_the_printer_right(tmp_path: Path) -> None:
    measured = f'[[printer]]\nuri = "{PRINTER}"\nmeasured = [21.0, 19.5, 151.5, 198.0]\n'
    placement = read_alignment(written(tmp_path, measured)).printer(PRINTER)
    assert placement.scale_x * 151.5 == pytest.approx(150)
    assert placement.scale_y * 198.0 == pytest.approx(200)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ('[[printer]]\nuri = "a"\noffset = 1', MistakeKind.UNKNOWN_KEY, "printer[1].offset"),
        ("[[printer]]\noffset_x = 1", MistakeKind.MISSING_KEY, "printer[1].uri"),
        ('[[printer]]\nuri = "a"\noffset_x = 99', MistakeKind.OUT_OF_RANGE, "printer[1].offset_x"),
        ('[[printer]]\nuri = "a"\nscale = 2', MistakeKind.OUT_OF_RANGE, "printer[1].scale"),
        ('[[printer]]\nuri = "a"\noffset_x = nan', MistakeKind.OUT_OF_RANGE, "printer[1].offset_x"),
        ('[[printer]]\nuri = "a"\nmeasured = [1, 2, 3]', MistakeKind.WRONG_TYPE, "printer[1].measured"),
        ('[[printer]]\nuri = "a"\nmeasured = [20, 20, 15, 20]', MistakeKind.OUT_OF_RANGE, "printer[1].measured"),
        (
            '[[printer]]\nuri = "a"\nmeasured = [20, 20, 150, 200]\nscale = 1',
            MistakeKind.NOT_ALLOWED,
            "printer[1].scale",
        ),
        ('[[printer]]\nuri = "a"\n[[printer]]\nuri = "a"', MistakeKind.DUPLICATE, "printer[2].uri"),
        ('[[sheet]]\nid = "a"\n[[sheet]]\nid = "a"', MistakeKind.DUPLICATE, "sheet[2].id"),
        ("printers = 1", MistakeKind.UNKNOWN_KEY, "printers"),
        ('[[printer]]\nuri = "a"\noffset_x = "1"', MistakeKind.WRONG_TYPE, "printer[1].offset_x"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, kind: MistakeKind, key: str) -> None:
    with pytest.raises(DataMistake) as caught:
        read_alignment(written(tmp_path, text))
    assert (caught.value.mistake.kind, caught.value.mistake.key) == (kind, key)


def left_of(pdf: bytes, words: str) -> float:
    """Where the words begin on the first page, in mm."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage()
        return float(text.get_charbox(text.get_text_range().index(words))[0]) / 72 * 25.4
    finally:
        document.close()


def test_the_ink_of_a_sheet_moves_with_its_printer(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    written(office.settings.folder, f'[[printer]]\nuri = "{PRINTER}"\noffset_x = 4.0\n')
    office = open_office(office.settings.folder)
    procedure = office.catalogue.get(SHEET)
    assert procedure is not None
    application = read_sample(procedure, "typical")
    moved = left_of(draw_sheets(application, office, Order(printer=PRINTER)).pdf, "花子")
    assert moved - left_of(draw_sheets(application, office).pdf, "花子") == pytest.approx(4.0, abs=0.1)


def test_the_calibration_page_is_written(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    out = tmp_path / "page.pdf"
    result = CliRunner().invoke(kiosk, ["--config", str(office.settings.folder), "calibrate", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.printer
def test_the_calibration_page_comes_out_of_a_real_printer(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    with virtual_printer(tmp_path) as printer:
        written(
            office.settings.folder, f'[[printer]]\nuri = "{printer.uri}"\nmeasured = [21.0, 19.5, 151.5, 198.0]\n'
        )
        for more in ((), ("--corrected",)):
            words = ["--config", str(office.settings.folder), "calibrate", "--printer", printer.uri, *more]
            result = CliRunner().invoke(kiosk, words)
            assert result.exit_code == 0, result.output


def test_the_corrected_page_needs_a_printer(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    words = ["--config", str(office.settings.folder), "calibrate", "--out", str(tmp_path / "x.pdf"), "--corrected"]
    assert CliRunner().invoke(kiosk, words).exit_code == 1
