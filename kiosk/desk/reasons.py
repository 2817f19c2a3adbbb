"""Why the desk could not do something, said to staff and to a visitor at the lobby.

The tables' own next steps (cables, services, settings) are for staff: the counter, `kiosk doctor` and the command line
say them, and the reason is in the log.
"""

from collections.abc import Mapping
from enum import StrEnum

from cardreader import CardReason
from forms.ticket import TicketReason
from forms.told import Told
from kiosk.store import StoreReason
from printing.ipp import PrintCode


class DeskReason(StrEnum):
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    NO_CODE_IN_PICTURE = "no_code_in_picture"
    CODE_CUT_OFF = "code_cut_off"
    NO_DIGITS = "no_digits"
    NO_PROCEDURE = "no_procedure"
    STILL_PRINTING = "still_printing"
    PRINTING_ELSEWHERE = "printing_elsewhere"
    NO_PRINTER = "no_printer"
    MAY_HAVE_PRINTED = "may_have_printed"
    PAPERS_UNSEEN = "papers_unseen"
    SEVERAL_VISITS = "several_visits"
    PAPER_CHANGED = "paper_changed"
    IDENTIFICATION_MISSING = "identification_missing"
    NOT_YOUR_VISIT = "not_your_visit"
    REAL_TICKET = "real_ticket"
    TRAINING_TICKET = "training_ticket"


SENTENCES: Mapping[StrEnum, tuple[str, str]] = {
    DeskReason.NO_PICTURE: (
        "画像として読めませんでした。",
        "スマートフォンの画面の写真か、保存したQRコードの画像（PNG・JPEG）を選んでください。",
    ),
    DeskReason.PICTURE_TOO_LARGE: (
        "画像が大きすぎます。",
        "QRコードのところだけを写した、小さい画像を選んでください。",
    ),
    DeskReason.NO_CODE_IN_PICTURE: (
        "画像の中に受付コードが見つかりません。",
        "QRコード全体がはっきり写った画像を選んでください。",
    ),
    DeskReason.CODE_CUT_OFF: (
        "受付コードが途中で切れました。",
        "もう一度かざしてください。",
    ),
    DeskReason.NO_DIGITS: (
        "受付コードの数字がありません。",
        "QRコードをかざすか、数字を貼り付けてください。",
    ),
    DeskReason.NO_PROCEDURE: (
        "手続が選ばれていません。",
        "手続を1つ以上選んでください。",
    ),
    DeskReason.STILL_PRINTING: (
        "この受付の書類を印刷しています。",
        "紙が出るまでお待ちください。",
    ),
    DeskReason.PRINTING_ELSEWHERE: (
        "この受付の書類を、別の端末で印刷しています。",
        "紙が出るまで待つか、その端末にいる人に声をかけてください。",
    ),
    DeskReason.NO_PRINTER: (
        "この端末にはプリンターが設定されていません。",
        "PDFを開いて、パソコンのプリンターで印刷してください。",
    ),
    DeskReason.MAY_HAVE_PRINTED: (
        "この受付の書類は、すでに印刷されたかもしれません。",
        "プリンターの紙を確かめてから、印刷するかどうかを選んでください。",
    ),
    DeskReason.PAPERS_UNSEEN: (
        "まだ確かめていない書類があります。",
        "見せてもらった書類にチェックを入れてください。不要なら、もう一度F4を押してください。",
    ),
    DeskReason.SEVERAL_VISITS: (
        "同じ数字の受付が、2つ以上あります。",
        "右の一覧から選ぶか、英字も入力してください。",
    ),
    DeskReason.PAPER_CHANGED: (
        "印刷したあとに、内容が変わっています。",
        "変わった分を印刷し直してから渡してください。",
    ),
    DeskReason.IDENTIFICATION_MISSING: (
        "本人確認が終わっていません。",
        "見せてもらった書類に印をつけてください。",
    ),
    DeskReason.NOT_YOUR_VISIT: (
        "受付は終わっています。",
        "はじめの画面から始めてください。",
    ),
    DeskReason.REAL_TICKET: (
        "これは練習用の受付コードではありません。",
        "本物の受付コードは、練習ではない窓口で開いてください。",
    ),
    DeskReason.TRAINING_TICKET: (
        "これは練習用の受付コードです。",
        "本物の窓口では使えません。練習の画面で開いてください。",
    ),
}


class DeskError(Told):
    """The desk cannot do something; `reason` says why."""

    reasons = DeskReason
    words = SENTENCES
    reason: DeskReason


CALL_STAFF = "職員を呼んでください。"
OTHER_WAY = "ほかの方法で始めるか、職員を呼んでください。"
NOT_HERE = "この画面では続けられません。"
NOT_PRINTED_HERE = "いまは印刷できません。窓口で印刷します。"
NOT_ARRIVED = "いま押したことが、届いていないかもしれません。"
PRESS_AGAIN = "もう一度、同じことをしてください。"

NEXT_STEPS: dict[str, str] = {
    CardReason.PIN_SHAPE: "もう一度入力してください。",
    CardReason.WRONG_PIN: "暗証番号がなくても、画面で入力できます。",
}
"""In the place of the official name of a PIN."""

OTHER_WAY_HELPS: frozenset[StrEnum] = frozenset(
    {
        CardReason.NO_SERVICE,
        CardReason.NO_READER,
        CardReason.NOT_ALLOWED,
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
    if reason == StoreReason.JUST_LOST:
        return NOT_ARRIVED, PRESS_AGAIN
    if reason in OTHER_WAY_HELPS:
        return sentence, OTHER_WAY
    if reason in BEYOND_VISITORS:
        return NOT_PRINTED_HERE, CALL_STAFF
    return (sentence, NEXT_STEPS.get(reason, next_step)) if reason in OF_A_VISITOR else (NOT_HERE, CALL_STAFF)
