"""The town's own words on a sheet are drawn like answers: whatever character its name has."""

from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest

from printing import PrintingError, SheetJob, SheetValues, proof, render
from printing.errors import Reason
from printing.sheets.parts import Area, Label, LabelAlign
from tests.printing.paper import sheet_of

AREA = Area(1, 20, 20, 120, 10)


def job(text: str, align: LabelAlign = "left") -> SheetJob:
    return SheetJob(replace(sheet_of(), drawings=(Label(AREA, text, 14.0, align),)), SheetValues.of({}))


def picture(text: str, align: LabelAlign = "left") -> bytes:
    """The page as grey values."""
    document = pypdfium2.PdfDocument(render([job(text, align)]).pdf)
    try:
        return bytes(document[0].render(scale=2, grayscale=True).buffer)
    finally:
        document.close()


def dark(page: bytes) -> int:
    return sum(value < 128 for value in page)


@pytest.mark.parametrize(
    "text",
    ["葛\U000e0100城市長", "邉\U000e0110町長", "𠮷野町長", "か\u3099か町長"],
    ids=["adobe", "mj", "beyond", "mark"],
)
def test_it_works_any_character_that_some_font_has_is_drawn(text: str) -> None:
    assert dark(picture(text)) > dark(picture(text[-2:]))


def test_another_shape_of_a_character_is_another_picture() -> None:
    assert picture("邉\U000e0110町長") != picture("邉町長")


@pytest.mark.parametrize("align", ["left", "center", "right", "spread"])
def test_borrowed_characters_take_their_own_room(align: LabelAlign) -> None:
    once, twice = dark(picture("𠮷", align)), dark(picture("𠮷𠮷", align))
    assert twice == pytest.approx(2 * once, rel=0.1)


@pytest.mark.parametrize("draw", [render, proof])
def test_a_character_that_no_font_has_is_refused_by_name(draw: Callable[[list[SheetJob]], object]) -> None:
    with pytest.raises(PrintingError) as refused:
        draw([job("みどり\U0001f600町長")])
    assert (refused.value.reason, refused.value.values["detail"]) == (Reason.LABEL_UNPRINTABLE, "\U0001f600")
    assert "town.toml" in refused.value.next_step
