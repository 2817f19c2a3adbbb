"""From what a scanner, a camera or a person hands over to the digits of a ticket."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import FileStorage

from forms.ticket.frame import LONGEST_INPUT, Progress, frame_of
from kiosk.desk.picture import LARGEST_PICTURE, digits_in_picture
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.desk.serialscanner import SerialScanner


def sent_texts(form: Mapping[str, str], scanner: SerialScanner | None) -> tuple[str, ...]:
    """The texts a screen sent: typed ones, or the number of a scan that the serial scanner has waiting."""
    number = form.get("serial", "")
    if not number:
        return typed_texts(form.get("text", ""))
    return typed_texts((scanner.take(number) if scanner else None) or "")


def typed_texts(typed: str) -> tuple[str, ...]:
    """The texts in what was typed or pasted. Raises DeskError: no_digits, code_cut_off."""
    text = typed.strip()[: LONGEST_INPUT + 1]
    if not text:
        raise DeskError(DeskReason.NO_DIGITS)
    if frame_of(text).progress is Progress.INCOMPLETE:
        raise DeskError(DeskReason.CODE_CUT_OFF)
    return (text,)


def uploaded_texts(files: Sequence[FileStorage]) -> tuple[str, ...]:
    """The codes in uploaded pictures, of both halves if there are two. Raises DeskError."""
    pictures = [data for file in files[:2] if (data := file.stream.read(LARGEST_PICTURE + 1))]
    if not pictures:
        raise DeskError(DeskReason.NO_PICTURE)
    texts = tuple(dict.fromkeys(text for data in pictures for text in digits_in_picture(data)))
    if not texts:
        raise DeskError(DeskReason.NO_CODE_IN_PICTURE)
    return texts
