"""Number slips on their way to paper, in a thread of their own: nobody waits for a slip to see the number."""

import logging
import threading

from kiosk.hall.slip import A6, Slip, draw_slip, escpos, send
from kiosk.settings import Desk
from printing.ipp import PrintOptions, print_pdf

A4 = "iso_a4_210x297mm"

_log = logging.getLogger("kiosk.desk")


def print_slip(slip: Slip, receipt_printer: str, desk: Desk) -> threading.Thread | None:
    """Begin to print on the receipt printer, else on the desk's sheet printer; None where there is neither."""
    if not receipt_printer and desk.printer_uri is None:
        return None
    thread = threading.Thread(target=_print, args=(slip, receipt_printer, desk), name="slip", daemon=True)
    thread.start()
    return thread


def print_paper(pdf: bytes, name: str, media: str, desk: Desk) -> threading.Thread | None:
    """Begin to print a page on the desk's sheet printer; None where there is none. The name says nothing of a person."""
    if desk.printer_uri is None:
        return None
    thread = threading.Thread(target=_send, args=(pdf, name, media, desk), name="paper", daemon=True)
    thread.start()
    return thread


def _print(slip: Slip, receipt_printer: str, desk: Desk) -> None:
    if receipt_printer:
        try:
            send(receipt_printer, escpos(slip))
        except OSError as error:
            _log.warning("slip_not_printed", extra={"error": type(error).__name__})
        return
    _send(draw_slip(slip), slip.number, A6, desk)


def _send(pdf: bytes, name: str, media: str, desk: Desk) -> None:
    options = PrintOptions(media=media, job_name=name)
    result = print_pdf(desk.printer_uri or "", pdf, options, fingerprint=desk.printer_fingerprint)
    _log.info("slip_printed", extra={"reason": result.code.value})
