"""The mayor's page says the month in three numbers, one picture and where to look."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.hall.figures import Cell, Faces, Figures, HourWait, Score, Times, draw_chart, read_figures
from kiosk.hall.monthly import Month, draw_month, remarks
from kiosk.hall.survey import Activity, Comparison, Phase, count_face, read_faces
from kiosk.hall.turns import new_key
from kiosk.store import Store
from tests.kiosk.store.conftest import Clock
from tests.printing.paper import pdfium_text

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
FIGURES = Figures(
    FIRST,
    LAST,
    cells=(
        *(
            Cell("visits", "hour", f"{hour:02}", count)
            for hour, count in ((8, 120), (9, 310), (10, 402), (16, 80))
        ),
        Cell("visits", "status", "finished", 912),
    ),
    times=(Times("cert", 610, 9.5, 7.0, 540), Times("move", 140, 41.0, 38.0, 60)),
    promises=(Score("cert", 600, 510, 60, 30), Score("move", 100, 55, 40, 5)),
    overall=Times("", 750, 12.0, 9.0, 600),
    hours=(HourWait(9, 200, 11.0), HourWait(10, 260, 24.5)),
    faces=Faces(212, 4.3),
)
MONTH = Month(
    "みどり野町", "2026年11月", FIGURES, None, {"cert": "証明書", "move": "引っ越し"}, {"cert": 15, "move": 30}
)


def test_it_works() -> None:
    page = pdfium_text(draw_month(MONTH))
    for words in ("みどり野町", "2026年11月", "912件", "12分", "80％", "4.3点", "10時", "402", "引っ越し", "38分"):
        assert words in page


def test_it_says_where_to_look_from_the_figures_alone() -> None:
    said = remarks(MONTH)
    assert said[0] == "「引っ越し」は、半分の方が41分より長く待ちました（目安30分）。"
    assert said[1] == "いちばん待つのは10時台に番号を取った方です（中央値24.5分、260人）。"
    assert len(said) == 2
    broken = replace(FIGURES, promises=(Score("cert", 100, 60, 30, 10),))
    assert "守れていません" in remarks(replace(MONTH, now=broken))[2]


def test_before_and_after_stand_beside_each_other() -> None:
    minutes = {activity: (3.0, 1.0) for activity in Activity}
    found = Comparison("birth", {Phase.BEFORE: 3, Phase.AFTER: 2}, minutes, (48.0, 21.5))
    page = pdfium_text(draw_month(replace(MONTH, comparisons=[found], before=FIGURES)))
    for words in ("48分", "21.5分", "前3・後2", "前の月 912件"):
        assert words in page


def test_a_month_without_anybody_is_a_page_too() -> None:
    empty = replace(MONTH, now=Figures(FIRST, LAST, (), ()))
    assert "10人以上の用事は、ありません。" in pdfium_text(draw_month(empty))


def test_the_same_month_gives_the_same_file() -> None:
    assert draw_month(MONTH) == draw_month(MONTH)


@pytest.mark.parametrize(("most", "top"), [(0, 1), (7, 10), (10, 10), (402, 500), (1.2, 2)])
def test_a_chart_ends_at_a_round_number(most: float, top: float) -> None:
    chart = draw_chart([("a", most, ""), ("b", 0, "")], 100, 50)
    assert chart.top == top
    assert chart.columns[0].height == pytest.approx(50 * most / top)
    assert chart.columns[0].y + chart.columns[0].height == pytest.approx(50)


def test_a_tap_is_counted_once_and_hidden_among_fewer_than_ten(store: Store, clock: Clock) -> None:
    day = clock.now.date()
    key = new_key()
    for _ in range(3):
        count_face(store, key, "main", 5)
    assert read_faces(store, day, day) == {5: 1}
    for _ in range(8):
        count_face(store, new_key(), "main", 4)
    assert read_figures(store, day, day, {}).faces is None
    count_face(store, new_key(), "", 1)
    figures = read_figures(store, day, day, {})
    assert figures.faces == Faces(10, 3.8)
    assert [cell.value for cell in figures.cells] == ["other"]
