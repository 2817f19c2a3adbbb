"""Everything that can go wrong between answers and paper: one exception, one table of words."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class Reason(StrEnum):
    """Every reason a sheet cannot be drawn. `WORDS` has the words for each."""

    FONT_MISSING = "font_missing"
    FONT_UNREADABLE = "font_unreadable"
    LABEL_UNPRINTABLE = "label_unprintable"
    TEMPLATE_UNREADABLE = "template_unreadable"
    TOO_MUCH_TEXT = "too_much_text"
    CODE_TOO_LONG = "code_too_long"
    NOTHING_TO_PRINT = "nothing_to_print"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    Reason.FONT_MISSING: (
        "文字の形のファイル（フォント「{detail}」）が見つかりません。",
        "make setup を実行して、フォントをインストールしてください。",
    ),
    Reason.FONT_UNREADABLE: (
        "フォント「{detail}」を読めません。",
        "フォントのファイルを入れ直してください。",
    ),
    Reason.LABEL_UNPRINTABLE: (
        "様式の見出しに、印字できない文字（{detail}）があります。",
        "sheet.toml の見出しか、town.toml の町の名前とあて先（addressee）の文字を直してください。",
    ),
    Reason.TEMPLATE_UNREADABLE: (
        "様式の下地のPDF（{detail}）を読めません。",
        "パスワードのない、壊れていないPDFを置いてください。",
    ),
    Reason.TOO_MUCH_TEXT: (
        "印字する文字が多すぎます（{detail}）。",
        "入力内容を短くしてください。",
    ),
    Reason.CODE_TOO_LONG: (
        "用紙に載せるQRコードの中身が長すぎます。",
        "QRコードに受付番号だけを入れる設定にしてください。",
    ),
    Reason.NOTHING_TO_PRINT: ("印刷する様式がありません。", "手続を選び直してください。"),
}


class PrintingError(Told):
    """Raised by the front doors of this package. `detail` never holds an answer."""

    reasons = Reason
    words = WORDS
    reason: Reason
