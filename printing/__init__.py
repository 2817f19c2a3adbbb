"""Sheets: from answers to PDF pages, and on to the printer. Knows no Flask and no database."""

from printing.errors import PrintingError, Reason
from printing.notices import Notice, NoticeKind
from printing.place import AS_DRAWN, Placement
from printing.reading import read_sheet
from printing.render import Printed, SheetJob, render
from printing.sheet import Sheet
from printing.values import SheetValues

__all__ = [
    "AS_DRAWN",
    "Notice",
    "NoticeKind",
    "Placement",
    "Printed",
    "PrintingError",
    "Reason",
    "Sheet",
    "SheetJob",
    "SheetValues",
    "read_sheet",
    "render",
]
