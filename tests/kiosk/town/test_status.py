"""The waiting leaves the town hall as signed digits; whatever was not signed says nothing."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st

from kiosk.town.status import (
    MOST_BYTES,
    Status,
    StatusQueue,
    pack_status,
    public_half,
    read_statuses,
    unpack_status,
)

SECRET = bytes(range(32))
PUBLIC = public_half(SECRET)
NOON = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
STATUS = Status(
    NOON,
    "本庁舎",
    (("C-012", "1番窓口"), ("M-003", "2番窓口")),
    (StatusQueue("C", "証明書", 7, 20, 35), StatusQueue("M", "引っ越し", 3, 40, None)),
)

words = st.text(max_size=12)
minutes = st.none() | st.integers(0, 400)
queues = st.builds(StatusQueue, st.sampled_from("ACM"), words, st.integers(0, 300), minutes, minutes)
statuses = st.builds(
    Status,
    st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    words,
    st.lists(st.tuples(words, words), max_size=5).map(tuple),
    st.lists(queues, max_size=6).map(tuple),
    words,
)


def test_it_works() -> None:
    digits = pack_status(STATUS, SECRET)
    assert digits.isdigit()
    assert unpack_status(digits, PUBLIC) == STATUS
    assert len(digits) < 700, "a code that a camera reads from across the room"


@given(statuses)
def test_whatever_a_hall_says_comes_back_and_is_small(status: Status) -> None:
    digits = pack_status(status, SECRET)
    assert unpack_status(digits, PUBLIC) == status
    assert len(digits) <= MOST_BYTES * 2.41 + 3


@given(st.integers(0, 10), st.integers(0, 600))
def test_a_changed_digit_is_no_status(digit: int, at: int) -> None:
    digits = pack_status(STATUS, SECRET)
    at %= len(digits)
    changed = digits[:at] + str(digit % 10) + digits[at + 1 :]
    assert unpack_status(changed, PUBLIC) == (STATUS if changed == digits else None)


@given(st.text(max_size=40) | st.integers(min_value=0).map(str))
def test_anything_else_is_no_status(text: str) -> None:
    assert unpack_status(text, PUBLIC) is None


def test_another_towns_status_is_none() -> None:
    assert unpack_status(pack_status(STATUS, b"\x07" * 32), PUBLIC) is None


def test_a_file_has_a_site_a_line_and_a_spoiled_line_spoils_no_other() -> None:
    digits = pack_status(STATUS, SECRET)
    assert read_statuses(f"{digits}\nnothing\n{digits[:-1]}\n\n{digits}\n", PUBLIC) == (STATUS, STATUS)
