"""What is sealed for a town can be opened by that town, in time, exactly as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, event, given, strategies as st

from forms import kinds
from forms.answers import Answers, Value
from forms.item import Item
from forms.ticket import (
    LONGEST_VALIDITY,
    Keyring,
    SchemaField,
    TicketContents,
    TicketError,
    TicketReason,
    fingerprint,
    open_ticket,
    qr_version,
    seal,
)
from tests.forms.ticket.anyanswers import filled_schemas
from tests.forms.ticket.towncatalogue import (
    APPLICANT,
    CATALOGUE,
    COPY,
    FIVE_FORMS,
    KEY,
    MINIMAL,
    MOVE_IN,
    NOW,
    RING,
    TOWN,
    TestCatalogue,
    contents,
    town_key,
)
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA


def sealed(what: TicketContents) -> tuple[str, ...]:
    return seal(what, TOWN, KEY.public_key, CATALOGUE).texts


def refusal(texts: tuple[str, ...] | list[str], ring: Keyring = RING, now: datetime = NOW) -> TicketReason:
    with pytest.raises(TicketError) as refused:
        open_ticket(texts, ring, CATALOGUE, now)
    return refused.value.reason


def refused_to_seal(what: TicketContents) -> TicketReason:
    with pytest.raises(TicketError) as refused:
        sealed(what)
    return refused.value.reason


@pytest.mark.parametrize("what", [MINIMAL, COPY, MOVE_IN, FIVE_FORMS], ids=["minimal", "copy", "move_in", "five"])
def test_a_ticket_works(what: TicketContents) -> None:
    texts = sealed(what)
    assert len(texts) == 1
    assert texts[0].isascii()
    assert texts[0].isdigit()
    assert open_ticket(texts, RING, CATALOGUE, NOW) == what


@pytest.mark.parametrize("name", [YOSHIDA, WATANABE, MARIA, *(name for name, _ in TAKASAKI_FAMILY)])
def test_names_come_back_sign_by_sign(name: str) -> None:
    what = contents(["move_in"], {"applicant.name": name, "applicant.address": HOME, "move.head": name})
    assert open_ticket(sealed(what), RING, CATALOGUE, NOW).answers == what.answers


@given(filled_schemas())
def test_any_legal_answers_come_back_exactly(filled: tuple[tuple[SchemaField, ...], dict[str, Value]]) -> None:
    fields, answers = filled
    catalogue = TestCatalogue({"any": tuple(field.item for field in fields)})
    what = contents(["any"], answers)
    try:
        texts = seal(what, TOWN, KEY.public_key, catalogue).texts
    except TicketError as refused:
        event(refused.reason)
        assume(refused.reason is not TicketReason.TOO_LARGE)
        raise
    opened = open_ticket(texts, RING, catalogue, NOW)
    assert opened == what
    assert [type(value) for value in opened.answers.values()] == [type(answers[key]) for key in opened.answers]


def test_two_tickets_of_the_same_answers_share_no_digits_beyond_the_open_header() -> None:
    first, second = sealed(COPY)[0], sealed(COPY)[0]
    assert first[60:] != second[60:]
    assert fingerprint([first]) != fingerprint([second])


def test_times_keep_whole_minutes_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    issued = datetime(2026, 7, 1, 18, 30, 59, tzinfo=tokyo)
    opened = open_ticket(
        sealed(replace(COPY, issued=issued, expires=issued + timedelta(days=1))), RING, CATALOGUE, NOW
    )
    assert opened.issued == datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    assert opened.expires - opened.issued == timedelta(days=1)


def test_the_language_travels() -> None:
    what = replace(COPY, language="pt-BR")
    assert open_ticket(sealed(what), RING, CATALOGUE, NOW).language == "pt-BR"


def large_family(people: int) -> TicketContents:
    """No two names alike, so that they do not shrink."""
    members = tuple(
        {
            "name": "".join(chr(0x4E00 + (place * 7919 + sign * 104729) % 20900) for sign in range(16)),
            "kana": "".join(chr(0x30A1 + (place * 31 + sign * sign * 17) % 86) for sign in range(16)),
            "birth_date": f"19{50 + place}-0{1 + place % 9}-11",
        }
        for place in range(people)
    )
    return contents(["move_in"], {**APPLICANT, "move.members": members})


class TestTwoCodes:
    what = large_family(14)
    texts = sealed(what)

    def test_large_contents_become_two_codes_that_work_in_either_order(self) -> None:
        first, second = self.texts
        assert open_ticket([first, second], RING, CATALOGUE, NOW) == self.what
        assert open_ticket([second, first], RING, CATALOGUE, NOW) == self.what
        assert all(qr_version(text) <= 20 for text in self.texts)
        assert fingerprint([first, second]) == fingerprint([second, first])

    def test_both_may_come_in_one_text_and_one_of_them_twice(self) -> None:
        first, second = self.texts
        assert open_ticket([first + second], RING, CATALOGUE, NOW) == self.what
        assert open_ticket([first, first, second], RING, CATALOGUE, NOW) == self.what

    def test_one_alone_asks_for_the_other(self) -> None:
        assert {refusal([text]) for text in self.texts} == {TicketReason.OTHER_HALF_MISSING}

    def test_a_wrong_mate_is_refused(self) -> None:
        other = sealed(self.what)
        for pair in ([self.texts[0], other[1]], [other[0], self.texts[0]], [self.texts[1], sealed(COPY)[0]]):
            assert refusal(pair) is TicketReason.HALVES_DO_NOT_MATCH

    def test_more_than_two_codes_are_refused(self) -> None:
        assert refused_to_seal(large_family(40)) is TicketReason.TOO_LARGE


class TestRefusals:
    def test_two_single_tickets_are_no_pair(self) -> None:
        assert refusal([*sealed(COPY), *sealed(MINIMAL)]) is TicketReason.HALVES_DO_NOT_MATCH

    def test_another_town_is_named_as_such(self) -> None:
        texts = seal(COPY, "999989", KEY.public_key, CATALOGUE).texts
        assert refusal(texts) is TicketReason.WRONG_TOWN

    def test_a_key_that_was_rotated_away_opens_nothing(self) -> None:
        other = Keyring(TOWN, (town_key(7),))
        retired = Keyring(TOWN, (replace(KEY, private=None, retired=NOW),))
        assert {refusal(sealed(COPY), other), refusal(sealed(COPY), retired)} == {TicketReason.UNKNOWN_KEY}

    def test_another_private_key_under_the_same_id_is_damage(self) -> None:
        other = Keyring(TOWN, (town_key(KEY.id, b"some other private key, 32 bytes."),))
        assert refusal(sealed(COPY), other) is TicketReason.DAMAGED

    def test_expiry_is_exact_to_the_minute(self) -> None:
        assert open_ticket(sealed(COPY), RING, CATALOGUE, COPY.expires) == COPY
        assert refusal(sealed(COPY), now=COPY.expires + timedelta(seconds=1)) is TicketReason.EXPIRED

    def test_a_ticket_from_the_future_means_a_wrong_clock(self) -> None:
        assert open_ticket(sealed(COPY), RING, CATALOGUE, NOW - timedelta(minutes=10)) == COPY
        assert refusal(sealed(COPY), now=NOW - timedelta(minutes=11)) is TicketReason.NOT_YET_VALID

    def test_a_procedure_or_version_nobody_knows_is_said_so(self) -> None:
        fewer = TestCatalogue({})
        with pytest.raises(TicketError) as refused:
            open_ticket(sealed(COPY), RING, fewer, NOW)
        assert refused.value.reason is TicketReason.UNKNOWN_PROCEDURE
        assert refused_to_seal(contents(["no_such"], {})) is TicketReason.UNKNOWN_PROCEDURE
        newer = replace(COPY, procedures=(("resident_record_copy", 2),))
        assert refused_to_seal(newer) is TicketReason.UNKNOWN_PROCEDURE

    @pytest.mark.parametrize(
        "answers",
        [
            {"nobody.asked": "x"},
            {"applicant.name": 3},
            {"applicant.name": "lone \ud800 surrogate"},
            {"applicant.phone": "lone \ud800 surrogate"},
            {"applicant.sex": "no such code"},
            {"entries@resident_record_copy": ("head", "no such code")},
            {"entries@resident_record_copy": "head"},
            {"copies@resident_record_copy": True},
            {"copies@resident_record_copy": 2**70},
            {"consent@resident_record_copy": False},
            {"urgent@resident_record_copy": 1},
        ],
        ids=repr,
    )
    def test_answers_outside_the_schema_are_not_sealed(self, answers: Answers) -> None:
        assert refused_to_seal(contents(["resident_record_copy"], answers)) is TicketReason.BAD_CONTENTS

    @pytest.mark.parametrize("people", [("x",), ({"nobody": "x"},), "x", ({"name": "x"},) * 51], ids=lambda _: "")
    def test_people_outside_the_schema_are_not_sealed(self, people: Value) -> None:
        assert refused_to_seal(contents(["move_in"], {"move.members": people})) is TicketReason.BAD_CONTENTS

    def test_people_hold_no_people(self) -> None:
        inner = Item("inner", kinds.PEOPLE, "", "", fields=(Item("name", kinds.NAME, "", ""),))
        catalogue = TestCatalogue({"odd": (Item("outer", kinds.PEOPLE, "", "", fields=(inner,)),)})
        with pytest.raises(TicketError):
            seal(contents(["odd"], {"outer": ({},)}), TOWN, KEY.public_key, catalogue)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"procedures": ()},
            {"procedures": (("move_in", 1), ("move_in", 1))},
            {"expires": NOW},
            {"expires": NOW + LONGEST_VALIDITY + timedelta(minutes=1)},
            {"issued": datetime(1969, 1, 1, tzinfo=UTC)},
            {"language": "日本語"},
        ],
        ids=repr,
    )
    def test_impossible_contents_are_not_sealed(self, wrong: dict[str, object]) -> None:
        assert refused_to_seal(replace(MOVE_IN, **wrong)) is TicketReason.BAD_CONTENTS  # type: ignore[arg-type]

    def test_a_town_that_is_no_code_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(ValueError, match="six digits"):
            seal(COPY, "1", KEY.public_key, CATALOGUE)


@given(st.sampled_from([MINIMAL, COPY, MOVE_IN, FIVE_FORMS]), st.integers(0, 10**9))
def test_no_single_changed_digit_opens(what: TicketContents, dice: int) -> None:
    text = sealed(what)[0]
    place = dice % len(text)
    other = str((int(text[place]) + 1 + dice // len(text) % 9) % 10)
    assert refusal([text[:place] + other + text[place + 1 :]]) in {
        TicketReason.MISREAD,
        TicketReason.INCOMPLETE,
        TicketReason.NOT_A_TICKET,
    }
