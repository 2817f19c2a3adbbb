"""Rows onto pages: as roomy as one page allows, else on as many pages as they need with their headings repeated."""

from dataclasses import dataclass, field

from forms.mistake import MistakeKind
from forms.tomlfile import Table
from printing.rows.closing import Closing
from printing.rows.head import NEXT_TOP, TOP, Head, place_head, place_page_number
from printing.rows.look import (
    GAP,
    GREY,
    HEADING,
    MARGIN,
    OUTER,
    PAD,
    SMALL,
    Band,
    Placed,
    TooLong,
    label,
    level,
    part,
    width_of,
)
from printing.sheet import Area, Frame, Page

BOTTOM = 11.0
"""Kept free at the foot of every page, in mm."""
TIGHTEST, ROOMIEST = 0.85, 1.3
"""How far rows may give way so that the form stands on one page, and how far they may take what is left of it."""
SEVERAL_PAGES = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85)
"""What is tried where one page is not enough."""


@dataclass(frozen=True, slots=True)
class Row:
    """`table` is where it was written, to say so if it does not fit."""

    table: Table
    band: Band


@dataclass(frozen=True, slots=True)
class Section:
    """`note` stands small at the right end of the heading."""

    heading: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A form as it was written, before it is laid out."""

    head: Head
    page: Page
    sections: tuple[Section, ...]
    closing: Closing

    @property
    def width(self) -> float:
        return self.page.width - 2 * MARGIN


@dataclass(slots=True)
class Flow:
    """Pages being filled from the top; `y` is how far, in mm, and `scale` stretches or tightens rows."""

    form: RowForm
    scale: float
    placed: Placed = field(default_factory=Placed)
    page: int = 0
    y: float = 0.0

    @property
    def end(self) -> float:
        return self.form.page.height - BOTTOM

    def new_page(self) -> None:
        self.page += 1
        self.y = TOP if self.page == 1 else NEXT_TOP
        place_head(self.form.head, self.page, self.form.page.width, self.placed)

    def take(self, height: float) -> Area:
        area = Area(self.page, MARGIN, self.y, self.form.width, height)
        self.y += height
        return area


def lay_out(form: RowForm) -> tuple[Placed, int]:
    """Everything in its place, and the number of pages. Raises DataMistake for a row that fits nowhere."""
    flow = _roomiest(form)
    for page in range(1, flow.page + 1):
        place_page_number(page, flow.page, form.page.width, form.page.height, flow.placed)
    return flow.placed, flow.page


def _roomiest(form: RowForm) -> Flow:
    """One page if rows can give way that far; else the fewest pages, with rows as high as they allow."""
    if scale := _scale_for_one_page(form):
        return _flowed(form, scale)
    flows = [_flowed(form, scale) for scale in SEVERAL_PAGES]
    return min(flows, key=lambda flow: flow.page)


def _flowed(form: RowForm, scale: float) -> Flow:
    flow = Flow(form, scale)
    flow.new_page()
    for section in form.sections:
        _place_section(flow, section)
    _place_closing(flow)
    return flow


def _scale_for_one_page(form: RowForm) -> float:
    """By what the heights of rows are multiplied so that they fill one page; 0 if they would get too tight."""
    rows = sum(row.band.height(form.width) for section in form.sections for row in section.rows)
    room = form.page.height - BOTTOM - TOP - form.closing.height(form.width) - GAP
    room -= sum(GAP + (HEADING if section.heading else 0.0) for section in form.sections) - GAP
    scale = min(ROOMIEST, room / rows)
    return scale if scale >= TIGHTEST else 0.0


def _place_section(flow: Flow, section: Section) -> None:
    heading = HEADING if section.heading else 0.0
    gap = GAP if flow.y > TOP else 0.0
    heights = [row.band.height(flow.form.width) * flow.scale for row in section.rows]
    if flow.y + gap + heading + heights[0] > flow.end + 0.01:
        flow.new_page()
        gap = 0.0
    flow.y += gap
    _place_heading(flow, section.heading, section.note)
    begin = flow.y
    for row, height in zip(section.rows, heights, strict=True):
        if flow.y + height > flow.end + 0.01:
            _close_frame(flow, begin)
            flow.new_page()
            _place_heading(flow, f"{section.heading}（つづき）" if heading else "", section.note)
            begin = flow.y
        if flow.y + height > flow.end + 0.01:
            row.table.refuse(
                MistakeKind.OUT_OF_RANGE, "", f"高さは{flow.end - flow.y:.0f}mmまで（人数か行数を減らすこと）"
            )
        if flow.y > begin:
            flow.placed.drawings.append(level(Area(flow.page, MARGIN, flow.y, flow.form.width, 0), 0))
        _place_row(flow, row, height)
    _close_frame(flow, begin)


def _place_row(flow: Flow, row: Row, height: float) -> None:
    try:
        row.band.place(flow.take(height), flow.placed)
    except TooLong as error:
        row.table.refuse(MistakeKind.DOES_NOT_FIT, "", error.words)


def _place_heading(flow: Flow, heading: str, note: str) -> None:
    if heading:
        area = flow.take(HEADING)
        flow.placed.drawings.append(Frame(area, OUTER, GREY))
        inside = part(area, x=PAD, w=area.w - 2 * PAD)
        flow.placed.drawings.append(label(inside, heading, 10.0, bold=True))
        taken = width_of(heading, 10.0) + 4.0
        if note:
            flow.placed.drawings.append(label(part(inside, x=min(taken, inside.w / 2)), note, SMALL, "right"))


def _close_frame(flow: Flow, begin: float) -> None:
    if flow.y > begin:
        area = Area(flow.page, MARGIN, begin, flow.form.width, flow.y - begin)
        flow.placed.drawings.append(Frame(area, OUTER))


def _place_closing(flow: Flow) -> None:
    height = flow.form.closing.height(flow.form.width)
    if flow.y + GAP + height > flow.end + 0.01:
        flow.new_page()
    flow.y += GAP
    flow.form.closing.place(flow.take(height), flow.placed)
