"""The code on a sheet: receipt number, procedure and version, or the answers sealed to the office's own key.

Digits only, for the same scanners as tickets. A ticket never begins with 0 and these always do, so that a desk takes
none for a ticket. The format is specified in docs/export.md.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from forms import Answers, Catalogue, Procedure
from forms.schema import pack_rows, unpack_rows
from forms.ticket import Keyring, PublicKey, TicketError
from forms.ticket.cbor import read_cbor, write_cbor
from forms.ticket.envelope import sealed, unsealed
from forms.ticket.frame import Progress, check_digits, digits_of, frame_of
from forms.ticket.halves import body_of, bytes_of
from forms.ticket.numbers import pack_moment, unpack_moment, whole
from forms.ticket.packing import pack_answers, unpack_answers
from forms.ticket.squeezing import squeezed, unsqueezed
from kiosk.backoffice.errors import BackOfficeError, BackOfficeReason

PREFIX = "0"
RECEIPT, SEALED = "1", "2"
HEAD = 8
LONGEST = 4_000
INFO = b"kakanai-madoguchi paper\x00"
"""Sealed for this purpose only: the same bytes never open as a ticket."""

_RECEIPT_BODY = re.compile(r"([0-9]{6})([0-9]{10})([0-9]{5})([0-9]{5})([0-9]{2})([0-9]{6})")
_NUMBER = re.compile(r"([A-Z])-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One sheet as its code tells. `printed` is aware, in whole minutes. `answers` is None if the code has only the
    receipt; its keys are those of the ticket (`item` or `item@procedure`)."""

    receipt: str
    printed: datetime
    procedure: Procedure
    answers: Answers | None = None


def make_receipt_code(form: PrintedForm, town: str) -> str:
    """Return 42 digits. A receipt number that is none is left out."""
    found = _NUMBER.fullmatch(form.receipt)
    letter, count = (ord(found[1]) - ord("A") + 1, int(found[2])) if found else (0, 0)
    minutes = pack_moment(form.printed)
    return _frame(
        RECEIPT,
        f"{town}{minutes:010d}{form.procedure.number:05d}{form.procedure.version:05d}{letter:02d}{count:06d}",
    )


def make_sealed_code(form: PrintedForm, town: str, key: PublicKey, catalogue: Catalogue) -> str:
    """Seal the answers of this procedure for the holder of the office's key.

    Raise BackOfficeError if they are too many.
    """
    schema = catalogue.schema_for([(form.procedure.id, form.procedure.version)])
    known = {field.key for field in schema}
    rows = pack_rows(form.answers or {}, [form.procedure])
    answers = {name: value for name, value in rows.items() if name in known}
    try:
        packed = [
            pack_moment(form.printed),
            form.receipt,
            form.procedure.number,
            form.procedure.version,
            pack_answers(answers, schema),
        ]
        body = body_of(sealed(squeezed(write_cbor(packed)), town, key, INFO))
    except TicketError as error:
        raise _translate(error) from None
    if len(body) > LONGEST:
        raise BackOfficeError(BackOfficeReason.TOO_LARGE)
    return _frame(SEALED, body)


def is_paper_code(text: str) -> bool:
    """Return whether the digits begin like a code of a sheet."""
    digits = digits_of(text)
    return bool(digits) and str(digits).startswith(PREFIX) and len(str(digits)) > HEAD


def open_code(text: str, town: str, keyring: Keyring | None, catalogue: Catalogue) -> PrintedForm:
    """Open what was scanned. `keyring` holds the office's keys; without it only receipts open.

    Raise BackOfficeError.
    """
    kind, body = _unframe(text)
    if kind == RECEIPT:
        return _open_receipt(body, town, catalogue)
    if keyring is None:
        raise BackOfficeError(BackOfficeReason.UNKNOWN_KEY)
    try:
        match read_cbor(unsqueezed(unsealed(bytes_of(body), keyring, INFO))):
            case [minutes, str() as receipt, number, version, values]:
                procedure = _find_procedure(whole(number), whole(version), catalogue)
                schema = catalogue.schema_for([(procedure.id, procedure.version)])
                answers = unpack_rows(unpack_answers(values, schema))
                return PrintedForm(_check_receipt(receipt), unpack_moment(minutes), procedure, answers)
    except TicketError as error:
        raise _translate(error) from None
    raise BackOfficeError(BackOfficeReason.BAD_CONTENTS)


def _open_receipt(body: str, town: str, catalogue: Catalogue) -> PrintedForm:
    found = _RECEIPT_BODY.fullmatch(body)
    if found is None or int(found[5]) > 26:
        raise BackOfficeError(BackOfficeReason.BAD_CONTENTS)
    if found[1] != town:
        raise BackOfficeError(BackOfficeReason.WRONG_TOWN)
    procedure = _find_procedure(int(found[3]), int(found[4]), catalogue)
    receipt = f"{chr(ord('A') - 1 + int(found[5]))}-{int(found[6]):03d}" if int(found[5]) else ""
    try:
        return PrintedForm(receipt, unpack_moment(int(found[2])), procedure)
    except TicketError as error:
        raise _translate(error) from None


def _find_procedure(number: int, version: int, catalogue: Catalogue) -> Procedure:
    procedure = catalogue.version(number, version)
    if procedure is None:
        raise BackOfficeError(BackOfficeReason.UNKNOWN_PROCEDURE)
    return procedure


def _frame(kind: str, body: str) -> str:
    rest = f"{PREFIX}{kind}{len(body):04d}"
    return f"{rest}{check_digits(rest + body)}{body}"


def _unframe(text: str) -> tuple[str, str]:
    digits = digits_of(text)
    if not digits or len(digits) <= HEAD or digits[0] != PREFIX:
        is_ticket = bool(digits) and frame_of(text).progress is not Progress.NOT_A_TICKET
        raise BackOfficeError(BackOfficeReason.IS_A_TICKET if is_ticket else BackOfficeReason.NOT_A_PAPER_CODE)
    body = digits[HEAD:]
    if len(body) != int(digits[2:6]) or check_digits(digits[:6] + body) != digits[6:HEAD]:
        raise BackOfficeError(BackOfficeReason.MISREAD)
    if digits[1] not in (RECEIPT, SEALED):
        raise BackOfficeError(BackOfficeReason.UNKNOWN_VERSION)
    return digits[1], body


def _check_receipt(receipt: str) -> str:
    if receipt and not _NUMBER.fullmatch(receipt):
        raise BackOfficeError(BackOfficeReason.BAD_CONTENTS)
    return receipt


def _translate(error: TicketError) -> BackOfficeError:
    """Return the same reason in the words of the back office."""
    known = {reason.value: reason for reason in BackOfficeReason}
    return BackOfficeError(known.get(error.reason.value, BackOfficeReason.DAMAGED))
