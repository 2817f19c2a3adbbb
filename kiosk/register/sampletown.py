"""The people of a fictitious town, household by household, the same for the same seed: every kind a register has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

SURNAMES = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ"),
    ("渡邉\U000e0110", "ワタナベ"), ("渡辺", "ワタナベ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"),
    ("小林", "コバヤシ"), ("加藤", "カトウ"), ("𠮷田", "ヨシダ"), ("吉田", "ヨシダ"), ("斎藤", "サイトウ"),
    ("齋藤", "サイトー"), ("髙﨑", "タカサキ"), ("大野", "オオノ"), ("小野", "オノ"), ("葛\U000e0100城", "カツラギ"),
    ("長谷川", "ハセガワ"), ("勘解由小路", "カデノコウジ"), ("邊\U0010de92", "アタリ"), ("阿部", "アベ"),
    ("三浦", "ミウラ"), ("本間", "ホンマ"), ("工藤", "クドウ"), ("菊池", "キクチ"), ("五十嵐", "イガラシ"),
)  # fmt: skip
MEN = (
    ("一郎", "イチロウ"), ("健一", "ケンイチ"), ("次郎", "ジロウ"), ("大翔", "ヒロト"), ("蓮", "レン"),
    ("亮", "リョウ"), ("誠", "マコト"), ("勇", "イサム"), ("修", "オサム"), ("翔太", "ショウタ"), ("悠真", "ユウマ"),
    ("隆", "タカシ"), ("左衛門", "サエモン"), ("浩二", "コウジ"), ("湊", "ミナト"), ("正", "タダシ"),
)  # fmt: skip
WOMEN = (
    ("花子", "ハナコ"), ("美咲", "ミサキ"), ("優子", "ユウコ"), ("ハル", "ハル"), ("陽葵", "ヒマリ"), ("凜", "リン"),
    ("恵", "メグミ"), ("結衣", "ユイ"), ("キヨ", "キヨ"), ("葵", "アオイ"), ("さくら", "サクラ"), ("由美", "ユミ"),
    ("ミツ", "ミツ"), ("千鶴", "チヅル"), ("詩織", "シオリ"), ("幸", "サチ"),
)  # fmt: skip
FOREIGNERS = (
    ("NGUYEN　VAN AN", "グエン　ヴァン　アン", "ベトナム", "1"),
    ("DOS SANTOS CAVALCANTI DE ALBUQUERQUE　MARIA APARECIDA", "ドス　サントス　マリア", "ブラジル", "2"),
    ("王　小明", "オウ　ショウメイ", "中国", "1"),
    ("PUTRI　DEWI LESTARI", "プトゥリ　デウィ", "インドネシア", "2"),
    ("DELA CRUZ　JUAN", "デラ　クルス　フアン", "フィリピン", "1"),
)
STREETS = ("旭町", "駅前通", "川向", "北の沢", "桜ケ丘", "中央一丁目", "西一条北二丁目", "東一条北二丁目", "本町")
HOME = ("特別養護老人ホームみどり荘", "北の沢", "１００番地")
MALE, FEMALE = "1", "2"
RESIDENT, MOVED_OUT, DEAD = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a household lives."""

    street: str
    lot: str
    building: str = ""


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person of the town as the file will have them."""

    surname: tuple[str, str]
    given: tuple[str, str]
    sex: str
    born: date
    word: str = "世帯主"
    state: str = RESIDENT
    nationality: str = ""
    moving_out: str = ""
    is_birth_unknown: bool = False
    is_ward: bool = False
    is_closed: bool = False
    is_protected: bool = False

    @property
    def name(self) -> str:
        """With the space between the names, where there are two."""
        return "　".join(part for part in (self.surname[0], self.given[0]) if part)

    @property
    def kana(self) -> str:
        """The reading, likewise."""
        return "　".join(part for part in (self.surname[1], self.given[1]) if part)


@dataclass(slots=True)
class Maker:
    """Makes people by one source of chance."""

    chance: Random
    today: date
    homes: int = field(default=0)

    def surname(self) -> tuple[str, str]:
        """Return a name for a household."""
        return self.chance.choice(SURNAMES)

    def home(self) -> Home:
        """Return the next address."""
        self.homes += 1
        wide = str(self.homes % 900 + 1).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        building = self.chance.choice(("", "", "", "みどりハイツ１０１号室", "コーポ桜２０３"))
        return Home(self.chance.choice(STREETS), f"{wide}番地", building)

    def born(self, oldest: int, youngest: int) -> date:
        """Return a day of birth between two ages."""
        return self.today - timedelta(days=self.chance.randint(youngest * 366, max(oldest * 365, youngest * 366)))

    def man(self, surname: tuple[str, str], word: str, oldest: int, youngest: int) -> Citizen:
        """Return a man or boy."""
        return Citizen(surname, self.chance.choice(MEN), MALE, self.born(oldest, youngest), word)

    def woman(self, surname: tuple[str, str], word: str, oldest: int, youngest: int) -> Citizen:
        """Return a woman or girl."""
        return Citizen(surname, self.chance.choice(WOMEN), FEMALE, self.born(oldest, youngest), word)

    def child(self, surname: tuple[str, str], word: str = "子", oldest: int = 17, youngest: int = 0) -> Citizen:
        """Return a boy or a girl."""
        make = self.man if self.chance.random() < 0.5 else self.woman
        return make(surname, word, oldest, youngest)


Household = list[Citizen]
Kind = Callable[[Maker], Household]


def alone(make: Maker) -> Household:
    """A man or woman alone."""
    return [make.child(make.surname(), "世帯主", 90, 19)]


def elderly_couple(make: Maker) -> Household:
    """Two old people."""
    name = make.surname()
    return [make.man(name, "世帯主", 92, 70), make.woman(name, "妻", 90, 68)]


def family(make: Maker) -> Household:
    """A couple with children."""
    name = make.surname()
    children = [make.child(name) for _ in range(make.chance.randint(1, 3))]
    return [make.man(name, "世帯主", 50, 25), make.woman(name, "妻", 48, 24), *children]


def three_generations(make: Maker) -> Household:
    """Grandparents, a son with his wife, grandchildren."""
    name = make.surname()
    old = [make.man(name, "世帯主", 80, 66), make.woman(name, "妻", 78, 65)]
    young = [make.man(name, "子", 45, 28), make.woman(name, "子の妻", 44, 27)]
    return [*old, *young, make.child(name, "子の子"), make.child(name, "子の子")]


def one_parent(make: Maker) -> Household:
    """A mother with children."""
    name = make.surname()
    return [make.woman(name, "世帯主", 45, 24), make.child(name), make.child(name)]


def step_family(make: Maker) -> Household:
    """A second marriage with the wife's child."""
    name, other = make.surname(), make.surname()
    return [
        make.man(name, "世帯主", 48, 28),
        make.woman(name, "妻", 46, 27),
        make.child(other, "妻の子", 15, 5),
        make.child(name, "子", 3),
    ]


def unregistered_couple(make: Maker) -> Household:
    """A couple without a 婚姻届."""
    return [make.man(make.surname(), "世帯主", 50, 25), make.woman(make.surname(), "妻（未届）", 48, 25)]


def twins(make: Maker) -> Household:
    """Parents with twins."""
    name = make.surname()
    first = make.woman(name, "子", 10, 1)
    second = replace(first, given=("陽菜", "ヒナ"))
    return [make.man(name, "世帯主", 40, 26), make.woman(name, "妻", 39, 25), first, second]


def with_lodger(make: Maker) -> Household:
    """Somebody with a distant relative and a lodger whose day of birth nobody knows."""
    lodger = replace(make.man(make.surname(), "同居人", 60, 50), is_birth_unknown=True)
    return [make.man(make.surname(), "世帯主", 70, 50), make.woman(make.surname(), "縁故者", 60, 40), lodger]


def foreigner(make: Maker) -> Household:
    """Somebody from abroad, alone."""
    name, kana, country, sex = make.chance.choice(FOREIGNERS)
    person = Citizen((name, kana), ("", ""), sex, make.born(45, 19), nationality=country)
    return [person]


def widowed(make: Maker) -> Household:
    """A widow; her husband is still in the file."""
    name = make.surname()
    return [
        make.woman(name, "世帯主", 88, 70),
        replace(make.man(name, "夫", 90, 72), state=DEAD),
        make.child(name, "子", 60, 45),
    ]


def child_left(make: Maker) -> Household:
    """Parents whose son has moved out, and whose daughter is about to."""
    name = make.surname()
    leaving = (make.today + timedelta(days=10)).isoformat()
    return [
        make.man(name, "世帯主", 60, 45),
        make.woman(name, "妻", 58, 44),
        replace(make.man(name, "子", 24, 19), state=MOVED_OUT),
        replace(make.woman(name, "子", 22, 18), moving_out=leaving),
    ]


def under_guardian(make: Maker) -> Household:
    """An old woman under a guardian."""
    return [replace(make.woman(make.surname(), "世帯主", 95, 80), is_ward=True)]


def ten(make: Maker) -> Household:
    """Ten people."""
    children = [make.child(make.surname(), "子の子") for _ in range(4)]
    return [*three_generations(make), *children]


def closed(make: Maker) -> Household:
    """Somebody other sections must not see."""
    return [replace(make.woman(make.surname(), "世帯主", 60, 30), is_closed=True)]


def protected(make: Maker) -> Household:
    """A mother and a child under protection (支援措置)."""
    name = make.surname()
    people = [make.woman(name, "世帯主", 45, 25), make.child(name)]
    return [replace(each, is_protected=True) for each in people]


def namesake(make: Maker) -> Household:
    """A man who has name and day of birth in common with others."""
    return [Citizen(("鈴木", "スズキ"), ("一郎", "イチロウ"), MALE, date(1970, 1, 1))]


def leapling(make: Maker) -> Household:
    """Somebody born on a day most years do not have."""
    return [Citizen(("大野", "オオノ"), ("優子", "ユウコ"), FEMALE, date(1988, 2, 29))]


OF_THE_CARD = (
    Citizen(("𠮷田", "ヨシダ"), ("太郎", "タロウ"), MALE, date(1983, 2, 17)),
    Citizen(("𠮷田", "ヨシダ"), ("花子", "ハナコ"), FEMALE, date(1985, 4, 12), "妻"),
    Citizen(("𠮷田", "ヨシダ"), ("湊", "ミナト"), MALE, date(2014, 8, 3), "子"),
    Citizen(("𠮷田", "ヨシダ"), ("凜", "リン"), FEMALE, date(2018, 11, 21), "子"),
)
"""The household of the practice card."""
AT_THE_CARD = Home("東一条北二丁目", "３番地")

COMMON: tuple[tuple[Kind, int], ...] = (
    (alone, 30),
    (elderly_couple, 20),
    (family, 26),
    (three_generations, 6),
    (one_parent, 6),
    (widowed, 3),
    (child_left, 3),
    (foreigner, 3),
)
RARE: tuple[Kind, ...] = (
    step_family,
    unregistered_couple,
    twins,
    with_lodger,
    under_guardian,
    closed,
    protected,
    namesake,
    namesake,
    leapling,
)
RARE_EVERY, INSTITUTION_EVERY, TEN_EVERY = 8, 250, 500
"""Households."""


def make_town(people: int, seed: int, today: date) -> Iterator[tuple[Home, Household]]:
    """Yield households until there are at least so many people; the same for the same seed and day."""
    make = Maker(Random(seed), today)  # noqa: S311 - it must be the same each time
    kinds, weights = zip(*COMMON, strict=True)
    yield AT_THE_CARD, list(OF_THE_CARD)
    count, households = len(OF_THE_CARD), 1
    while count < people:
        # Every rare kind comes first, so that a small town has them all; afterwards one household in eight is one.
        if households <= len(RARE) or households % RARE_EVERY == 0:
            turn = households if households <= len(RARE) else households // RARE_EVERY
            kind: Kind = RARE[turn % len(RARE)]
        else:
            kind = make.chance.choices(kinds, weights)[0]
        if households % TEN_EVERY == TEN_EVERY - 1 or households == len(RARE) + 1:
            kind = ten
        home = make.home()
        if households % INSTITUTION_EVERY < INSTITUTION_EVERY // 10 and households > INSTITUTION_EVERY:
            kind, home = alone, Home(HOME[1], HOME[2], HOME[0])
        members = kind(make)
        yield home, members
        count += len(members)
        households += 1
