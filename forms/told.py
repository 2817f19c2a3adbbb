"""What this program refuses a person, always in the same three parts: why, one sentence, and what to do next."""

from collections.abc import Mapping
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
