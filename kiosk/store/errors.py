"""Why the store refused: closed reasons, each with a sentence and a next step."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class StoreReason(StrEnum):
    VISIT_UNKNOWN = "visit_unknown"
    VISIT_CLOSED = "visit_closed"
    ALREADY_FINISHED = "already_finished"
    NOT_PRINTED = "not_printed"
    ANSWERS_UNKNOWN = "answers_unknown"
    ANSWERS_TOO_LARGE = "answers_too_large"
    ANSWERS_UNREADABLE = "answers_unreadable"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_FULL = "database_full"
    DATABASE_READ_ONLY = "database_read_only"
    DATABASE_BUSY = "database_busy"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_TOO_NEW = "database_too_new"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    StoreReason.VISIT_UNKNOWN: (
        "この受付は見つかりません。入力した内容は残っていません。",
        "受付番号を確かめるか、受付コードをもう一度読み取ってください。",
    ),
    StoreReason.VISIT_CLOSED: (
        "この受付はもう終わっています。入力内容は消してあります。",
        "続けるときは、受付コードをもう一度読み取ってください。",
    ),
    StoreReason.ALREADY_FINISHED: (
        "この受付コードの手続は、すでに終わっています。",
        "もう一度必要なときは、新しく入力するか、窓口の職員に声をかけてください。",
    ),
    StoreReason.NOT_PRINTED: (
        "まだ様式を印刷していません。",
        "先に印刷してください。印刷しないときは「取りやめる」を選んでください。",
    ),
    StoreReason.ANSWERS_UNKNOWN: (
        "この受付には、まだ入力内容がありません。",
        "受付コードを読み取るか、手で入力してください。",
    ),
    StoreReason.ANSWERS_TOO_LARGE: (
        "入力内容が多すぎて、預かれません。",
        "手続をいくつかに分けて受け付けてください。",
    ),
    StoreReason.ANSWERS_UNREADABLE: (
        "預かった入力内容を開けません。",
        "受付コードをもう一度読み取ってください。続くときは、町の鍵を確かめてください。",
    ),
    StoreReason.DATABASE_UNREACHABLE: (
        "受付の記録につながりません。",
        "データベースが動いているか、town.toml の [database] を確かめてください。",
    ),
    StoreReason.DATABASE_FULL: (
        "ディスクに空きがなく、受付を記録できません。",
        "要らないファイルを消してから、もう一度お試しください。",
    ),
    StoreReason.DATABASE_READ_ONLY: (
        "受付の記録に書き込めません。",
        "ファイルとフォルダーの持ち主が、このプログラムを動かす利用者か確かめてください。",
    ),
    StoreReason.DATABASE_BUSY: (
        "いま、ほかの受付と重なっています。",
        "少し待ってから、もう一度お試しください。",
    ),
    StoreReason.DATABASE_DAMAGED: (
        "受付の記録のファイルが壊れています。",
        "ファイルを別の場所に移し、控えから戻してください。控えがなければ、新しい記録で始まります。",
    ),
    StoreReason.DATABASE_TOO_NEW: (
        "受付の記録は、このプログラムより新しい版のものです。",
        "この端末のプログラムを、ほかの端末と同じ版にしてください。",
    ),
}


class StoreError(Told):
    """`place` is the database, for the operator."""

    reasons = StoreReason
    words = WORDS
    reason: StoreReason

    def __init__(self, reason: StoreReason, place: str = "") -> None:
        super().__init__(reason, place=place)

    @property
    def sentence(self) -> str:
        place = self.values["place"]
        return f"{super().sentence}（{place}）" if place else super().sentence
