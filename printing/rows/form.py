"""A form written in sections and rows, as it was read and before it is laid out."""

from dataclasses import dataclass

from forms.tomlfile import Table
from printing.rows.closing import Closing
from printing.rows.head import Head
from printing.rows.look import HEADING, MARGIN, Band
from printing.sheet import Page


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

    @property
    def bar(self) -> float:
        """The height of its heading."""
        return HEADING if self.heading else 0.0


@dataclass(frozen=True, slots=True)
class RowForm:
    """Everything a row sheet says."""

    head: Head
    page: Page
    sections: tuple[Section, ...]
    closing: Closing

    @property
    def width(self) -> float:
        return self.page.width - 2 * MARGIN
