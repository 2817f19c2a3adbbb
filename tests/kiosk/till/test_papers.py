"""The papers of the till say every yen once, and nobody's name but those who closed it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp

from forms.wareki import wareki
from kiosk.settings import Closed, Hall
from kiosk.till.papers import (
    ComparedPaper,
    DayPaper,
    MonthPaper,
    draw_compared,
    draw_day,
    draw_deposit,
    draw_month,
    next_open_day,
)
from kiosk.till.payment import AmountCode, Entry, Line, Method, Serial
from kiosk.till.receipt import Names, ReceiptPaper, draw_receipt
from kiosk.till.reconciling import read_register, reconcile
from kiosk.till.tillday import Closing, Count, TillDay
from tests.kiosk.till.conftest import RECORD, SEAL, pay
from tests.printing.paper import pdfium_pages, pdfium_text
from tests.printing.pictures import by_pdfium

AT = datetime(2026, 4, 30, 1, 30, tzinfo=UTC)
WEEK = (Closed.SATURDAY, Closed.SUNDAY, Closed.HOLIDAYS, Closed.NEW_YEAR)
HALL = Hall("", "8:30-17:15", WEEK, "", "", ())
FEES = {"resident_record_copy": "住民票の写し等", "seal_certificate": "印鑑登録証明書"}
ENTRIES = (
    Entry("1", AT, 1, pay(RECORD, SEAL), Serial("t1", 2026, 1)),
    Entry("2", AT, 1, pay(SEAL, method=Method.CARD), Serial("t1", 2026, 2)),
    Entry("3", AT, 1, pay(RECORD), Serial("t1", 2026, 3)),
    Entry("4", AT, 1, pay(RECORD), None, "3", "amount"),
    Entry("5", AT, 1, pay(SEAL, method=Method.FREE), Serial("t1", 2026, 4)),
)
COUNT = Count.of({10_000: 2, 500: 1, 100: 4})
DAY = TillDay("t1", AT.date(), 20_000, 1, AT, ENTRIES, Closing(AT, 1, 2, 20_950, COUNT, "change"))
NAMES = Names("みどり野町", FEES, {"t1": "住民課"}, {1: "佐藤", 2: "森"})
PRACTICE = replace(NAMES, is_practice=True)
PAPER = DayPaper(NAMES, DAY, HALL)


def test_the_day_in_one_page() -> None:
    (page,) = pdfium_pages(draw_day(PAPER))
    for words in (
        "収納金日計表",
        "令和8年4月30日",
        "第1号から第4号まで（4件、うち取り消し1件）",
        "取り消し　第3号　手数料や数の間違い",
        "佐藤 10:30",
        "レジ 住民課",
        "10,000円×2　500円×1　100円×4",
        "過不足（つり銭の渡し間違い）",
        "▲50円",
        "900円",
        "締めた人　佐藤　確かめた人　森",
    ):
        assert words in page
    assert "締める前" in pdfium_text(draw_day(replace(PAPER, day=replace(DAY, closing=None))))


def test_the_money_goes_to_the_bank_on_the_next_open_day() -> None:
    page = pdfium_text(draw_deposit(PAPER))
    for words in ("金　900　円", "令和8年5月1日", "令和8年度", "住民課", "第1号から第4号まで", "▲50円"):
        assert words in page
    assert "一般会計" in pdfium_text(draw_deposit(replace(PAPER, account="一般会計　使用料及び手数料")))


@pytest.mark.parametrize(
    ("day", "bank"),
    [("2026-04-28", "2026-04-30"), ("2026-05-01", "2026-05-07"), ("2026-12-28", "2027-01-04")],
)
def test_holidays_are_no_bank_days(day: str, bank: str) -> None:
    assert next_open_day(date.fromisoformat(day), HALL).isoformat() == bank
    assert wareki(bank)


def test_the_month_of_two_tills() -> None:
    other = replace(DAY, till="t2", closing=None)
    page = pdfium_text(draw_month(MonthPaper(NAMES, date(2026, 4, 1), [DAY, other])))
    for words in (
        *("令和8年4月", "30日　住民課", "30日　t2", "締める前", "1,300", "2,600", "▲50円"),
        *("領収書　第1号から第4号まで（4件、うち取り消し1件）", "30日　住民課　つり銭の渡し間違い", "佐藤・森"),
        *("30日　住民課　第3号　手数料や数の間違い", "会計管理者"),
    ):
        assert words in page
    assert "t1" not in page


def test_a_long_month_says_on_each_page_what_its_columns_are() -> None:
    days = [replace(DAY, day=date(2026, 4, at % 30 + 1)) for at in range(60)]
    pages = pdfium_pages(draw_month(MonthPaper(NAMES, date(2026, 4, 1), days)))
    assert len(pages) > 2
    assert all("払込額" in page or "取り消した人" in page or "締めた人" in page for page in pages)
    assert [f"－ {at} －" in page for at, page in enumerate(pages, 1)] == [True] * len(pages)


def test_who_took_how_much_where_there_are_two() -> None:
    two = replace(DAY, entries=(*ENTRIES, Entry("6", AT, 2, pay(SEAL), Serial("t1", 2026, 5))))
    page = pdfium_text(draw_day(replace(PAPER, day=two)))
    assert "取扱者ごと" in page
    assert "取扱者ごと" not in pdfium_text(draw_day(PAPER))


def test_a_register_that_does_not_agree_has_room_for_what_was_found_out() -> None:
    lines = read_register("領収書番号,金額\nt1.2026.2,▲350\nt1.2026.9,500\n,1200\n".encode())
    found = reconcile(ENTRIES, lines, [Method.CARD])
    page = pdfium_text(draw_compared(ComparedPaper(NAMES, date(2026, 4, 1), [Method.CARD], found)))
    for words in (
        *("POSレジ突き合わせ表", "令和8年4月", "クレジットカード", "調べたこと", "領収書番号のない1行（1,200円）"),
        *("令和8年度　住民課　第2号", "令和8年度　住民課　第9号", "▲350円", "500円", "会計管理者"),
    ):
        assert words in page
    whole = reconcile(ENTRIES, read_register("領収書番号,金額\nt1.2026.2,350\n".encode()), [Method.CARD])
    assert "合わないものはありません。" in pdfium_text(
        draw_compared(ComparedPaper(NAMES, date(2026, 4, 1), [Method.CARD], whole))
    )


def test_a_long_day_goes_on_to_the_next_page() -> None:
    many = tuple(
        Entry(f"{at}", AT, 1, pay(Line("", f"fee_{at}", 1, 300)), Serial("t1", 2026, at + 1)) for at in range(90)
    )
    pages = pdfium_pages(draw_day(replace(PAPER, day=replace(DAY, entries=many))))
    assert len(pages) == 3
    assert all(f"fee_{at}" in "".join(pages) for at in range(90))


def test_a_register_reads_the_code_on_the_receipt(tmp_path: Path) -> None:
    paper = ReceiptPaper(NAMES, "みどり野町会計管理者", ENTRIES[0])
    picture = by_pdfium(draw_receipt(paper), tmp_path, 200)
    codes = zxingcpp.read_barcodes(picture)
    assert [AmountCode.of(code.text) for code in codes] == [AmountCode("t1.2026.1", 950)] * 2


def test_a_waived_fee_is_no_receipt() -> None:
    page = pdfium_text(draw_receipt(ReceiptPaper(NAMES, "会計管理者", ENTRIES[4])))
    assert "免除の記録" in page
    assert "生活保護を受けている" in page
    assert "KT1" not in page


def test_a_receipt_that_is_worth_nothing_says_so() -> None:
    paper = ReceiptPaper(NAMES, "会計管理者", ENTRIES[0])
    for page, mark in (
        (replace(paper, is_void=True), "取り消し済み"),
        (replace(paper, names=PRACTICE), "練習"),
    ):
        text = pdfium_text(draw_receipt(page))
        assert mark in text
        assert "KT1" not in text
    for pdf in (
        draw_day(replace(PAPER, names=PRACTICE)),
        draw_deposit(replace(PAPER, names=PRACTICE)),
        draw_month(MonthPaper(PRACTICE, date(2026, 4, 1), [DAY])),
    ):
        assert "練習" in pdfium_text(pdf)


def test_thirty_lines_leave_room_for_the_seal_and_the_code(tmp_path: Path) -> None:
    many = pay(*(Line("", f"fee_{at}", 1, 300) for at in range(30)))
    paper = ReceiptPaper(NAMES, "会計管理者", replace(ENTRIES[0], payment=many))
    (page,) = pdfium_pages(draw_receipt(paper))
    assert all(f"fee_{at}" in page for at in range(30))
    assert "控え" not in page
    (code,) = zxingcpp.read_barcodes(by_pdfium(draw_receipt(paper), tmp_path, 200))
    assert AmountCode.of(code.text) == AmountCode("t1.2026.1", 9_000)


def test_six_lines_leave_half_the_page_to_the_town() -> None:
    lines = (Line("", f"fee_{at}", 1, 300) for at in range(6))
    paper = ReceiptPaper(NAMES, "会計管理者", replace(ENTRIES[0], payment=pay(*lines)))
    (page,) = pdfium_pages(draw_receipt(paper))
    assert page.count("様") == 1
    assert page.count("金　1,800　円") == 2
    assert "控え（町）" in page
