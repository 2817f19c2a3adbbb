"""Speaks IPP straight to a printer: asks how it is, prints a PDF, follows the job until the paper is out."""

from printing.ipp.follow import JobProgress, JobResult, OnProgress, Outcome, Patience
from printing.ipp.job import print_pdf
from printing.ipp.message import Advice, PrintCode, advice
from printing.ipp.options import A4, Offers, PrintOptions, Sides, Staple, Wish
from printing.ipp.printer import Printer, PrinterStatus, check_printer
from printing.ipp.search import FoundPrinter, find_printers
from printing.ipp.transport import fingerprint_of

__all__ = [
    "A4",
    "Advice",
    "FoundPrinter",
    "JobProgress",
    "JobResult",
    "Offers",
    "OnProgress",
    "Outcome",
    "Patience",
    "PrintCode",
    "PrintOptions",
    "Printer",
    "PrinterStatus",
    "Sides",
    "Staple",
    "Wish",
    "advice",
    "check_printer",
    "find_printers",
    "fingerprint_of",
    "print_pdf",
]
