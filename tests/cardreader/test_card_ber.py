"""The BER reader takes every definite length form and refuses everything else, quickly."""

import pytest
from hypothesis import given, strategies as st

from cardreader import CardError, CardReason, ber
from cardreader.ber import Element
from tests.cardreader.pcscd import reason_of

TAGS = st.sampled_from([0xFF20, 0xFF10, 0xDF21, 0xDF22, 0xDF25, 0x5F40, 0x7F21, 0x5F8101])
LENGTH_BYTES = st.integers(min_value=0, max_value=4)


def written(element: Element, length_bytes: int) -> bytes:
    """The element with its length in at least `length_bytes` bytes after the first (0: short form)."""
    size = len(element.value)
    tag = element.tag.to_bytes((element.tag.bit_length() + 7) // 8, "big")
    if size < 0x80 and length_bytes == 0:
        return tag + bytes([size]) + element.value
    count = max(length_bytes, (size.bit_length() + 7) // 8, 1)
    return tag + bytes([0x80 | count]) + size.to_bytes(count, "big") + element.value


def test_reading_two_elements_works() -> None:
    assert ber.elements(bytes.fromhex("DF2203414243DF250131")) == (Element(0xDF22, b"ABC"), Element(0xDF25, b"1"))


@given(st.lists(st.tuples(st.builds(Element, TAGS, st.binary(max_size=400)), LENGTH_BYTES), max_size=8), st.data())
def test_any_length_form_and_filler_reads_back(items: list[tuple[Element, int]], data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.integers(0, 3), min_size=len(items), max_size=len(items)))
    filler = data.draw(st.integers(0, 20))
    encoded = b"".join(bytes(gap) + written(*item) for item, gap in zip(items, gaps, strict=True))
    assert ber.elements(encoded + b"\xff" * filler) == tuple(element for element, _ in items)


@pytest.mark.parametrize(
    "hostile",
    [
        "FF2080",  # indefinite length
        "FF2085 0000000001",  # a length in five bytes
        "FF20 84 FFFFFFFF",  # four gigabytes
        "FF20 05 00",  # longer than there is
        "FF20",  # nothing after the tag
        "DF",  # half a tag
        "DF8181818101",  # a tag without end
        "FF20 82 01",  # half a length
    ],
)
def test_a_malformed_element_is_refused(hostile: str) -> None:
    with pytest.raises(CardError) as refused:
        ber.elements(bytes.fromhex(hostile))
    assert refused.value.reason is CardReason.CARD_UNREADABLE


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(CardError):
        ber.elements(bytes.fromhex("DF2500") * 65)


@given(st.binary(max_size=300))
def test_garbage_is_read_or_refused_but_never_crashes(data: bytes) -> None:
    assert reason_of(lambda: ber.elements(data)) in {None, CardReason.CARD_UNREADABLE}
