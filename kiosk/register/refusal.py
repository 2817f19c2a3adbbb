"""Why a whole file, an import or the register itself cannot be used; and what is wrong with one row, never with its contents."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.told import Told


class RegisterReason(StrEnum):
    """Every way in which the register says no."""

    FILE_UNREADABLE = "file_unreadable"
    WRONG_ENCODING = "wrong_encoding"
    BROKEN_QUOTING = "broken_quoting"
    BARE_RETURN = "bare_return"
    LINE_TOO_LONG = "line_too_long"
    EMPTY = "empty"
    NOBODY_CURRENT = "nobody_current"
    NO_HEADER = "no_header"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    PERSONAL_NUMBER_NAMED = "personal_number_named"
    PERSONAL_NUMBER_FOUND = "personal_number_found"
    TOO_MANY_REFUSED = "too_many_refused"
    OLDER_DATE = "older_date"
    FUTURE_DATE = "future_date"
    FEWER_ROWS = "fewer_rows"
    PROTECTED_UNREADABLE = "protected_unreadable"
    IMPORT_RUNNING = "import_running"
    NO_REGISTER = "no_register"
    KEY_GONE = "key_gone"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    RegisterReason.FILE_UNREADABLE: (
        "ファイル「{place}」を読めません。",
        "場所と、このプログラムを動かす利用者の権限を確かめてください。",
    ),
    RegisterReason.WRONG_ENCODING: (
        "{line}行目の{column}字目が、決めた文字コード（{detail}）では読めません。",
        "出力の文字コードを確かめるか、register.toml の encoding を実際のものにしてください。",
    ),
    RegisterReason.BROKEN_QUOTING: (
        '{line}行目から、引用符（"）の対が合っていません。',
        "住民記録システムから出力し直してください。途中で切れたファイルかもしれません。",
    ),
    RegisterReason.BARE_RETURN: (
        "{line}行目の途中に、CRだけの改行があります。",
        '行の終わりを CRLF か LF にして出力し直してください。値の中の改行は引用符（"）で囲みます。',
    ),
    RegisterReason.LINE_TOO_LONG: (
        "{line}行目が長すぎます。",
        "CSVファイルか、行の終わりと引用符が正しいかを確かめてください。",
    ),
    RegisterReason.EMPTY: ("ファイルに行がありません。", "住民記録システムから出力し直してください。"),
    RegisterReason.NOBODY_CURRENT: (
        "取り込める住民が1人もいません。",
        "下の行ごとの理由と、register.toml の最新フラグ・住民状態の値を確かめてください。",
    ),
    RegisterReason.NO_HEADER: (
        "{line}行目に、知っている列の名前が1つもありません。",
        "最初の行は列の名前の行です。上に題の行がないか、区切り（決めは「{detail}」）と文字コードが合っているか確かめてください。",
    ),
    RegisterReason.COLUMN_MISSING: (
        "{line}行目（列の名前の行）に、必要な列「{column}」がありません。",
        "出力に列を加えるか、register.toml の列の名前を実際のものにしてください。",
    ),
    RegisterReason.COLUMN_TWICE: (
        "{line}行目（列の名前の行）に、同じ名前の列「{column}」が2つあります（{detail}列目）。",
        "どちらの列か決められません。出力の設定で1つにしてください。",
    ),
    RegisterReason.PERSONAL_NUMBER_NAMED: (
        "{line}行目の{detail}列目「{column}」は個人番号の列です。このファイルは取り込みません。",
        "個人番号を除いて出力し直し、このファイルは町の決まりに従って削除してください。",
    ),
    RegisterReason.PERSONAL_NUMBER_FOUND: (
        "{detail}列目「{column}」の値は個人番号の形をしています。このファイルは取り込みません。",
        "個人番号の列を除いて出力し直し、このファイルは町の決まりに従って削除してください。",
    ),
    RegisterReason.TOO_MANY_REFUSED: (
        "読めない行が多すぎます（{detail}）。",
        "kiosk register check で理由を見て、出力か register.toml を直してください。承知のうえなら --force を付けてください。",
    ),
    RegisterReason.OLDER_DATE: (
        "いまの台帳（{detail}現在）より古い日付です。",
        "新しいファイルか確かめてください。承知のうえで戻すときは --force を付けてください。",
    ),
    RegisterReason.FUTURE_DATE: ("これからの日付です。", "--as-of に、ファイルを出力した日を書いてください。"),
    RegisterReason.FEWER_ROWS: (
        "いまの台帳より5%を超えて少なくなります（{detail}）。",
        "途中で切れたファイルでないか確かめてください。承知のうえなら --force を付けてください。",
    ),
    RegisterReason.PROTECTED_UNREADABLE: (
        "支援措置のファイルの{line}行目「{column}」を読めません。1行でも読めなければ取り込みません。",
        "出力し直すか、register.toml の [protected] を実際の列に合わせてください。",
    ),
    RegisterReason.IMPORT_RUNNING: (
        "ほかの取り込みがいま動いています。",
        "終わるまで待ってください。途中で止まったときは、2分たつとやり直せます。",
    ),
    RegisterReason.NO_REGISTER: (
        "台帳はまだ取り込まれていません。",
        "kiosk register import で取り込んでください。",
    ),
    RegisterReason.KEY_GONE: (
        "台帳を開く鍵がありません。",
        "鍵をバックアップから戻すか、kiosk register import でもう一度取り込んでください。",
    ),
}


class RegisterError(Told):
    """The register, or a file for it, cannot be used; no word of it is about a person."""

    reasons = RegisterReason
    words = WORDS
    reason: RegisterReason


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
    TroubleKind.UNKNOWN_STATE: "決めていない値です。register.toml の [row.states] か [[row.only]] に加えてください。",
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
