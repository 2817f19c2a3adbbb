"""A page that tells which setting of a keyboard-type scanner is wrong, from what it types."""

from flask import Blueprint, render_template, typing as ft

from kiosk.web.qr import TEST_DIGITS, qr_modules, qr_path

routes = Blueprint("scanner", __name__)


@routes.get("/scanner")
def show() -> ft.ResponseReturnValue:
    modules = qr_modules(TEST_DIGITS)
    return render_template("counter/scanner.html", path=qr_path(modules), size=len(modules), digits=TEST_DIGITS)
