"""A page that tells which setting of a keyboard-type scanner is wrong, from what it types."""

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.desk.counter.blueprint import counter
from kiosk.web.qr import qr_modules, qr_path

TEST_DIGITS = "0" + "1234567890" * 12
"""Begins with 0, so that it can never be taken for a ticket."""


@counter.get("/scanner")
def scanner_test() -> ResponseReturnValue:
    modules = qr_modules(TEST_DIGITS)
    return render_template("counter/scanner.html", path=qr_path(modules), size=len(modules), digits=TEST_DIGITS)
