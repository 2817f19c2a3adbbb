"""Why the settings could not be used: closed reasons, each with a sentence and a next step."""

from enum import StrEnum

from forms.mistake import Mistake


class SettingsReason(StrEnum):
    CONFIG_NOT_FOUND = "config_not_found"
    SETTING_MISTAKEN = "setting_mistaken"
    DESK_UNKNOWN = "desk_unknown"
    DESK_AMBIGUOUS = "desk_ambiguous"
    PRIVATE_FILE_UNREADABLE = "private_file_unreadable"
    PRIVATE_FILE_TOO_OPEN = "private_file_too_open"
    PRIVATE_FILE_DAMAGED = "private_file_damaged"


class SettingsError(Exception):
    """`reason` is for programs, `sentence` and `next_step` for the operator; `mistake` has file and key."""

    def __init__(self, reason: SettingsReason, detail: str = "", mistake: Mistake | None = None) -> None:
        self.reason = reason
        self.mistake = mistake
        sentence, next_step = SENTENCES[reason]
        self.sentence = _place(mistake) + mistake.sentence if mistake else sentence.format(detail=detail)
        self.next_step = mistake.remedy if mistake else next_step.format(detail=detail)
        super().__init__(f"{self.sentence} → {self.next_step}")


def _place(mistake: Mistake) -> str:
    return f"{mistake.file.name}の{mistake.line}行目: "


SENTENCES: dict[SettingsReason, tuple[str, str]] = {
    SettingsReason.CONFIG_NOT_FOUND: (
        "設定のフォルダー「{detail}」に town.toml がありません。",
        "--config か環境変数 KIOSK_CONFIG で、town.toml のあるフォルダーを指定してください。",
    ),
    SettingsReason.SETTING_MISTAKEN: ("設定に誤りがあります。", "town.toml を直してください。"),
    SettingsReason.DESK_UNKNOWN: (
        "「{detail}」に当たる窓口端末が town.toml にありません。",
        "[[desk]] の name と mode を確かめてください。",
    ),
    SettingsReason.DESK_AMBIGUOUS: (
        "「{detail}」に当たる窓口端末が2つ以上あります。",
        "どの端末かを name で指定してください。",
    ),
    SettingsReason.PRIVATE_FILE_UNREADABLE: (
        "秘密のファイル「{detail}」を読み書きできません。",
        "フォルダーの持ち主と権限を確かめてください。",
    ),
    SettingsReason.PRIVATE_FILE_TOO_OPEN: (
        "秘密のファイル「{detail}」が持ち主以外にも読めます。",
        "chmod 600 で、持ち主だけが読めるようにしてください。",
    ),
    SettingsReason.PRIVATE_FILE_DAMAGED: (
        "秘密のファイル「{detail}」の中身が壊れています。",
        "このファイルを消してください。次に始めるとき新しく作られます。",
    ),
}
