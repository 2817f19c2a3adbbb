"""Doubts about days, accounts, how many copies are wanted, and places."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forms import kinds
from forms.condition import holds
from forms.crosscheck import BY_PLACE, CheckKind
from forms.doubts.doubt import Doubt, Says
from forms.inputs import katakana, large_kana
from forms.journey import Journey
from forms.journeypage import JourneyAsk
from forms.kinship.relation import born
from forms.person import LATE, SLOTS

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


def _affairs(journey: Journey) -> Iterator[tuple[JourneyAsk, date]]:
    """Every day that is asked for, but births, what is said of people, and days so old that nobody may know them."""
    for ask in journey.asks:
        item = ask.ask.item
        if ask.key.partition(".")[0] not in SLOTS and not item.name.endswith(BIRTH) and not item.unknown_day:
            yield from _days(journey, ask)


def _deaths(journey: Journey) -> Iterator[tuple[JourneyAsk, date]]:
    for ask in journey.asks:
        if ask.key == f"{LATE}.death_date":
            yield from _days(journey, ask)


def _days(journey: Journey, ask: JourneyAsk) -> Iterator[tuple[JourneyAsk, date]]:
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
    folded = large_kana(katakana(unicodedata.normalize("NFKC", kana)))
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
            if check.kind not in BY_PLACE:
                continue
            seen = journey.seen_by(procedure)
            address, is_wrong = seen.get(check.item), check.kind is CheckKind.IN_TOWN
            if town.holds(address) is is_wrong and holds(check.when, seen, journey.today):
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
