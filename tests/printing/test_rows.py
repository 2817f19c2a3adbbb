"""A sheet written by sections and rows becomes the same boxes and drawings as one in exact mm."""

from itertools import combinations
from pathlib import Path

import pytest

from forms.answers import Answers, Value
from forms.condition import holds
from printing import SheetJob, SheetValues, read_sheet, render
from printing.drawing.ink import Rect
from printing.sheets.boxes import (
    BlankBox,
    ChooseBox,
    CircleBox,
    CodeBox,
    CombBox,
    NumberBox,
    RowsBox,
    SealPrintBox,
    TextBox,
    TickBox,
)
from printing.sheets.boxes.marks import RingBox
from printing.sheets.parts import Label
from printing.sheets.sheet import Sheet
from tests.printing.paper import pdfium_text, qpdf_finds_nothing, words
from tests.printing.rowsheets import (
    CLOSING,
    HEAD,
    MEMBERS,
    OF_THE_DESK,
    PERSON,
    WORDS,
    is_inside,
    overlap,
    own_boxes,
    places,
    read,
)
from tests.printing.samples import DAY
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, YOSHIDA

FAMILY = tuple({"name": name, "birth_date": day} for name, day in TAKASAKI_FAMILY)


def labels(sheet: Sheet) -> list[str]:
    return [drawing.text for drawing in sheet.drawings if isinstance(drawing, Label)]


def cell(tmp_path: Path, written: str) -> Sheet:
    return read(tmp_path, f'[[section]]\nheading = "欄"\n[[section.row]]\ncells = [{{ {written} }}]\n')


def test_it_works(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + MEMBERS.format(rows=4) + CLOSING)
    answers: dict[str, Value] = {
        "claimant.name": YOSHIDA,
        "claimant.address": HOME,
        "family": FAMILY[:4],
    }
    result = render([SheetJob(sheet, SheetValues.of(answers | {"sheet.date": "2026-11-20"}))])
    text = words(pdfium_text(result.pdf))
    assert result.page_count == 1
    assert result.notices == ()
    assert all(words(answer) in text for answer in (YOSHIDA, HOME, *(name for name, _ in TAKASAKI_FAMILY[:4])))
    assert "届出日令和" in text
    assert "みどり野町長" in text
    assert qpdf_finds_nothing(result.pdf, tmp_path)


def test_a_person_has_all_the_usual_items(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON)
    usual = ("name", "kana", "postal_code", "address", "building", "birth_date", "phone")
    assert sheet.items() == {*OF_THE_DESK, *(f"claimant.{part}" for part in usual)}
    assert [type(box) for box in sheet.boxes if isinstance(box, CodeBox)] == [CodeBox]


@pytest.mark.parametrize(
    ("written", "kinds", "words_on_paper"),
    [
        ('item = "claimant.phone"', [TextBox], ["電話番号"]),
        ('item = "claimant.sex"', [TickBox, TickBox], ["性別", "男", "女"]),
        ('item = "claimant.sex", kind = "circles"', [CircleBox, CircleBox], ["男", "女"]),
        ('item = "claimant.sex", kind = "text"', [TextBox], ["性別"]),
        ('item = "basis", only = ["self", "letter"]', [TickBox, TickBox], ["本人", "代理人"]),
        ('item = "basis", only = ["self"], words = { self = "届出人" }', [TickBox], ["届出人"]),
        ('item = "bank.public", words = { yes = "有", no = "無" }', [TickBox, TickBox], ["有", "無"]),
        (
            'item = "purpose", only = ["other"], detail = "purpose.detail"',
            [TickBox, TextBox],
            ["その他", "（", "）"],
        ),
        ('item = "bank.number"', [CombBox], ["口座番号"]),
        ('item = "bank.number", digits = 7', [CombBox], ["口座番号"]),
        ('item = "claimant.relation"', [TextBox], ["世帯主との続柄"]),
        ('item = "claimant.name", kana = "claimant.kana"', [TextBox, TextBox], ["フリガナ", "氏名"]),
        ('blank = "number", label = "個人番号"', [NumberBox], ["窓口でご記入ください"]),
        ('blank = "seal_print", label = "印影", words = "窓口で"', [SealPrintBox], ["印影", "窓口で"]),
        ('blank = "choose", label = "監護", words = "有・無"', [ChooseBox], ["監護", "有・無"]),
        ('label = "年度", text = "令和8年度"', [], ["年度", "令和8年度"]),
    ],
)
def test_the_vocabulary_says_how_an_item_is_set(
    tmp_path: Path, written: str, kinds: list[type], words_on_paper: list[str]
) -> None:
    sheet = cell(tmp_path, written)
    assert [type(box) for box in own_boxes(sheet)] == kinds
    assert all(expected in labels(sheet) for expected in words_on_paper)


def test_a_ring_is_drawn_around_the_choice_that_matters_most(tmp_path: Path) -> None:
    sheet = cell(tmp_path, 'item = "consult.topics", only = ["home", "food"], most = "consult.main"')
    ticks = [box for box in own_boxes(sheet) if isinstance(box, TickBox)]
    rings = [box for box in own_boxes(sheet) if isinstance(box, RingBox)]
    assert [box.value for box in rings] == ["home", "food"]
    for tick, ring in zip(ticks, rings, strict=True):
        assert ring.area.x < tick.area.x
        assert ring.area.x + ring.area.w > tick.area.x + tick.area.w
    values = SheetValues.of({"consult.topics": ("home", "food"), "consult.main": "food"})
    assert [box.value for box in rings if box.has_ink(box.shown_in(values))] == ["food"]
    assert [box.value for box in ticks if box.has_ink(box.shown_in(values))] == ["home", "food"]
    path = rings[1].mark(Rect(0, 0, 15, 15))
    assert path.count("h S") == 2, "two circles"
    assert render([SheetJob(sheet, values)]).page_count == 1


def test_a_family_too_large_for_the_table_continues(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + MEMBERS.format(rows=5))
    result = render([SheetJob(sheet, SheetValues.of({"family": FAMILY}))])
    text = words(pdfium_text(result.pdf))
    assert result.page_count == 2
    assert all(text.count(words(name)) == 1 for name, _ in TAKASAKI_FAMILY)


def test_a_long_form_goes_on_with_its_headings_repeated(tmp_path: Path) -> None:
    row = '[[section.row]]\nitems = ["claimant.address"]\n'
    sheet = read(tmp_path, f'[[section]]\nheading = "長い欄"\n{row * 40}{CLOSING}')
    assert len(sheet.pages) == 2
    assert {"試験の届", "試験の届（つづき）", "1　長い欄", "1　長い欄（つづき）"} <= set(labels(sheet))
    assert {area.page for area in places(sheet)} == {1, 2}
    signatures = [box for box in sheet.boxes if isinstance(box, BlankBox) and box.kind == "signature"]
    assert [box.area.page for box in signatures] == [2]


def test_a_short_section_is_not_parted(tmp_path: Path) -> None:
    sheet = read(tmp_path, MEMBERS.format(rows=17) + PERSON + PERSON + CLOSING)
    assert len(sheet.pages) == 2
    parted = [text for text in labels(sheet) if text.endswith("（つづき）")]
    assert parted == ["試験の届（つづき）"]


def test_rows_take_what_the_page_has_left(tmp_path: Path) -> None:
    few, many = read(tmp_path, PERSON), read(tmp_path, PERSON * 3 + MEMBERS.format(rows=4) + CLOSING)
    first = [next(box for box in sheet.boxes if isinstance(box, TextBox) and box.item == "claimant.name")
             for sheet in (few, many)]  # fmt: skip
    assert first[0].area.h > first[1].area.h


def test_nothing_is_ever_printed_where_the_law_wants_a_blank(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        MEMBERS.format(rows=4) + '[[section.row]]\ncells = [{ blank = "number", label = "個人番号" }]\n' + CLOSING,
    )
    blanks = [box for box in sheet.boxes if isinstance(box, BlankBox)]
    assert [box.kind for box in blanks] == [*["number"] * 5, "signature", *["staff"] * 4]
    answers = SheetValues.of({"family": FAMILY[:4], "個人番号": "123456789012"})
    assert "123456789012" not in pdfium_text(render([SheetJob(sheet, answers)]).pdf)


@pytest.mark.parametrize(("seal", "kinds"), [("none", []), ("optional", ["seal"]), ("required", ["seal"])])
def test_a_seal_has_its_room_beside_the_signature(tmp_path: Path, seal: str, kinds: list[str]) -> None:
    sheet = read(tmp_path, PERSON + CLOSING + f'seal = "{seal}"\n')
    assert [box.kind for box in sheet.boxes if isinstance(box, BlankBox) and box.kind == "seal"] == kinds
    assert not [pair for pair in combinations(places(sheet), 2) if overlap(*pair)]
    assert ("※ 押印は、なくてもかまいません。" in labels(sheet)) == (seal == "optional")


def test_a_long_answer_may_be_given_a_single_low_line(tmp_path: Path) -> None:
    usual, low = (cell(tmp_path, f'item = "care.visit_contact"{lines}') for lines in ("", ", lines = 1"))
    heights = [next(box.area.h for box in own_boxes(sheet) if isinstance(box, TextBox)) for sheet in (usual, low)]
    assert heights[1] < heights[0]


def test_a_landscape_form_stays_on_its_page(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'orientation = "landscape"\n' + PERSON + MEMBERS.format(rows=3) + CLOSING)
    assert (sheet.pages[0].width, sheet.pages[0].height) == (297, 210)
    assert all(is_inside(area, sheet) for area in places(sheet))


def test_a_photograph_keeps_its_size(tmp_path: Path) -> None:
    body = '[[section]]\n[[section.row]]\ncells = [{ blank = "photo", label = "写真" }]\n' + PERSON * 4
    photo = next(box for box in read(tmp_path, body).boxes if isinstance(box, BlankBox) and box.kind == "photo")
    assert (photo.area.w, photo.area.h) == (30, 40)


def test_a_long_name_shrinks_in_its_cell(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + CLOSING)
    result = render([SheetJob(sheet, SheetValues.of({"claimant.name": MARIA}))])
    assert result.notices == ()
    assert words(MARIA) in words(pdfium_text(result.pdf))


@pytest.mark.parametrize(("people", "rows"), [(1, 4), (4, 4), (5, 5), (8, 8)])
def test_a_table_has_as_many_rows_as_people_where_the_usual_ones_do_not_do(
    tmp_path: Path, people: int, rows: int
) -> None:
    file = tmp_path / "sheet.toml"
    body = MEMBERS.format(rows="4\nmost = 8")
    file.write_text(HEAD + PERSON + body + CLOSING, encoding="utf-8")
    answers: Answers = {"family": tuple({"name": name} for name, _ in TAKASAKI_FAMILY[:people])}
    held = frozenset(each for each in read_sheet(file, WORDS).conditions if holds(each, answers, DAY))
    sheet = read_sheet(file, WORDS, held=held)
    assert [box.count for box in sheet.boxes if isinstance(box, RowsBox)] == [rows]
    assert render([SheetJob(sheet, SheetValues.of(answers))]).page_count == 1
    numbers = [box for box in sheet.boxes if isinstance(box, NumberBox)]
    assert len(numbers) == rows, "everybody has cells for the 個人番号"
