"""A printer that announces itself is found by one question; what is no printer is nobody."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from hypothesis import given, strategies as st

from printing.ipp.search import PTR, SRV, TXT, A, FoundPrinter, find_printers, question, read_printers

NAME = "１階コピー機 (総務課)"
SERVICE = b"\x04_ipp\x04_tcp\x05local\0"
AT_SERVICE, AT_INSTANCE = 12, 12 + len(SERVICE) + 10
"""Where they stand in `answer`, for names that point there."""


def record(name: bytes, kind: int, data: bytes) -> bytes:
    return name + struct.pack(">2HIH", kind, 0x8001, 120, len(data)) + data


def pointer(at: int) -> bytes:
    return struct.pack(">H", 0xC000 | at)


def answer(texts: tuple[str, ...] = ("rp=ipp/print", "pdl=application/pdf,image/urf"), port: int = 631) -> bytes:
    """As printers send it: the name by a pointer, and port, texts and address as additional records."""
    label = NAME.encode()
    instance = bytes((len(label),)) + label + pointer(AT_SERVICE)
    said = b"".join(bytes((len(text),)) + text.encode() for text in texts)
    return (
        struct.pack(">6H", 0, 0x8400, 0, 1, 0, 3)
        + record(SERVICE, PTR, instance)
        + record(pointer(AT_INSTANCE), SRV, struct.pack(">3H", 0, 0, port) + b"\x07printer\x05local\0")
        + record(pointer(AT_INSTANCE), TXT, said)
        + record(b"\x07printer\x05local\0", A, bytes((192, 0, 2, 7)))
    )


@contextmanager
def announcing(*answers: bytes) -> Iterator[tuple[str, int]]:
    """Somebody who answers the first question for _ipp with these."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.settimeout(10)

        def serve() -> None:
            asked, sender = opened.recvfrom(9000)
            assert asked == question("_ipp._tcp.local")
            for each in answers:
                opened.sendto(each, sender)

        thread = Thread(target=serve)
        thread.start()
        yield opened.getsockname()
        thread.join()


def test_it_works() -> None:
    with announcing(answer()) as place:
        found = find_printers(0.5, place)
    assert found == (FoundPrinter(NAME, "ipp://192.0.2.7:631/ipp/print", takes_pdf=True),)


def test_a_printer_that_answers_twice_is_one_and_garbage_between_is_nobody() -> None:
    with announcing(b"", b"\xff" * 40, answer(), answer()) as place:
        assert len(find_printers(0.5, place)) == 1


def test_where_nobody_answers_nobody_is_found() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert find_printers(0.1, silent.getsockname()) == ()


def test_a_printer_says_whether_it_takes_pdf() -> None:
    (found,) = read_printers(answer(("rp=printers/a", "pdl=application/postscript")), "198.51.100.1")
    assert (found.uri, found.takes_pdf) == ("ipp://192.0.2.7:631/printers/a", False)


@pytest.mark.parametrize("path", ["rp=a b", 'rp="><script>', "rp=a\n", "rp=" + "a" * 101])
def test_a_path_that_cannot_be_one_is_not_shown(path: str) -> None:
    assert read_printers(answer((path,)), "198.51.100.1") == ()


@pytest.mark.parametrize("cut", range(0, len(answer()) - 1, 3))
def test_half_an_answer_is_none(cut: int) -> None:
    assert read_printers(answer()[:cut], "198.51.100.1") == ()


def test_a_name_that_points_to_itself_ends() -> None:
    loop = struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + pointer(12)
    assert read_printers(loop, "198.51.100.1") == ()


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_no_bytes_do_harm(garbage: bytes, at: int, byte: int) -> None:
    assert read_printers(garbage, "198.51.100.1") == ()
    sound = bytearray(answer())
    sound[at % len(sound)] = byte
    for printer in read_printers(bytes(sound), "198.51.100.1"):
        assert printer.uri.startswith(("ipp://", "ipps://"))
        assert printer.uri.isprintable()


def test_it_asks_in_the_group_on_every_interface_of_this_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as member:
        member.bind(("", 0))
        for _, name in socket.if_nameindex():
            chosen = struct.pack("=4s4si", socket.inet_aton("224.0.0.251"), bytes(4), socket.if_nametoindex(name))
            member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, chosen)
        member.settimeout(5)
        assert find_printers(0.1, ("224.0.0.251", member.getsockname()[1])) == ()
        assert member.recvfrom(9000)[0] in {question("_ipp._tcp.local"), question("_ipps._tcp.local")}
