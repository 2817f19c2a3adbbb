"""Nothing that was answered is left off the paper unnoticed."""

import pytest

from printing import SheetValues, not_printed
from printing.sheets.boxes import RowsBox, TextBox, TickBox
from printing.sheets.parts import Area
from printing.sheets.sheet import Sheet
from tests.printing.paper import sheet_of, text_box
from tests.printing.samples import every_sample, sample_job
from tests.residents import YOSHIDA


def mark(value: str) -> TickBox:
    return TickBox(Area(1, 20, 60, 4, 4), "kind", "種類", value)


def people_sheet() -> Sheet:
    cell = TextBox(Area(1, 0, 0, 60, 8), "name", "氏名")
    return sheet_of(RowsBox(Area(1, 20, 80, 60, 8), "family", "世帯員", 1, (cell,)))


def test_it_works() -> None:
    values = SheetValues.of({"name": YOSHIDA, "kind": ("a", "b")})
    assert not_printed(sheet_of(text_box(), mark("a"), mark("b")), values) == ()


def test_an_item_without_a_box_is_told() -> None:
    assert not_printed(sheet_of(text_box()), SheetValues.of({"name": YOSHIDA, "phone": "1"})) == ("phone",)


def test_a_choice_without_a_mark_is_told() -> None:
    assert not_printed(sheet_of(mark("a")), SheetValues.of({"kind": ("a", "b")})) == ("kind=b",)


def test_a_field_of_people_without_a_cell_is_told() -> None:
    values = SheetValues.of({"family": ({"name": YOSHIDA, "sex": "f"}, {"name": YOSHIDA, "sex": "m"})})
    assert not_printed(people_sheet(), values) == ("family.sex",)
    assert not_printed(sheet_of(), values) == ("family.name", "family.sex")


def test_people_may_stand_in_one_text_box() -> None:
    values = SheetValues.of({"name": ({"name": YOSHIDA},)}, lambda _, answer: str(answer))
    assert not_printed(sheet_of(text_box()), values) == ()


@pytest.mark.parametrize(("id", "sample"), tuple(every_sample()))
def test_every_choice_of_the_samples_has_its_mark(id: str, sample: str) -> None:
    job = sample_job(id, sample)
    assert [each for each in not_printed(job.sheet, job.values) if "=" in each] == []
