"""When the head dies or changes, everybody's word is worked out anew."""

import pytest

from tests.forms.kinship.families import family
from tests.forms.kinship.test_households import THREE

GREAT = "一郎 世帯主 m1948, ハル 妻 f1950, キヨ 母 f1925, 健一 子 m1978, 美咲 子の妻 f1980, 陽葵 子の子 f2018"
STEP = "夫 世帯主 m1985, 妻 妻 f1986, 結衣 妻の子 f2010, 葵 子 f2020"
BROTHERS = "一郎 世帯主 m1975, 健一 弟 m1978, 美咲 弟の妻 f1979, 陽葵 弟の子 f2008"
MOTHER = "夫 世帯主 m1970, 妻 妻 f1972, 義母 妻の母 f1945, 子 子 f2000, 妹 妹 f1975"
TWO_MEN = "甲 世帯主 m1980, 乙 夫（未届） m1982"

ROWS = [
    (GREAT, "ハル", "ハル 世帯主, 健一 子, 美咲 子の妻, 陽葵 子の子, キヨ 夫の母"),
    (THREE, "健一", "一郎 父, ハル 母, 美咲 妻, 陽葵 子, 次郎 弟"),
    (GREAT, "健一", "キヨ 父の母"),
    (STEP, "妻", "夫 夫, 結衣 子, 葵 子"),
    (BROTHERS, "健一", "一郎 兄, 美咲 妻, 陽葵 子"),
    (BROTHERS, "美咲", "一郎 夫の兄, 健一 夫, 陽葵 子"),
    (MOTHER, "義母", "夫 子の夫, 妻 子, 子 子の子, 妹 子の夫の妹"),
    (TWO_MEN, "乙", "甲 夫（未届）"),
]


@pytest.mark.parametrize(("line", "head", "expected"), ROWS)
def test_everybody_is_called_anew(line: str, head: str, expected: str) -> None:
    words = {id: found.word for id, found in family(line).seen_from(head).items()}
    wanted = dict(part.split() for part in expected.split(","))
    assert {id: words[id] for id in wanted} == wanted


def test_the_same_head_keeps_the_words_of_the_register() -> None:
    household = family(GREAT)
    words = {id: found.word for id, found in household.seen_from("一郎").items()}
    assert words == {member.id: member.relation.word for member in household.members if member.relation}
