"""48 households as the register has them, and how their people are called seen from each other.

One line a household; under it what holds: `a→b word how`, with how = certain, usual or ask.
"""

import pytest

from forms.kinship.household import Certainty, Household
from forms.kinship.relation import Kin
from tests.forms.kinship.families import child, family, spouse

THREE = "一郎 世帯主 m1948, ハル 妻 f1950, 健一 子 m1978, 美咲 子の妻 f1980, 陽葵 子の子 f2018, 次郎 子 m2011"
COUPLES = (
    "一郎 世帯主 m1948, ハル 妻 f1950, 健一 子 m1978, 浩二 子 m1980, 美咲 子の妻 f1980, 由美 子の妻 f1982, "
    "陽葵 子の子 f2012, 蓮 子の子 m2014"
)
MISAKI = (spouse("美咲", "健一"),)
HIMARI = (*MISAKI, child("健一", "陽葵"))

TABLE: list[tuple[str, str, tuple[Kin, ...], str]] = [
    (
        "1 夫婦と子",
        "父 世帯主 m1970, 母 妻 f1972, 子 子 m2000",
        (),
        "父→子 子 certain, 母→子 子 usual, 子→母 母 usual",
    ),
    (
        "2 妻が世帯主",
        "母 世帯主 f1972, 父 夫 m1970, 子 子 f2000",
        (),
        "母→子 子 certain, 父→子 子 usual, 子→母 母 certain",
    ),
    ("3 三世代", THREE, (), "健一→美咲 妻 usual, 健一→陽葵 子 usual, 健一→ハル 母 usual, 健一→次郎 弟 certain"),
    ("4 三世代、嫁から", THREE, (), "美咲→健一 夫 usual, 美咲→陽葵 子 usual, 美咲→ハル 夫の母 usual"),
    (
        "3a 三世代、弟も大人",
        THREE.replace("m2011", "m1982"),
        (),
        "健一→美咲 妻 ask, 健一→陽葵 子 ask, 美咲→次郎 夫 ask",
    ),
    (
        "5 祖母なし",
        "一郎 世帯主 m1948, 健一 子 m1978, 美咲 子の妻 f1980, 陽葵 子の子 f2018",
        (),
        "健一→美咲 妻 usual, 健一→陽葵 子 usual, 健一→一郎 父 certain",
    ),
    ("6 二組の夫婦", COUPLES, (), "健一→美咲 妻 ask, 浩二→由美 妻 ask, 健一→浩二 弟 certain"),
    ("7 一組を聞いた", COUPLES, MISAKI, "健一→美咲 妻 certain, 浩二→由美 妻 usual, 健一→陽葵 子 ask"),
    ("8 親も聞いた", COUPLES, HIMARI, "健一→陽葵 子 certain, 美咲→陽葵 子 usual, 浩二→陽葵 兄の子 certain"),
    (
        "9 娘夫婦と息子",
        "父 世帯主 m1950, 娘 子 f1978, 婿 子の夫 m1976, 息子 子 m1980, 孫 子の子 f2008",
        (),
        "娘→婿 夫 usual, 婿→孫 子 ask, 娘→孫 子 ask",
    ),
    ("10 離婚した娘と孫", "父 世帯主 m1950, 娘 子 f1978, 孫 子の子 f2008", (), "娘→孫 子 usual"),
    (
        "11 未婚の息子も",
        "父 世帯主 m1950, 娘 子 f1978, 息子 子 m1980, 孫 子の子 f2008",
        (),
        "娘→孫 子 ask, 息子→孫 子 ask",
    ),
    (
        "12 妻の連れ子と共通の子",
        "夫 世帯主 m1985, 妻 妻 f1986, 結衣 妻の子 f2010, 葵 子 f2020",
        (),
        "夫→結衣 妻の子 certain, 夫→葵 子 certain, 妻→結衣 子 certain, 妻→葵 子 usual, 結衣→夫 母の夫 certain",
    ),
    (
        "13 夫の連れ子と妻の連れ子",
        "夫 世帯主 m1980, 妻 妻 f1985, 子 子 m2005, 連 妻の子 f2010",
        (),
        "妻→子 夫の子 usual, 子→連 父の妻の子 usual, 子→妻 父の妻 usual",
    ),
    (
        "14 養子にした連れ子",
        "夫 世帯主 m1985, 妻 妻 f1986, 結衣 養子 f2010",
        (),
        "夫→結衣 子 certain, 妻→結衣 子 usual",
    ),
    (
        "15 未届の妻と子",
        "夫 世帯主 m1985, 妻 妻（未届） f1986, 子 子 f2015",
        (),
        "妻→子 子 usual, 夫→子 子 certain",
    ),
    (
        "16 未届の妻の子",
        "夫 世帯主 m1985, 妻 妻(未届) f1986, 子 妻（未届）の子 f2015",
        (),
        "夫→子 妻（未届）の子 certain, 妻→子 子 certain, 子→夫 母の夫（未届） certain",
    ),
    (
        "17 男性二人",
        "甲 世帯主 m1980, 乙 夫（未届） m1982",
        (),
        "甲→乙 夫（未届） certain, 乙→甲 夫（未届） certain",
    ),
    ("18 縁故者", "甲 世帯主 m1980, 乙 縁故者 m1982", (), "甲→乙 縁故者 ask, 乙→甲 縁故者 ask"),
    ("19 同居人", "甲 世帯主 m1980, 乙 同居人 f1982", (), "甲→乙 同居人 ask, 乙→甲 縁故者 ask"),
    (
        "20 妻の母",
        "夫 世帯主 m1970, 妻 妻 f1972, 義母 妻の母 f1945, 子 子 f2000",
        (),
        "妻→義母 母 certain, 夫→義母 妻の母 certain, 子→義母 母の母 usual",
    ),
    (
        "21 妻の両親",
        "夫 世帯主 m1970, 妻 妻 f1972, 義父 妻の父 m1944, 義母 妻の母 f1945",
        (),
        "義父→義母 妻 usual, 義父→夫 子の夫 certain",
    ),
    (
        "22 父母と子",
        "本人 世帯主 m1975, 父 父 m1945, 母 母 f1947, 子 子 f2005",
        (),
        "父→母 妻 usual, 父→子 子の子 certain",
    ),
    ("23 父と兄", "本人 世帯主 m1975, 父 父 m1945, 兄 兄 m1972", (), "父→兄 子 usual, 本人→兄 兄 certain"),
    (
        "24 弟の家族",
        "本人 世帯主 m1975, 弟 弟 m1978, 嫁 弟の妻 f1979, 甥 弟の子 m2005",
        (),
        "弟→嫁 妻 usual, 弟→甥 子 usual, 嫁→甥 子 usual, 本人→甥 弟の子 certain",
    ),
    (
        "25 弟二人と嫁一人",
        "本人 世帯主 m1975, 弟 弟 m1978, 末 弟 m1979, 嫁 弟の妻 f1979",
        (),
        "弟→嫁 妻 ask, 末→嫁 妻 ask",
    ),
    (
        "26 姉とその子",
        "本人 世帯主 m1975, 姉 姉 f1972, 姪 姉の子 f2000",
        (),
        "姉→姪 子 usual, 本人→姪 姉の子 certain",
    ),
    (
        "27 母とその夫",
        "本人 世帯主 m1995, 母 母 f1970, 夫 母の夫 m1968",
        (),
        "本人→夫 母の夫 certain, 夫→本人 妻の子 certain",
    ),
    (
        "28 父とその妻",
        "本人 世帯主 m1995, 父 父 m1968, 妻 父の妻 f1975",
        (),
        "本人→妻 父の妻 certain, 妻→本人 夫の子 certain",
    ),
    (
        "29 孫が世帯主",
        "本人 世帯主 m1995, 祖父 父の父 m1940, 祖母 父の母 f1942",
        (),
        "祖父→祖母 妻 usual, 祖父→本人 子の子 certain",
    ),
    (
        "30 四世代",
        "曽祖父 世帯主 m1930, 祖父 子 m1952, 父 子の子 m1976, 子 子の子の子 f2005",
        (),
        "祖父→父 子 usual, 父→子 子 usual, 曽祖父→子 子の子の子 certain",
    ),
    (
        "31 子の妻の子",
        "父 世帯主 m1950, 息子 子 m1980, 嫁 子の妻 f1982, 連 子の妻の子 f2008",
        (),
        "嫁→連 子 usual, 息子→連 妻の子 usual",
    ),
    (
        "32 息子は不在",
        "父 世帯主 m1950, 嫁 子の妻 f1982, 孫 子の子 f2008",
        (),
        "嫁→孫 子 usual, 父→嫁 子の妻 certain, 孫→父 父の父 usual",
    ),
    ("33 妻の弟", "夫 世帯主 m1975, 妻 妻 f1978, 弟 妻の弟 m1980", (), "夫→弟 妻の弟 certain, 妻→弟 弟 certain"),
    (
        "34 妻が世帯主、夫の両親",
        "妻 世帯主 f1978, 夫 夫 m1975, 義父 夫の父 m1945, 義母 夫の母 f1947",
        (),
        "夫→義母 母 certain, 義父→義母 妻 usual",
    ),
    ("35 父の兄", "本人 世帯主 m1995, 伯父 父の兄 m1960", (), "伯父→本人 弟の子 certain"),
    (
        "36 父の兄の子",
        "本人 世帯主 m1995, 伯父 父の兄 m1960, 従兄 父の兄の子 m1990",
        (),
        "本人→従兄 父の兄の子 certain, 伯父→従兄 子 usual",
    ),
    ("37 九歳下の養子", "本人 世帯主 m1970, 養子 子 m1979", (), "本人→養子 子 certain, 養子→本人 父 certain"),
    ("40 娘だけなのに子の妻", "父 世帯主 m1950, 娘 子 f1980, 嫁 子の妻 f1982", (), "娘→嫁 兄弟姉妹の妻 certain"),
    ("41 祖母と孫二人", "祖母 世帯主 f1950, 孫 子の子 m2005, 妹 子の子 f2008", (), "孫→妹 妹 usual"),
    (
        "42 離婚した娘二人と孫二人",
        "父 世帯主 m1950, 姉 子 f1976, 妹 子 f1978, 蓮 子の子 m2005, 葵 子の子 f2006",
        (),
        "姉→蓮 子 ask, 妹→葵 子 ask, 蓮→葵 妹 ask",
    ),
    (
        "43 年の離れた息子二人",
        "父 世帯主 m1960, 兄 子 m1990, 弟 子 m2012, 嫁 子の妻 f1991, 孫 子の子 f2020",
        (),
        "兄→嫁 妻 usual, 兄→孫 子 usual, 弟→嫁 兄の妻 usual",
    ),
    ("44 八歳上の後妻", "夫 世帯主 m1970, 妻 妻 f1992, 子 子 m2000", (), "妻→子 夫の子 usual"),
    (
        "45 二つの氏の夫婦",
        "夫 世帯主 m1985 グエン, 妻 妻 f1986 チャン, 子 子 f2015 グエン",
        (),
        "妻→子 子 usual",
    ),
    ("46 里子", "夫 世帯主 m1975, 妻 妻 f1976, 里子 縁故者 f2015", (), "夫→里子 縁故者 ask, 妻→里子 縁故者 ask"),
    (
        "47 母の母",
        "本人 世帯主 m1995, 祖母 母の母 f1945",
        (),
        "祖母→本人 子の子 certain, 本人→祖母 母の母 certain",
    ),
    ("48 双子", "父 世帯主 m1980, 一 子 m2010, 二 子 m2010", (), "一→二 兄弟姉妹 certain"),
]


@pytest.mark.parametrize(("line", "kin", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_people_are_called_as_they_are(line: str, kin: tuple[Kin, ...], expected: str) -> None:
    household = family(line, kin)
    rows = [part.split() for part in expected.split(",")]
    assert [called(household, pair, word) for pair, word, _ in rows] == [" ".join(row) for row in rows]


def called(household: Household, pair: str, expected: str) -> str:
    """`pair word how`; of words to ask about the expected one if it is offered."""
    found = household.relation(*pair.split("→"))
    is_offered = found.certainty is Certainty.ASK and expected in found.readings
    return f"{pair} {expected if is_offered else found.word} {found.certainty}"
