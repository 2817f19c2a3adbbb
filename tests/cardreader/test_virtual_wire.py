"""The virtual card speaks vpcd's wire format, however the messages are cut."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings, strategies as st

from cardreader.virtual import MyNumberChip, VirtualCard
from cardreader.virtual.chip import CONTACT_ATR
from tests.cardreader.pcscd import person

POWER_OFF, POWER_ON, RESET, GIVE_ATR = b"\x00", b"\x01", b"\x02", b"\x04"
SELECT = bytes.fromhex("00A4040C0AD3921000310001010408")


@contextmanager
def slot() -> Iterator[tuple[socket.socket, VirtualCard]]:
    """The reader's end of a connection, and the card at the other."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        card = VirtualCard(MyNumberChip(person("yoshida")), port=server.getsockname()[1]).insert()
        reader, _ = server.accept()
        with reader:
            reader.settimeout(5)
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield reader, card
        card.remove()


def message(payload: bytes) -> bytes:
    return len(payload).to_bytes(2, "big") + payload


def answer(reader: socket.socket) -> bytes:
    with reader.makefile("rb", buffering=0) as stream:
        return stream.read(int.from_bytes(stream.read(2) or b"", "big")) or b""


def test_power_atr_and_a_command_work() -> None:
    with slot() as (reader, card):
        reader.sendall(message(POWER_ON) + message(GIVE_ATR) + message(SELECT))
        assert (answer(reader), answer(reader)) == (CONTACT_ATR, b"\x90\x00")
        assert card.inserted


@settings(max_examples=20)
@given(st.lists(st.sampled_from([POWER_OFF, POWER_ON, RESET, GIVE_ATR, SELECT, b""]), max_size=8), st.data())
def test_messages_may_arrive_glued_or_torn(messages: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(map(message, messages))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=4)))
    with slot() as (reader, _card):
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
            reader.sendall(stream[start:end])
        for sent in messages:
            if sent in {GIVE_ATR, SELECT}:
                assert answer(reader) == (CONTACT_ATR if sent == GIVE_ATR else b"\x90\x00")


def test_a_closed_reader_takes_the_card_out_and_the_power_off() -> None:
    with slot() as (reader, card):
        reader.close()
        assert card.wait_until_out(5)
