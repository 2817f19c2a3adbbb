"""What a visitor at the lobby is told where only staff can help.

The tables' own next steps (cables, services, settings) are for staff: the counter, `kiosk doctor` and the command line
say them, and the reason is in the log.
"""

from enum import StrEnum

from cardreader import CardReason
from forms.ticket import TicketReason
from kiosk.desk.reasons import DeskReason
from kiosk.store import StoreReason
from printing.ipp import PrintCode

CALL_STAFF = "職員を呼んでください。"
OTHER_WAY = "ほかの方法で始めるか、職員を呼んでください。"
NOT_HERE = "この画面では続けられません。"
NOT_PRINTED_HERE = "いまは印刷できません。窓口で印刷します。"

NEXT_STEPS: dict[str, str] = {
    CardReason.PIN_SHAPE: "もう一度入れてください。",
    CardReason.WRONG_PIN: "暗証番号がなくても、画面で入力できます。",
}
"""In the place of the official name of a PIN."""

OTHER_WAY_HELPS: frozenset[StrEnum] = frozenset(
    {
        CardReason.NO_SERVICE,
        CardReason.NO_READER,
        CardReason.READER_BUSY,
        CardReason.READER_FAILED,
        TicketReason.UNKNOWN_VERSION,
        TicketReason.NOT_YET_VALID,
        TicketReason.UNKNOWN_PROCEDURE,
    }
)
"""What happened is said as it is; the visitor needs no card and no ticket."""

BEYOND_VISITORS: frozenset[StrEnum] = frozenset(
    {
        DeskReason.NO_PRINTER,
        PrintCode.BAD_ADDRESS,
        PrintCode.NOT_ACCEPTING,
        PrintCode.NOT_A_PRINTER,
        PrintCode.NO_PDF,
        PrintCode.REFUSED,
        PrintCode.UNREACHABLE,
        PrintCode.WRONG_CERTIFICATE,
    }
)
"""No sheet comes out of this printer before staff have seen to it."""

OF_A_VISITOR: frozenset[StrEnum] = frozenset(
    {
        *CardReason,
        *TicketReason,
        *DeskReason,
        *PrintCode,
        StoreReason.VISIT_UNKNOWN,
        StoreReason.VISIT_CLOSED,
        StoreReason.ALREADY_FINISHED,
        StoreReason.ANSWERS_TOO_LARGE,
        StoreReason.DATABASE_BUSY,
    }
) - {CardReason.FORBIDDEN_COMMAND, CardReason.PERSON_FILE, CardReason.VIRTUAL_READER}
"""Everything else is a matter between the town and the system's keeper."""


def word_for_visitors(reason: str, sentence: str, next_step: str) -> tuple[str, str]:
    """Sentence and next step as the visitor gets them (Japanese; all of them are in the translations)."""
    if reason in OTHER_WAY_HELPS:
        return sentence, OTHER_WAY
    if reason in BEYOND_VISITORS:
        return NOT_PRINTED_HERE, CALL_STAFF
    return (sentence, NEXT_STEPS.get(reason, next_step)) if reason in OF_A_VISITOR else (NOT_HERE, CALL_STAFF)
