"""What is wrong with an answer, as a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    NO_CHOICE = "no_choice"
    TOO_LONG = "too_long"
    NOT_KANA = "not_kana"
    NOT_BANK_SIGNS = "not_bank_signs"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    OUT_OF_RANGE = "out_of_range"
    NO_PHONE = "no_phone"
    NO_POSTAL_CODE = "no_postal_code"
    UNKNOWN_CHOICE = "unknown_choice"
    TOO_MANY = "too_many"
    FUTURE = "future"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one item, as a sentence that says what to do. `input` names the field to go to.

    `sentence` is a gettext key with `values` for its `%(…)s`, so that screens can say it in any language.
    """

    item: str
    code: ProblemCode
    sentence: str
    values: tuple[tuple[str, str], ...] = ()
    input: str = ""

    def __str__(self) -> str:
        return self.sentence % dict(self.values)


class Refused(Exception):
    """Raised by the reader of one kind, for `forms.typed` alone."""

    def __init__(self, code: ProblemCode, sentence: str, input: str = "", **values: str) -> None:
        super().__init__(code)
        self.code, self.sentence, self.input, self.values = code, sentence, input, tuple(values.items())
