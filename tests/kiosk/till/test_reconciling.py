"""A register's CSV beside the journal: what agrees, what is missing, double, different, and what is no such file."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from kiosk.till.payment import AmountCode, Entry, Method, Serial, VisitNumber
from kiosk.till.reconciling import (
    LARGEST,
    MOST_ROWS,
    CsvError,
    CsvReason,
    read_register,
    reconcile,
    write_journal,
)
from kiosk.till.tillday import TillDay
from tests.kiosk.till.conftest import RECORD, SEAL, pay

AT = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)


def taken(number: int, method: Method = Method.CARD) -> Entry:
    visit = VisitNumber(AT.date(), f"A-{number:03}")
    return Entry(f"{number:032}", AT, 1, pay(RECORD, SEAL, method=method, visit=visit), Serial("t1", 2026, number))


def test_it_works_every_receipt_is_in_one_of_five_places() -> None:
    void = Entry("f" * 32, AT, 1, taken(6).payment, None, taken(6).id, "amount")
    entries = [*(taken(number) for number in range(1, 7)), void, taken(7, Method.CASH)]
    lines = read_register(
        "日付,領収書番号,金額\n"
        "4/1,t1.2026.1,950\n"
        f"4/1,{AmountCode('t1.2026.2', 950).text},950\n"
        "4/1,t1.2026.3,900\n"
        "4/1,t1.2026.4,950\n4/1,t1.2026.4,950\n"
        "4/1,t1.2026.6,950\n".encode("cp932")
    )
    found = reconcile(entries, lines, {Method.CARD})
    assert found.matched == 2
    assert [each.serial for each in found.different] == ["t1.2026.3"]
    assert [(each.serial, each.theirs) for each in found.double] == [("t1.2026.4", 1900)]
    assert [each.serial for each in found.missing] == ["t1.2026.5"]
    assert [each.serial for each in found.unknown] == ["t1.2026.6"], "taken back here, and still paid there"
    assert not found.is_whole


def test_what_a_register_gave_back_is_taken_off() -> None:
    entries = [taken(number) for number in range(1, 4)]
    lines = read_register(
        "領収書番号,金額\n"
        "t1.2026.1,950\nt1.2026.1,-950\nt1.2026.1,950円\n"
        "t1.2026.2,950\nt1.2026.2,▲950\n"
        't1.2026.3,"¥950"\nt1.2026.3,△50\n'
        ',"1,200"\n'.encode()
    )
    found = reconcile(entries, lines, {Method.CARD})
    assert found.matched == 1, "taken, given back and taken again is once"
    assert [each.serial for each in found.missing] == ["t1.2026.2"]
    assert [(each.serial, each.theirs) for each in found.different] == [("t1.2026.3", 900)]
    assert found.unnamed == (1200,)
    assert (found.ours_count, found.ours_yen, found.theirs_count, found.theirs_yen) == (3, 2850, 2, 1850)


def test_receipts_stand_by_their_numbers_not_their_letters() -> None:
    found = reconcile([taken(10), taken(9)], (), {Method.CARD})
    assert [each.serial for each in found.missing] == ["t1.2026.9", "t1.2026.10"]


def test_what_is_written_is_read_again() -> None:
    day = TillDay("t1", AT.date(), 0, 1, AT, (taken(1), taken(2)))
    written = write_journal([day])
    assert written.splitlines()[1] == (
        "2026-04-01,10:30,t1,t1.2026.1,payment,card,950,A-001,resident_record_copyx2@300 seal_certificatex1@350"
    )
    lines = read_register(written.encode())
    assert reconcile(day.entries, lines, {Method.CARD}).is_whole


def test_no_cell_is_a_formula() -> None:
    evil = replace(RECORD, fee="=cmd|' /C calc'!A1")
    entry = replace(taken(1), payment=pay(evil, visit=VisitNumber(AT.date(), "+A-001")))
    written = write_journal([TillDay("t1", AT.date(), 0, 1, AT, (entry,))])
    assert "'=cmd" in written
    assert ",'+A-001," in written


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", CsvReason.CSV_EMPTY),
        (b"x" * (LARGEST + 1), CsvReason.CSV_TOO_LARGE),
        (b"receipt,amount\n" + b"a,1\n" * (MOST_ROWS + 1), CsvReason.CSV_TOO_LARGE),
        (b"\xff\xff\x00", CsvReason.CSV_UNREADABLE),
        (b"receipt,amount\x00\n", CsvReason.CSV_UNREADABLE),
        (b'receipt,amount\n"a,1\n', CsvReason.CSV_UNREADABLE),
        (b"number,yen\na,1\n", CsvReason.CSV_COLUMNS),
        (b"receipt,amount\na,--1\n", CsvReason.CSV_ROW),
        (b"receipt,amount\na,1e3\n", CsvReason.CSV_ROW),
        (b"receipt,amount\na\n", CsvReason.CSV_ROW),
        ("receipt,amount\na,１\n".encode(), CsvReason.CSV_ROW),
    ],
)
def test_what_is_no_file_of_a_register_is_refused(data: bytes, reason: CsvReason) -> None:
    with pytest.raises(CsvError) as caught:
        read_register(data)
    assert caught.value.reason is reason


def test_the_line_of_a_mistake_is_named() -> None:
    with pytest.raises(CsvError, match="CSVの3行目"):
        read_register(b"receipt,amount\na,1\nb,x\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_lines_or_refused(data: bytes) -> None:
    try:
        lines = read_register(b"receipt,amount\n" + data)
    except CsvError:
        return
    assert all(abs(line.amount) < 10**9 for line in lines)
