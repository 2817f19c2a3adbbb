"""What the resident does not know leaves an empty box and a mark in the margin; people's fields may stand in any cell."""

from pathlib import Path

import pytest
from PIL import Image

from forms.answers import UNKNOWN
from forms.mistake import DataMistake, MistakeKind
from printing import Sheet, SheetJob, SheetValues, not_printed, render
from printing.sheets.boxes import TickBox
from printing.sheets.parts import Area
from printing.sheets.values import find_shown
from tests.printing.paper import pdfium_text, sheet_of, text_box
from tests.printing.pictures import by_pdfium, ink
from tests.printing.rowsheets import read
from tests.residents import YOSHIDA

DPI = 254
"""Ten dots a millimetre."""


def drawn(sheet: Sheet, values: SheetValues, tmp_path: Path) -> Image.Image:
    return by_pdfium(render([SheetJob(sheet, values)]).pdf, tmp_path, DPI)


def ink_within(picture: Image.Image, area: tuple[float, float, float, float]) -> float:
    x, y, w, h = (round(length * 10) for length in area)
    return ink(picture.crop((x, y, x + w, y + h)))


def middle_of(sheet: Sheet) -> float:
    area = sheet.boxes[0].area
    return area.y + area.h / 2


def test_it_works(tmp_path: Path) -> None:
    sheet = sheet_of(text_box())
    page = drawn(sheet, SheetValues(at_counter=frozenset({"name"})), tmp_path)
    area = sheet.boxes[0].area
    assert ink_within(page, (5, middle_of(sheet) - 3, 5, 6)) > 0.05
    assert ink_within(page, (area.x - 0.3, area.y - 0.3, area.w + 0.6, 0.6)) > 0.05
    assert ink_within(page, (area.x + 1, area.y + 1, area.w - 2, area.h - 2)) == 0


def test_the_mark_is_said_aloud_in_the_pdf() -> None:
    made = render([SheetJob(sheet_of(text_box()), SheetValues(at_counter=frozenset({"name"})))])
    assert (
        "：窓口で記入".encode("utf-16-be") in made.pdf
        or "窓口で記入".encode("utf-16-be").hex().upper().encode() in made.pdf.upper()
    )


def test_choices_keep_their_squares_and_get_one_mark(tmp_path: Path) -> None:
    squares = [
        TickBox(Area(1, 20 + 30 * n, 60, 4, 4), "kind", "種類", value, frame=False) for n, value in enumerate("ab")
    ]
    page = drawn(sheet_of(*squares), SheetValues(at_counter=frozenset({"kind"})), tmp_path)
    assert ink_within(page, (5, 58, 5, 8)) > 0.05
    assert ink_within(page, (20, 60, 40, 4)) == 0


FAMILY = SheetValues.of(
    {"family": ({"name": YOSHIDA, "sex": "f"}, {"name": "吉田　次郎", "sex": "m"})},
    lambda _, answer: str(answer),
)
CELL = '[[section]]\nheading = "子"\n[[section.row]]\ncells = [{{ item = "family.{field}", person = 2 }}]\n'


def test_a_cell_shows_a_field_of_one_of_several_people(tmp_path: Path) -> None:
    sheet = read(tmp_path, CELL.format(field="name"))
    text = pdfium_text(render([SheetJob(sheet, FAMILY)]).pdf)
    assert ("吉田　次郎" in text, YOSHIDA in text) == (True, False)
    assert {"family", "family.name"} <= sheet.items()


def test_a_person_who_has_no_cell_is_told(tmp_path: Path) -> None:
    missing = not_printed(read(tmp_path, CELL.format(field="name")), FAMILY)
    assert set(missing) == {"family.name", "family.sex"}


def test_a_field_of_a_person_may_be_written_at_the_counter(tmp_path: Path) -> None:
    sheet = read(tmp_path, CELL.format(field="name"))
    rows = (SheetValues(), SheetValues(at_counter=frozenset({"name"})))
    text = pdfium_text(render([SheetJob(sheet, SheetValues(rows={"family": rows}))]).pdf)
    assert "吉田" not in text


def test_fewer_people_than_the_cell_asks_for_leave_it_empty(tmp_path: Path) -> None:
    one = SheetValues(rows={"family": FAMILY.rows["family"][:1]})
    assert YOSHIDA not in pdfium_text(render([SheetJob(read(tmp_path, CELL.format(field="name")), one)]).pdf)


def test_a_field_nobody_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, CELL.format(field="shoe_size"))
    assert caught.value.mistake.kind is MistakeKind.UNKNOWN_ITEM


def test_a_day_in_the_registers_words_stands_whole_where_its_year_belongs() -> None:
    values = SheetValues.of({"born": "1960-07-05~"})
    assert [find_shown(values, "born", show) for show in ("era", "era_year", "month", "day")] == [
        (),
        ("昭和35年7月5日頃",),
        (),
        (),
    ]


def test_an_answer_that_is_not_known_yet_is_written_at_the_counter() -> None:
    values = SheetValues.of({"name": UNKNOWN, "kind": "whole"})
    assert values.at_counter == {"name"}
    assert set(values.texts) == {"kind"}
