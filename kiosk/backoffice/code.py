"""The code on a sheet: receipt number, procedure and version, or the answers sealed to the office.

Digits only, for the same scanners as tickets. A ticket never begins with 0 and these always do, so that a desk takes
none for a ticket. The format is specified in docs/export.md.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forms import Answers, Application, Catalogue, Procedure, Told
from forms.schema import pack_rows, unpack_rows
from forms.ticket import Keyring, KeysError, Progress, PublicKey, TicketError, frame, keyfiles, packing, sealing
from forms.ticket.packed import pack_moment, unpack_moment, whole
from kiosk.logs import event
from kiosk.office import Office, now, today
from kiosk.settings import PaperCode
from printing import PrintingError, Sheet
from printing.drawing.margin import SMALLEST_MODULE, qr_rows


class BackOfficeReason(StrEnum):
    NOT_A_PAPER_CODE = "not_a_paper_code"
    IS_A_TICKET = "is_a_ticket"
    MISREAD = "misread"
    UNKNOWN_VERSION = "unknown_version"
    WRONG_TOWN = "wrong_town"
    UNKNOWN_KEY = "unknown_key"
    DAMAGED = "damaged"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    BAD_CONTENTS = "bad_contents"
    TOO_LARGE = "too_large"
    NO_CODE_FOUND = "no_code_found"
    NOT_A_PICTURE = "not_a_picture"
    NOT_ENCODABLE = "not_encodable"
    IS_CARRIED = "is_carried"
    SHEET_OF_OTHER_TOWN = "sheet_of_other_town"
    SHEET_OF_OTHER_KEY = "sheet_of_other_key"
    SHEET_EXPIRED = "sheet_expired"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    BackOfficeReason.NOT_A_PAPER_CODE: (
        "様式のQRコードではありません。",
        "様式に印刷された四角いコードを読み取ってください。",
    ),
    BackOfficeReason.IS_A_TICKET: (
        "これは住民の受付コードです。",
        "受付コードは窓口端末で読み取ってください。",
    ),
    BackOfficeReason.MISREAD: ("QRコードの数字が欠けているか、違っています。", "もう一度読み取ってください。"),
    BackOfficeReason.UNKNOWN_VERSION: ("新しい形式のQRコードです。", "このプログラムを新しくしてください。"),
    BackOfficeReason.WRONG_TOWN: ("ほかの市区町村の様式です。", "その役所へ送ってください。"),
    BackOfficeReason.UNKNOWN_KEY: (
        "このPCにない鍵で暗号化されています。",
        "town.toml の paper.key_folder を確かめてください。",
    ),
    BackOfficeReason.DAMAGED: ("QRコードの中身が壊れています。", "紙を見て入力してください。"),
    BackOfficeReason.UNKNOWN_PROCEDURE: (
        "このPCでは扱えない手続か版です。",
        "手続の一覧を窓口端末と同じものにしてください。",
    ),
    BackOfficeReason.BAD_CONTENTS: ("QRコードの中身が手続の項目と合いません。", "紙を見て入力してください。"),
    BackOfficeReason.TOO_LARGE: ("ファイルが大きすぎます。", "いくつかに分けてください。"),
    BackOfficeReason.NO_CODE_FOUND: (
        "様式のQRコードが見つかりません。",
        "300dpiで、まっすぐ読み取り直してください。",
    ),
    BackOfficeReason.NOT_A_PICTURE: (
        "画像かPDFとして読めません。",
        "PNG、JPEG、TIFF、PDFのどれかにしてください。",
    ),
    BackOfficeReason.NOT_ENCODABLE: (
        "この文字コードで表せない文字があります。",
        "--encoding utf-8 にするか、--skip を付けてその様式を除いてください。",
    ),
    BackOfficeReason.IS_CARRIED: (
        "これは次の課の窓口で開くコードです。",
        "窓口端末で読み取ってください。",
    ),
    BackOfficeReason.SHEET_OF_OTHER_TOWN: (
        "ほかの市区町村で印刷した紙です。",
        "ここでは開けません。ご本人に話をうかがい、新しい受付を開いてください。",
    ),
    BackOfficeReason.SHEET_OF_OTHER_KEY: (
        "この端末では開けない鍵で暗号化された紙です。",
        "練習の紙か、捨てた鍵の紙です。ご本人に話をうかがい、新しい受付を開いてください。",
    ),
    BackOfficeReason.SHEET_EXPIRED: (
        "この紙のコードは、使える日数を過ぎています。",
        "いまの様子をご本人にうかがい、新しい紙を作ってください。",
    ),
}


class BackOfficeError(Told):
    """Never holds an answer: `detail` is a file name, an item name or a code point."""

    reasons = BackOfficeReason
    words = WORDS
    reason: BackOfficeReason

    def __init__(self, reason: BackOfficeReason, detail: str = "") -> None:
        super().__init__(reason, detail=detail)

    @property
    def sentence(self) -> str:
        detail = self.values["detail"]
        return f"{super().sentence}（{detail}）" if detail else super().sentence


PREFIX = "0"
RECEIPT, SEALED, CARRIED = "1", "2", "3"
HEAD = 8
LONGEST = 4_000
INFO = {SEALED: b"kakanai-madoguchi paper\x00", CARRIED: b"kakanai-madoguchi carried\x00"}
"""Sealed for this purpose only: the same bytes never open as a ticket, nor the one kind as the other."""
CLOCKS_APART = timedelta(minutes=10)
"""How far the clock of the desk that printed may be ahead."""

RECEIPT_BODY = 34
"""Digits behind the head of a receipt's code; scanner.js knows them as well."""
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


def make_sealed_code(
    form: PrintedForm, town: str, key: PublicKey, catalogue: Catalogue, kind: str = SEALED
) -> str:
    """Seal the answers of this procedure for the holder of the key: the back office, or, carried, the desks of the town.

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
            packing.pack_answers(answers, schema),
        ]
        body = frame.body_of(sealing.sealed(packing.squeezed(packing.write_cbor(packed)), town, key, INFO[kind]))
    except TicketError as error:
        raise _translate(error) from None
    if len(body) > LONGEST:
        raise BackOfficeError(BackOfficeReason.TOO_LARGE)
    return _frame(kind, body)


def is_carried_code(text: str) -> bool:
    """Return whether the digits begin like the code of a sheet that the next section opens."""
    return is_paper_code(text) and str(frame.digits_of(text))[1] == CARRIED


def is_paper_code(text: str) -> bool:
    """Return whether the digits begin like a code of a sheet."""
    digits = frame.digits_of(text)
    return bool(digits) and str(digits).startswith(PREFIX) and len(str(digits)) > HEAD


def open_code(text: str, town: str, keyring: Keyring | None, catalogue: Catalogue) -> PrintedForm:
    """Open what was scanned. `keyring` holds the office's keys; without it only receipts open.

    Raise BackOfficeError.
    """
    kind, body = _unframe(text)
    if kind == RECEIPT:
        return _open_receipt(body, town, catalogue)
    if kind == CARRIED:
        raise BackOfficeError(BackOfficeReason.IS_CARRIED)
    if keyring is None:
        raise BackOfficeError(BackOfficeReason.UNKNOWN_KEY)
    return _open_sealed(kind, body, keyring, catalogue)


def open_carried_code(text: str, keyring: Keyring, catalogue: Catalogue, moment: datetime) -> PrintedForm:
    """Open what another section's sheet carries. `keyring` holds the town's keys.

    Anybody can seal to a public key: the answers need the same checks as typed ones. Raise BackOfficeError.
    """
    kind, body = _unframe(text)
    if kind != CARRIED:
        raise BackOfficeError(BackOfficeReason.NOT_A_PAPER_CODE)
    try:
        form = _open_sealed(kind, body, keyring, catalogue)
    except BackOfficeError as error:
        raise BackOfficeError(AT_DESKS.get(error.reason, error.reason)) from None
    if form.procedure.carried is None:
        raise BackOfficeError(BackOfficeReason.BAD_CONTENTS)
    if not -CLOCKS_APART <= moment - form.printed <= timedelta(days=form.procedure.carried.days):
        raise BackOfficeError(BackOfficeReason.SHEET_EXPIRED)
    return form


AT_DESKS = {
    BackOfficeReason.WRONG_TOWN: BackOfficeReason.SHEET_OF_OTHER_TOWN,
    BackOfficeReason.UNKNOWN_KEY: BackOfficeReason.SHEET_OF_OTHER_KEY,
}
"""What the same means where a visitor brings the paper."""


def _open_sealed(kind: str, body: str, keyring: Keyring, catalogue: Catalogue) -> PrintedForm:
    try:
        match packing.read_cbor(packing.unsqueezed(sealing.unsealed(frame.bytes_of(body), keyring, INFO[kind]))):
            case [minutes, str() as receipt, number, version, values]:
                procedure = _find_procedure(whole(number), whole(version), catalogue)
                schema = catalogue.schema_for([(procedure.id, procedure.version)])
                answers = unpack_rows(packing.unpack_answers(values, schema))
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
    return f"{rest}{frame.check_digits(rest + body)}{body}"


def _unframe(text: str) -> tuple[str, str]:
    digits = frame.digits_of(text)
    if not digits or len(digits) <= HEAD or digits[0] != PREFIX:
        is_ticket = bool(digits) and frame.frame_of(text).progress is not Progress.NOT_A_TICKET
        raise BackOfficeError(BackOfficeReason.IS_A_TICKET if is_ticket else BackOfficeReason.NOT_A_PAPER_CODE)
    body = digits[HEAD:]
    if len(body) != int(digits[2:6]) or frame.check_digits(digits[:6] + body) != digits[6:HEAD]:
        raise BackOfficeError(BackOfficeReason.MISREAD)
    if digits[1] not in (RECEIPT, SEALED, CARRIED):
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


_log = logging.getLogger("kiosk.paper")


def code_for(
    sheet: Sheet, application: Application, procedure: Procedure, office: Office, receipt: str = ""
) -> str:
    """The digits for the sheet's QR, empty for none. An event is logged if they tell less than the town wishes."""
    wish = office.settings.paper.code
    if not sheet.codes or (wish is PaperCode.NONE and not procedure.carried):
        return ""
    side = min(min(box.area.w, box.area.h) for box in sheet.codes)
    for kind, text in _codes(wish, application, procedure, office, receipt):
        if _fits(text, side):
            return text
        event(_log, "paper_code_too_long", logging.WARNING, procedure=procedure.id, kind=kind)
    return ""


def _codes(
    wish: PaperCode, application: Application, procedure: Procedure, office: Office, receipt: str
) -> Iterator[tuple[str, str]]:
    """The richest first; of a sheet that the next section opens, always its own."""
    answers = application.journey(today()).relevant_for(procedure)
    form = PrintedForm(receipt, now(), procedure, answers)
    town = office.settings.town.code
    kind = CARRIED if procedure.carried else SEALED
    if procedure.carried or wish is PaperCode.SEALED:
        settings = office.settings
        file = settings.keys.public_file if procedure.carried else settings.paper.public_file
        try:
            yield (
                KINDS[kind],
                make_sealed_code(form, town, keyfiles.read_public_keys(file).current, office.catalogue, kind),
            )
        except (KeysError, BackOfficeError) as error:
            event(
                _log, "paper_code_not_sealed", logging.WARNING, procedure=procedure.id, reason=error.reason.value
            )
    yield PaperCode.RECEIPT.value, make_receipt_code(form, town)


KINDS = {CARRIED: "carried", SEALED: PaperCode.SEALED.value}
"""What an event calls them."""


def _fits(text: str, side: float) -> bool:
    """Whether a copier still shows the squares in `side` mm."""
    try:
        return len(qr_rows(text)) * SMALLEST_MODULE <= side
    except PrintingError:
        return False
