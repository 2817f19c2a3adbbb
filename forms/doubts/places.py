"""Doubts about places: the wrong form for a move, a family register kept in another town."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from forms.answers import Value
from forms.doubts.doubt import Doubt
from forms.doubts.says import Says
from forms.journey import Journey
from forms.procedure import Procedure

PREFECTURE = re.compile(
    "北海道|東京都|京都府|大阪府|"
    "(青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|"
    "兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県"
)

IN, OUT, WITHIN = "move_in", "move_out", "move_within"


@dataclass(frozen=True, slots=True)
class Municipality:
    """The town as addresses name it."""

    prefecture: str
    district: str
    """The 郡, empty for a city."""
    name: str

    def holds(self, address: object) -> bool | None:
        """Return whether the address is in this town; None where it names none and may be here as well."""
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", address)) if isinstance(address, str) else ""
        found = PREFECTURE.match(text)
        prefecture = found[0] if found else ""
        rest = text.removeprefix(prefecture)
        if prefecture in ("", self.prefecture) and rest.startswith((self.name, self.district + self.name)):
            return True
        return False if prefecture else None


def wrong_kind_of_move(journey: Journey, town: Municipality) -> Iterator[Doubt]:
    """A move within the town wants another form than one from or to elsewhere (住民基本台帳法22条から24条)."""
    for procedure in journey.procedures:
        seen = journey.seen_by(procedure)
        here = seen.get("claimant.address")
        at_home = journey.key_of("claimant.address", procedure)
        match procedure.id:
            case "move_in":
                yield from _within(journey, procedure, "move.old_address", town)
                if town.holds(here) is False:
                    yield _wrong(at_home, Says.TO_ELSEWHERE, here, IN, OUT)
            case "move_out":
                yield from _within(journey, procedure, "move.new_address", town)
                if town.holds(here) is False:
                    yield Doubt(at_home, Says.NOT_FROM_HERE, (here,), at_home)
            case "move_within":
                if town.holds(seen.get("move.old_address")) is False:
                    yield _wrong("move.old_address", Says.FROM_ELSEWHERE, seen.get("move.old_address"), WITHIN, IN)
                if town.holds(here) is False:
                    yield _wrong(at_home, Says.TO_ELSEWHERE, here, WITHIN, OUT)


def _within(journey: Journey, procedure: Procedure, item: str, town: Municipality) -> Iterator[Doubt]:
    address = journey.seen_by(procedure).get(item)
    if town.holds(address):
        yield _wrong(journey.key_of(item, procedure), Says.WITHIN_TOWN, address, procedure.id, WITHIN)


def _wrong(key: str, sentence: str, address: Value | None, instead_of: str, instead: str) -> Doubt:
    return Doubt(key, sentence, (address,), key, instead_of, instead)


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
