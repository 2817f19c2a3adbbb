"""Each kind of answer in its small form, and as it was typed where it has none."""

import pytest
from hypothesis import given, strategies as st

from forms import kinds
from forms.answers import Answers
from forms.ticket import TicketError
from forms.ticket.contents import SchemaField
from forms.ticket.packed import (
    SINGLES,
    TextReader,
    TextWriter,
    compact,
    expanded,
    pack_date,
    pack_digits,
    pack_phone,
    unpack_date,
    unpack_digits,
    unpack_phone,
)
from forms.ticket.packing import dictionary, pack_answers, squeezed, unpack_answers, unsqueezed
from tests.forms.ticket.anyanswers import dates, digits, phones, texts
from tests.forms.ticket.towncatalogue import item
from tests.residents import MARIA, WATANABE, YOSHIDA


def test_compact_text_works() -> None:
    assert compact("サトウ　") == bytes([0x15, 0x28, 0x06, 0x60])
    assert compact("一鿿") == b"\x80\x00\xd1\xff"
    assert compact("あＡa") == b"\xd2\x42\xd3\x21\xd4\x61"
    assert compact("𠮷") == b"\xd5\x02\x0b\xb7"
    assert len(SINGLES) == len(set(SINGLES)) == 128


@given(texts)
def test_any_text_comes_back_from_compact_bytes(text: str) -> None:
    assert expanded(compact(text)) == text


@given(st.binary(max_size=40))
def test_any_bytes_are_a_text_or_a_refusal(data: bytes) -> None:
    try:
        text = expanded(data)
    except TicketError:
        return
    text.encode("utf-8")
    assert expanded(compact(text)) == text


def test_a_text_is_written_once_and_then_pointed_at() -> None:
    writer, reader = TextWriter(), TextReader()
    written = [writer.packed(text) for text in (YOSHIDA, "Ada", YOSHIDA, MARIA, "Ada")]
    assert written == [compact(YOSHIDA), "Ada", 0, MARIA, 1]
    assert [reader.text(packed) for packed in written] == [YOSHIDA, "Ada", YOSHIDA, MARIA, "Ada"]


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        ("1900-01-01", 0),
        ("2026-07-01", 46202),
        ("1899-12-31", -1),
        ("0001-01-01", -693595),
        ("1945-08-00", [1945, 8]),
        ("1945-00-00", [1945]),
        ("2023-02-29", "2023-02-29"),
        ("20260701", "20260701"),
        ("2026-13-00", "2026-13-00"),
        ("昭和20年ごろ", "昭和20年ごろ"),
    ],
)
def test_dates_become_days(value: str, packed: object) -> None:
    assert pack_date(value) == packed
    assert unpack_date(packed) == value


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        ("090-1234-5678", (9012345678 * 8).to_bytes(5)),
        ("03-1234-5678", (312345678 * 8 + 1).to_bytes(5)),
        ("045-123-4567", (451234567 * 8 + 2).to_bytes(5)),
        ("0123-45-6789", (123456789 * 8 + 3).to_bytes(5)),
        ("01267-1-2345", (126712345 * 8 + 4).to_bytes(5)),
        ("0120-000-000", (120000000 * 8 + 5).to_bytes(5)),
        ("00000000000", (6).to_bytes(5)),
        ("0312345678", (312345678 * 8 + 7).to_bytes(5)),
        ("+55 11 91234-5678", "+55 11 91234-5678"),
        ("110", "110"),
        ("190-1234-5678", "190-1234-5678"),
        ("０９０-１２３４-５６７８", "０９０-１２３４-５６７８"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_phone_numbers_become_five_bytes(value: str, packed: object) -> None:
    assert pack_phone(value) == packed
    assert unpack_phone(packed) == value


@pytest.mark.parametrize(
    ("value", "packed"),
    [
        ("0010001", 10010001),
        ("0", 10),
        ("9" * 18, int("1" + "9" * 18)),
        ("9" * 19, "9" * 19),
        ("", ""),
        ("１", "１"),
    ],
)
def test_digits_keep_their_zeros(value: str, packed: object) -> None:
    assert pack_digits(value) == packed
    assert unpack_digits(packed) == value


@given(dates, phones, digits)
def test_odd_dates_phones_and_digits_come_back(day: str, phone: str, number: str) -> None:
    assert unpack_date(pack_date(day)) == day
    assert unpack_phone(pack_phone(phone)) == phone
    assert unpack_digits(pack_digits(number)) == number


def test_several_choices_become_a_mask() -> None:
    asked = item("entries", kinds.CHOICES, choices="a b c d")
    texts = TextWriter()
    assert kinds.CHOICES.pack(asked, ("a", "d"), texts) == 0b1001
    assert kinds.CHOICES.pack(asked, ("d", "a"), texts) == [3, 0]
    assert kinds.CHOICES.unpack(asked, 0b1001, TextReader()) == ("a", "d")
    assert kinds.CHOICES.unpack(asked, [3, 0], TextReader()) == ("d", "a")
    long = item("long", kinds.CHOICES, choices=" ".join(f"c{place}" for place in range(60)))
    assert kinds.CHOICES.pack(long, ("c52",), texts) == 1 << 52
    assert kinds.CHOICES.pack(long, ("c59",), texts) == [59]


def test_answers_are_positional_and_missing_ones_cheap() -> None:
    schema = [SchemaField(asked.name, asked) for asked in (
        item("name", kinds.NAME),
        item("phone", kinds.PHONE),
        item("people", kinds.PEOPLE, fields=(item("name", kinds.NAME), item("birth", kinds.DATE))),
        item("consent", kinds.CONSENT),
    )]  # fmt: skip
    answers: Answers = {"name": WATANABE, "people": ({"name": WATANABE}, {"birth": "2020-05-00"}, {})}
    packed = [compact(WATANABE), None, [[0], [None, [2020, 5]], []]]
    assert pack_answers(answers, schema) == packed
    assert unpack_answers(packed, schema) == answers
    assert pack_answers({}, schema) == []
    assert unpack_answers([], schema) == {}


@given(st.binary(max_size=2000))
def test_squeezing_works(data: bytes) -> None:
    assert unsqueezed(squeezed(data)) == data


def test_the_dictionary_is_small_and_ends_with_the_most_frequent() -> None:
    assert 2_000 < len(dictionary()) < 4_096
    assert len(squeezed(compact("佐藤　" * 3))) < 8
