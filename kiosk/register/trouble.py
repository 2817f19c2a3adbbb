"""What is wrong with one row of a file: why it is refused, or what was left out of it. Never with its contents."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TroubleKind(StrEnum):
    """Every trouble of one value or row."""

    FEWER_VALUES = "fewer_values"
    MORE_VALUES = "more_values"
    NO_NUMBER = "no_number"
    NO_HOUSEHOLD = "no_household"
    MISSING = "missing"
    UNKNOWN_STATE = "unknown_state"
    NUMBER_TWICE = "number_twice"
    LOOKS_LIKE_PERSONAL_NUMBER = "looks_like_personal_number"
    INVISIBLE_SIGN = "invisible_sign"
    TOO_LONG = "too_long"
    NO_DATE = "no_date"
    NOT_IN_CALENDAR = "not_in_calendar"
    DAY_UNKNOWN = "day_unknown"
    UNKNOWN_DATE = "unknown_date"
    UNKNOWN_CODE = "unknown_code"
    NO_POSTAL_CODE = "no_postal_code"
    NOT_KANA = "not_kana"
    CHECK_DIGIT = "check_digit"
    NO_ORDER = "no_order"
    LOST_SIGN = "lost_sign"
    PRIVATE_SIGN = "private_sign"

    @property
    def refuses(self) -> bool:
        """Whether the row is not taken; otherwise only the value is left out, or nothing."""
        return self in REFUSING


REFUSING = frozenset(
    {
        TroubleKind.FEWER_VALUES,
        TroubleKind.MORE_VALUES,
        TroubleKind.NO_NUMBER,
        TroubleKind.NO_HOUSEHOLD,
        TroubleKind.MISSING,
        TroubleKind.UNKNOWN_STATE,
        TroubleKind.NUMBER_TWICE,
        TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER,
        TroubleKind.INVISIBLE_SIGN,
        TroubleKind.TOO_LONG,
        TroubleKind.NO_DATE,
    }
)

SENTENCES: Mapping[TroubleKind, str] = {
    TroubleKind.FEWER_VALUES: "値の数が列より少ない行です。区切りと引用符を確かめてください。",
    TroubleKind.MORE_VALUES: "値の数が列より多い行です。値の中の区切りが引用符で囲まれているか確かめてください。",
    TroubleKind.NO_NUMBER: "宛名番号が半角の数字ではありません。表計算ソフトで保存し直すと、こうなることがあります。",
    TroubleKind.NO_HOUSEHOLD: "世帯番号が半角の数字ではありません。",
    TroubleKind.MISSING: "空です。この列は、全員に必要です。",
    TroubleKind.UNKNOWN_STATE: "決めていない値です。register.toml の [row.states] か [[row.only]] に足してください。",
    TroubleKind.NUMBER_TWICE: "同じ宛名番号の行が前にもあります。最新の行だけを出力してください。",
    TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER: "個人番号の形をした値が入っています。",
    TroubleKind.INVISIBLE_SIGN: "改行などの見えない文字（NUL、ゼロ幅の文字を含む）が入っています。",
    TroubleKind.TOO_LONG: "長すぎます。列がずれていないか確かめてください。",
    TroubleKind.NO_DATE: "日付として読めません。register.toml の dates を確かめてください。",
    TroubleKind.NOT_IN_CALENDAR: "暦にない日です。日は不詳として扱います。",
    TroubleKind.DAY_UNKNOWN: "月か日が不詳の日付（00、99）です。分かるところまで使います。",
    TroubleKind.UNKNOWN_DATE: "不詳の日です。日付は空として扱います。",
    TroubleKind.UNKNOWN_CODE: "決めていない値です。空として扱います。",
    TroubleKind.NO_POSTAL_CODE: "7桁の数字ではありません。空として扱います。",
    TroubleKind.NOT_KANA: "ふりがなではない字があります。空として扱います。",
    TroubleKind.CHECK_DIGIT: "検査数字が合いません（モジュラス11）。そのまま使います。",
    TroubleKind.NO_ORDER: "数字ではありません。世帯の最後に並べます。",
    TroubleKind.LOST_SIGN: "失われた字の印（〓など）があります。空として扱うので、窓口で聞いて書きます。",
    TroubleKind.PRIVATE_SIGN: "外字（私用領域の字）があります。そのまま使います。様式に出るか、字の形を確かめてください。",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One of them, with its place: the line, the column's number (from 1) and its name."""

    kind: TroubleKind
    line: int
    place: int = 0
    column: str = ""

    def __str__(self) -> str:
        where = f" {self.place}列目（{self.column}）" if self.place else ""
        return f"{self.line}行目{where}: {SENTENCES[self.kind]}"
