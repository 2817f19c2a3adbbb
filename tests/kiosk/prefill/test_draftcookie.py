"""Drafts live in the person's own cookies: sealed, bound to one draft, limited in age and size."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import given, strategies as st
from werkzeug.wrappers import Response

from forms.answers import UNKNOWN
from kiosk.prefill.draft import CHUNK, LARGEST, LIFETIME, Draft, DraftBox, DraftError
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ID = "abcdefghijkl"
KEY = bytes(range(32))
BOX = DraftBox(KEY, secure=True)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ROWS = st.lists(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3), min_size=1, max_size=3).map(tuple)
VALUES = st.one_of(TEXTS, st.integers(0, 10**8), st.booleans(), ROWS, st.just(UNKNOWN))
INPUTS = st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3).map(tuple), max_size=4)
DRAFTS = st.builds(
    Draft,
    procedures=st.lists(TEXTS, max_size=3).map(tuple),
    answers=st.dictionaries(TEXTS, VALUES, max_size=5),
    typed=st.dictionaries(TEXTS, INPUTS, max_size=2),
    tried=st.frozensets(TEXTS, max_size=2),
    done=st.frozensets(TEXTS, max_size=2),
    reviewed=st.booleans(),
    language=TEXTS,
    stays=st.booleans(),
    codes=st.lists(st.from_regex(r"[0-9]{1,1600}", fullmatch=True), max_size=2).map(tuple),
    expires=st.one_of(st.none(), st.just(NOW)),
)


def kanji(count: int) -> str:
    """Text that no compression makes much smaller."""
    chance = Random(7)
    return "".join(chr(0x4E00 + chance.randrange(20_000)) for _ in range(count))


def family(size: int) -> Draft:
    """A visit for a household: every person with the longest of our names in turn."""
    names = [name for name, _ in TAKASAKI_FAMILY] + [YOSHIDA, WATANABE, MARIA]
    rows = tuple(
        {"name": f"{names[at % 11]}{at}", "birth_date": f"19{50 + at}-01-{at + 1:02}"} for at in range(size)
    )
    return Draft(("resident_record_copy",), {"you.address": HOME, "family": rows})


@given(DRAFTS)
def test_it_works(draft: Draft) -> None:
    try:
        sealed = BOX.encrypt(ID, draft, NOW)
    except DraftError:
        return
    assert BOX.decrypt(ID, sealed, NOW) == draft


@given(st.one_of(TEXTS, st.from_regex(r"[A-Za-z0-9_-]{0,200}", fullmatch=True)))
def test_anything_else_is_no_draft(text: str) -> None:
    assert BOX.decrypt(ID, text, NOW) is None


def test_one_changed_character_is_no_draft() -> None:
    sealed = BOX.encrypt(ID, family(3), NOW)
    for place in range(0, len(sealed) - 2, 7):
        other = "A" if sealed[place] != "A" else "B"
        assert BOX.decrypt(ID, sealed[:place] + other + sealed[place + 1 :], NOW) is None


def test_a_draft_does_not_open_under_another_id_or_key() -> None:
    sealed = BOX.encrypt(ID, family(3), NOW)
    assert BOX.decrypt("lkjihgfedcba", sealed, NOW) is None
    assert DraftBox(bytes(32), secure=True).decrypt(ID, sealed, NOW) is None


def test_a_draft_is_gone_after_a_day() -> None:
    sealed = BOX.encrypt(ID, family(1), NOW)
    assert BOX.decrypt(ID, sealed, NOW + LIFETIME) is not None
    assert BOX.decrypt(ID, sealed, NOW + LIFETIME + timedelta(seconds=1)) is None


def test_nothing_typed_can_be_read_from_the_cookie() -> None:
    sealed = BOX.encrypt(ID, family(8), NOW)
    assert TAKASAKI_FAMILY[0][0] not in sealed
    assert BOX.encrypt(ID, family(8), NOW) != sealed


def test_a_family_of_twenty_fits_and_more_than_that_is_refused() -> None:
    assert len(BOX.encrypt(ID, family(20), NOW)) < CHUNK
    with pytest.raises(DraftError):
        BOX.encrypt(ID, replace(family(1), answers={"text": kanji(4000)}), NOW)


def test_two_cookies_when_one_is_too_small_and_one_again_when_it_shrinks() -> None:
    large = replace(family(20), typed={"page": {"a": (kanji(1500),)}})
    assert CHUNK < len(BOX.encrypt(ID, large, NOW)) <= LARGEST
    app = Flask(__name__)
    with app.test_request_context():
        response = Response()
        BOX.put(response, ID, large, NOW)
        jar = dict(line.split(";")[0].split("=", 1) for line in response.headers.getlist("Set-Cookie"))
        assert BOX.get(jar, ID, NOW) == large
        shrunk = Response()
        BOX.put(shrunk, ID, family(2), NOW)
        jar |= dict(line.split(";")[0].split("=", 1) for line in shrunk.headers.getlist("Set-Cookie"))
        assert BOX.get(jar, ID, NOW) == family(2)


def test_cookies_are_sent_only_to_their_draft_and_only_safely() -> None:
    response = Response()
    BOX.put(response, ID, family(1), NOW)
    cookie = response.headers.getlist("Set-Cookie")[0]
    for part in (f"Path=/d/{ID}/", "Secure", "HttpOnly", "SameSite=Lax"):
        assert part in cookie
    assert "Max-Age" not in cookie


def test_a_draft_stays_over_closing_the_browser_only_if_the_person_says_so() -> None:
    response = Response()
    BOX.put(response, ID, replace(family(1), stays=True), NOW)
    assert "Max-Age=86400" in response.headers.getlist("Set-Cookie")[0]
