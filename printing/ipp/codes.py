"""Everything a printer or a print job can be, each with one sentence and one next step."""

from dataclasses import dataclass
from enum import StrEnum


class PrintCode(StrEnum):
    """Reason codes of `printing.ipp`: of a printer, of a job under way, and of how a job ended."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    BUSY = "busy"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    TONER_OUT = "toner_out"
    BIN_FULL = "bin_full"
    STOPPED = "stopped"
    NOT_ACCEPTING = "not_accepting"
    NO_A4 = "no_a4"
    NO_SIZE = "no_size"
    NO_PDF = "no_pdf"
    UNREACHABLE = "unreachable"
    NOT_A_PRINTER = "not_a_printer"
    WRONG_CERTIFICATE = "wrong_certificate"
    BAD_ADDRESS = "bad_address"
    SENDING = "sending"
    PRINTING = "printing"
    PRINTED = "printed"
    REFUSED = "refused"
    ABORTED = "aborted"
    CANCELED = "canceled"
    CONNECTION_LOST = "connection_lost"
    JOB_LOST = "job_lost"
    TIMED_OUT = "timed_out"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell the person at the desk."""

    sentence: str
    next_step: str


def advice(code: PrintCode, *, given_up: bool = False) -> Advice:
    """The sentence and the next step of a code, in Japanese; `given_up`: nobody waits for the printer any more."""
    if given_up and code in PASSING:
        return Advice(ADVICE[code].sentence, GIVEN_UP)
    return ADVICE[code]


def advice_at_rest(code: PrintCode) -> Advice:
    """The same for a printer that nobody is printing on: nothing is said of a job."""
    return AT_REST.get(code, ADVICE[code])


# A person next to the printer can end these; the others need another printer or another setting.
PASSING = frozenset(
    {
        PrintCode.BUSY,
        PrintCode.PAPER_OUT,
        PrintCode.NO_A4,
        PrintCode.NO_SIZE,
        PrintCode.COVER_OPEN,
        PrintCode.JAM,
        PrintCode.TONER_OUT,
        PrintCode.BIN_FULL,
        PrintCode.STOPPED,
    }
)
GIVEN_UP = "待つのをやめました。プリンターが使えるようになってから、もう一度印刷してください。"
LOOK_AT_TRAY = "プリンターに紙が出ているか確かめてください。出ていないときだけ、もう一度印刷してください。"

ADVICE = {
    PrintCode.READY: Advice("プリンターは使えます。", "このまま印刷できます。"),
    PrintCode.PAPER_LOW: Advice("プリンターの紙が少なくなっています。", "手が空いたら用紙を補充してください。"),
    PrintCode.BUSY: Advice("プリンターはほかの印刷をしています。", "終わるまで、このまま少しお待ちください。"),
    PrintCode.PAPER_OUT: Advice("プリンターの紙がなくなりました。", "用紙を入れてください。"),
    PrintCode.COVER_OPEN: Advice("プリンターのふたが開いています。", "ふたを閉めてください。"),
    PrintCode.JAM: Advice("プリンターに紙が詰まっています。", "詰まった紙を取り除いてください。"),
    PrintCode.TONER_OUT: Advice(
        "プリンターのトナーかインクがなくなりました。", "新しいものに取り替えてください。"
    ),
    PrintCode.BIN_FULL: Advice("プリンターの排紙トレイがいっぱいです。", "出ている紙を取り除いてください。"),
    PrintCode.STOPPED: Advice("プリンターが止まっています。", "プリンターの画面の表示を確かめてください。"),
    PrintCode.NOT_ACCEPTING: Advice(
        "プリンターが印刷を受け付けない設定になっています。", "プリンターの設定で受付を再開してください。"
    ),
    PrintCode.NO_A4: Advice("プリンターにA4の紙が入っていません。", "A4の用紙をトレイに入れてください。"),
    PrintCode.NO_SIZE: Advice(
        "この様式の大きさの紙がプリンターに入っていません。", "様式に合う用紙をトレイに入れてください。"
    ),
    PrintCode.NO_PDF: Advice(
        "このプリンターはPDFを直接印刷できません。", "PDFを印刷できるプリンターを設定してください。"
    ),
    PrintCode.UNREACHABLE: Advice(
        "プリンターにつながりません。印刷の内容は送っていません。",
        "プリンターの電源とケーブルを確かめてから、もう一度印刷してください。",
    ),
    PrintCode.NOT_A_PRINTER: Advice(
        "設定された宛先は、印刷を受け付けるプリンターではないようです。",
        "プリンターの宛先の設定を確かめてください。",
    ),
    PrintCode.WRONG_CERTIFICATE: Advice(
        "プリンターの証明書が、設定と違います。印刷の内容は送っていません。",
        "プリンターを替えたときは、kiosk doctor が示す値を printer_fingerprint に書いてください。替えていなければ、"
        "つないだ人がいないか調べてください。",
    ),
    PrintCode.BAD_ADDRESS: Advice(
        "プリンターの宛先の書き方が正しくありません。",
        "設定の宛先を ipp://192.168.0.10/ipp/print のような形に直してください。",
    ),
    PrintCode.SENDING: Advice("プリンターに送っています。", "少しお待ちください。"),
    PrintCode.PRINTING: Advice("印刷しています。", "紙がすべて出るまでお待ちください。"),
    PrintCode.PRINTED: Advice("印刷が終わりました。", "紙がすべて出ているか確かめてください。"),
    PrintCode.REFUSED: Advice(
        "プリンターがこの印刷を受け付けませんでした。",
        "用紙や両面などの設定を変えるか、別のプリンターで印刷してください。",
    ),
    PrintCode.ABORTED: Advice("プリンターの不具合で印刷が途中で終わりました。", LOOK_AT_TRAY),
    PrintCode.CANCELED: Advice("印刷を取りやめました。", "途中まで出た紙があれば取り除いてください。"),
    PrintCode.CONNECTION_LOST: Advice(
        "印刷の途中でプリンターとつながらなくなり、紙が出たか分かりません。", LOOK_AT_TRAY
    ),
    PrintCode.JOB_LOST: Advice(
        "印刷中にプリンターの電源が切れたようです。紙が出たか確認できません。", LOOK_AT_TRAY
    ),
    PrintCode.TIMED_OUT: Advice("時間内に印刷が終わらなかったため、取りやめました。", LOOK_AT_TRAY),
    PrintCode.UNSURE: Advice("プリンターの表示は「印刷完了」ですが、全部出ていないことがあります。", LOOK_AT_TRAY),
}

AT_REST = {
    PrintCode.UNREACHABLE: Advice(
        "プリンターにつながりません。", "プリンターの電源とケーブルを確かめてください。"
    ),
    PrintCode.WRONG_CERTIFICATE: Advice(
        "プリンターの証明書が、設定と違います。", ADVICE[PrintCode.WRONG_CERTIFICATE].next_step
    ),
}
"""Only staff read these; a visitor is told to call them."""
