"""What a person is told: errors with reason, sentence and next step, and problems of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Told(Exception):
    """The base of all errors a person is told of.

    A subclass has one `reasons` enum and one table `words` with the sentence and the next step of each of its
    reasons (`tests/test_told.py` proves that none is missing). Both are gettext keys and may hold `{name}` places,
    filled from `values`. `reason` is for programs; `sentence` and `next_step` are for people. Never carries
    anything personal.
    """

    reasons: ClassVar[type[StrEnum]]
    words: ClassVar[Mapping[StrEnum, tuple[str, str]]]

    def __init__(self, reason: StrEnum, **values: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.values: Mapping[str, str] = values

    @property
    def sentence(self) -> str:
        """What happened, in Japanese."""
        return self.words[self.reason][0].format(**self.values)

    @property
    def next_step(self) -> str:
        """What to do next, in Japanese; empty where the sentence says it."""
        return self.words[self.reason][1].format(**self.values)

    def __str__(self) -> str:
        return f"{self.sentence}{self.next_step}"


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
    NO_EMAIL = "no_email"
    NO_POSTAL_CODE = "no_postal_code"
    NO_ADDRESS = "no_address"
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
    """Raised by the reader of one kind, for `forms.item` alone."""

    def __init__(self, code: ProblemCode, sentence: str, input: str = "", **values: str) -> None:
        super().__init__(code)
        self.code, self.sentence, self.input, self.values = code, sentence, input, tuple(values.items())
