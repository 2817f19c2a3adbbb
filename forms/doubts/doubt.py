"""A doubt: one question back, 「このままでよいですか」, with the answers that raise it, and its words."""

import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from forms import condition, crosscheck, inputs, journeypage, kinds, person
from forms.journey import Journey
from forms.kinship.relation import born


class Says(StrEnum):
    """One sentence a doubt; translated like every text of the screens."""

    TWICE = "同じ人を2回入力しているようです。名前と生年月日を確かめてください。"
    TOO_NEAR = "親と子の年の差が15歳より小さくなっています。続柄と生年月日を確かめてください。"
    TOO_OLD = "生年月日が117年より前になっています。年を確かめてください。"
    ACTS_ALONE = "手続をする人が15歳になっていません。15歳になっていない人は、親権者と一緒に来てください。"
    PARENT_OF_ADULT = "18歳からは成年なので、親権者はいません。生年月日か、だれとして来るかを確かめてください。"
    HEAD_IS_CHILD = "15歳になっていない人が世帯主になっています。続柄と生年月日を確かめてください。"
    UNBORN = "生まれる日が10か月より先になっています。日付を確かめてください。"
    DEAD_BEFORE_BORN = "亡くなった日が、生年月日より前になっています。どちらかを直してください。"
    LATE_IS_HERE = "亡くなった方と同じ人が、ほかのところにも入力されています。名前と生年月日を確かめてください。"
    OWN_GUARANTOR = "保証する人が、登録する人と同じになっています。ほかの人の名前を入力してください。"

    ODD_NAME = "名前に、数字や記号や「様」が入っています。名前だけかを確かめてください。"
    NO_LOT = "住所に番地がありません。番地まで入力してください。"

    BEFORE_BIRTH = "手続をする人が生まれる前の日になっています。年を確かめてください。"
    LONG_AGO = "5年より前の日になっています。年を確かめてください。"
    FAR_AHEAD = "1年より先の日になっています。年を確かめてください。"

    REGISTER_ELSEWHERE = "本籍が、ほかの市区町村になっています。「本籍地」の答えを確かめてください。"
    REGISTER_HERE = "本籍が、この町になっています。「本籍地」の答えを確かめてください。"
    NOT_ABROAD = "国外から引っ越してきたのに、前の住所が日本の住所です。確かめてください。"

    MANY = "10通以上になっています。数を確かめてください。"

    OF_ANOTHER = "口座の名義が、受け取る人のフリガナと違います。ほかの人の口座に振り込むには、委任状が必要です。"


MARK_BYTES = 6
"""Of a mark: it only has to differ among the few doubts of one application."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Answers that want a second look.

    `item` is the key of the question to go back to, `input` the field. `evidence` is what raises the doubt: once
    somebody has said that it is right so, it is not asked again before that changes. The sentence holds nobody's
    name: screens say it in any language, and it stands beside the answer.
    """

    item: str
    sentence: str
    evidence: tuple[object, ...]
    input: str = ""
    instead_of: str = ""
    """The procedure that is the wrong one, if that is the doubt."""
    instead: str = ""
    """The procedure that is meant."""
    is_impossible: bool = False
    """Whether the law, or nature, leaves no room: nobody can say that it is right so."""

    @property
    def mark(self) -> str:
        """Return a short text that stays the same as long as the same is doubted for the same reason."""
        digest = sha256(repr((self.item, str(self.sentence), self.evidence)).encode()).digest()
        return urlsafe_b64encode(digest[:MARK_BYTES]).decode()


LONG_AGO_DAYS, FAR_AHEAD_DAYS = 5 * 365 + 1, 367
BIRTH = "birth_date"
UNTIL, LONGEST_VALID_DAYS = "until", 11 * 366
"""How the day to which a card or handbook holds is named, and how far ahead it may lie: a card holds for ten years."""


def before_birth(journey: Journey) -> Iterator[Doubt]:
    """Nothing happens to somebody before they are born: the year is wrong."""
    birth = born(str(journey.people.get(journey.people.centre).facts.get(BIRTH, "")))
    for ask, day in _affairs(journey):
        if birth is not None and day < birth.first:
            yield Doubt(ask.key, Says.BEFORE_BIRTH, (day.isoformat(), birth.first.isoformat()), ask.key)


def long_ago(journey: Journey) -> Iterator[Doubt]:
    for ask, day in (*_affairs(journey), *_deaths(journey)):
        if day < journey.today - timedelta(days=LONG_AGO_DAYS):
            yield Doubt(ask.key, Says.LONG_AGO, (day.isoformat(),), ask.key)


def far_ahead(journey: Journey) -> Iterator[Doubt]:
    for ask, day in _affairs(journey):
        most = LONGEST_VALID_DAYS if ask.ask.item.name.endswith(UNTIL) else FAR_AHEAD_DAYS
        if day >= journey.today + timedelta(days=most):
            yield Doubt(ask.key, Says.FAR_AHEAD, (day.isoformat(),), ask.key)


def _affairs(journey: Journey) -> Iterator[tuple[journeypage.JourneyAsk, date]]:
    """Every day that is asked for, but births, what is said of people, and days so old that nobody may know them."""
    for ask in journey.asks:
        item = ask.ask.item
        if (
            ask.key.partition(".")[0] not in person.SLOTS
            and not item.name.endswith(BIRTH)
            and not item.unknown_day
        ):
            yield from _days(journey, ask)


def _deaths(journey: Journey) -> Iterator[tuple[journeypage.JourneyAsk, date]]:
    for ask in journey.asks:
        if ask.key == f"{person.LATE}.death_date":
            yield from _days(journey, ask)


def _days(journey: Journey, ask: journeypage.JourneyAsk) -> Iterator[tuple[journeypage.JourneyAsk, date]]:
    value = journey.value(ask)
    found = born(value) if ask.ask.item.kind is kinds.DATE and isinstance(value, str) else None
    if found is not None:
        yield ask, found.last


HOLDER = "bank.holder_kana"


def account_of_another(journey: Journey) -> Iterator[Doubt]:
    """The holder is not who receives; only where both are said in kana."""
    for procedure in journey.procedures:
        seen = journey.seen_by(procedure) if procedure.item(HOLDER) else {}
        holder, kana = seen.get(HOLDER), seen.get("claimant.kana")
        if not isinstance(holder, str) or not isinstance(kana, str):
            continue
        if _is_kana(holder) and _is_kana(kana) and _bare(holder) != _bare(kana):
            key = journey.key_of(HOLDER, procedure)
            yield Doubt(key, Says.OF_ANOTHER, (holder, kana), key)


def _bare(kana: str) -> str:
    """Return the sounds alone: banks leave out spaces, dots and long marks in their own ways."""
    folded = inputs.large_kana(inputs.katakana(unicodedata.normalize("NFKC", kana)))
    return "".join(sign for sign in folded if sign.isalpha() and sign not in "ー")


def _is_kana(text: str) -> bool:
    return all(not sign.isalpha() or not sign.isascii() for sign in unicodedata.normalize("NFKC", text))


FEW = 10
COPIES = ("", "通")
"""Units of what one asks for some of. Of days and weeks ten are not many."""


def many_copies(journey: Journey) -> Iterator[Doubt]:
    """Nobody wants so many of one certificate, but who mistypes."""
    for ask in journey.asks:
        count = journey.value(ask)
        item = ask.ask.item
        if item.kind is kinds.COUNT and item.unit in COPIES and isinstance(count, int) and count >= FEW:
            yield Doubt(ask.key, Says.MANY, (count,), ask.key)


PREFECTURE = re.compile(
    "北海道|東京都|京都府|大阪府|"
    "(青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|"
    "兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県"
)


@dataclass(frozen=True, slots=True)
class Municipality:
    """The town as addresses name it."""

    prefecture: str
    district: str
    """The 郡, empty for a city."""
    name: str

    @property
    def address(self) -> str:
        """Return how every address in it begins."""
        return f"{self.prefecture}{self.district}{self.name}"

    def holds(self, address: object) -> bool | None:
        """Return whether the address is in this town; None where it names none and may be here as well."""
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", address)) if isinstance(address, str) else ""
        found = PREFECTURE.match(text)
        prefecture = found[0] if found else ""
        rest = text.removeprefix(prefecture)
        if prefecture in ("", self.prefecture) and rest.startswith((self.name, self.district + self.name)):
            return True
        return False if prefecture else None


def wrong_place(journey: Journey, town: Municipality) -> Iterator[Doubt]:
    """An address that a procedure expects here lies elsewhere, or the other way; often another form is meant."""
    for procedure in journey.procedures:
        for check in procedure.checks:
            if check.kind not in crosscheck.BY_PLACE:
                continue
            seen = journey.seen_by(procedure)
            address, is_wrong = seen.get(check.item), check.kind is crosscheck.CheckKind.IN_TOWN
            if town.holds(address) is is_wrong and condition.holds(check.when, seen, journey.today):
                key = journey.key_of(check.place, procedure)
                instead_of = procedure.id if check.instead else ""
                yield Doubt(key, check.text, (address,), key, instead_of, check.instead)


def register_kept_elsewhere(journey: Journey, town: Municipality) -> Iterator[Doubt]:
    """Where the family register is kept, and the 本籍 itself, must say the same."""
    for procedure in journey.procedures:
        if procedure.item("register.place") is None:
            continue
        seen = journey.seen_by(procedure)
        place, domicile = seen.get("register.place"), seen.get("register.domicile")
        key, is_here = journey.key_of("register.domicile", procedure), town.holds(domicile)
        if place == "here" and is_here is False:
            yield Doubt(key, Says.REGISTER_ELSEWHERE, (place, domicile), key)
        if place == "elsewhere" and is_here:
            yield Doubt(key, Says.REGISTER_HERE, (place, domicile), key)


def moved_from_abroad(journey: Journey, town: Municipality) -> Iterator[Doubt]:
    """Who comes from abroad does not come from an address in Japan."""
    for procedure in journey.procedures:
        seen = journey.seen_by(procedure) if procedure.item("move.origin") else {}
        old = seen.get("move.old_address")
        if seen.get("move.origin") == "abroad" and town.holds(old) is not None:
            key = journey.key_of("move.old_address", procedure)
            yield Doubt(key, Says.NOT_ABROAD, (old,), key)
