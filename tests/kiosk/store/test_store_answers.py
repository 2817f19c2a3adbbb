"""Stored answers open for their own visit and with the town's key only."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from hypothesis import given, strategies as st

from forms.answers import UNKNOWN, Answers
from forms.ticket import Keyring, TicketError, TicketReason
from forms.ticket.keys import first_key, retired, rotated
from forms.ticket.sealing import Header, sealed, unsealed
from kiosk.store import StoreError, StoreReason, new_visit_id, open_answers, seal_answers
from kiosk.store.answers import PURPOSE
from tests import residents

NOW = datetime(2026, 4, 1, tzinfo=UTC)
KEY = first_key(Keyring("019992", ()), NOW)
RING = Keyring("019992", (KEY,))
KEYS = RING.public()
VISIT = new_visit_id()

texts = st.text(max_size=30).filter(bool)
codes = st.lists(texts, min_size=1, max_size=4).map(tuple)
plain = st.one_of(texts, st.integers(0, 10**9), st.booleans(), codes)
rows = st.lists(st.dictionaries(texts, plain, min_size=1, max_size=4), min_size=1, max_size=4).map(tuple)
some_answers = st.dictionaries(texts, st.one_of(plain, rows, st.just(UNKNOWN)), max_size=8)


def refusal(sealed: bytes, ring: Keyring = RING, visit: str = VISIT) -> StoreReason:
    with pytest.raises(StoreError) as caught:
        open_answers(sealed, new_visit_id().__class__(visit), ring)
    return caught.value.reason


def sealed_by_a_stranger(contents: bytes) -> bytes:
    return sealed(contents, KEYS.town, KEYS.current, PURPOSE + VISIT.encode())


def test_it_works() -> None:
    answers: Answers = {"applicant.name": residents.WATANABE, "copies": 2, "consent": True, "entries": ("a", "b")}
    sealed = seal_answers(answers, VISIT, KEYS)
    assert open_answers(sealed, VISIT, RING) == answers
    assert residents.WATANABE.encode() not in sealed


@given(some_answers)
def test_any_answers_come_back_equal_and_of_the_same_types(answers: Answers) -> None:
    opened = open_answers(seal_answers(answers, VISIT, KEYS), VISIT, RING)
    assert opened == answers
    assert {name: type(value) for name, value in opened.items()} == {
        name: type(value) for name, value in answers.items()
    }


def test_the_answers_of_one_visit_do_not_open_for_another() -> None:
    sealed = seal_answers({"a": "b"}, VISIT, KEYS)
    assert refusal(sealed, visit=new_visit_id()) is StoreReason.ANSWERS_UNREADABLE


def test_answers_sealed_before_a_rotation_open_until_the_key_is_retired() -> None:
    sealed = seal_answers({"a": "b"}, VISIT, KEYS)
    new, old = rotated(RING, NOW + timedelta(days=1))
    assert open_answers(sealed, VISIT, Keyring("019992", (old, new))) == {"a": "b"}
    gone = retired(Keyring("019992", (old, new)), old.id, NOW + timedelta(days=400))
    assert refusal(sealed, Keyring("019992", (gone, new))) is StoreReason.ANSWERS_UNREADABLE
    assert refusal(sealed, Keyring("019992", (new,))) is StoreReason.ANSWERS_UNREADABLE


def test_what_is_sealed_for_something_else_is_no_answer_of_a_visit() -> None:
    assert refusal(sealed(cbor2.dumps({"a": "b"}), KEYS.town, KEYS.current)) is StoreReason.ANSWERS_UNREADABLE
    stored = seal_answers({"a": "b"}, VISIT, KEYS)
    with pytest.raises(TicketError) as caught:
        unsealed(stored, RING)
    assert caught.value.reason is TicketReason.DAMAGED


@given(st.data())
def test_a_flipped_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal_answers({"a": "b"}, VISIT, KEYS))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert refusal(bytes(sealed)) is StoreReason.ANSWERS_UNREADABLE


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(sealed: bytes) -> None:
    assert refusal(sealed) is StoreReason.ANSWERS_UNREADABLE
    assert refusal(bytes(Header(1, KEYS.town, KEY.id)) + sealed) is StoreReason.ANSWERS_UNREADABLE


STRANGE = {
    "no map": [1, 2],
    "a number as name": {1: "a"},
    "a float": {"a": 1.5},
    "null in a list": {"a": [None]},
    "bytes": {"a": b"b"},
    "a list in a list": {"a": [["b"]]},
    "numbers in a list": {"a": [1]},
    "a map as answer": {"a": {"b": "c"}},
    "a row in a row": {"a": [{"b": {"c": "d"}}]},
    "too deep": {"a": [{"b": [[["c"]]]}]},
    "an undefined tag": {"a": cbor2.CBORTag(4711, "b")},
}


@pytest.mark.parametrize("contents", STRANGE.values(), ids=STRANGE.keys())
def test_contents_of_other_types_are_refused(contents: object) -> None:
    assert refusal(sealed_by_a_stranger(cbor2.dumps(contents))) is StoreReason.ANSWERS_UNREADABLE


@given(st.binary(max_size=60))
def test_any_contents_are_read_or_refused(contents: bytes) -> None:
    with suppress(StoreError):
        assert isinstance(open_answers(sealed_by_a_stranger(contents), VISIT, RING), dict)
