"""Texts fit by shrinking, then breaking; whatever happens, every character is printed exactly once."""

from collections import Counter

import pytest
from hypothesis import given, strategies as st

from forms.answers import Answers
from printing import NoticeKind, SheetJob, SheetValues, render
from printing.drawing.fit import Fitted, Room, fit
from printing.drawing.ink import PADDING
from printing.drawing.plan import plan_sheet
from printing.fonts import clusters, value_repertoire
from printing.sheets.boxes import FLOOR, CombBox, RowsBox, TextBox
from printing.sheets.parts import MM, Area
from tests.printing.paper import pdfium_text, sheet_of, text_box, words
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, YOSHIDA

FONTS = value_repertoire()
WIDE = Room(width=300, height=40, size=11, floor=6, lines=3)

PRINTABLE = st.text(st.sampled_from("𠮷田髙﨑山川一二三　、。（）「」ーっァ-AaéÑ09 町丁目番地号"), max_size=400)


def fitted_in(room: Room, text: str) -> Fitted:
    fitted = fit(text, room, FONTS)
    assert fitted is not None
    return fitted


def test_it_works() -> None:
    assert fitted_in(WIDE, YOSHIDA).lines == (YOSHIDA,)


def test_a_long_text_shrinks_before_it_breaks() -> None:
    fitted = fitted_in(WIDE, "北" * 30)
    assert len(fitted.lines) == 1
    assert 6 <= fitted.size < 11


def test_a_name_breaks_between_family_and_given_name() -> None:
    fitted = fitted_in(WIDE, MARIA)
    assert fitted.lines[0].endswith("　") or len(fitted.lines) == 1


def test_an_address_breaks_between_its_parts() -> None:
    fitted = fitted_in(Room(width=220, height=40, size=11, floor=6, lines=3), HOME * 2)
    assert all(line[-1] in "道郡町目地" for line in fitted.lines)


@pytest.mark.parametrize(
    "lines", [("東京都町田市", "原町田"), ("東京都", "東村山市本町"), ("長野県", "大町市大町")]
)
def test_a_place_name_is_not_torn_apart(lines: tuple[str, ...]) -> None:
    room = Room(width=11 * 6.2, height=40, size=11, floor=11, lines=3)
    assert fitted_in(room, "".join(lines)).lines == lines


def test_only_the_word_that_is_too_wide_is_broken() -> None:
    narrow, less = (Room(width=width, height=40, size=10, floor=6, lines=3) for width in (40, 70))
    assert fitted_in(narrow, "JAYASURIYA RAJAPAKSHA").lines[0] == "JAYASURIYA "
    assert fitted_in(less, "DOS SANTOS　CAVALCANTIDEALBUQUERQUE").lines[0] == "DOS SANTOS　"


def test_no_line_starts_with_what_may_not_start_it() -> None:
    fitted = fitted_in(Room(width=110, height=60, size=11, floor=11, lines=3), "あ" * 10 + "。" + "い" * 10)
    assert not any(line.startswith("。") for line in fitted.lines)


@given(PRINTABLE, st.floats(20, 500), st.floats(7, 80), st.integers(1, 6))
def test_what_fits_is_whole_and_inside_and_never_below_the_floor(
    text: str, width: float, height: float, lines: int
) -> None:
    room = Room(width, height, 12, FLOOR, lines)
    fitted = fit(text, room, FONTS)
    if fitted is None:
        return
    assert "".join(fitted.lines) == text
    assert FLOOR <= fitted.size <= 12
    assert len(fitted.lines) <= lines
    assert fitted.size * (1 + 1.2 * (len(fitted.lines) - 1)) <= height + 0.01
    inked = [line.rstrip(" 　") for line in fitted.lines]
    assert all(width_of(line, fitted.size) <= width + 0.01 for line in inked)


def width_of(text: str, size: float) -> float:
    return sum(FONTS[piece].width for piece in clusters(text)) * size / 1000


@given(PRINTABLE.filter(lambda text: words(text) != ""), st.integers(8, 150), st.integers(1, 3))
def test_every_character_of_every_answer_is_printed_exactly_once(text: str, width: int, lines: int) -> None:
    sheet = sheet_of(text_box(w=width, h=8, lines=lines), CombBox(Area(1, 20, 60, 40, 8), "comb", "番号", cells=8))
    result = render([SheetJob(sheet, SheetValues.of({"name": text, "comb": text}))])
    plan = plan_sheet(sheet, SheetValues.of({"name": text, "comb": text}), FONTS)
    printed = [ink for ink in plan.pages[0] if ink.item == "name"]
    overflowed = [over.text for over in plan.overflows if over.item == "name"]
    on_form = "".join(line.text for ink in printed for line in ink.types)
    assert overflowed == [text] if overflowed else on_form == text
    assert result.page_count == (2 if plan.overflows else 1)


ANSWER_LETTERS = "𠮷田髙﨑川町葛渡邉永"
"""None of them occurs in headings, marks and page numbers."""


@given(
    st.text(st.sampled_from(ANSWER_LETTERS), max_size=300),
    st.lists(st.text(st.sampled_from(ANSWER_LETTERS), min_size=1, max_size=60), max_size=9),
)
def test_the_paper_holds_every_character_exactly_once(text: str, names: list[str]) -> None:
    sheet = sheet_of(text_box(w=60, lines=2, h=9), rows_box(3))
    answers: Answers = {"name": text, "family": tuple({"name": name, "birth_date": "1"} for name in names)}
    found = Counter(pdfium_text(render([SheetJob(sheet, SheetValues.of(answers))]).pdf))
    expected = Counter(text + "".join(names))
    assert {letter: found[letter] for letter in ANSWER_LETTERS} == {
        letter: expected[letter] for letter in ANSWER_LETTERS
    }


def test_what_does_not_fit_is_continued_marked_and_told() -> None:
    text = "相続の手続きで金融機関に出します。" * 12
    result = render([SheetJob(sheet_of(text_box(w=40)), SheetValues.of({"name": text}))])
    first, second = pdfium_text(result.pdf).split("2枚中2枚目")[0], pdfium_text(result.pdf)
    assert result.page_count == 2
    assert [notice.kind for notice in result.notices] == [NoticeKind.CONTINUED]
    assert "別紙1" in first
    assert "2枚中1枚目" in first
    assert words(second).count(words(text)) == 1


FAMILY = tuple({"name": name, "birth_date": day} for name, day in TAKASAKI_FAMILY)


def rows_box(count: int) -> RowsBox:
    row = (
        TextBox(Area(1, 0, 0, 90, 8), "name", "氏名"),
        TextBox(Area(1, 90, 0, 60, 8), "birth_date", "生年月日"),
    )
    return RowsBox(Area(1, 20, 40, 150, 8 * count), "family", "世帯員", count, row)


@pytest.mark.parametrize("count", [1, 2, 4, 7, 8, 9])
def test_no_member_of_a_household_is_dropped(count: int) -> None:
    result = render([SheetJob(sheet_of(rows_box(count)), SheetValues.of({"family": FAMILY}))])
    text = words(pdfium_text(result.pdf))
    assert all(text.count(words(name)) == 1 for name, _ in TAKASAKI_FAMILY)
    assert result.page_count == (1 if count >= 8 else 2)
    assert ("別紙1" in text) is (count < 8)


@given(st.lists(PRINTABLE.filter(lambda text: words(text) != ""), min_size=1, max_size=12))
def test_everybody_is_on_the_form_or_on_the_continuation(names: list[str]) -> None:
    values = SheetValues.of({"family": tuple({"name": name, "birth_date": "1"} for name in names)})
    plan = plan_sheet(sheet_of(rows_box(3)), values, FONTS)
    continued = sum(len(over.people) for over in plan.overflows if over.rows)
    shown = sum(ink.item == "family.birth_date" for ink in plan.pages[0])
    assert shown + continued == len(names)


def test_no_text_touches_the_rules_of_its_box() -> None:
    sheet = sheet_of(text_box(w=40, h=9, lines=2))
    plan = plan_sheet(sheet, SheetValues.of({"name": "北海道架空郡みどり野町東一条"}), FONTS)
    (ink,) = plan.pages[0]
    for line in ink.types:
        assert line.x >= (20 + PADDING) * MM - 0.01
        assert line.x + width_of(line.text, line.size) <= (60 - PADDING) * MM + 0.01


def test_lines_of_an_address_are_much_the_same_length() -> None:
    address = (
        "北海道架空郡みどり野町大字字東みどり野西三十五条南四十二丁目千二百三十四番地の五十六地先七十八号の九"
    )
    ragged = fitted_in(Room(300, 40, 11, 6, 3), address)
    even = fitted_in(Room(300, 40, 11, 6, 3, even=True), address)
    assert len(even.lines) == len(ragged.lines) > 1
    assert "".join(even.lines) == address
    assert min(even.widths) >= max(even.widths) * 0.5


@given(st.text(st.sampled_from(ANSWER_LETTERS), min_size=1, max_size=120), st.floats(20, 300))
def test_even_lines_hold_the_same_text_in_the_same_room(text: str, width: float) -> None:
    room = Room(width, 40, 11, 6, 4)
    ragged, even = fit(text, room, FONTS), fit(text, room._replace(even=True), FONTS)
    assert (ragged is None) == (even is None)
    if even:
        assert "".join(even.lines) == text
        assert max(even.widths) <= width + 0.01
