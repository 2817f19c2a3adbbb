"""Two people at one visit: whoever saves second is told what the first has changed, and decides."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import cbor2

from forms import Item, JourneyPage, Value, official_text, plain_of, rows_of
from kiosk.desk.case import Case
from kiosk.staff import list_staff
from kiosk.store import AuditEvent, Store, read_last_entry

SOMEBODY = "ほかの職員"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another person has saved of a page since it was opened here."""

    by: str
    """Name and desk, as far as the audit tells."""
    changes: tuple[tuple[str, str], ...]
    """The label of each question and what its answer is now."""


def seen_of(case: Case, keys: Iterable[str]) -> str:
    """Return a text that is the same only while the answers of the keys are, and tells nothing of them."""
    return " ".join(f"{key}={_digest(case, key)}" for key in keys)


def overtaken(case: Case, seen: str) -> tuple[str, ...]:
    """Return the keys whose answers are no longer what was `seen` when the page was opened."""
    before = (text.rpartition("=") for text in seen.split())
    return tuple(key for key, _, digest in before if digest != _digest(case, key))


def conflict_of(
    case: Case, page: JourneyPage, keys: Iterable[str], store: Store, labels: dict[str, str]
) -> Conflict:
    """Return the conflict in words. `labels` are what people call the desks."""
    asks = {ask.key: ask.ask.item for ask in page.asks}
    changes = tuple(
        (item.label, _word(item, case.answers.get(key))) for key in keys if (item := asks.get(key)) is not None
    )
    return Conflict(_who_changed(case, store, labels), changes)


def _who_changed(case: Case, store: Store, labels: dict[str, str]) -> str:
    entry = read_last_entry(store, case.visit.id, AuditEvent.ANSWERS_CORRECTED)
    if entry is None:
        return SOMEBODY
    name = next((each.called for each in list_staff(store) if each.id == entry.staff_id), SOMEBODY)
    return f"{name}（{labels.get(entry.desk or '', entry.desk)}）" if entry.desk else name


def _word(item: Item, value: Value | None) -> str:
    people = rows_of(value)
    return f"{len(people)}人" if people else official_text(item, value) or "なし"


def _digest(case: Case, key: str) -> str:
    value = case.answers.get(key)
    contents = cbor2.dumps([key, None if value is None else [plain_of(value)]], canonical=True)
    return hmac.new(bytes.fromhex(case.file.imprint_key), contents, hashlib.sha256).hexdigest()[:32]
