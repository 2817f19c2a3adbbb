"""Why the settings could not be used: closed reasons, each with a sentence and a next step."""

from collections.abc import Sequence
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
    """`reason` is for programs, `sentence` and `next_step` for the operator; `mistakes` have file, line and key."""

    def __init__(self, reason: SettingsReason, detail: str = "", mistakes: Sequence[Mistake] = ()) -> None:
        self.reason = reason
        self.mistakes = tuple(mistakes)
        sentence, next_step = (words.format(detail=detail) for words in SENTENCES[reason])
        for first in self.mistakes[:1]:
            sentence, next_step = f"{_place(first)}: {first.sentence}", first.remedy + _also(self.mistakes[1:])
        self.sentence, self.next_step = sentence, next_step
        super().__init__(f"{self.sentence} → {self.next_step}")


def _place(mistake: Mistake) -> str:
    return f"{mistake.file.name}の{mistake.line}行目"


def _also(others: Sequence[Mistake]) -> str:
    """Where else to look; each has its own sentence once the first is mended."""
    places = "、".join(f"{mistake.line}行目 {mistake.key}" for mistake in others)
    return f"（ほかに{len(others)}か所: {places}）" if others else ""


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
