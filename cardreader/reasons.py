"""Why a card could not be read: one closed list, one sentence and one next step for each."""

from dataclasses import dataclass
from enum import StrEnum


class CardReason(StrEnum):
    """Every way a card, its reader or its PIN can fail."""

    NO_SERVICE = "card_no_service"
    NO_READER = "card_no_reader"
    READER_BUSY = "card_reader_busy"
    READER_FAILED = "card_reader_failed"
    READ_IN_PROGRESS = "card_read_in_progress"
    STOPPED = "card_stopped"
    NO_CARD = "card_none"
    SEVERAL_CARDS = "card_several"
    OTHER_CARD = "card_other_kind"
    CARD_UNRESPONSIVE = "card_unresponsive"
    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    TIMEOUT = "card_timeout"
    PIN_SHAPE = "card_pin_shape"
    WRONG_PIN = "card_pin_wrong"
    LAST_TRY = "card_pin_last_try"
    PIN_BLOCKED = "card_pin_blocked"
    TRIES_UNKNOWN = "card_pin_tries_unknown"
    FORBIDDEN_COMMAND = "card_forbidden_command"
    PERSON_FILE = "card_person_file"
    VIRTUAL_READER = "card_virtual_reader"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What to tell the person: what happened, and the one thing to do next (Japanese)."""

    sentence: str
    next_step: str


class CardError(Exception):
    """A card could not be read; says why without any personal data.

    `tries_left` is the number of PIN entries the card still allows, where the card told it.
    `detail` is for staff (a file key, a reader's name), never from the card.
    """

    def __init__(self, reason: CardReason, *, tries_left: int | None = None, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.tries_left = tries_left
        self.detail = detail

    @property
    def sentence(self) -> str:
        return EXPLANATIONS[self.reason].sentence

    @property
    def next_step(self) -> str:
        return EXPLANATIONS[self.reason].next_step


EXPLANATIONS: dict[CardReason, Explanation] = {
    CardReason.NO_SERVICE: Explanation(
        "カードを読み取る機能が動いていません。",
        "この端末のpcscdが動いているかご確認ください。",
    ),
    CardReason.NO_READER: Explanation(
        "カードリーダーが見つかりません。", "カードリーダーのUSBケーブルがつながっているかご確認ください。"
    ),
    CardReason.READER_BUSY: Explanation(
        "ほかのソフトがカードリーダーを使っています。",
        "カードを使うほかのソフトを閉じてから、もう一度お試しください。",
    ),
    CardReason.READER_FAILED: Explanation(
        "カードリーダーとうまく通信できませんでした。",
        "カードリーダーのUSBケーブルを抜き、差し直してから、もう一度お試しください。",
    ),
    CardReason.READ_IN_PROGRESS: Explanation(
        "いまカードを読み取っています。", "カードを動かさず、読み取りが終わるまでお待ちください。"
    ),
    CardReason.STOPPED: Explanation(
        "カードの読み取りは終了しています。", "最初の画面から、もう一度始めてください。"
    ),
    CardReason.NO_CARD: Explanation(
        "カードが置かれていません。", "マイナンバーカードをカードリーダーに置いてください。"
    ),
    CardReason.SEVERAL_CARDS: Explanation(
        "マイナンバーカードが2枚以上置かれています。", "読み取るカードを1枚だけ残してください。"
    ),
    CardReason.OTHER_CARD: Explanation(
        "このカードはマイナンバーカードではないようです。", "マイナンバーカードを置いてください。"
    ),
    CardReason.CARD_UNRESPONSIVE: Explanation(
        "カードが応答しません。", "カードの向きと位置を確かめて、置き直してください。"
    ),
    CardReason.CARD_REMOVED: Explanation(
        "読み取りの途中でカードが離れました。",
        "カードをもう一度置き、読み取りが終わるまで動かさないでください。",
    ),
    CardReason.CARD_UNREADABLE: Explanation(
        "カードの中の情報を正しく読み取れませんでした。",
        "カードを置き直して、もう一度お試しください。続くときは、画面で入力してください。",
    ),
    CardReason.TIMEOUT: Explanation(
        "時間内にカードを読み取れませんでした。", "カードを置き直して、もう一度お試しください。"
    ),
    CardReason.PIN_SHAPE: Explanation(
        "暗証番号は4けたの数字です。", "券面事項入力補助用の暗証番号（数字4けた）を入力してください。"
    ),
    CardReason.WRONG_PIN: Explanation(
        "暗証番号が違います。", "券面事項入力補助用の暗証番号（数字4けた）をお確かめください。"
    ),
    CardReason.LAST_TRY: Explanation(
        "暗証番号を入力できるのは、あと1回です。間違えるとカードがロックされます。",
        "職員にお声がけください。カードを使わず、画面で入力することもできます。",
    ),
    CardReason.PIN_BLOCKED: Explanation(
        "暗証番号がロックされています。",
        "住民票のある市区町村の窓口で、暗証番号の再設定ができます。きょうは画面で入力できます。",
    ),
    CardReason.TRIES_UNKNOWN: Explanation(
        "暗証番号をあと何回入力できるか確かめられないため、入力を止めました。",
        "職員にお声がけください。カードを使わず、画面で入力することもできます。",
    ),
    CardReason.FORBIDDEN_COMMAND: Explanation(
        "許可していない読み取りを止めました。", "システムの担当者にご連絡ください。"
    ),
    CardReason.PERSON_FILE: Explanation(
        "練習用カードのファイルに誤りがあります。", "ファイルの中身を直してから、もう一度お試しください。"
    ),
    CardReason.VIRTUAL_READER: Explanation(
        "練習用のカードリーダーにつながりません。",
        "pcscdとvsmartcard-vpcdが動いているか、ポート番号が合っているかご確認ください。",
    ),
}
