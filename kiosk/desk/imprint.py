"""What stands on paper, remembered without a word of it: a keyed digest for each item of each sheet.

The key is sealed with the answers and goes with them, so that what is left behind tells nothing.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import cbor2

from forms import Answers, Journey, fee_lines, plain_of, total_of
from kiosk.desk.case import Case
from kiosk.office import Office, today
from kiosk.stacks import SLIP, deadline_words, named_on_slip, wants_slip
from kiosk.store import Imprints
from kiosk.town.walk import in_walking_order

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Mismatch:
    """In what the paper of a visit differs from the visit. False if in nothing."""

    changed: Mapping[str, tuple[str, ...]]
    """By sheet the items that have changed since it was printed."""
    added: tuple[str, ...] = ()
    """The sheets that were never printed."""
    dropped: tuple[str, ...] = ()
    """The sheets on paper that the visit no longer has."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.dropped)

    @property
    def to_print(self) -> tuple[str, ...]:
        """The sheets that must be printed, the slip among them."""
        return (*self.changed, *self.added)


NO_MISMATCH = Mismatch({})


def new_key() -> str:
    """Return a key for the imprints of one visit."""
    return secrets.token_hex(16)


def imprints_of(case: Case, office: Office) -> Imprints:
    """Return the imprints of all sheets as they would be printed now; none without a key."""
    if not case.file.imprint_key:
        return {}
    key = bytes.fromhex(case.file.imprint_key)
    journey = case.journey(today())
    contents = {each.id: _contents(journey.seen_by(each)) for each in case.procedures}
    if wants_slip(office, len(named_on_slip(case.procedures))):
        contents[SLIP] = dict(_slip(case, office))
    return {
        sheet: {item: _digest(key, sheet, item, value) for item, value in items.items()}
        for sheet, items in contents.items()
    }


def mismatch_of(on_paper: Imprints, now: Imprints) -> Mismatch:
    """Return in what the paper differs; in nothing where nobody knows what stands on it."""
    if not on_paper or not now:
        return NO_MISMATCH
    both = [sheet for sheet in now if sheet in on_paper]
    changed = {sheet: items for sheet in both if (items := _differing(on_paper[sheet], now[sheet]))}
    added = tuple(sheet for sheet in now if sheet not in on_paper)
    return Mismatch(changed, added, tuple(sheet for sheet in on_paper if sheet not in now))


def imprints_for(imprints: Imprints, only: Collection[str]) -> Imprints:
    """Return those of the sheets that are wanted; of all if none is named."""
    return {sheet: items for sheet, items in imprints.items() if not only or sheet in only}


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    items = dict.fromkeys((*before, *after))
    return tuple(item for item in items if before.get(item) != after.get(item))


def _contents(seen: Answers) -> dict[str, object]:
    """What people said, by item. The day of printing and the office's own fields are no reason to print again."""
    return {item: plain_of(value) for item, value in seen.items()}


def _slip(case: Case, office: Office) -> Iterator[tuple[str, object]]:
    """A line for each procedure, without what papers and pages make of it."""
    journey: Journey = case.journey(today())
    lines = fee_lines(journey, office.fees, case.place)
    for procedure in in_walking_order(named_on_slip(case.procedures), office.settings.paper.walk):
        fee = total_of(line for line in lines if line.procedure == procedure.id)
        yield procedure.id, [procedure.desk, fee, deadline_words(procedure, journey)]


def _digest(key: bytes, sheet: str, item: str, value: object) -> str:
    contents = cbor2.dumps([sheet, item, value], canonical=True)
    return hmac.new(key, contents, hashlib.sha256).digest()[:DIGEST_BYTES].hex()
