"""A small catalogue for the ticket tests: three procedures, a town, a key, and what residents answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms import kinds
from forms.answers import Answers
from forms.item import Choice, Item
from forms.kinds.kind import Kind
from forms.ticket import Keyring, SchemaField, TicketContents, TownKey

TOWN = "999997"
NOW = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)


def item(
    name: str, kind: Kind, *, choices: str = "", fields: Sequence[Item] = (), unknown_day: bool = False
) -> Item:
    codes = tuple(Choice(code, code, code) for code in choices.split())
    return Item(name, kind, name, name, choices=codes, fields=tuple(fields), unknown_day=unknown_day)


MEMBER = (
    item("name", kinds.NAME),
    item("kana", kinds.KANA),
    item("birth_date", kinds.DATE, unknown_day=True),
    item("sex", kinds.CHOICE, choices="female male other"),
    item("relation", kinds.TEXT),
)

PERSON = (
    item("visitor.role", kinds.CHOICE, choices="self household proxy"),
    item("applicant.name", kinds.NAME),
    item("applicant.kana", kinds.KANA),
    item("applicant.birth_date", kinds.DATE, unknown_day=True),
    item("applicant.sex", kinds.CHOICE, choices="female male other"),
    item("applicant.postal_code", kinds.POSTAL_CODE),
    item("applicant.address", kinds.ADDRESS),
    item("applicant.building", kinds.ADDRESS),
    item("applicant.phone", kinds.PHONE),
    item("proxy.name", kinds.NAME),
    item("proxy.address", kinds.ADDRESS),
    item("proxy.phone", kinds.PHONE),
)


def own(procedure: str, *names: str) -> tuple[Item, ...]:
    return (
        item(f"kind@{procedure}", kinds.CHOICE, choices="whole part"),
        item(f"entries@{procedure}", kinds.CHOICES, choices="head relation domicile nationality code history"),
        item(f"copies@{procedure}", kinds.COUNT),
        item(f"purpose@{procedure}", kinds.TEXT),
        item(f"consent@{procedure}", kinds.CONSENT),
        item(f"urgent@{procedure}", kinds.YES_NO),
    )


MOVE = (
    item("move.date", kinds.DATE),
    item("move.from_postal_code", kinds.POSTAL_CODE),
    item("move.from_address", kinds.ADDRESS),
    item("move.from_building", kinds.ADDRESS),
    item("move.from_head", kinds.NAME),
    item("move.head", kinds.NAME),
    item("move.members", kinds.PEOPLE, fields=MEMBER),
)

MONEY = (
    item("bank.name", kinds.TEXT),
    item("bank.branch", kinds.TEXT),
    item("bank.account", kinds.DIGITS),
    item("bank.holder", kinds.KANA),
    item("income", kinds.MONEY),
)

ITEMS: dict[str, tuple[Item, ...]] = {
    "resident_record_copy": PERSON + own("resident_record_copy"),
    "move_in": PERSON + MOVE,
    "seal_certificate": PERSON + own("seal_certificate"),
    "tax_certificate": PERSON + own("tax_certificate"),
    "child_allowance": PERSON + MONEY + own("child_allowance"),
}


@dataclass(frozen=True, slots=True)
class TestCatalogue:
    """Every procedure has number 1… in the order of `items` and only version 1."""

    items: dict[str, tuple[Item, ...]]

    __test__ = False

    def number_of(self, procedure: str) -> int:
        if procedure not in self.items:
            raise KeyError(procedure)
        return list(self.items).index(procedure) + 1

    def id_of(self, number: int) -> str:
        if number < 1:
            raise KeyError(number)
        return list(self.items)[number - 1]

    def schema_for(self, procedures: Sequence[tuple[str, int]]) -> tuple[SchemaField, ...]:
        fields: dict[str, SchemaField] = {}
        for id, version in procedures:
            if version != 1:
                raise KeyError(id, version)
            for asked in self.items[id]:
                fields.setdefault(asked.name, SchemaField(asked.name, asked))
        return tuple(fields.values())


CATALOGUE = TestCatalogue(ITEMS)


def town_key(id: int = 0x1234, seed: bytes = b"town key of the ticket tests 0001") -> TownKey:
    private = X25519PrivateKey.from_private_bytes(seed[:32])
    return TownKey(id, private.public_key().public_bytes_raw(), private.private_bytes_raw(), NOW)


KEY = town_key()
RING = Keyring(TOWN, (KEY,))


def contents(procedures: Sequence[str], answers: Answers) -> TicketContents:
    return TicketContents(NOW, NOW + timedelta(days=14), tuple((id, 1) for id in procedures), answers)


APPLICANT: Answers = {
    "visitor.role": "self",
    "applicant.name": "椿原　志津江",
    "applicant.kana": "ツバキハラ　シヅエ",
    "applicant.birth_date": "1961-03-09",
    "applicant.sex": "female",
    "applicant.postal_code": "0280541",
    "applicant.address": "岩手県遠野市土淵町栃内12地割34番地5",
    "applicant.building": "ファミール遠野B棟305",
    "applicant.phone": "090-1234-5678",
}
"""Hardly a word of hers stands in the dictionary."""

COPY = contents(
    ["resident_record_copy"],
    {
        **APPLICANT,
        "kind@resident_record_copy": "whole",
        "entries@resident_record_copy": ("head", "relation"),
        "copies@resident_record_copy": 2,
        "purpose@resident_record_copy": "年金事務所へ提出",
    },
)

MINIMAL = contents(
    ["seal_certificate"],
    {
        "applicant.name": "田中　一郎",
        "applicant.kana": "タナカ　イチロウ",
        "applicant.birth_date": "1978-11-30",
        "applicant.address": "架空市緑町3丁目4番5号",
        "copies@seal_certificate": 1,
    },
)

MOVE_IN = contents(
    ["move_in"],
    {
        **APPLICANT,
        "applicant.name": "久保田　雄一郎",
        "applicant.kana": "クボタ　ユウイチロウ",
        "applicant.address": "滋賀県近江八幡市桜宮町236番地",
        "applicant.building": "グリーンヒルズ近江302号",
        "move.date": "2026-06-28",
        "move.from_postal_code": "6820021",
        "move.from_address": "鳥取県倉吉市上井町2丁目253番地1",
        "move.from_head": "久保田　雄一郎",
        "move.head": "久保田　雄一郎",
        "move.members": (
            {
                "name": "久保田　雄一郎",
                "kana": "クボタ　ユウイチロウ",
                "birth_date": "1986-02-11",
                "sex": "male",
                "relation": "世帯主",
            },
            {
                "name": "久保田　沙織",
                "kana": "クボタ　サオリ",
                "birth_date": "1988-12-03",
                "sex": "female",
                "relation": "妻",
            },
            {
                "name": "久保田　陽向",
                "kana": "クボタ　ヒナタ",
                "birth_date": "2015-08-24",
                "sex": "male",
                "relation": "子",
            },
            {
                "name": "久保田　芽依",
                "kana": "クボタ　メイ",
                "birth_date": "2019-05-17",
                "sex": "female",
                "relation": "子",
            },
        ),
    },
)

FIVE_FORMS = contents(
    list(ITEMS),
    {
        **MOVE_IN.answers,
        "kind@resident_record_copy": "whole",
        "entries@resident_record_copy": ("head", "relation", "domicile"),
        "copies@resident_record_copy": 3,
        "purpose@resident_record_copy": "勤務先と保育所へ提出",
        "copies@seal_certificate": 1,
        "purpose@seal_certificate": "自動車の登録",
        "copies@tax_certificate": 2,
        "purpose@tax_certificate": "住宅ローンの審査",
        "consent@tax_certificate": True,
        "bank.name": "架空銀行",
        "bank.branch": "近江支店",
        "bank.account": "0012345",
        "bank.holder": "クボタ　ユウイチロウ",
        "income": 4_820_000,
        "consent@child_allowance": True,
        "urgent@child_allowance": False,
    },
)
