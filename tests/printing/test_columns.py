"""Columns of a continuation sheet share the page fairly."""

import pytest
from hypothesis import given, strategies as st

from printing.drawing.plan import share_room
from printing.sheets.sheet import shorten_label


def test_it_works() -> None:
    assert share_room([10, 20], 60) == [25, 35]


def test_the_modest_get_what_they_need_and_the_rest_share_equally() -> None:
    assert share_room([10, 100, 200], 110) == [10, 50, 50]


@given(st.lists(st.floats(1, 1000), min_size=1, max_size=12), st.floats(50, 600))
def test_all_of_the_room_is_dealt_out(needs: list[float], room: float) -> None:
    widths = share_room(needs, room)
    assert sum(widths) == pytest.approx(room)
    assert all(width >= min(need, room / len(needs)) - 1e-6 for width, need in zip(widths, needs, strict=True))


@pytest.mark.parametrize(
    ("whole", "part", "short"),
    [("異動する方", "異動する方の氏名", "氏名"), ("世帯員", "氏名", "氏名"), ("氏名", "氏名", "氏名")],
)
def test_a_part_is_named_without_the_whole(whole: str, part: str, short: str) -> None:
    assert shorten_label(whole, part) == short
