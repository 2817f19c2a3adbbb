"""Printers that announce themselves in the office's network: one question by multicast DNS, and what answers to it.

The question is a one-shot one (RFC 6762 §5.1) for the services of IPP (RFC 6763, Apple's Bonjour Printing); whoever
answers sends name, port and path along. Beyond a router nobody hears it. Answers are anybody's: of each only what
makes an address is taken, and whether it is a printer is asked of it by IPP.
"""

import re
import socket
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from time import monotonic

GROUP = ("224.0.0.251", 5353)
SERVICES = {"_ipp._tcp.local": "ipp", "_ipps._tcp.local": "ipps"}
SECONDS = 1.5
LARGEST = 9000
MOST_PRINTERS = 50
LONGEST_NAME = 60
MOST_JUMPS = 20
"""Of a name that points to the rest of another one."""

A, PTR, TXT, SRV, INTERNET = 1, 12, 16, 33, 1
IS_ANSWER = 0x8000
PATH = re.compile(r"[A-Za-z0-9/_.-]{1,100}", re.ASCII)
HEADER = struct.Struct(">6H")


class BadAnswerError(Exception):
    """Bytes that are no DNS message."""


@dataclass(frozen=True, slots=True, order=True)
class FoundPrinter:
    """One that answered; `takes_pdf` as it says itself."""

    name: str
    uri: str
    takes_pdf: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an answer, its data already read: a name (PTR), port (SRV), texts (TXT) or an address (A)."""

    name: str
    kind: int
    value: str | int | tuple[str, ...]


def find_printers(seconds: float = SECONDS, place: tuple[str, int] = GROUP) -> tuple[FoundPrinter, ...]:
    """Ask once and return who answered in time, by name; nobody where there is no network. Never raises."""
    found: dict[str, FoundPrinter] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        _send(opened, place)
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and len(found) < MOST_PRINTERS:
            opened.settimeout(left)
            try:
                data, sender = opened.recvfrom(LARGEST)
            except OSError:
                break
            for printer in read_printers(data, str(sender[0])):
                # Encrypted or not, it is one printer; ipp comes first.
                if printer.name not in found or printer.uri.startswith("ipp:"):
                    found[printer.name] = printer
    return tuple(sorted(found.values()))


def _send(opened: socket.socket, place: tuple[str, int]) -> None:
    """Ask on each interface of its own: the office's network need not be where the default route leads."""
    for index in (0, *_interfaces()):
        with suppress(OSError):
            if index:
                chosen = struct.pack("=4s4si", bytes(4), bytes(4), index)
                opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, chosen)
            for service in SERVICES:
                opened.sendto(question(service), place)


def _interfaces() -> Iterator[int]:
    """By the system's files: its other list comes over a netlink socket, which our units may not open."""
    with suppress(OSError):
        for folder in Path("/sys/class/net").iterdir():
            yield socket.if_nametoindex(folder.name)


def question(service: str) -> bytes:
    """Return the message that asks who offers the service."""
    labels = b"".join(bytes((len(label),)) + label.encode("ascii") for label in service.split("."))
    return HEADER.pack(0, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", PTR, INTERNET)


def read_printers(data: bytes, sender: str) -> tuple[FoundPrinter, ...]:
    """Return the printers in one answer; none if it is no answer. `sender` stands in for an address that is not told."""
    try:
        records = tuple(_records(data))
    except (BadAnswerError, struct.error, IndexError):
        return ()
    told = {(record.name, record.kind): record.value for record in records}
    address = next((str(record.value) for record in records if record.kind == A), sender)
    found = (_printer(record, told, address) for record in records if record.kind == PTR)
    return tuple(printer for printer in found if printer is not None)


def _printer(
    record: Record, told: Mapping[tuple[str, int], str | int | tuple[str, ...]], address: str
) -> FoundPrinter | None:
    instance, scheme = str(record.value), SERVICES.get(record.name)
    port, texts = told.get((instance, SRV)), told.get((instance, TXT), ())
    if scheme is None or not isinstance(port, int) or not isinstance(texts, tuple):
        return None
    said = dict(text.split("=", 1) for text in texts if "=" in text)
    path = said.get("rp", "ipp/print")
    name = instance.removesuffix(f".{record.name}")[:LONGEST_NAME]
    if not PATH.fullmatch(path) or not name.isprintable() or not name:
        return None
    takes_pdf = "application/pdf" in said.get("pdl", "application/pdf").lower().split(",")
    return FoundPrinter(name, f"{scheme}://{address}:{port}/{path.lstrip('/')}", takes_pdf)


def _records(data: bytes) -> Iterator[Record]:
    _, flags, questions, *counts = HEADER.unpack_from(data)
    if not flags & IS_ANSWER:
        raise BadAnswerError
    at = HEADER.size
    for _ in range(questions):
        _, at = _name(data, at)
        at += 4
    for _ in range(min(sum(counts), LARGEST)):
        name, at = _name(data, at)
        kind, _, _, length = struct.unpack_from(">2HIH", data, at)
        at += 10
        if at + length > len(data):
            raise BadAnswerError
        value = _value(data, kind, at, length)
        if value is not None:
            yield Record(name.lower() if kind == PTR else name, kind, value)
        at += length


def _value(data: bytes, kind: int, at: int, length: int) -> str | int | tuple[str, ...] | None:
    if kind == PTR:
        return _name(data, at)[0]
    if kind == SRV and length > 6:
        return int(struct.unpack_from(">H", data, at + 4)[0])
    if kind == TXT:
        return tuple(_texts(data[at : at + length]))
    if kind == A and length == 4:
        return str(IPv4Address(data[at : at + 4]))
    return None


def _texts(data: bytes) -> Iterator[str]:
    at = 0
    while at < len(data):
        yield data[at + 1 : at + 1 + data[at]].decode("utf-8", "replace")
        at += 1 + data[at]


def _name(data: bytes, at: int) -> tuple[str, int]:
    """Return the name that begins here, and where the next thing begins."""
    labels: list[str] = []
    after = 0
    for _ in range(MOST_JUMPS * 10):
        length = data[at]
        if length >= 0xC0:
            after = after or at + 2
            at = (length & 0x3F) << 8 | data[at + 1]
        elif length == 0:
            return ".".join(labels), after or at + 1
        else:
            labels.append(data[at + 1 : at + 1 + length].decode("utf-8", "replace"))
            at += 1 + length
    raise BadAnswerError
