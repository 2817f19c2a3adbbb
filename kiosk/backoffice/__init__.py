"""The back office: a code on each sheet that staff scan instead of typing the paper again, and its export."""

from kiosk.backoffice.code import (
    BackOfficeError,
    BackOfficeReason,
    PrintedForm,
    code_for,
    make_receipt_code,
    make_sealed_code,
    open_code,
)
from kiosk.backoffice.scanning import find_codes, split_codes
from kiosk.backoffice.writing import Encoding, Misfit, find_misfits, to_csv, to_json

__all__ = [
    "BackOfficeError",
    "BackOfficeReason",
    "Encoding",
    "Misfit",
    "PrintedForm",
    "code_for",
    "find_codes",
    "find_misfits",
    "make_receipt_code",
    "make_sealed_code",
    "open_code",
    "split_codes",
    "to_csv",
    "to_json",
]
