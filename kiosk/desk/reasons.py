"""Why the desk could not do something: closed reasons, each with a sentence and a next step."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


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
        "この受付は、いま印刷しています。",
        "紙が出るまでお待ちください。",
    ),
    DeskReason.PRINTING_ELSEWHERE: (
        "この受付は、いま別の端末で印刷しています。",
        "紙が出るまで待つか、その端末にいる人に声をかけてください。",
    ),
    DeskReason.NO_PRINTER: (
        "この端末にはプリンターが設定されていません。",
        "PDFを開いて、パソコンのプリンターで印刷してください。",
    ),
    DeskReason.MAY_HAVE_PRINTED: (
        "この受付は、もう印刷したかもしれません。",
        "プリンターの紙を確かめてから、印刷するかどうかを選んでください。",
    ),
    DeskReason.IDENTIFICATION_MISSING: (
        "本人確認が終わっていません。",
        "見せてもらった書類に印をつけてください。",
    ),
    DeskReason.NOT_YOUR_VISIT: (
        "受付は終わっています。",
        "最初の画面から始めてください。",
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
