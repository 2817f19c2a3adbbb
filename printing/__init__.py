"""Sheets: from answers to PDF pages, and on to the printer. Knows no Flask and no database."""

from printing.drawing.render import Notice, NoticeKind, Printed, Proof, SheetJob, proof, render
from printing.errors import PrintingError, Reason
from printing.pages import CoverSlip, SlipEntry, calibration_page, cover_job
from printing.paper import Batch, batches
from printing.sheets.parts import AS_DRAWN, Placement, placement_from_measures
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
    "Proof",
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
    "proof",
    "read_sheet",
    "render",
]
