"""Sheets: from answers to PDF pages, and on to the printer. Knows no Flask and no database."""

from printing.calibration import calibration_page
from printing.cover import CoverSlip, SlipEntry, cover_job
from printing.drawing.notices import Notice, NoticeKind
from printing.drawing.render import Printed, SheetJob, render
from printing.errors import PrintingError, Reason
from printing.paper import Batch, batches
from printing.sheets.geometry import AS_DRAWN, Placement, placement_from_measures
from printing.sheets.reading import read_sheet
from printing.sheets.sheet import Sheet, not_printed
from printing.sheets.values import SheetValues

__all__ = [
    "AS_DRAWN",
    "Batch",
    "CoverSlip",
    "Notice",
    "NoticeKind",
    "Placement",
    "Printed",
    "PrintingError",
    "Reason",
    "Sheet",
    "SheetJob",
    "SheetValues",
    "SlipEntry",
    "batches",
    "calibration_page",
    "cover_job",
    "not_printed",
    "placement_from_measures",
    "read_sheet",
    "render",
]
