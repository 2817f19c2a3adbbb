"""A small cast of fictitious residents, shared by all tests: those of the samples, and the hardest names."""

from forms.answers import Answers, Row, Value
from forms.samples import residents

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
    ("髙﨑　美咲", "1986-09-09"),
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


def known(id: str, who: str, *facts: str, **more: Value) -> dict[str, Value]:
    """The answers about one of the sample residents (`takasaki.kenichi`) with a page of their own."""
    theirs = residents()[who].facts
    return person(id, theirs["name"], theirs["birth_date"], **{fact: theirs[fact] for fact in facts}, **more)


def row(id: str, name: str, birth: str, **more: str | bool) -> Row:
    """Somebody of the household."""
    return {"id": id, "name": name, "birth_date": birth, **more}


def member(id: str, who: str, *facts: str, **more: str | bool) -> Row:
    """One of the sample residents, of the household."""
    theirs = residents()[who].facts
    return row(id, theirs["name"], theirs["birth_date"], **{fact: theirs[fact] for fact in facts}, **more)


HANAKO: Answers = person("you", "吉田　花子", "1960-07-05")
"""She comes for her husband."""
TARO: Row = row("p1", "吉田　太郎", "1958-02-17", kin="husband")

KENICHI: Answers = known(
    "you", "takasaki.kenichi", "kana", "sex", "relation", occupation="self_employed", january="here"
)
"""He lives with his parents, his wife, their daughter and the daughter his wife brought along."""
WHOLE = ("kana", "sex", "relation")
MISAKI = member("p1", "takasaki.misaki", *WHOLE)
HIMARI = member("p2", "takasaki.himari", *WHOLE)
YUI = member("p3", "takasaki.yui", *WHOLE, "relation_words")
ICHIRO = member("p4", "takasaki.ichiro", *WHOLE)
HARU = member("p5", "takasaki.haru", *WHOLE)
JIRO = row("p6", "髙﨑　次郎", "2011-03-03", kana="タカサキ　ジロウ", sex="male", relation="child")
"""The brother of 健一, still a schoolboy."""
TOMI = member("p7", "takasaki.tomi", *WHOLE)
"""The mother of the head's wife."""
THREE_GENERATIONS: tuple[Row, ...] = (MISAKI, HIMARI, YUI, ICHIRO, HARU)

ANNA: Answers = known("you", "santos.anna", "sex", "relation", "nationality")
"""She and her husband have names in Latin letters, and not the same."""
JOAO = member("p1", "santos.joao", "sex", "relation", "nationality")

MOTHER: Answers = known("you", "mori.megumi", "kana", "sex", "relation")
FOURTEEN = member("p1", "mori.haruto", *WHOLE, kin="child")
"""He is fifteen from 9 January 2027, the day before his birthday."""

WARD: Answers = known("asker", "watanabe.kiyo")
GUARDIAN: Answers = known("you", "guardian.makoto")
"""He comes as guardian (成年後見人) of a corporation."""
LATE_ICHIRO: Answers = {
    "late.name": "髙﨑　一郎",
    "late.birth_date": "1950-01-03",
    "late.death_date": "2026-11-10",
    "late.address": HOME,
}
