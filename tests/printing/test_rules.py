"""No printed text lies over a rule of its form, on any sheet with any sample."""

from collections.abc import Iterator

import pytest

from printing.drawing.ink import Rect, Type
from printing.drawing.plan import plan_sheet
from printing.fonts import value_repertoire
from printing.sheets.parts import MM, Frame, Line
from printing.sheets.sheet import Sheet
from tests.printing.samples import every_sample, sample_job

FONTS = value_repertoire()
SLACK = 0.2
"""Points."""


@pytest.mark.parametrize(("id", "sample"), tuple(every_sample()))
def test_no_text_lies_over_a_rule(id: str, sample: str) -> None:
    job = sample_job(id, sample)
    plan = plan_sheet(job.sheet, job.values, FONTS)
    for number, inks in enumerate(plan.pages, start=1):
        rules = list(rules_of(job.sheet, number))
        lines = [(ink.label, line) for ink in inks for line in ink.types]
        assert [label for label, line in lines if any(crosses(rule, line) for rule in rules)] == []


def rules_of(sheet: Sheet, page: int) -> Iterator[Rect]:
    height = sheet.pages[page - 1].height
    for drawing in sheet.drawings:
        rect = Rect.of(drawing.area, height)
        if drawing.area.page != page:
            continue
        if isinstance(drawing, Line):
            yield rect
        elif isinstance(drawing, Frame) and drawing.weight:
            yield Rect(rect.x, rect.y, rect.w, 0)
            yield Rect(rect.x, rect.y + rect.h, rect.w, 0)
            yield Rect(rect.x, rect.y, 0, rect.h)
            yield Rect(rect.x + rect.w, rect.y, 0, rect.h)


def crosses(rule: Rect, line: Type) -> bool:
    """Whether the rule passes through the em boxes of the line, hanging spaces aside."""
    width = FONTS.width(line.text.rstrip(" 　")) * line.size / 1000
    left, low = line.x + SLACK, line.y - 0.12 * line.size + SLACK
    right, high = line.x + width - SLACK, line.y + 0.88 * line.size - SLACK
    across = min(right, rule.x + rule.w) - max(left, rule.x)
    along = min(high, rule.y + rule.h) - max(low, rule.y)
    return across >= 0 and along >= 0 and right > left


def test_a_line_across_a_rule_is_found() -> None:
    line = Type(20 * MM, 20 * MM, 11, "北海道架空郡")
    assert crosses(Rect(30 * MM, 10 * MM, 0, 20 * MM), line)
    assert crosses(Rect(10 * MM, 20 * MM + 3, 100 * MM, 0), line)
    assert not crosses(Rect(10 * MM, 18 * MM, 100 * MM, 0), line)
