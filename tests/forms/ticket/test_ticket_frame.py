"""The digits a scanner types: when they are whole, and what else they may be."""

import re
from pathlib import Path

import pytest
import qrcode
import zxingcpp
from hypothesis import given, strategies as st

from forms.ticket import Progress, TicketError, TicketReason, frame_of, open_ticket, qr_version, seal
from forms.ticket.frame import (
    FIRST,
    HEAD,
    LARGEST_PAYLOAD,
    LARGEST_SINGLE,
    LONGEST_BODY,
    NUMERIC_CAPACITY_M,
    SECOND,
    SEPARATORS,
    SHORTEST_BODY,
    SINGLE,
    body_of,
    bytes_of,
    check_digits,
    digits_for,
    framed,
    payload_of,
    texts_of,
)
from tests.forms.ticket.towncatalogue import CATALOGUE, COPY, KEY, NOW, RING, TOWN

REAL = seal(COPY, TOWN, KEY.public_key, CATALOGUE).texts[0]
OTHER = seal(COPY, TOWN, KEY.public_key, CATALOGUE).texts[0]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_a_whole_frame_works() -> None:
    state = frame_of(REAL)
    assert state.progress is Progress.COMPLETE
    assert state.missing == 0
    (frame,) = state.frames
    assert (frame.version, frame.part, frame.text, frame.sound) == (1, SINGLE, REAL, True)


@pytest.mark.parametrize("so_far", [0, 1, 2, 5, 6, 7, 8, 9, 100, len(REAL) - 1])
def test_digits_so_far_tell_what_is_missing(so_far: int) -> None:
    state = frame_of(REAL[:so_far])
    assert state.progress is Progress.INCOMPLETE
    if so_far >= 6:
        assert state.missing == len(REAL) - so_far
    assert 0 < state.missing <= len(REAL) - so_far


def test_scans_that_run_together_are_taken_apart() -> None:
    state = frame_of(REAL + OTHER + REAL[:50])
    assert [frame.text for frame in state.frames] == [REAL, OTHER]
    assert state.progress is Progress.INCOMPLETE
    assert frame_of(REAL + OTHER).progress is Progress.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "4901234567894",
        "9784873119328",
        "0300-not-a-number",
        "03-1234-5678",
        "https://example.org",
        "100099001",
        "101593001",
        "1３",
        "٣" * 200,
        "²" * 200,
        "受付",
    ],
)
def test_other_codes_are_no_ticket(text: str) -> None:
    assert frame_of(text).progress is Progress.NOT_A_TICKET


def test_what_follows_a_ticket_is_noticed() -> None:
    state = frame_of(REAL + "4901234567894")
    assert state.progress is Progress.NOT_A_TICKET
    assert len(state.frames) == 1


def test_a_changed_digit_is_whole_but_not_sound() -> None:
    changed = REAL[:-1] + str((int(REAL[-1]) + 1) % 10)
    state = frame_of(changed)
    assert state.progress is Progress.COMPLETE
    assert not state.frames[0].sound


def test_full_width_digits_and_separators_change_nothing() -> None:
    wide = REAL.translate(FULL_WIDTH)
    spaced = "　".join(re.findall(".{1,5}", wide)) + "\r\n"
    dashed = "-".join(re.findall(".{1,4}", REAL))
    for text in (wide, spaced, dashed, f"\t{REAL}\n"):
        assert frame_of(text) == frame_of(REAL)
        assert open_ticket([text], RING, CATALOGUE, NOW) == COPY


@given(st.text("0123456789０１２３４５６７８９" + SEPARATORS, max_size=400))
def test_any_digits_have_a_state(text: str) -> None:
    state = frame_of(text)
    read = "".join(frame.text for frame in state.frames)
    assert len(read) <= len(text)
    assert (state.missing > 0) is (state.progress is Progress.INCOMPLETE)


@given(st.integers(6, 200), st.integers(6, 200))
def test_a_state_never_worsens_with_the_right_digits(first: int, second: int) -> None:
    shorter, longer = sorted((first, second))
    assert frame_of(REAL[:longer]).missing <= frame_of(REAL[:shorter]).missing


@given(st.text("0123456789", min_size=1, max_size=300), st.integers(0, 299), st.integers(1, 9))
def test_check_digits_find_every_changed_digit(digits: str, place: int, change: int) -> None:
    assert int(digits + check_digits(digits)) % 97 == 1
    place %= len(digits)
    other = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert check_digits(other) != check_digits(digits)


def test_check_digits_are_those_of_the_standard() -> None:
    assert check_digits("794") == "44"


@given(st.binary(min_size=1, max_size=700))
def test_bytes_become_digits_and_bytes_again(data: bytes) -> None:
    assert len(body_of(data)) == digits_for(len(data)) == len(str(256 ** len(data) - 1))
    assert bytes_of(body_of(data)) == data


@given(st.binary(min_size=55, max_size=LARGEST_PAYLOAD))
def test_any_payload_fits_into_one_or_two_codes(payload: bytes) -> None:
    texts = texts_of(payload)
    assert len(texts) == (1 if len(payload) <= LARGEST_SINGLE else 2)
    assert all(qr_version(text) <= 20 for text in texts)
    assert payload_of(texts) == payload_of(texts[::-1]) == payload


def test_the_largest_code_fills_version_twenty() -> None:
    assert 660 <= LARGEST_SINGLE <= 664
    assert qr_version(texts_of(bytes(LARGEST_SINGLE))[0]) == 20
    assert digits_for(LARGEST_SINGLE) <= LONGEST_BODY < digits_for(LARGEST_SINGLE + 1)
    assert digits_for(55) > SHORTEST_BODY
    with pytest.raises(TicketError) as refused:
        texts_of(bytes(LARGEST_PAYLOAD + 1))
    assert refused.value.reason is TicketReason.TOO_LARGE


def test_parts_are_numbered() -> None:
    first, second = texts_of(bytes(LARGEST_SINGLE + 1))
    assert (frame_of(first).frames[0].part, frame_of(second).frames[0].part) == (FIRST, SECOND)
    assert len(framed(SINGLE, "0" * 200)) == HEAD + 200


@pytest.mark.parametrize("version", range(1, 21))
def test_capacities_are_those_of_the_qr_package(version: int) -> None:
    for digits, expected in (
        (NUMERIC_CAPACITY_M[version - 1], version),
        (NUMERIC_CAPACITY_M[version - 1] + 1, None),
    ):
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
        code.add_data("1" * digits)
        assert code.best_fit() == (expected or version + 1)
        if expected:
            assert qr_version("1" * digits) == version


def test_more_than_version_twenty_is_refused() -> None:
    with pytest.raises(TicketError):
        qr_version("1" * 1601)


def test_a_drawn_code_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "ticket.png"
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=4, border=4)
    code.add_data(REAL)
    with file.open("wb") as picture:
        code.make_image().save(picture)
    from PIL import Image

    with Image.open(file) as picture:
        (read,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    assert read.text == REAL
    assert code.version == qr_version(REAL)
