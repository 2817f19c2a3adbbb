"""Why a card could not be read: one closed list with sentences; and the one deadline of a reading."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

Words = tuple[str, str]
"""What happened, and the one thing to do next (Japanese)."""


class CardReason(StrEnum):
    """Every way a card, its reader or its PIN can fail."""

    NO_SERVICE = "card_no_service"
    NO_READER = "card_no_reader"
    NOT_ALLOWED = "card_not_allowed"
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


WORDS: dict[CardReason, Words] = {
    CardReason.NO_SERVICE: (
        "カードを読み取る機能が動いていません。",
        "この端末のpcscdが動いているかご確認ください。",
    ),
    CardReason.NO_READER: (
        "カードリーダーが見つかりません。",
        "カードリーダーのUSBケーブルがつながっているかご確認ください。",
    ),
    CardReason.NOT_ALLOWED: (
        "この端末に、カードリーダーを使う許可がありません。",
        "システムの担当者にご連絡ください。",
    ),
    CardReason.READER_BUSY: (
        "ほかのソフトがカードリーダーを使っています。",
        "カードを使うほかのソフトを閉じてから、もう一度お試しください。",
    ),
    CardReason.READER_FAILED: (
        "カードリーダーとうまく通信できませんでした。",
        "カードリーダーのUSBケーブルを抜き、差し直してから、もう一度お試しください。",
    ),
    CardReason.READ_IN_PROGRESS: (
        "いまカードを読み取っています。",
        "カードを動かさず、読み取りが終わるまでお待ちください。",
    ),
    CardReason.STOPPED: ("カードの読み取りは終了しています。", "はじめの画面から、もう一度始めてください。"),
    CardReason.NO_CARD: ("カードが置かれていません。", "マイナンバーカードをカードリーダーに置いてください。"),
    CardReason.SEVERAL_CARDS: (
        "カードが2枚以上置かれています。",
        "読み取るカードを1枚だけ残してください。",
    ),
    CardReason.OTHER_CARD: (
        "このカードはマイナンバーカードではないようです。",
        "マイナンバーカードを置いてください。",
    ),
    CardReason.CARD_UNRESPONSIVE: ("カードが応答しません。", "カードの向きと位置を確かめて、置き直してください。"),
    CardReason.CARD_REMOVED: (
        "読み取りの途中でカードが離れました。",
        "カードをもう一度置き、読み取りが終わるまで動かさないでください。",
    ),
    CardReason.CARD_UNREADABLE: (
        "カードの中の情報を正しく読み取れませんでした。",
        "カードを置き直して、もう一度お試しください。続くときは、画面で入力してください。",
    ),
    CardReason.TIMEOUT: ("時間内にカードを読み取れませんでした。", "カードを置き直して、もう一度お試しください。"),
    CardReason.PIN_SHAPE: ("暗証番号は4桁の数字です。", "カードの暗証番号をもう一度入力してください。"),
    CardReason.WRONG_PIN: ("暗証番号が違います。", "カードの暗証番号をお確かめください。"),
    CardReason.LAST_TRY: (
        "暗証番号を入力できるのは、あと1回です。間違えるとカードがロックされます。",
        "職員にお声がけください。カードを使わず、画面で入力することもできます。",
    ),
    CardReason.PIN_BLOCKED: (
        "暗証番号がロックされています。",
        "住民票のある市区町村の窓口で、暗証番号の再設定ができます。今日は画面で入力できます。",
    ),
    CardReason.TRIES_UNKNOWN: (
        "暗証番号をあと何回入力できるか確かめられないため、入力を止めました。",
        "職員にお声がけください。カードを使わず、画面で入力することもできます。",
    ),
    CardReason.FORBIDDEN_COMMAND: ("許可していない読み取りを止めました。", "システムの担当者にご連絡ください。"),
    CardReason.PERSON_FILE: (
        "練習用カードのファイルに誤りがあります。",
        "ファイルの中身を直してから、もう一度お試しください。",
    ),
    CardReason.VIRTUAL_READER: (
        "練習用のカードリーダーにつながりません。",
        "pcscdとvsmartcard-vpcdが動いているか、ポート番号が合っているかご確認ください。",
    ),
}


class CardError(Exception):
    """The base of all errors of this package: in three parts, and without any personal data.

    `reason` is for programs, `sentence` (what happened) and `next_step` (what to do) are for people. `said` are
    the words of one kind of card in the place of the general ones in `words`. `tries_left` is the number of PIN
    entries the card still allows, where it told. `detail` is for staff (a file key, a reader's name), never from
    the card.
    """

    reasons: ClassVar[type[CardReason]] = CardReason
    words: ClassVar[Mapping[CardReason, Words]] = WORDS

    def __init__(
        self, reason: CardReason, *, tries_left: int | None = None, detail: str = "", said: Words | None = None
    ) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.sentence, self.next_step = said or self.words[reason]
        self.tries_left = tries_left
        self.detail = detail


Result = TypeVar("Result")
GRACE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point on the monotonic clock (seconds)."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that ends in `seconds`."""
        return cls(time.monotonic() + seconds)

    def seconds_left(self) -> float:
        """Return the seconds that are left, 0 once it is over."""
        return max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise CardError(TIMEOUT) once the time is over."""
        if time.monotonic() >= self.at:
            raise CardError(CardReason.TIMEOUT)


def settle(future: Future[Result], work: Callable[[], Result]) -> None:
    """Do the work in the calling thread; its result, or its CardError, goes to whoever waits for the future."""
    try:
        future.set_result(work())
    except CardError as error:
        future.set_exception(error)
    finally:
        if not future.done():  # an unforeseen error goes its way, and nobody is left waiting for it
            future.set_exception(CardError(CardReason.READER_FAILED))


def wait_for(future: Future[Result], deadline: Deadline) -> Result:
    """Return the future's result. Raises the work's CardError, or TIMEOUT when it is not there in time."""
    try:
        # The grace lets the work report its own, more precise reason at the deadline.
        return future.result(deadline.seconds_left() + GRACE_SECONDS)
    except TimeoutError:
        raise CardError(CardReason.TIMEOUT) from None


def within(deadline: Deadline, work: Callable[[], Result]) -> Result:
    """Run blocking card work in a thread of its own and return its result; the caller is back by the deadline.

    A PC/SC call on a card that has gone silent cannot be interrupted, only left behind.
    """
    future: Future[Result] = Future()
    threading.Thread(target=settle, args=(future, work), name="card-work", daemon=True).start()
    return wait_for(future, deadline)
