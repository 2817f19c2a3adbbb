"""The ruled boxes of a form are found in its own lines."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st

from kiosk.trace.lines import Rule, RuledBox, found_boxes, rules_of
from tests.kiosk.trace.townforms import (
    ADDRESS,
    COMB,
    NAME,
    ROWS,
    TICK,
    barred_form,
    ruled_form,
    scanned_form,
    turned_form,
)

Place = tuple[float, float, float, float]


def boxes_of(file: Path, number: int = 1) -> tuple[RuledBox, ...]:
    return found_boxes(rules_of(file.read_bytes(), number))


def places(found: tuple[RuledBox, ...], kind: str) -> list[Place]:
    return [(box.x, box.y, box.w, box.h) for box in found if box.kind == kind]


def near(found: list[Place], wanted: Place) -> bool:
    return any(all(abs(a - b) <= 0.3 for a, b in zip(place, wanted, strict=True)) for place in found)


def test_finding_the_boxes_of_a_form_works(tmp_path: Path) -> None:
    found = boxes_of(ruled_form(tmp_path / "form.pdf"))
    assert near(places(found, "field"), NAME)
    assert near(places(found, "field"), ADDRESS)
    assert near(places(found, "square"), TICK)
    assert near(places(found, "field"), (20, 120, 70, 8))
    assert near(places(found, "field"), (90, 144, 100, 8))


def test_cells_side_by_side_are_offered_as_a_comb(tmp_path: Path) -> None:
    combs = [box for box in boxes_of(ruled_form(tmp_path / "form.pdf")) if box.kind == "comb"]
    assert [(box.cells, near([(box.x, box.y, box.w, box.h)], COMB)) for box in combs] == [(12, True)]


def test_rows_of_a_table_are_no_comb(tmp_path: Path) -> None:
    assert all(box.y < ROWS[1] for box in boxes_of(ruled_form(tmp_path / "form.pdf")) if box.kind == "comb")


def test_thin_filled_bars_count_as_lines(tmp_path: Path) -> None:
    assert near(places(boxes_of(barred_form(tmp_path / "form.pdf")), "field"), NAME)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_are_where_a_turned_page_shows_them(tmp_path: Path, degrees: int) -> None:
    x, y, w, h = NAME
    wanted = {
        0: NAME,
        90: (297 - y - h, x, h, w),
        180: (210 - x - w, 297 - y - h, w, h),
        270: (y, 210 - x - w, h, w),
    }
    assert near(places(boxes_of(turned_form(tmp_path / "form.pdf", degrees)), "field"), wanted[degrees])


def test_a_scanned_form_has_no_lines(tmp_path: Path) -> None:
    assert boxes_of(scanned_form(tmp_path / "scan.pdf")) == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x00" * 2000])
def test_what_is_no_pdf_has_no_lines(data: bytes) -> None:
    assert rules_of(data, 1) == ()


@pytest.mark.parametrize(
    "operators", [b"m", b"1 l", b"c re S", b"/X Do", b"Do", b"(a) (b) m S", b"Q Q cm", b"1e400 0 m 9 9 l S"]
)
def test_operators_without_their_operands_draw_nothing(operators: bytes) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].contents_add(operators)
    to = BytesIO()
    made.save(to)
    assert rules_of(to.getvalue(), 1) == ()


LENGTHS = st.floats(0, 400, allow_nan=False)
RULES = st.builds(
    lambda level, at, one, other: Rule(level, at, min(one, other), max(one, other)),
    st.booleans(),
    LENGTHS,
    LENGTHS,
    LENGTHS,
)


@settings(max_examples=60)
@given(st.lists(RULES, max_size=60))
def test_whatever_the_lines_every_box_found_has_an_inside(rules: list[Rule]) -> None:
    assert all(box.w >= 1.5 and box.h >= 1.5 for box in found_boxes(rules))


@settings(max_examples=40)
@given(
    st.lists(st.floats(8, 60), min_size=1, max_size=5),
    st.lists(st.floats(12, 40), min_size=1, max_size=6),
)
def test_every_cell_of_a_grid_is_found(columns: list[float], rows: list[float]) -> None:
    xs = [10 + sum(columns[:n]) for n in range(len(columns) + 1)]
    ys = [10 + sum(rows[:n]) for n in range(len(rows) + 1)]
    rules = [Rule(True, y, xs[0], xs[-1]) for y in ys] + [Rule(False, x, ys[0], ys[-1]) for x in xs]
    found = [(box.x, box.y, box.w, box.h) for box in found_boxes(rules) if box.kind != "comb"]
    assert len(found) == len(columns) * len(rows)
    assert all(
        near(found, (xs[c], ys[r], columns[c], rows[r])) for c in range(len(columns)) for r in range(len(rows))
    )
