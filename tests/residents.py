"""A small cast of fictitious residents, shared by all tests."""

from forms.answers import Answers, Row, Value

YOSHIDA = "𠮷田　花子"
"""Her family name lies beyond the BMP."""

WATANABE = "渡邉\U000e0110　勘解由小路左衛門"
"""His 邉 carries a variation sequence of the Moji_Joho collection."""

MARIA = "DOS SANTOS CAVALCANTI DE ALBUQUERQUE　MARIA APARECIDA DA CONCEIÇÃO FERNANDA"
"""Long Latin names with diacritics."""

TAKASAKI_FAMILY = (
    ("髙﨑　一郎", "1950-01-03"),
    ("髙﨑　ハル", "1952-11-23"),
    ("髙﨑　健一", "1978-06-15"),
    ("髙﨑　美咲", "1980-09-09"),
    ("髙﨑　大翔", "2009-04-01"),
    ("髙﨑　陽葵", "2012-10-31"),
    ("髙﨑　蓮", "2019-05-01"),
    ("髙﨑　凜", "2024-02-29"),
)
"""A family of eight: compatibility ideographs that NFC would destroy."""

HOME = "北海道架空郡みどり野町東一条北二丁目３番地"

PHONE = "0152-00-1234"


def person(id: str, name: str, birth: str, **more: Value) -> dict[str, Value]:
    """The answers about somebody with a page of their own; at home in the town and with a telephone."""
    facts: dict[str, Value] = {"name": name, "birth_date": birth, "address": HOME, "phone": PHONE, **more}
    return {f"{id}.{fact}": value for fact, value in facts.items()}


def row(id: str, name: str, birth: str, **more: str | bool) -> Row:
    """Somebody of the household."""
    return {"id": id, "name": name, "birth_date": birth, **more}


HANAKO: Answers = person("you", "吉田　花子", "1960-07-05")
"""She comes for her husband."""
TARO: Row = row("p1", "吉田　太郎", "1958-02-17", kin="husband")

KENICHI: Answers = person(
    "you",
    "髙﨑　健一",
    "1978-06-15",
    kana="タカサキ　ケンイチ",
    sex="male",
    relation="child",
    occupation="self_employed",
    january="here",
)
"""He lives with his parents, his wife, their daughter and the daughter his wife brought along."""
MISAKI = row("p1", "髙﨑　美咲", "1980-09-09", kana="タカサキ　ミサキ", sex="female", relation="child_wife")
HIMARI = row("p2", "髙﨑　陽葵", "2018-10-31", kana="タカサキ　ヒマリ", sex="female", relation="grandchild")
YUI = row(
    "p3",
    "佐藤　結衣",
    "2012-05-05",
    kana="サトウ　ユイ",
    sex="female",
    relation="other",
    relation_words="子の妻の子",
)
ICHIRO = row("p4", "髙﨑　一郎", "1950-01-03", kana="タカサキ　イチロウ", sex="male", relation="head")
HARU = row("p5", "髙﨑　ハル", "1952-11-23", kana="タカサキ　ハル", sex="female", relation="wife")
JIRO = row("p6", "髙﨑　次郎", "2011-03-03", kana="タカサキ　ジロウ", sex="male", relation="child")
"""The brother of 健一, still a schoolboy."""
THREE_GENERATIONS: tuple[Row, ...] = (MISAKI, HIMARI, YUI, ICHIRO, HARU)

ANNA: Answers = person("you", "SCHMIDT　ANNA", "1991-05-06", sex="female", relation="wife", nationality="ドイツ")
"""She and her husband have names in Latin letters, and not the same."""
JOAO = row("p1", "DOS SANTOS　JOÃO", "1989-01-02", sex="male", relation="head", nationality="ブラジル")

MOTHER: Answers = person("you", "森　恵", "1985-02-03", kana="モリ　メグミ", sex="female", relation="head")
FOURTEEN = row("p1", "森　陽翔", "2012-01-10", kana="モリ　ハルト", sex="male", relation="child", kin="child")
"""He is fifteen from 9 January 2027, the day before his birthday."""

WARD: Answers = person("asker", "渡邉　キヨ", "1938-11-03")
GUARDIAN: Answers = person("you", "𠮷田　誠", "1970-04-04")
"""He comes as guardian (成年後見人) of a corporation."""
LATE_ICHIRO: Answers = {
    "late.name": "髙﨑　一郎",
    "late.birth_date": "1950-01-03",
    "late.death_date": "2026-11-10",
    "late.address": HOME,
}
