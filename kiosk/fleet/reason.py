"""Why a desk could not join, or a bundle was not taken, in words."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told

ASK_ANEW = "1台目のPCで、新しいコードを作ってください。"


class FleetReason(StrEnum):
    """Every way in which desks cannot become or stay the same."""

    NOT_A_BUNDLE = "not_a_bundle"
    SIGNATURE_WRONG = "signature_wrong"
    OTHER_TOWN = "other_town"
    BUNDLE_OLDER = "bundle_older"
    NOT_RELEASED = "not_released"
    BUNDLE_MISTAKEN = "bundle_mistaken"
    DESK_NOT_IN_BUNDLE = "desk_not_in_bundle"
    TOO_LARGE = "bundle_too_large"
    NOTHING_BEFORE = "nothing_before"
    NO_BUNDLE = "no_bundle"
    NOT_JOINED = "not_joined"
    NOT_THE_OFFICE = "not_the_office"
    NOT_WRITABLE = "fleet_not_writable"
    DESK_TAKEN = "desk_taken"
    DESK_UNKNOWN = "desk_not_joined"
    TOO_MANY_INVITED = "too_many_invited"
    CODE_WRONG = "join_code_wrong"
    NOT_A_REQUEST = "not_a_request"
    ANSWER_WRONG = "answer_wrong"
    ALREADY_A_TOWN = "already_a_town"
    TOO_OFTEN = "too_often"
    OFFICE_SILENT = "office_silent"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    FleetReason.NOT_A_BUNDLE: (
        "このファイルは、配る設定（kiosk bundle make で作ったもの）ではありません。",
        "1台目のPCで作ったファイルを、もう一度コピーしてください。",
    ),
    FleetReason.SIGNATURE_WRONG: (
        "この設定には、町の1台目のPCの署名がありません。何も変えていません。",
        "ファイルをコピーし直してください。続くときは、だれが作ったものか確かめてください。",
    ),
    FleetReason.OTHER_TOWN: (
        "ほかの町（団体コード {detail}）のものです。何も変えていません。",
        "町のファイルを選んでください。",
    ),
    FleetReason.BUNDLE_OLDER: (
        "この設定（{detail}番）は、この端末が一度受け取ったもの（{known}番）より新しくありません。何も変えていません。",
        "新しい番号のものを受け取ってください。前に戻すときは kiosk bundle back です。",
    ),
    FleetReason.NOT_RELEASED: (
        'この設定（{detail}番）は、まず試す端末（ring = "first"）だけに出ています。',
        "よければ、1台目のPCで kiosk bundle release を実行してください。",
    ),
    FleetReason.BUNDLE_MISTAKEN: (
        "新しい設定に誤りがあるので、前の設定のままにしました。{detail}",
        "1台目のPCで直し、kiosk forms check で確かめてから、作り直してください。",
    ),
    FleetReason.DESK_NOT_IN_BUNDLE: (
        "新しい設定に、この端末（{detail}）がありません。前の設定のままにしました。",
        "1台目のPCの town.toml の [[desk]] を確かめてください。外した端末なら、このままでかまいません。",
    ),
    FleetReason.TOO_LARGE: (
        "設定のフォルダーが大きすぎて、配れません（{detail}）。",
        "64MB・2,000ファイルまでです。設定でないファイルを、config の外に移してください。",
    ),
    FleetReason.NOTHING_BEFORE: ("戻せる前の設定が、この端末にありません。", "新しい設定を作って配ってください。"),
    FleetReason.NO_BUNDLE: ("配る設定が、まだありません。", "kiosk bundle make で作ってください。"),
    FleetReason.NOT_JOINED: (
        "この端末は、町の端末に加わっていません。",
        "1台目のPCなら、config を直して kiosk bundle make を使います。2台目からは kiosk fleet join です。",
    ),
    FleetReason.NOT_THE_OFFICE: (
        "これは、町の1台目のPC（設定を作るPC）の仕事です。",
        "1台目のPCで実行してください。",
    ),
    FleetReason.NOT_WRITABLE: (
        "「{detail}」に書き込めません。何も変えていません。",
        "ディスクの空きと、フォルダーの持ち主を確かめてください。",
    ),
    FleetReason.DESK_TAKEN: (
        "「{detail}」には、もう別のPCが加わっています。",
        "取り替えるときは、先に kiosk fleet remove {detail} で外してください。",
    ),
    FleetReason.DESK_UNKNOWN: (
        "「{detail}」という端末は、加わっていません。",
        "kiosk fleet list で名前を確かめてください。",
    ),
    FleetReason.TOO_MANY_INVITED: (
        "使われていないコードが、もう{detail}あります。",
        "それらを使うか、期限が切れるのを待ってください。",
    ),
    FleetReason.CODE_WRONG: (
        "コードが違うか、期限が切れています。",
        "もう一度入力してください。だめなら、" + ASK_ANEW,
    ),
    FleetReason.NOT_A_REQUEST: (
        "このファイルは、端末が加わるための依頼ではありません。",
        "加わるPCで作ったファイルを、もう一度コピーしてください。",
    ),
    FleetReason.ANSWER_WRONG: (
        "この返事は、この端末の依頼とコードに合いません。何も変えていません。",
        "依頼からやり直してください。続くときは、途中に知らない機械がないか確かめてください。",
    ),
    FleetReason.ALREADY_A_TOWN: (
        "このPCには、もう町の設定があります。",
        "加え直すときは、config フォルダーを別の場所に移してください。",
    ),
    FleetReason.TOO_OFTEN: (
        "違うコードが続いたので、しばらく受け付けません。",
        "1分ほど待ってから、もう一度お試しください。",
    ),
    FleetReason.OFFICE_SILENT: (
        "1台目のPC（{detail}）につながりません。",
        "アドレスと、1台目のPCで kiosk fleet serve が動いているかを確かめてください。USBメモリーでもできます。",
    ),
}


class FleetError(Told):
    """Never holds a code or a key."""

    reasons = FleetReason
    words = WORDS
    reason: FleetReason

    def __init__(self, reason: FleetReason, detail: str = "", known: str = "") -> None:
        super().__init__(reason, detail=detail, known=known)
