"""Why the till does not do something."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class TillReason(StrEnum):
    NO_CASHIER = "no_cashier"
    NOT_OPEN = "not_open"
    ALREADY_OPEN = "already_open"
    EARLIER_OPEN = "earlier_open"
    DAY_CLOSED = "day_closed"
    FLOAT_IMPOSSIBLE = "float_impossible"
    FEE_UNPAID = "fee_unpaid"
    NOTHING_TO_PAY = "nothing_to_pay"
    COUNT_IMPOSSIBLE = "count_impossible"
    TOO_MUCH = "too_much"
    METHOD_UNKNOWN = "method_unknown"
    REASON_MISSING = "reason_missing"
    AMOUNT_CHANGED = "amount_changed"
    TOO_LITTLE_GIVEN = "too_little_given"
    PAID_MEANWHILE = "paid_meanwhile"
    VISIT_NOT_FOUND = "visit_not_found"
    ENTRY_UNKNOWN = "entry_unknown"
    ALREADY_VOID = "already_void"
    ENTRY_OF_ANOTHER_DAY = "entry_of_another_day"
    NOT_YOURS = "not_yours"
    DIFFERENCE_UNEXPLAINED = "difference_unexplained"
    SAME_PERSON = "same_person"
    MONEY_MOVED = "money_moved"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    TillReason.NO_CASHIER: ("お金を受け取る役割がありません。", "出納の役割のある職員に交代してください（F10）。"),
    TillReason.NOT_OPEN: ("レジがまだ開いていません。", "つり銭を数えて、レジを開けてください。"),
    TillReason.ALREADY_OPEN: ("レジは、もう開いています。", "そのまま受け取れます。"),
    TillReason.EARLIER_OPEN: (
        "前の日のレジが、まだ締められていません。",
        "先に前の日のレジを締めてから、きょうのレジを開けてください。",
    ),
    TillReason.DAY_CLOSED: (
        "きょうのレジは、もう締めました。締めたあとは、何も変えられません。",
        "次の開庁日に、新しく開けてください。",
    ),
    TillReason.FLOAT_IMPOSSIBLE: (
        "つり銭の額が正しくありません。",
        "0円から1,000,000円までの数字で入力してください。",
    ),
    TillReason.FEE_UNPAID: (
        "手数料 {amount} は済みましたか。",
        "済んでいれば、もう一度F4を押してください。",
    ),
    TillReason.NOTHING_TO_PAY: ("受け取る手数料がありません。", "手数料と数を確かめてください。"),
    TillReason.COUNT_IMPOSSIBLE: ("数が正しくありません。", "半角の数字で入力してください。"),
    TillReason.TOO_MUCH: ("金額が大きすぎます。", "数を確かめるか、いくつかに分けて受け取ってください。"),
    TillReason.METHOD_UNKNOWN: ("支払方法が選ばれていません。", "支払方法を1つ選んでください。"),
    TillReason.REASON_MISSING: ("理由が選ばれていません。", "理由を選んでください。"),
    TillReason.AMOUNT_CHANGED: (
        "合計は{amount}円です。まだ受け取っていません。",
        "確かめて、もう一度「受け取る」を押してください。",
    ),
    TillReason.TOO_LITTLE_GIVEN: ("お預かりが合計に足りません。", "お預かりの額を確かめてください。"),
    TillReason.PAID_MEANWHILE: (
        "この受付の支払いが、ほかで変わりました。まだ受け取っていません。",
        "下の支払いの様子を確かめてから、受け取ってください。",
    ),
    TillReason.VISIT_NOT_FOUND: (
        "きょう開いた受付にも、まだ開いている受付にも、この番号はありません。",
        "受付番号を確かめてください（例：A-012）。",
    ),
    TillReason.ENTRY_UNKNOWN: ("この支払いは見つかりません。", "一覧から選び直してください。"),
    TillReason.ALREADY_VOID: ("この支払いは、もう取り消されています。", "一覧を確かめてください。"),
    TillReason.ENTRY_OF_ANOTHER_DAY: (
        "取り消せるのは、その日のうちだけです。",
        "会計の担当に、過誤納の手続を頼んでください。",
    ),
    TillReason.NOT_YOURS: ("ほかの人が受け取った支払いです。", "受け取った人か、管理者が取り消してください。"),
    TillReason.DIFFERENCE_UNEXPLAINED: ("過不足があります。まだ締めていません。", "理由を選んでください。"),
    TillReason.SAME_PERSON: ("締める人と確かめる人が同じです。", "別の職員に確かめてもらってください。"),
    TillReason.MONEY_MOVED: (
        "数えているあいだに、支払いがありました。まだ締めていません。",
        "もう一度数えてください。",
    ),
}


class TillError(Told):
    """The till refuses; nothing was kept."""

    reasons = TillReason
    words = WORDS
    reason: TillReason
