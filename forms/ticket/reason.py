"""Every way a ticket can fail, with the words for the person and the next step."""

from enum import StrEnum

from forms.told import Told


class TicketReason(StrEnum):
    """Why a ticket cannot be sealed, opened or used. `WORDS` has the words for each."""

    NOT_A_TICKET = "not_a_ticket"
    MISREAD = "misread"
    """The check digits disagree: some digit was lost or changed on the way."""
    INCOMPLETE = "incomplete"
    OTHER_HALF_MISSING = "other_half_missing"
    HALVES_DO_NOT_MATCH = "halves_do_not_match"
    UNKNOWN_VERSION = "unknown_version"
    WRONG_TOWN = "wrong_town"
    UNKNOWN_KEY = "unknown_key"
    """Sealed to a key this desk never had, or whose private half is destroyed."""
    DAMAGED = "damaged"
    """Decryption failed."""
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    """Issued in the future: one of the two clocks is wrong."""
    UNKNOWN_PROCEDURE = "unknown_procedure"
    BAD_CONTENTS = "bad_contents"
    TOO_LARGE = "too_large"
    ALREADY_FINISHED = "already_finished"
    """Raised by the desk's store, never here."""


WORDS: dict[StrEnum, tuple[str, str]] = {
    TicketReason.NOT_A_TICKET: (
        "これは受付コードではないようです。",
        "家で入力したときの最後の画面にある四角いコードを読み取ってください。",
    ),
    TicketReason.MISREAD: (
        "受付コードをうまく読み取れませんでした。",
        "画面を明るくして、もう一度ゆっくり読み取ってください。",
    ),
    TicketReason.INCOMPLETE: (
        "受付コードが途中までしか届いていません。",
        "コード全体が枠に入るようにして、もう一度読み取ってください。",
    ),
    TicketReason.OTHER_HALF_MISSING: (
        "受付コードは2つで1組です。あと1つ残っています。",
        "もう1つのコードも読み取ってください。順番はどちらが先でもかまいません。",
    ),
    TicketReason.HALVES_DO_NOT_MATCH: (
        "読み取った2つの受付コードは、同じ組のものではありません。",
        "同じときに作った2つのコードを、続けて読み取ってください。",
    ),
    TicketReason.UNKNOWN_VERSION: (
        "この窓口端末では読めない、新しい形式の受付コードです。",
        "端末の更新があるか確かめてください。",
    ),
    TicketReason.WRONG_TOWN: (
        "ほかの市区町村あての受付コードです。",
        "コードの画面にある市区町村名を確かめ、その役所の窓口へお持ちください。",
    ),
    TicketReason.UNKNOWN_KEY: (
        "この受付コードは古くなったため、もう開くことができません。",
        "もう一度家で入力するか、この窓口で初めから入力してください。",
    ),
    TicketReason.DAMAGED: (
        "受付コードが壊れていて、開くことができません。",
        "もう一度読み取ってください。同じ表示になるときは、コードを作り直してください。",
    ),
    TicketReason.EXPIRED: (
        "受付コードの有効期限が過ぎています。",
        "もう一度家で入力するか、この窓口で初めから入力してください。",
    ),
    TicketReason.NOT_YET_VALID: (
        "受付コードの作成日時が、この端末の時計より先になっています。",
        "端末の日付と時刻を確かめてください。",
    ),
    TicketReason.UNKNOWN_PROCEDURE: (
        "この端末では扱えない手続が含まれています。",
        "手続の一覧が最新か確かめてください。",
    ),
    TicketReason.BAD_CONTENTS: (
        "受付コードの内容が、手続の項目と合いません。",
        "もう一度家で入力するか、この窓口で初めから入力してください。",
    ),
    TicketReason.TOO_LARGE: (
        "入力された内容が多く、2つの受付コードにも収まりません。",
        "手続をいくつかに分けて、それぞれ受付コードを作ってください。",
    ),
    TicketReason.ALREADY_FINISHED: (
        "この受付コードの手続は、すでに終わっています。",
        "もう一度手続をするときは、新しい受付コードを作ってください。",
    ),
}


class TicketError(Told):
    """The only exception of the ticket codec. Carries a reason and never any content of the ticket.

    `town` is the code of another town whose ticket it is, which stands on every ticket in the open.
    """

    reasons = TicketReason
    words = WORDS
    reason: TicketReason

    def __init__(self, reason: TicketReason, town: str = "") -> None:
        super().__init__(reason)
        self.town = town
