"""Why something about an account was refused: closed reasons, each with a sentence and a next step."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class StaffReason(StrEnum):
    NAME_TAKEN = "name_taken"
    NAME_IMPOSSIBLE = "name_impossible"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 — a reason, not a password
    PASSWORD_IMPOSSIBLE = "password_impossible"  # noqa: S105
    STAFF_UNKNOWN = "staff_unknown"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOCKED_OUT = "locked_out"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    StaffReason.NAME_TAKEN: ("その職員名は、もう使われています。", "別の職員名にしてください。"),
    StaffReason.NAME_IMPOSSIBLE: (
        "その職員名は使えません。",
        "半角の英小文字・数字・「.」「_」「-」で、40字までにしてください。",
    ),
    StaffReason.PASSWORD_TOO_SHORT: ("パスワードが短すぎます。", "8文字以上にしてください。"),
    StaffReason.PASSWORD_IMPOSSIBLE: (
        "そのパスワードは使えません。",
        "128文字までの、目に見える文字にしてください。",
    ),
    StaffReason.STAFF_UNKNOWN: ("その職員名は登録されていません。", "職員の一覧でつづりを確かめてください。"),
    StaffReason.SIGN_IN_REFUSED: (
        "職員名かパスワードが違います。",
        "もう一度入れてください。5回続けて違うと、5分間入れなくなります。",
    ),
    StaffReason.LOCKED_OUT: (
        "続けて5回違ったため、今は入れません。",
        "5分待ってから、もう一度お試しください。",
    ),
}


class StaffError(Told):
    """Never holds a name or a password."""

    reasons = StaffReason
    words = WORDS
    reason: StaffReason
