"""What is traced comes back from `sheet.toml` just as it was, and prints where it was drawn."""

import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from hypothesis import given, settings, strategies as st

from forms import DataMistake
from forms.samples import read_sample
from kiosk.office import open_office
from kiosk.stacks import draw_sheets
from kiosk.trace import TraceError, TraceReason, Tracing, read_template
from kiosk.trace.template import (
    Layout,
    boxes_from_plain,
    in_reading_order,
    read_layout,
    sheet_toml,
    template_pages,
)
from printing.sheets.boxes import (
    CELL_KINDS,
    FLOOR,
    KINDS,
    Box,
    CircleBox,
    CodeBox,
    CombBox,
    ErasBox,
    NumberBox,
    RowsBox,
    SignatureBox,
    StaffBox,
    TextBox,
    TickBox,
)
from printing.sheets.boxes.marks import ERAS
from printing.sheets.parts import Area
from printing.sheets.values import SHOWS
from tests.kiosk.offices import make_office
from tests.kiosk.trace.townforms import MM, NAME, ruled_form, scanned_form, turned_form

PROCEDURE = "resident_record_copy"
TENTHS = st.integers(0, 2000).map(lambda tenths: tenths / 10)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
AREAS = st.builds(Area, st.integers(1, 2), TENTHS, TENTHS, TENTHS, TENTHS)


SIZES = st.sampled_from([5.0, 9.0, 10.5, 24.0])
NAMED = {"item": WORDS, "label": WORDS}
TYPED = {**NAMED, "show": st.sampled_from(SHOWS), "align": st.sampled_from(["left", "center", "right"])}
MARKED = {**NAMED, "value": WORDS, "words": WORDS, "show": st.sampled_from(SHOWS), "size": SIZES}
FRAME = {"frame": st.booleans()}


def sized(kind: type[TextBox] | type[CombBox], **keys: st.SearchStrategy[object]) -> st.SearchStrategy[Box]:
    """Boxes of type, whose floor is at most their size."""
    sizes = SIZES.flatmap(lambda size: st.tuples(st.just(size), st.sampled_from([min(FLOOR, size), 4.0])))
    return st.builds(
        lambda two, **said: kind(**said, size=two[0], floor=two[1]), sizes, area=AREAS, **TYPED, **keys
    )


CELLS = {
    "text": sized(TextBox, lines=st.integers(1, 9)),
    "comb": sized(CombBox, cells=st.integers(1, 20), **FRAME),
    "tick": st.builds(TickBox, area=AREAS, **MARKED, **FRAME),
    "circle": st.builds(CircleBox, area=AREAS, **MARKED),
    "eras": st.builds(ErasBox, area=AREAS, **NAMED, eras=st.sampled_from([ERAS, ("H", "R")]), size=SIZES, **FRAME),
}
AnyBox = TypeVar("AnyBox", bound=Box)

BOXES = {
    **CELLS,
    "rows": st.builds(
        RowsBox,
        area=AREAS,
        **NAMED,
        count=st.integers(1, 20),
        row=st.lists(st.one_of(*CELLS.values()), max_size=3),
    ).map(lambda box: replace(box, row=tuple(on_page(cell, box.area.page) for cell in box.row))),
    "code": st.builds(CodeBox, area=AREAS),
    "signature": st.builds(SignatureBox, area=AREAS, label=WORDS),
    "number": st.builds(NumberBox, area=AREAS, label=WORDS, **FRAME),
    "staff": st.builds(StaffBox, area=AREAS, label=WORDS),
}


def on_page(box: AnyBox, page: int) -> AnyBox:
    return replace(box, area=replace(box.area, page=page))


def traced() -> st.SearchStrategy[Box]:
    return st.one_of(*BOXES.values())


def test_every_kind_of_box_is_tried_here() -> None:
    assert set(BOXES) == set(KINDS)
    assert set(CELLS) == set(CELL_KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_words_for_whoever_draws_it(kind: type[Box]) -> None:
    assert kind.name


@given(st.lists(traced(), max_size=5), WORDS)
def test_reading_back_works_for_all_boxes_and_words(boxes: list[Box], title: str) -> None:
    layout = Layout(title, tuple(boxes))
    text = sheet_toml(layout, template_pages(2))
    again = boxes_from_plain({"box": tomllib.loads(text).get("box", [])}, 2)
    assert again == layout.boxes
    assert tomllib.loads(text)["title"] == title


@settings(max_examples=50)
@given(st.lists(traced(), max_size=8), st.randoms())
def test_the_order_depends_on_the_places_alone(boxes: list[Box], luck: object) -> None:
    ordered = in_reading_order(boxes)
    assert in_reading_order(ordered) == ordered
    assert sorted(map(id, ordered)) == sorted(map(id, boxes))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
        lambda some: (
            st.lists(some, max_size=5)
            | st.dictionaries(
                st.sampled_from(["box", "kind", "at", "item", "cell", "cells", "size"]), some, max_size=5
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_the_browser_sends_is_read_or_refused(sent: object) -> None:
    with suppress(DataMistake):
        boxes_from_plain({"box": sent}, 2)


@pytest.fixture
def tracing(tmp_path: Path) -> Tracing:
    office = make_office(tmp_path)
    return Tracing(office, read_template(ruled_form(tmp_path / "form.pdf")), PROCEDURE)


def name_box(place: tuple[float, float, float, float] = NAME) -> Box:
    return TextBox(Area(1, *place), item="claimant.name", show="text")


def text_within(pdf: bytes, place: tuple[float, float, float, float]) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        x, y, w, h = (length * MM for length in place)
        return str(
            page.get_textpage().get_text_bounded(x, page.get_height() - y - h, x + w, page.get_height() - y)
        )
    finally:
        document.close()


def test_a_saved_sheet_prints_the_answer_inside_its_box(tracing: Tracing) -> None:
    tracing.change(Layout("請求書", (name_box(),)), "typical")
    file = tracing.save()
    assert file.parent == tracing.office.settings.folder / "catalogue" / PROCEDURE
    office = open_office(tracing.office.settings.folder)
    procedure = office.catalogue.get(PROCEDURE)
    assert procedure is not None
    assert procedure.folder == file.parent
    printed = draw_sheets(read_sample(procedure, "typical"), office)
    assert text_within(printed.pdf, NAME).strip() == "𠮷田　花子"
    assert read_layout(file, 1) == Layout("請求書", tracing.layout.boxes)


def test_saving_twice_writes_the_same_bytes_and_keeps_the_file_before(tracing: Tracing) -> None:
    tracing.change(Layout("請求書", (name_box((60, 62, 130, 12)), name_box())), "typical")
    first = tracing.save().read_bytes()
    tracing.change(Layout("請求書", tuple(reversed(tracing.layout.boxes))), "typical")
    assert tracing.save().read_bytes() == first
    assert (tracing.save().parent / "sheet.before.toml").read_bytes() == first


def test_opening_the_form_again_shows_the_saved_boxes(tracing: Tracing) -> None:
    tracing.change(Layout("請求書", (name_box(),)), "typical")
    tracing.save()
    again = Tracing(open_office(tracing.office.settings.folder), tracing.template, PROCEDURE)
    assert again.layout.boxes == tracing.layout.boxes


def test_a_new_id_begins_a_procedure_that_can_be_printed(tmp_path: Path) -> None:
    tracing = Tracing(make_office(tmp_path), read_template(scanned_form(tmp_path / "scan.pdf")), "dog_walk")
    tracing.change(Layout("犬", (name_box(),)), "*")
    tracing.save()
    office = open_office(tracing.office.settings.folder)
    procedure = office.catalogue.get("dog_walk")
    assert procedure is not None
    assert "𠮷田" in text_within(draw_sheets(read_sample(procedure, "typical"), office).pdf, NAME)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_the_sample_of_a_turned_page_is_printed_upright_where_it_was_drawn(tmp_path: Path, degrees: int) -> None:
    tracing = Tracing(make_office(tmp_path), read_template(turned_form(tmp_path / "form.pdf", degrees)), PROCEDURE)
    place = (30.0, 40.0, 100.0, 12.0)
    tracing.change(Layout("請求書", (name_box(place),)), "typical")
    assert text_within(tracing.sample_pdf(), place).strip() == "𠮷田　花子"


def test_a_box_that_cannot_be_printed_is_told_and_keeps_the_sheet_from_being_saved(tracing: Tracing) -> None:
    nameless = TextBox(Area(1, 10, 10, 50, 8), show="text")
    outside = name_box((150, 50, 130, 12))
    mark = TickBox(Area(1, 10, 30, 4, 4), item="basis", show="code", value="nobody")
    rows = RowsBox(Area(1, 10, 60, 100, 20), item="claimant.name", count=2)
    tracing.change(Layout("請求書", (nameless, name_box(), outside, mark, rows)), "typical")
    assert [problem.box for problem in tracing.shown.problems] == ["0", "2", "3", "4", "4"]
    with pytest.raises(TraceError) as caught:
        tracing.save()
    assert caught.value.reason is TraceReason.NOT_READY


def test_an_item_the_procedure_does_not_ask_is_pointed_out(tracing: Tracing) -> None:
    tracing.change(
        Layout("請求書", (TextBox(Area(1, 9, 9, 50, 8), item="claimant.sex", show="text"),)),
        "typical",
    )
    assert "尋ねません" in tracing.shown.hints[0].text
    assert "claimant.name" in {item.name for item in tracing.shown.unplaced}


def test_every_kind_of_box_prints_in_the_sample_of_everything(tracing: Tracing) -> None:
    row = TextBox(Area(1, 0, 0, 60, 8), item="name", show="text")
    boxes = (
        name_box(),
        CombBox(Area(1, 60, 80, 84, 8), item="claimant.phone", show="digits", cells=12),
        TickBox(Area(1, 30, 100, 4, 4), item="basis", show="code", value="self", size=9.0),
        CircleBox(Area(1, 40, 100, 8, 8), item="basis", show="code", value="letter", size=9.0),
        ErasBox(Area(1, 60, 100, 30, 6), item="claimant.birth_date", size=9.0),
        TextBox(Area(1, 95, 100, 10, 6), item="sheet.date", show="era_year"),
        RowsBox(Area(1, 20, 120, 170, 32), item="subject", count=4, row=(row,)),
        CodeBox(Area(1, 20, 20, 20, 20)),
        SignatureBox(Area(1, 20, 170, 80, 12)),
        NumberBox(Area(1, 20, 190, 84, 8)),
        StaffBox(Area(1, 20, 210, 80, 12)),
    )
    tracing.change(Layout("全部", boxes), "*")
    assert tracing.shown.problems == ()
    assert text_within(tracing.sample_pdf(), (20, 120, 80, 32)).count("見本") == 4
    tracing.save()


@pytest.mark.parametrize("id", ["", "../x", "Abc", "a" * 60, "ab/c"])
def test_an_id_that_is_none_is_refused(tracing: Tracing, id: str) -> None:
    with pytest.raises(TraceError) as caught:
        tracing.choose(id)
    assert caught.value.reason is TraceReason.BAD_ID


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"hello")
    with pytest.raises(TraceError) as caught:
        read_template(tmp_path / "x.pdf")
    assert caught.value.reason is TraceReason.NOT_A_PDF
