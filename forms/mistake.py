"""A mistake in a data file a town may edit: which file, line and key, what is wrong and how to mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class MistakeKind(StrEnum):
    """Every way a data file can be wrong. `SENTENCES` has the words for each."""

    UNREADABLE = "unreadable"
    NOT_TOML = "not_toml"
    NOT_UTF8 = "not_utf8"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    NOT_ALLOWED = "not_allowed"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_CHOICE = "unknown_choice"
    DUPLICATE = "duplicate"
    ALREADY_THERE = "already_there"
    UNKNOWN_FEE = "unknown_fee"
    NEVER_ASKED = "never_asked"
    NOT_PRINTED = "not_printed"
    DOES_NOT_FIT = "does_not_fit"
    UNPRINTABLE = "unprintable"
    BAD_SAMPLE = "bad_sample"
    GAP = "gap"
    CONTRADICTION = "contradiction"
    CHANGED_AFTER_PUBLISHING = "changed_after_publishing"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_ANSWER = "unknown_answer"
    UNUSED_QUESTION = "unused_question"
    NEVER_APPLIES = "never_applies"
    TOO_MANY_CASES = "too_many_cases"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, ready to be shown; `detail` fills the sentence of its kind."""

    kind: MistakeKind
    file: Path
    line: int
    key: str
    detail: str

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind][0].format(key=self.key, detail=self.detail)

    @property
    def remedy(self) -> str:
        return SENTENCES[self.kind][1].format(key=self.key, detail=self.detail)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key or '-'}: {self.sentence} → {self.remedy}"


class DataMistake(Exception):
    """Raised by readers of data files: the first mistake, and all others that were found."""

    def __init__(self, mistake: Mistake, *others: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake
        self.mistakes = (mistake, *others)


def raise_all(mistakes: Iterable[Mistake]) -> None:
    """Raise DataMistake unless there are none."""
    found = tuple(dict.fromkeys(mistakes))
    if found:
        raise DataMistake(*found)


def collect(mistakes: list[Mistake], read: Callable[[], T]) -> T | None:
    """Return what `read` gives; or None, with everything it refuses added to the mistakes."""
    try:
        return read()
    except DataMistake as error:
        mistakes += error.mistakes
        return None


SENTENCES: dict[MistakeKind, tuple[str, str]] = {
    MistakeKind.UNREADABLE: (
        "ファイルを読めません（{detail}）。",
        "ファイルの場所と読み取りの権限を確かめてください。",
    ),
    MistakeKind.NOT_TOML: (
        "TOMLとして読めません（{detail}）。",
        'この行の = と、" や [ ] が対になっているか、どれも半角かを確かめてください。文字は " で囲みます。',
    ),
    MistakeKind.NOT_UTF8: (
        "文字コードがUTF-8ではありません。",
        "エディターで文字コードを UTF-8 にして保存し直してください。",
    ),
    MistakeKind.UNKNOWN_KEY: (
        "「{key}」という項目はここでは使えません。",
        "つづりを確かめるか、この行を消してください。使える項目: {detail}",
    ),
    MistakeKind.MISSING_KEY: ("「{key}」がありません。", "「{key} = …」の行を加えてください（{detail}）。"),
    MistakeKind.WRONG_TYPE: ("「{key}」の書き方が違います。", "{detail}で書いてください。"),
    MistakeKind.NOT_ALLOWED: ("「{key}」にその値は使えません。", "次のどれかにしてください: {detail}"),
    MistakeKind.OUT_OF_RANGE: ("「{key}」の値が範囲の外です。", "{detail}にしてください。"),
    MistakeKind.UNKNOWN_ITEM: (
        "「{detail}」という項目は語彙にありません。",
        "items/ にある名前を使うか、語彙に加えてください。",
    ),
    MistakeKind.UNKNOWN_CHOICE: (
        "「{key}」に「{detail}」という選択肢はありません。",
        "items/ のその項目の選択肢から選んでください。",
    ),
    MistakeKind.DUPLICATE: ("「{detail}」が2回出てきます。", "どちらかを消すか、別の名前にしてください。"),
    MistakeKind.ALREADY_THERE: (
        "「{detail}」のフォルダーはもうあります。",
        "そのフォルダーの中のファイルを直すか、別の名前にしてください。",
    ),
    MistakeKind.UNKNOWN_FEE: (
        "「{detail}」という手数料はありません。",
        "fees.toml に [{detail}] の表を加えるか、fee の key を直してください。",
    ),
    MistakeKind.NEVER_ASKED: (
        "「{detail}」はこの手続で尋ねていません。",
        "procedure.toml で尋ねるか、この行を消してください。",
    ),
    MistakeKind.NOT_PRINTED: (
        "「{detail}」は尋ねていますが、様式のどこにも印字されません。",
        "sheet.toml に枠を加えるか、procedure.toml の unprinted に書いてください。",
    ),
    MistakeKind.DOES_NOT_FIT: (
        "「{detail}」が枠に収まりません。",
        "枠を広げるか、行数を増やすか、続紙を許してください。",
    ),
    MistakeKind.UNPRINTABLE: (
        "印字できない文字があります（{detail}）。",
        "フォントを確かめるか、別の字にしてください。",
    ),
    MistakeKind.BAD_SAMPLE: (
        "見本の答えが正しくありません（{detail}）。",
        "見本を手続に合わせて直してください。",
    ),
    MistakeKind.GAP: (
        "どの行にも当てはまらない場合があります（{detail}）。",
        "その場合の行を加えてください。",
    ),
    MistakeKind.CONTRADICTION: ("行どうしが食い違っています（{detail}）。", "どちらか一方にしてください。"),
    MistakeKind.CHANGED_AFTER_PUBLISHING: (
        "公開済みの版が変わっています（{detail}）。",
        "version を1つ上げ、元の版を old/ に残してください。",
    ),
    MistakeKind.UNKNOWN_PROCEDURE: (
        "「{detail}」という手続はありません。",
        "kiosk forms list にある名前を使ってください。",
    ),
    MistakeKind.UNKNOWN_QUESTION: (
        "「{detail}」という質問は、ここより前にありません。",
        "このファイルの [[question]] の id か item に合わせるか、質問を加えてください。",
    ),
    MistakeKind.UNKNOWN_ANSWER: (
        "「{key}」の「{detail}」は、その質問の答えになりません。",
        "その質問の選択肢（はい・いいえの質問は true か false）から選んでください。",
    ),
    MistakeKind.UNUSED_QUESTION: (
        "質問「{detail}」の答えは、どこにも使われません。",
        "when で使うか、質問を消してください。",
    ),
    MistakeKind.NEVER_APPLIES: (
        "この行に当てはまる場合がありません（{detail}）。",
        "when を直すか、行を消してください。",
    ),
    MistakeKind.TOO_MANY_CASES: (
        "この表が見る質問は組み合わせが多すぎて、確かめきれません（{detail}）。",
        "when で見る質問を減らすか、手続の表を分けてください。",
    ),
}
