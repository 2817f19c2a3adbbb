"""What a register says of a person seen from another, and the people of whom it says so.

The words are those of the resident register (住民基本台帳事務処理要領, 世帯主との続柄). What people say instead
(長男, 孫, 内縁の妻, 義母) is read as the register would write it.
"""

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Literal

LONGEST = 4
"""Steps of the longest chain that is still written out; what is farther away is 縁故者."""

DISTANT = "縁故者"


class Step(IntEnum):
    """One step of a relation. The number is its digit in the packed code and never changes.

    The last three are said where the exact word is not known: no register writes them.
    """

    WIFE = 1
    HUSBAND = 2
    UNREGISTERED_WIFE = 3
    UNREGISTERED_HUSBAND = 4
    CHILD = 5
    FATHER = 6
    MOTHER = 7
    ELDER_BROTHER = 8
    ELDER_SISTER = 9
    YOUNGER_BROTHER = 10
    YOUNGER_SISTER = 11
    PARENT = 12
    SPOUSE = 13
    SIBLING = 14

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def sex(self) -> str | None:
        """The sex the word itself tells, or None."""
        return "male" if self in MALE else "female" if self in FEMALE else None

    @property
    def is_spouse(self) -> bool:
        return self in SPOUSES

    @property
    def is_parent(self) -> bool:
        return self in PARENTS

    @property
    def is_sibling(self) -> bool:
        return self in SIBLINGS

    @property
    def distance(self) -> int:
        """Blood is closer than marriage; who is both husband and adopted brother (婿養子) is 夫."""
        return 1 if self in SPOUSES else 2 if self in SIBLINGS else 0

    @property
    def is_unregistered(self) -> bool:
        return self in (Step.UNREGISTERED_WIFE, Step.UNREGISTERED_HUSBAND)


WORDS = {
    Step.WIFE: "妻",
    Step.HUSBAND: "夫",
    Step.UNREGISTERED_WIFE: "妻（未届）",
    Step.UNREGISTERED_HUSBAND: "夫（未届）",
    Step.CHILD: "子",
    Step.FATHER: "父",
    Step.MOTHER: "母",
    Step.ELDER_BROTHER: "兄",
    Step.ELDER_SISTER: "姉",
    Step.YOUNGER_BROTHER: "弟",
    Step.YOUNGER_SISTER: "妹",
    Step.PARENT: "親",
    Step.SPOUSE: "配偶者",
    Step.SIBLING: "兄弟姉妹",
}
MALE = {Step.HUSBAND, Step.UNREGISTERED_HUSBAND, Step.FATHER, Step.ELDER_BROTHER, Step.YOUNGER_BROTHER}
FEMALE = {Step.WIFE, Step.UNREGISTERED_WIFE, Step.MOTHER, Step.ELDER_SISTER, Step.YOUNGER_SISTER}
SPOUSES = {Step.WIFE, Step.HUSBAND, Step.UNREGISTERED_WIFE, Step.UNREGISTERED_HUSBAND, Step.SPOUSE}
PARENTS = {Step.FATHER, Step.MOTHER, Step.PARENT}
SIBLINGS = {Step.ELDER_BROTHER, Step.ELDER_SISTER, Step.YOUNGER_BROTHER, Step.YOUNGER_SISTER, Step.SIBLING}

HEAD = "世帯主"
SHORT = {"親の父": "祖父", "親の母": "祖母"}
"""What is said instead of a chain no register writes."""

SPOKEN = {
    **{word: "子" for word in ("長男", "長女", "養子", "養女", "実子", "息子", "娘", "嫡出子", "特別養子")},
    **{f"{rank}{sex}": "子" for rank in "一二三四五六七八九十次" for sex in "男女"},
    **{f"{word}孫": chain for word, chain in {"": "子の子", "ひ": "子の子の子", "曽": "子の子の子"}.items()},
    "曾孫": "子の子の子",
    "玄孫": "子の子の子の子",
    "本人": HEAD,
    "未届の妻": "妻（未届）",
    "未届の夫": "夫（未届）",
    "内縁の妻": "妻（未届）",
    "内縁の夫": "夫（未届）",
    "婿": "子の夫",
    "嫁": "子の妻",
    "祖父": "親の父",
    "祖母": "親の母",
    "義父": "配偶者の父",
    "義母": "配偶者の母",
    "甥": "兄弟姉妹の子",
    "姪": "兄弟姉妹の子",
}
"""Words people use, as the register writes them. Never 義兄 or 義妹: they may be a spouse's or a brother's."""


@dataclass(frozen=True)
class Relation:
    """Steps from one person to another, nearest first; none for the person itself.

    A `free` word (縁故者, 同居人, 里子) tells no steps and is kept as it was written.
    """

    steps: tuple[Step, ...]
    free: str | None = None

    @cached_property
    def word(self) -> str:
        """The register's word, or the free word."""
        if self.free is not None:
            return self.free
        said = "の".join(step.word for step in self.steps)
        for chain, short in SHORT.items():
            said = said.replace(chain, short)
        return said or HEAD

    @property
    def code(self) -> int | None:
        """The steps in base 16, the first lowest (妻の母 is 0x71), 0 for the head; None for a free word."""
        if self.free is not None:
            return None
        return sum(step << (4 * place) for place, step in enumerate(self.steps))

    @property
    def is_head(self) -> bool:
        return self.free is None and not self.steps

    @property
    def sex(self) -> str | None:
        """The sex the word itself tells of the person, or None."""
        return self.steps[-1].sex if self.steps else None


def relation_of_code(code: int) -> Relation | None:
    """The relation packed in a code, or None for a number that is no code (a forged ticket)."""
    digits = f"{code:x}"[::-1] if code > 0 else ""
    if code < 0 or len(digits) > LONGEST or any(digit in "0f" for digit in digits):
        return None
    return Relation(tuple(Step(int(digit, 16)) for digit in digits))


def read_relation(text: str) -> Relation | None:
    """The relation in words a person or a register wrote, or None for no word at all.

    Brackets and spaces of either width are the same. A word that is no chain of known steps, or one of more than four,
    is free: it is kept as written and tells no steps.
    """
    written = text.strip()
    plain = _plain(written)
    if not plain:
        return None
    if _spoken(plain) == HEAD:
        return Relation(())
    steps = [step for part in _parts(plain) for step in _steps(part)]
    if None in steps or not 0 < len(steps) <= LONGEST:
        return Relation((), free=written)
    return Relation(tuple(step for step in steps if step is not None))


def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text)
    joined = "".join(shown.split()).replace("(", "（").replace(")", "）")
    return joined.replace("内縁の", "内縁ノ").replace("未届の", "未届ノ")


def _parts(plain: str) -> list[str]:
    return [part.replace("ノ", "の") for part in plain.split("の")]


def _spoken(part: str) -> str:
    return SPOKEN.get(part, part)


def _steps(part: str) -> list[Step | None]:
    return [BY_WORD.get(word) for word in _spoken(part).split("の")]


BY_WORD = {word: step for step, word in WORDS.items()}


Sex = Literal["male", "female"]
DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Born:
    """The first and the last day a person may be born on; one day where the date is whole."""

    first: date
    last: date

    def years_before(self, other: "Born") -> tuple[float, float]:
        """The least and the most years this person is older than the other; negative when younger."""
        least = (other.first - self.last).days / DAYS_OF_A_YEAR
        most = (other.last - self.first).days / DAYS_OF_A_YEAR
        return least, most


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household with the register's word to its head; no word for one who lives apart.

    `birth` is an ISO date, `00` for an unknown month or day, or None. `surname` as on paper; empty when unknown.
    """

    id: str
    relation: Relation | None
    sex: Sex | None = None
    birth: str | None = None
    surname: str = ""

    @property
    def known_sex(self) -> str | None:
        """The stated sex, or the one the word tells."""
        return self.sex or (self.relation.sex if self.relation else None)

    @property
    def born(self) -> Born | None:
        """The days the birth may have been on, or None where nothing is known (a day only the register has, too)."""
        return born(self.birth) if self.birth else None


def born(iso: str) -> Born | None:
    """The days an ISO date with unknown parts may mean; None for a text that is no date of the calendar."""
    try:
        year, month, day = (int(part) for part in iso.split("-"))
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
        return Born(date(year, month or 1, day or 1), last)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody has said: `who` is the `is_` of `of` ("美咲 is the 妻 of 健一").

    `who` is None for "nobody of these people". With `is_denied` the opposite was said: who is not the child of `of`.
    """

    of: str
    is_: Step
    who: str | None
    is_denied: bool = False
