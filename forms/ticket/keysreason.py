"""Every way a key operation can fail, with the words for the operator and the next step."""

from enum import StrEnum

from forms.told import Told


class KeysReason(StrEnum):
    """Why an operation on keys fails."""

    NO_FOLDER = "no_folder"
    NO_PUBLIC_FILE = "no_public_file"
    UNREADABLE = "unreadable"
    NOT_WRITABLE = "not_writable"
    READABLE_BY_OTHERS = "readable_by_others"
    BROKEN_KEY = "broken_key"
    OTHER_TOWN = "other_town"
    PRIVATE_MISSING = "private_missing"
    NO_CURRENT_KEY = "no_current_key"
    ALREADY_HAS_KEY = "already_has_key"
    UNKNOWN_KEY = "unknown_key"
    ALREADY_RETIRED = "already_retired"
    STILL_NEEDED = "still_needed"
    NO_FREE_ID = "no_free_id"


WORDS: dict[StrEnum, tuple[str, str]] = {
    KeysReason.NO_FOLDER: (
        "鍵のフォルダーがありません。",
        "設定の場所を確かめるか、kiosk keys new で最初の鍵を作ってください。",
    ),
    KeysReason.NO_PUBLIC_FILE: (
        "公開鍵のファイルがありません。",
        "役場では kiosk keys new（鍵があれば kiosk keys rotate）で作り、事前入力サイトへは写してください。",
    ),
    KeysReason.UNREADABLE: (
        "鍵のファイルを読めません。",
        "このプログラムを動かす利用者がファイルの持ち主か確かめてください。",
    ),
    KeysReason.NOT_WRITABLE: (
        "鍵のファイルに書き込めません。",
        "フォルダーの権限とディスクの空きを確かめてください。",
    ),
    KeysReason.READABLE_BY_OTHERS: (
        "秘密鍵のファイルを持ち主以外も読めるようになっています。",
        "chmod 600 で持ち主だけにし、だれかに読まれたおそれがあれば kiosk keys rotate で新しくしてください。",
    ),
    KeysReason.BROKEN_KEY: (
        "鍵のファイルの中身が正しくありません。",
        "控えから戻してください。控えがなければ、別の場所に移して kiosk keys rotate を動かしてください。",
    ),
    KeysReason.OTHER_TOWN: (
        "ほかの市区町村の鍵です。",
        "town.toml の団体コードと鍵の場所を確かめてください。",
    ),
    KeysReason.PRIVATE_MISSING: (
        "公開鍵と対になる秘密鍵が、鍵のフォルダーにありません。",
        "控えかほかの端末から写すか、kiosk keys rotate で替えて公開鍵を運び直してください。",
    ),
    KeysReason.NO_CURRENT_KEY: ("使える鍵がありません。", "kiosk keys new で鍵を作ってください。"),
    KeysReason.ALREADY_HAS_KEY: (
        "使っている鍵がもうあります。",
        "新しい鍵に替えるときは kiosk keys rotate を使ってください。",
    ),
    KeysReason.UNKNOWN_KEY: ("その番号の鍵はありません。", "kiosk keys list で番号を確かめてください。"),
    KeysReason.ALREADY_RETIRED: ("その鍵はもう廃棄されています。", "何もしなくてかまいません。"),
    KeysReason.STILL_NEEDED: (
        "その鍵で封じた受付コードが、まだ有効かもしれません。",
        "有効期限が過ぎるまで待ってください。急ぐときだけ --force を付けてください。",
    ),
    KeysReason.NO_FREE_ID: ("鍵の番号が足りません。", "廃棄した鍵のファイルを片付けてください。"),
}


class KeysError(Told):
    """Raised by key operations. `place` names the file or folder, never key material."""

    reasons = KeysReason
    words = WORDS
    reason: KeysReason

    def __init__(self, reason: KeysReason, place: str = "") -> None:
        super().__init__(reason, place=place)

    @property
    def sentence(self) -> str:
        place = self.values["place"]
        return f"{super().sentence}（{place}）" if place else super().sentence
