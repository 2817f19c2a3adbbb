"""Which printer, and whether its test page comes out straight."""

import unicodedata
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from kiosk.setup.beginning import Beginning, SetupError, SetupReason, TriedPrinter
from kiosk.town.alignment import Measures, are_sound, full_address
from kiosk.web import running
from printing import AS_DRAWN, calibration_page, placement_from_measures
from printing.ipp import Patience, PrinterStatus, PrintOptions, check_printer, fingerprint_of, print_pdf

routes = Blueprint("printer", __name__)

PATIENCE = Patience(before_sending=15.0, without_change=60.0)
"""Somebody stands before the printer and sees what it does."""


@routes.get("/printer")
def show() -> ft.ResponseReturnValue:
    return _page(running(Beginning).printer_uri or "", None)


@routes.post("/printer")
def take() -> ft.ResponseReturnValue:
    """Keep the printer if it is ready, and print its test page; or keep that there is none."""
    beginning = running(Beginning)
    if request.form.get("action") == "without":
        beginning.goes_without_printer = True
        return redirect(url_for("devices.show"), 303)
    uri = full_address(request.form.get("uri", ""))
    status = check_printer(uri)
    if not status.usable:
        return _page(uri, status)
    beginning.goes_without_printer = False
    if beginning.printer is None or beginning.printer.uri != uri:
        beginning.printer = TriedPrinter(uri, fingerprint_of(uri))
    _print(beginning.printer)
    return redirect(url_for("printer.page"), 303)


@routes.get("/printer/page")
def page() -> ft.ResponseReturnValue:
    tried = running(Beginning).printer
    return _test_page(tried, None) if tried else redirect(url_for("printer.show"), 303)


@routes.post("/printer/page")
def judge() -> ft.ResponseReturnValue:
    """Print the test page, or take what the person has seen on it."""
    tried = running(Beginning).printer
    if tried is None:
        return redirect(url_for("printer.show"), 303)
    match request.form.get("action"):
        case "print":
            _print(tried)
        case "straight":
            tried.is_well = tried.result is not None
            return redirect(url_for("devices.show"), 303)
        case "measured":
            measures = read_measures([request.form.get(name, "") for name in "abcd"])
            if measures is None:
                return _test_page(tried, SetupError(SetupReason.MEASURES_WRONG))
            tried.measures, tried.is_well = measures, False
            _print(tried)
    return redirect(url_for("printer.page"), 303)


def read_measures(typed: Sequence[str]) -> Measures | None:
    """Return A, B, C and D in millimetres; None unless they can be what somebody has measured."""
    try:
        left, top, across, along = (float(unicodedata.normalize("NFKC", text[:10])) for text in typed)
    except ValueError:
        return None
    measures = (left, top, across, along)
    return measures if are_sound(measures) else None


def _print(tried: TriedPrinter) -> None:
    """As it is drawn the first time, put right by what was measured from then on."""
    placement = placement_from_measures(*tried.measures) if tried.measures else AS_DRAWN
    printed = calibration_page(placement)
    with running(Beginning).lock:
        options = PrintOptions(pages=1)
        tried.result = print_pdf(tried.uri, printed.pdf, options, patience=PATIENCE, fingerprint=tried.fingerprint)


def _page(uri: str, status: PrinterStatus | None) -> ft.ResponseReturnValue:
    found = running(Beginning).find_printers()
    return render_template("setup/printer.html", uri=uri, status=status, found=found), 422 if status else 200


def _test_page(tried: TriedPrinter, refusal: SetupError | None) -> ft.ResponseReturnValue:
    return render_template("setup/printerpage.html", tried=tried, refusal=refusal), 422 if refusal else 200
