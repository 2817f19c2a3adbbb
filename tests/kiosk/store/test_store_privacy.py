"""Whoever gets hold of the database learns nothing about a resident."""

from datetime import UTC, datetime

from forms.answers import Answers
from forms.ticket import Keyring
from forms.ticket.keys import first_key
from kiosk.settings import DeskMode
from kiosk.store import (
    AuditEvent,
    NewVisit,
    PrintOutcome,
    Store,
    VisitId,
    WayIn,
    abandon_visit,
    audit,
    finish_visit,
    new_visit_id,
    open_answers,
    open_visit,
    purge,
    read_answers,
    record_print,
    save_answers,
    seal_answers,
)
from tests import residents
from tests.kiosk.store.conftest import Clock, Place

KEY = first_key(Keyring("019992", ()), datetime(2026, 4, 1, tzinfo=UTC))
RING = Keyring("019992", (KEY,))
KEYS = RING.public()
ANSWERS: Answers = {
    "applicant.name": residents.YOSHIDA,
    "applicant.address": residents.HOME,
    "visitor.name": residents.MARIA,
    "household.members": tuple({"name": name, "birth": born} for name, born in residents.TAKASAKI_FAMILY),
}
PERSONAL = (residents.YOSHIDA, residents.HOME, residents.MARIA, *[name for name, _ in residents.TAKASAKI_FAMILY])
PARTS = {part if len(part) > 1 else f"　{part}" for text in PERSONAL for part in text.split("　")}
"""A single character is looked for with the space before it: its two bytes in UTF-16 turn up in ciphertext by chance."""


def traces(found: bytes) -> set[str]:
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    spelled = {part for part in PARTS for encoding in encodings if part.encode(encoding) in found}
    hexed = {part for part in PARTS if part.encode().hex() in found.decode("latin-1").lower()}
    return spelled | hexed


def opened(store: Store) -> tuple[VisitId, bytes]:
    visit_id = new_visit_id()
    sealed = seal_answers(ANSWERS, visit_id, KEYS)
    new = NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.TICKET, id=visit_id, sealed=sealed)
    assert open_visit(store, new).id == visit_id
    return visit_id, sealed


def holds(found: bytes, sealed: bytes) -> bool:
    """In a file as it is, in a dump in hexadecimal. Overflow pages may split it, so the middle will do."""
    middle = sealed[200:264]
    return middle in found or middle.hex().encode() in found


def test_it_works_the_answers_come_back_as_they_were(store: Store) -> None:
    visit_id, _ = opened(store)
    assert open_answers(read_answers(store, visit_id), visit_id, RING) == ANSWERS


def test_nothing_personal_is_there_before_the_end(place: Place, store: Store) -> None:
    visit_id, sealed = opened(store)
    record_print(store, visit_id, PrintOutcome.PRINTED, sheets=1)
    audit.record(store, AuditEvent.IDENTITY_CHECKED, visit_id=visit_id, details={"kind": "my_number_card"})
    found = place.everything()
    assert holds(found, sealed)
    assert traces(found) == set()


def test_nothing_is_left_half_an_hour_after_finishing(place: Place, store: Store, clock: Clock) -> None:
    visit_id, first = opened(store)
    second = seal_answers({**ANSWERS, "note": "corrected"}, visit_id, KEYS)
    save_answers(store, visit_id, second, corrected=1)
    record_print(store, visit_id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit_id)
    assert holds(place.everything(), second), "the visitor may come back at once"
    clock.pass_by(minutes=30)
    purge(store)
    found = place.everything()
    assert traces(found) == set()
    assert not holds(found, first)
    assert not holds(found, second)


def test_nothing_is_left_after_giving_up(place: Place, store: Store) -> None:
    visit_id, sealed = opened(store)
    abandon_visit(store, visit_id, reason="timed_out")
    assert not holds(place.everything(), sealed)


def test_nothing_is_left_after_the_purge(place: Place, store: Store, clock: Clock) -> None:
    _, sealed = opened(store)
    clock.pass_by(hours=11)
    assert purge(store).deleted_answers == 0
    assert holds(place.everything(), sealed)
    clock.pass_by(hours=2)
    assert purge(store).deleted_answers == 1
    assert not holds(place.everything(), sealed)


def test_the_search_for_traces_finds_them(store: Store, place: Place) -> None:
    visit_id, _ = opened(store)
    save_answers(store, visit_id, residents.YOSHIDA.encode())
    assert traces(place.everything()) == set(residents.YOSHIDA.split("　"))
