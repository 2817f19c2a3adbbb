"""The back office: a code on each sheet that staff scan instead of typing the paper again, and its export."""

from kiosk.backoffice.choosing import code_for
from kiosk.backoffice.code import PrintedForm, open_code, receipt_code, sealed_code
from kiosk.backoffice.errors import BackOfficeError, BackOfficeReason
from kiosk.backoffice.scanning import codes_in_scan, codes_in_text
from kiosk.backoffice.writing import Encoding, Misfit, misfits, to_csv, to_json

__all__ = [
    "BackOfficeError",
    "BackOfficeReason",
    "Encoding",
    "Misfit",
    "PrintedForm",
    "code_for",
    "codes_in_scan",
    "codes_in_text",
    "misfits",
    "open_code",
    "receipt_code",
    "sealed_code",
    "to_csv",
    "to_json",
]
