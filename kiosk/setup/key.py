"""The town's settings are written, its key is made, and the sheet that brings the key back is printed, once."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from forms import DataMistake
from forms.ticket.keys import KeysError
from kiosk.office import Office
from kiosk.settings import SettingsError
from kiosk.setup.beginning import Beginning
from kiosk.setup.printer import PATIENCE
from kiosk.store import StoreError
from kiosk.tickets import draw_recovery_sheet, private_keys
from kiosk.web import running
from printing.ipp import Outcome, PrintOptions, print_pdf

routes = Blueprint("key", __name__)


@routes.get("/key")
def show() -> ft.ResponseReturnValue:
    return _page()


@routes.post("/key")
def take() -> ft.ResponseReturnValue:
    """Write, make and print; or take that the sheet is in its envelope."""
    beginning = running(Beginning)
    action = request.form.get("action")
    try:
        with beginning.lock:
            if action in ("make", "print"):
                _print_sheet(beginning, beginning.write())
            elif beginning.office is not None and action in ("kept", "without"):
                beginning.is_sheet_kept = True
    except DataMistake as error:
        return _page(str(error.mistake))
    except (KeysError, SettingsError, StoreError) as error:
        return _page(str(error))
    except OSError:
        return _page("設定を書き込めませんでした。ディスクの空きと、フォルダーの持ち主を確かめてください。")
    return redirect(url_for("administrator.show" if beginning.is_sheet_kept else "key.show"), 303)


def _print_sheet(beginning: Beginning, office: Office) -> None:
    """Print it where that is not done: a second sheet only where the first is known not to have come out."""
    uri = beginning.printer_uri
    if uri is None or (beginning.sheet is not None and beginning.sheet.outcome is Outcome.PRINTED):
        return
    key = private_keys(office).current
    printed = draw_recovery_sheet(office, key)
    options = PrintOptions(pages=printed.page_count)
    beginning.sheet = print_pdf(uri, printed.pdf, options, patience=PATIENCE, fingerprint=beginning.fingerprint)
    if beginning.sheet.outcome is Outcome.PRINTED:
        beginning.note_sheet(key.id)


def _page(trouble: str = "") -> ft.ResponseReturnValue:
    beginning = running(Beginning)
    is_out = beginning.sheet is not None and beginning.sheet.outcome is Outcome.PRINTED
    page = render_template("setup/key.html", trouble=trouble, is_out=is_out, has_printer=beginning.printer_uri)
    return page, 409 if trouble else 200
