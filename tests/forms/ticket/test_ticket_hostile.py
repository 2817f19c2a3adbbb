"""Whatever is scanned gets a reason code, never another exception, within 50 ms and 64 MiB."""

import random
import time
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime

import cbor2
import pytest
from hypothesis import given, strategies as st

from forms.ticket import TicketError, TicketReason, fingerprint, frame_of, open_ticket, seal
from forms.ticket.frame import FIRST, LARGEST_PAYLOAD, SECOND, SINGLE, body_of, check_digits, framed, texts_of
from forms.ticket.packing import DEEPEST, LARGEST_CONTENTS, MOST_ITEMS, dictionary, read_cbor, squeezed
from forms.ticket.sealing import sealed
from tests.forms.ticket.towncatalogue import CATALOGUE, COPY, KEY, NOW, RING, TOWN

LONGEST_SECONDS = 0.050
MOST_MEMORY = 64 * 2**20

REAL = seal(COPY, TOWN, KEY.public_key, CATALOGUE).texts[0]
MINUTES = int(NOW.timestamp()) // 60
NUMBER = CATALOGUE.number_of("resident_record_copy")


def outcome(texts: Sequence[str], now: datetime = NOW) -> TicketReason | None:
    """The reason, or None if it opened. Any other exception fails the test by itself."""
    try:
        open_ticket(texts, RING, CATALOGUE, now)
    except TicketError as refused:
        return refused.reason
    return None


def sealed_plain(plain: bytes) -> tuple[str, ...]:
    """A ticket as anybody with the public key could make it, around any contents."""
    return texts_of(sealed(plain, TOWN, KEY.public_key))


def sealed_value(value: object) -> tuple[str, ...]:
    return sealed_plain(squeezed(cbor2.dumps(value)))


def in_ticket(*values: object) -> tuple[str, ...]:
    return sealed_value([MINUTES, 60, "ja", [[NUMBER, 1]], list(values)])


def raw_deflate(data: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary())
    return deflate.compress(data) + deflate.flush()


def bomb(megabytes: int) -> tuple[str, ...]:
    """Cut to what two codes can carry, so it inflates to over a megabyte until it breaks off."""
    return sealed_plain(raw_deflate(bytes(megabytes * 2**20))[: LARGEST_PAYLOAD - 54])


def whole_bomb() -> tuple[str, ...]:
    return sealed_plain(raw_deflate(bytes(2**20)))


HOSTILE: dict[str, tuple[Callable[[], Sequence[str]], TicketReason]] = {
    "nothing": (list, TicketReason.NOT_A_TICKET),
    "empty": (lambda: [""], TicketReason.INCOMPLETE),
    "letters": (lambda: ["https://example.org/?q=1"], TicketReason.NOT_A_TICKET),
    "barcode": (lambda: ["4901234567894"], TicketReason.NOT_A_TICKET),
    "ten megabytes of digits": (lambda: ["1" * 10_000_000], TicketReason.NOT_A_TICKET),
    "ten megabytes of letters": (lambda: ["𠮷" * 10_000_000], TicketReason.NOT_A_TICKET),
    "a thousand texts": (lambda: [REAL] * 1000, TicketReason.NOT_A_TICKET),
    "truncated": (lambda: [REAL[:-1]], TicketReason.INCOMPLETE),
    "something after it": (lambda: [REAL + "0"], TicketReason.MISREAD),
    "other version": (lambda: [reframed("7", REAL[8:])], TicketReason.UNKNOWN_VERSION),
    "number too big for its bytes": (lambda: [framed(SINGLE, "9" * len(REAL[8:]))], TicketReason.MISREAD),
    "length of no bytes": (lambda: [framed(SINGLE, "0" * 103)], TicketReason.MISREAD),
    "only zeros": (lambda: [framed(SINGLE, body_of(bytes(300)))], TicketReason.UNKNOWN_VERSION),
    "too short": (lambda: [framed(SINGLE, body_of(bytes([1] * 50)))], TicketReason.DAMAGED),
    "weak point": (lambda: texts_of(payload(TOWN, KEY.id, bytes(60))), TicketReason.DAMAGED),
    "random": (lambda: texts_of(payload(TOWN, KEY.id, random.Random(1).randbytes(500))), TicketReason.DAMAGED),
    "unknown key": (lambda: texts_of(payload(TOWN, 9, bytes(60))), TicketReason.UNKNOWN_KEY),
    "town beyond six digits": (lambda: texts_of(b"\x01\xff\xff\xff" + bytes(90)), TicketReason.WRONG_TOWN),
    "halves without contents": (lambda: [tiny_half(FIRST), tiny_half(SECOND)], TicketReason.HALVES_DO_NOT_MATCH),
    "bomb": (lambda: bomb(64), TicketReason.BAD_CONTENTS),
    "whole bomb": (whole_bomb, TicketReason.BAD_CONTENTS),
    "no deflate": (lambda: sealed_plain(b"\xff" * 100), TicketReason.BAD_CONTENTS),
    "deflate that does not end": (lambda: sealed_plain(squeezed(b"abc")[:-1]), TicketReason.BAD_CONTENTS),
    "more after the deflate": (lambda: sealed_plain(squeezed(b"\x00") + b"x"), TicketReason.BAD_CONTENTS),
    "deep nesting": (lambda: sealed_plain(squeezed(b"\x81" * 30_000 + b"\x00")), TicketReason.BAD_CONTENTS),
    "huge count": (lambda: sealed_plain(squeezed(b"\x9b" + b"\xff" * 8)), TicketReason.BAD_CONTENTS),
    "huge text": (lambda: sealed_plain(squeezed(b"\x7b" + b"\x7f" * 8)), TicketReason.BAD_CONTENTS),
    "many items": (lambda: sealed_value([0] * 20_000), TicketReason.BAD_CONTENTS),
    "tag": (lambda: in_ticket(cbor2.CBORTag(35, "(a+)+$")), TicketReason.BAD_CONTENTS),
    "big number": (lambda: in_ticket(2**4000), TicketReason.BAD_CONTENTS),
    "float": (lambda: in_ticket(1.5), TicketReason.BAD_CONTENTS),
    "map": (lambda: in_ticket({1: 1}), TicketReason.BAD_CONTENTS),
    "undefined": (lambda: in_ticket(cbor2.undefined), TicketReason.BAD_CONTENTS),
    "indefinite": (lambda: sealed_plain(squeezed(b"\x9f\x00\xff")), TicketReason.BAD_CONTENTS),
    "bad utf-8": (lambda: sealed_plain(squeezed(b"\x62\xff\xff")), TicketReason.BAD_CONTENTS),
    "not five values": (lambda: sealed_value([MINUTES, 60, "ja"]), TicketReason.BAD_CONTENTS),
    "expired": (lambda: sealed_value([MINUTES - 99, 60, "ja", [[NUMBER, 1]], []]), TicketReason.EXPIRED),
    "future": (lambda: sealed_value([MINUTES + 99, 60, "ja", [[NUMBER, 1]], []]), TicketReason.NOT_YET_VALID),
    "far future": (lambda: sealed_value([2**50, 60, "ja", [[NUMBER, 1]], []]), TicketReason.BAD_CONTENTS),
    "valid for ever": (lambda: sealed_value([MINUTES, 2**40, "ja", [[NUMBER, 1]], []]), TicketReason.BAD_CONTENTS),
    "no language": (lambda: sealed_value([MINUTES, 60, "<b>", [[NUMBER, 1]], []]), TicketReason.BAD_CONTENTS),
    "no procedure": (lambda: sealed_value([MINUTES, 60, "ja", [], []]), TicketReason.BAD_CONTENTS),
    "many procedures": (lambda: sealed_value([MINUTES, 60, "ja", [[1, 1]] * 999, []]), TicketReason.BAD_CONTENTS),
    "half a procedure": (lambda: sealed_value([MINUTES, 60, "ja", [[1]], []]), TicketReason.BAD_CONTENTS),
    "unknown procedure": (
        lambda: sealed_value([MINUTES, 60, "ja", [[99, 1]], []]),
        TicketReason.UNKNOWN_PROCEDURE,
    ),
    "unknown edition": (lambda: sealed_value([MINUTES, 60, "ja", [[1, 99]], []]), TicketReason.UNKNOWN_PROCEDURE),
    "too many values": (lambda: in_ticket(*[None] * 500), TicketReason.BAD_CONTENTS),
    "choice beyond the list": (lambda: in_ticket(3), TicketReason.BAD_CONTENTS),
    "choice below zero": (lambda: in_ticket(-1), TicketReason.BAD_CONTENTS),
    "choice that is true": (lambda: in_ticket(True), TicketReason.BAD_CONTENTS),
    "reference to nothing": (lambda: in_ticket(0, 0), TicketReason.BAD_CONTENTS),
    "reference ahead": (lambda: in_ticket(0, "x", 1), TicketReason.BAD_CONTENTS),
    "name that is a list": (lambda: in_ticket(0, ["x"]), TicketReason.BAD_CONTENTS),
    "compact text that breaks off": (lambda: in_ticket(0, b"\x80"), TicketReason.BAD_CONTENTS),
    "compact text of no letter": (lambda: in_ticket(0, b"\xd6\x00"), TicketReason.BAD_CONTENTS),
    "compact surrogate": (lambda: in_ticket(0, b"\xd5\x00\xd8\x00"), TicketReason.BAD_CONTENTS),
    "compact letter beyond Unicode": (lambda: in_ticket(0, b"\xd5\xff\x00\x00"), TicketReason.BAD_CONTENTS),
    "date beyond the calendar": (lambda: in_ticket(0, "x", "x", 2**52), TicketReason.BAD_CONTENTS),
    "month 13": (lambda: in_ticket(0, "x", "x", [1990, 13]), TicketReason.BAD_CONTENTS),
    "postal code without its one": (lambda: in_ticket(0, *"xx", 1, 0, 2345), TicketReason.BAD_CONTENTS),
    "phone of four bytes": (lambda: in_ticket(0, *"xx", 1, 0, 11, *"xx", b"1234"), TicketReason.BAD_CONTENTS),
    "phone too long": (lambda: in_ticket(0, *"xx", 1, 0, 11, *"xx", b"\xff" * 5), TicketReason.BAD_CONTENTS),
}


def reframed(version: str, body: str) -> str:
    rest = f"{version}0{len(body):04d}"
    return rest + check_digits(rest + body) + body


def payload(town: str, key: int, rest: bytes) -> bytes:
    return b"\x01" + int(town).to_bytes(3) + key.to_bytes(2) + rest


def tiny_half(part: int) -> str:
    return framed(part, body_of(bytes(50)))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gets_its_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    assert outcome(make()) is reason


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_little_time(name: str) -> None:
    texts = HOSTILE[name][0]()
    fastest = min(timed(texts) for _ in range(5))
    assert fastest < LONGEST_SECONDS


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_little_memory(name: str) -> None:
    texts = HOSTILE[name][0]()
    tracemalloc.start()
    try:
        outcome(texts)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


def timed(texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    outcome(texts)
    return time.perf_counter() - begun


def test_the_control_opens() -> None:
    assert outcome([REAL]) is None
    assert outcome(in_ticket(0, "x", 0, [1990, 12], None, 12345678)) is None


@given(st.lists(st.text(), max_size=3))
def test_any_text_gets_a_reason(texts: list[str]) -> None:
    assert outcome(texts) is not None


@given(st.lists(st.integers(0, len(REAL) - 1), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_changed_digits_get_a_reason_even_when_framed_again(places: list[int], dice: random.Random) -> None:
    digits = list(REAL)
    for place in places:
        digits[place] = dice.choice([digit for digit in "0123456789" if digit != digits[place]])
    changed = "".join(digits)
    if changed != REAL:
        assert outcome([changed]) is not None
        body = changed[8:]
        assert body == REAL[8:] or outcome([framed(SINGLE, body)]) is not None


@given(st.binary(min_size=1, max_size=600))
def test_any_bytes_sealed_to_the_real_key_get_a_reason(plain: bytes) -> None:
    assert outcome(sealed_plain(plain)) is TicketReason.BAD_CONTENTS
    if len(plain) <= 500:
        outcome(sealed_plain(squeezed(plain)))


plain_values = st.recursive(
    st.one_of(st.integers(-(2**70), 2**70), st.none(), st.booleans(), st.text(max_size=5), st.binary(max_size=6)),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=12,
)


@given(st.lists(plain_values, max_size=20), st.sampled_from(list(CATALOGUE.items)))
def test_any_values_sealed_to_the_real_key_open_or_get_a_reason(values: list[object], procedure: str) -> None:
    number = CATALOGUE.number_of(procedure)
    reason = outcome(sealed_value([MINUTES, 60, "ja", [[number, 1]], values]))
    assert reason in (None, TicketReason.BAD_CONTENTS, TicketReason.TOO_LARGE)


@given(plain_values)
def test_any_structure_sealed_to_the_real_key_gets_a_reason(value: object) -> None:
    assert outcome(sealed_value(value)) in (TicketReason.BAD_CONTENTS, TicketReason.EXPIRED)


@given(st.binary(max_size=200))
def test_any_bytes_read_as_cbor_are_a_value_or_a_refusal(data: bytes) -> None:
    try:
        value = read_cbor(data)
    except TicketError:
        return
    assert cbor2.loads(data) == value


@given(plain_values)
def test_cbor_of_the_subset_works(value: object) -> None:
    data = cbor2.dumps(value)
    try:
        assert read_cbor(data) == value
    except TicketError:
        assert b"\xc2" in data or b"\xc3" in data or depth(value) > DEEPEST


def depth(value: object) -> int:
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def test_the_bounds_leave_room_for_the_largest_ticket() -> None:
    assert LARGEST_CONTENTS > 20 * LARGEST_PAYLOAD
    assert MOST_ITEMS > 50 * 30


@given(st.text(max_size=40))
def test_scanner_state_and_fingerprint_never_break(text: str) -> None:
    frame_of(text)
    with pytest.raises(TicketError):
        fingerprint([text])
