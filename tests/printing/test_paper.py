"""Each sheet asks for its own paper; sheets that want the same go to the printer together."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from printing import Placement, SheetJob, SheetValues, batches, read_sheet
from printing.ipp import Sides, Staple
from printing.paper import media_of, options_of
from printing.sheets.parts import Page
from printing.sheets.sheet import PaperWish, Sheet
from tests.printing.paper import sheet_of, text_box

HEAD = 'title = "様式"\n[[page]]\nwidth = 210\nheight = 297\n'


def read(tmp_path: Path, body: str) -> Sheet:
    file = tmp_path / "sheet.toml"
    file.write_text(HEAD + body, encoding="utf-8")
    return read_sheet(file)


def test_it_works(tmp_path: Path) -> None:
    sheet = read(tmp_path, '[paper]\nsource = "tray-2"\nsides = "long_edge"\nstaple = "top_left"\n')
    options = options_of(sheet)
    assert (options.paper_source, options.sides, options.staple) == (
        "tray-2",
        Sides.TWO_LONG_EDGE,
        Staple.TOP_LEFT,
    )
    assert options.media == "iso_a4_210x297mm"


@pytest.mark.parametrize(
    ("body", "sides"),
    [
        ("", Sides.ONE),
        ("[[page]]\nwidth = 210\nheight = 297\n", Sides.TWO_LONG_EDGE),
        ('[[page]]\nwidth = 210\nheight = 297\n[paper]\nsides = "one"\n', Sides.ONE),
    ],
    ids=["one page", "two pages", "two pages, and the town wants two leaves"],
)
def test_a_form_with_a_back_page_is_one_leaf(tmp_path: Path, body: str, sides: Sides) -> None:
    sheet = read(tmp_path, body)
    assert options_of(sheet).sides is sides
    assert len(batches([SheetJob(sheet, SheetValues())] * 2)) == (1 if sides is Sides.ONE else 2)


def test_a_sheet_may_have_its_own_placement(tmp_path: Path) -> None:
    sheet = read(tmp_path, "[placement]\nright = 1.5\ndown = -0.5\nscale_x = 1.01\n")
    assert sheet.placement == Placement(1.5, -0.5, 1.01, 1.0)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('[paper]\nsource = "tray 2;rm"\n', MistakeKind.NOT_ALLOWED),
        ('[paper]\nsides = "both"\n', MistakeKind.NOT_ALLOWED),
        ('[paper]\nstaple = "middle"\n', MistakeKind.NOT_ALLOWED),
        ('[paper]\ncolour = "red"\n', MistakeKind.UNKNOWN_KEY),
        ("[placement]\nright = 80\n", MistakeKind.OUT_OF_RANGE),
        ("[placement]\nscale_x = 2\n", MistakeKind.OUT_OF_RANGE),
    ],
)
def test_impossible_wishes_are_refused(tmp_path: Path, body: str, kind: MistakeKind) -> None:
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, body)
    assert caught.value.mistake.kind is kind


@pytest.mark.parametrize(
    ("page", "media"),
    [
        (Page(210, 297), "iso_a4_210x297mm"),
        (Page(297, 210), "iso_a4_210x297mm"),
        (Page(209.97, 297.01), "iso_a4_210x297mm"),
        (Page(364, 257), "jis_b4_257x364mm"),
        (Page(100, 148), "custom_sheet_100x148mm"),
    ],
)
def test_the_paper_has_the_size_of_the_page(page: Page, media: str) -> None:
    assert media_of(page) == media


def test_two_forms_never_share_a_leaf_or_a_staple() -> None:
    plain = SheetJob(sheet_of(text_box()), SheetValues())
    for wish in (PaperWish(staple=Staple.TOP_LEFT), PaperWish(sides=Sides.TWO_LONG_EDGE)):
        job = replace(plain, sheet=replace(plain.sheet, paper=wish))
        assert [len(batch.jobs) for batch in batches([job, job])] == [1, 1]


def test_sheets_that_want_the_same_paper_stay_together() -> None:
    plain = SheetJob(sheet_of(text_box()), SheetValues())
    other = SheetJob(sheet_of(text_box()), SheetValues())
    thick = replace(plain, sheet=replace(plain.sheet, paper=PaperWish(source="tray-2")))
    assert [len(batch.jobs) for batch in batches([plain, other])] == [2]
    assert [len(batch.jobs) for batch in batches([plain, thick, thick, other])] == [1, 2, 1]
