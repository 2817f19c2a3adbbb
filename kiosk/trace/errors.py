"""Why a form cannot be traced: closed reasons with words and a next step."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class TraceReason(StrEnum):
    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    BAD_SIZE = "bad_size"
    BAD_ID = "bad_id"
    NOT_READY = "not_ready"
    CANNOT_SAVE = "cannot_save"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    TraceReason.NOT_A_PDF: (
        "「{detail}」をPDFとして読めません。",
        "パスワードのない、壊れていないPDFを選んでください。",
    ),
    TraceReason.TOO_LARGE: ("「{detail}」は大きすぎます。", "50MBまでのPDFにしてください。"),
    TraceReason.TOO_MANY_PAGES: ("ページが多すぎます（{detail}ページ）。", "20ページまでに分けてください。"),
    TraceReason.BAD_SIZE: (
        "用紙の大きさが合いません（{detail}）。",
        "縦も横も20mmから600mmまでのPDFにしてください。",
    ),
    TraceReason.BAD_ID: (
        "「{detail}」は手続のIDに使えません。",
        "小文字の英字で始まる3文字から40文字の英数字と _ にしてください。",
    ),
    TraceReason.NOT_READY: ("まだ保存できません。{detail}", "画面の「直すところ」を直してください。"),
    TraceReason.CANNOT_SAVE: (
        "「{detail}」に書き込めません。",
        "フォルダーの権限とディスクの空きを確かめてください。",
    ),
}


class TraceError(Told):
    """Raised where the person who traces has to do something about it."""

    reasons = TraceReason
    words = WORDS
    reason: TraceReason
