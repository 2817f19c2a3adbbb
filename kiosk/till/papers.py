"""The papers of a till's day and month: 日計表, 払込書, 月計表, 突き合わせ表. Titles of the files say numbers and days, never a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday
from reportlab.lib.units import mm

from forms.wareki import wareki
from kiosk.clock import JAPAN, day_in_japan
from kiosk.pagewriter import EDGE, PageWriter
from kiosk.settings import Closed, Hall
from kiosk.till import payment, receipt, reconciling
from kiosk.till.tillday import DIFFERENCE_REASONS, FeeSum, TillDay, sums_by_fee, sums_by_method, sums_by_staff

SUMS, STAFF = (148, 178), (110, 145, 178)
FEES, DAYS = (80, 92, 104, 128, 153, 178), (60, 84, 108, 132, 152, 178)
VOIDS, COMPARED = (122, 152, 178), (86, 110, 150)
"""Where columns end, in millimetres from the left edge of the text."""


@dataclass(frozen=True, slots=True)
class DayPaper:
    """What 日計表 and 払込書 say; `account` is 会計・科目, for a hand to write where it is empty."""

    names: receipt.Names
    day: TillDay
    hall: Hall
    account: str = ""


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """What 月計表 says, of all tills."""

    names: receipt.Names
    first: date
    days: Sequence[TillDay]


@dataclass(frozen=True, slots=True)
class ComparedPaper:
    """What 突き合わせ表 says: a register's file beside the month, with room for what somebody found out."""

    names: receipt.Names
    first: date
    methods: Sequence[payment.Method]
    found: reconciling.Reconciliation


def draw_day(paper: DayPaper) -> bytes:
    """Return 日計表 as A4: fees by price and method, who took them, what was taken back, and the closing."""
    day, names = paper.day, paper.names
    sheet = PageWriter(f"{day.till} {day.day.isoformat()}", names.mark, numbered=True)
    state = "" if day.closing else "（締める前）"
    sheet.heading(
        f"収納金日計表{state}", wareki(day.day.isoformat()), f"{names.town}　レジ {names.till(day.till)}"
    )
    _draw_sums(sheet, day.entries, names)
    _draw_methods(sheet, day.entries)
    _draw_staff(sheet, day.entries, names)
    sheet.section(f"領収書　{_receipts(day.entries)}")
    _draw_voids(sheet, [day], names)
    if day.closing:
        _draw_closing(sheet, paper)
    sheet.need(34)
    sheet.seals("出納員", "確認者", "会計管理者")
    return sheet.saved()


def draw_deposit(paper: DayPaper) -> bytes:
    """Return 払込書 as A4: the cash of a closed day, for the bank on the next day on which the town hall is open."""
    day, names = paper.day, paper.names
    sheet = PageWriter(f"{day.till} {day.day.isoformat()} deposit", names.mark)
    sheet.centre("払　込　書", 20)
    sheet.down(16)
    for words, said in (
        ("年度", wareki(f"{payment.fiscal_year(day.day)}-04-01").partition("年")[0] + "年度"),
        ("会計・科目", paper.account),
        ("収納した日", wareki(day.day.isoformat())),
        ("払い込む日", wareki(next_open_day(day.day, paper.hall).isoformat())),
        ("レジ", names.till(day.till)),
        ("領収書", _receipts(day.entries)),
    ):
        sheet.row((words, said), (178,))
    sheet.down(14)
    sheet.centre(f"金　{day.deposit:,}　円", 24)
    sheet.down(14)
    for each in names.in_order([each for each in sums_by_fee(day.entries) if each.method is payment.Method.CASH]):
        sheet.row(
            (
                f"{names.fee(each.fee)}　{receipt.yen_words(each.unit)}",
                str(each.count),
                receipt.yen_words(each.yen),
            ),
            SUMS,
        )
    if day.closing and day.closing.difference:
        reason = DIFFERENCE_REASONS.get(day.closing.reason, "")
        sheet.row((f"過不足（{reason}）", "", receipt.yen_words(day.closing.difference)), SUMS)
    sheet.row(("払い込む現金", "", receipt.yen_words(day.deposit)), SUMS, bold=True)
    sheet.down(6)
    sheet.text(EDGE, f"{names.town}　出納員")
    sheet.down(6)
    sheet.seals("出納員", "金融機関")
    return sheet.saved()


def draw_month(paper: MonthPaper) -> bytes:
    """Return 月計表 as A4, of all tills together, till by till and day by day, with what was taken back and what did not
    agree."""
    entries = [entry for day in paper.days for entry in day.entries]
    names = paper.names
    sheet = PageWriter(f"{paper.first:%Y-%m}", names.mark, numbered=True)
    sheet.heading("収納金月計表", wareki(paper.first.isoformat()).partition("月")[0] + "月", names.town)
    _draw_sums(sheet, entries, names)
    _draw_methods(sheet, entries)
    head = ("件数", "現金", "現金のほか", "合計", "過不足", "払込額")
    sheet.section("レジごと（円）")
    sheet.columns(("レジ", *head), DAYS)
    for till in dict.fromkeys(day.till for day in paper.days):
        own = [day for day in paper.days if day.till == till]
        sheet.row((names.till(till), *_sums_of(own)), DAYS)
        sheet.text(EDGE + 6 * mm, f"領収書　{_receipts([entry for day in own for entry in day.entries])}", 9)
        sheet.down(6)
    sheet.row(("合計", *_sums_of(paper.days)), DAYS, bold=True)
    sheet.section("日ごと（円）")
    sheet.columns(("日・レジ", *head), DAYS)
    for day in paper.days:
        sheet.row((f"{day.day.day}日　{names.till(day.till)}", *_sums_of([day])), DAYS)
    if any(entry.voids for entry in entries):
        sheet.section("取り消し")
        sheet.columns(("日・レジ・領収書・理由", "取り消した人", "支払方法", "金額"), VOIDS)
        _draw_voids(sheet, paper.days, names)
    _draw_differences(sheet, paper)
    sheet.need(38)
    sheet.down(4)
    sheet.seals("作成者", "所属長", "会計管理者")
    return sheet.saved()


def draw_compared(paper: ComparedPaper) -> bytes:
    """Return 突き合わせ表 as A4: both sums, and each receipt on which they do not agree, with room for the reason."""
    found, names = paper.found, paper.names
    sheet = PageWriter(f"{paper.first:%Y-%m} compared", names.mark, numbered=True)
    sheet.heading("POSレジ突き合わせ表", wareki(paper.first.isoformat()).partition("月")[0] + "月", names.town)
    sheet.text(EDGE, f"比べた支払方法　{'、'.join(each.words for each in paper.methods)}")
    sheet.down(9)
    sheet.columns(("", "件数", "金額"), SUMS)
    for words, count, yen in (
        ("こちらの記録（取り消しを除く）", found.ours_count, found.ours_yen),
        ("レジのCSV", found.theirs_count, found.theirs_yen),
        ("差（こちら－レジ）", found.ours_count - found.theirs_count, found.ours_yen - found.theirs_yen),
        ("合っているもの", found.matched, found.matched_yen),
    ):
        sheet.row((words, f"{count}件", receipt.yen_words(yen)), SUMS)
    if found.unnamed:
        words = f"※ レジのCSVのうち、領収書番号のない{len(found.unnamed)}行（{receipt.yen_words(sum(found.unnamed))}）は比べていません。"
        sheet.text(EDGE, words, 9)
        sheet.down(6)
    if found.is_whole:
        sheet.section("合わないものはありません。")
    for title, rows in found.parts:
        _draw_compared(sheet, title, rows, names)
    sheet.need(38)
    sheet.down(4)
    sheet.seals("確かめた人", "所属長", "会計管理者")
    return sheet.saved()


def next_open_day(day: date, hall: Hall) -> date:
    """Return the next day on which the town hall is open, as banks are."""
    found = day + timedelta(days=1)
    while hall.is_closed(found) or (Closed.HOLIDAYS in hall.closed and jpholiday.is_holiday(found)):
        found += timedelta(days=1)
    return found


def _draw_sums(sheet: PageWriter, entries: Sequence[payment.Entry], names: receipt.Names) -> None:
    """Write a line for each fee and price, in the order of the town's fees."""
    sheet.section("手数料ごと（円）")
    sheet.columns(("手数料", "単価", "数", "免除", "現金", "現金のほか", "合計"), FEES)
    rows: dict[tuple[str, int], list[FeeSum]] = {}
    sums = names.in_order(sums_by_fee(entries))
    for each in sums:
        rows.setdefault((each.fee, each.unit), []).append(each)
    for (fee, unit), own in rows.items():
        sheet.row((names.fee(fee), _plain(unit), *_sums_of_fee(own)), FEES)
    sheet.row(("合計", "", *_sums_of_fee(sums)), FEES, bold=True)


def _sums_of_fee(sums: Sequence[FeeSum]) -> tuple[str, ...]:
    count, free = (
        sum(each.count for each in sums if not only or each.method is payment.Method.FREE)
        for only in (False, True)
    )
    total, cash = (
        sum(each.yen for each in sums if not only or each.method is payment.Method.CASH) for only in (False, True)
    )
    return f"{count:,}", str(free) if free else "", _plain(cash), _plain(total - cash), _plain(total)


def _draw_methods(sheet: PageWriter, entries: Iterable[payment.Entry]) -> None:
    kept = tuple(entries)
    sheet.section("支払方法ごと")
    sheet.columns(("支払方法", "件数", "金額"), SUMS)
    for method, yen in sums_by_method(kept).items():
        own = [entry for entry in kept if entry.payment.method is method]
        if own:
            sheet.row((method.words, f"{sum(entry.sign for entry in own)}件", receipt.yen_words(yen)), SUMS)
    count, total = sum(entry.sign for entry in kept), sum(entry.amount for entry in kept)
    sheet.row(("合計", f"{count}件", receipt.yen_words(total)), SUMS, bold=True)


def _draw_staff(sheet: PageWriter, entries: Sequence[payment.Entry], names: receipt.Names) -> None:
    sums = sums_by_staff(entries)
    if len(sums) > 1:
        sheet.section("取扱者ごと")
        sheet.columns(("取扱者", "件数", "うち現金", "金額"), STAFF)
        for each in sums:
            cells = (
                names.staff.get(each.staff_id, ""),
                f"{each.count}件",
                receipt.yen_words(each.cash),
                receipt.yen_words(each.yen),
            )
            sheet.row(cells, STAFF)


def _draw_voids(sheet: PageWriter, days: Sequence[TillDay], names: receipt.Names) -> None:
    """Write what was taken back; of several days with the day and the till."""
    for day in days:
        serials = {entry.id: entry.serial for entry in day.entries}
        for entry in day.entries:
            if entry.voids is None:
                continue
            serial = serials.get(entry.voids)
            where = f"{day.day.day}日　{names.till(day.till)}　" if len(days) > 1 else "取り消し　"
            number = f"第{serial.number}号" if serial else ""
            who = f"{names.staff.get(entry.staff_id, '')} {entry.at.astimezone(JAPAN):%H:%M}"
            words = f"{where}{number}　{payment.VOID_REASONS.get(entry.reason, entry.reason)}"
            sheet.row((words, who, entry.payment.method.words, receipt.yen_words(entry.amount)), VOIDS)


def _draw_differences(sheet: PageWriter, paper: MonthPaper) -> None:
    names, rows = paper.names, [day for day in paper.days if day.closing and day.closing.difference]
    if rows:
        sheet.section("過不足")
        sheet.columns(("日・レジ・理由", "締めた人・確かめた人", "過不足"), SUMS)
    for day in rows:
        closing = day.closing
        assert closing is not None
        by, second = (names.staff.get(each, "") for each in (closing.by, closing.checked_by))
        words = (
            f"{day.day.day}日　{names.till(day.till)}　{DIFFERENCE_REASONS.get(closing.reason, closing.reason)}"
        )
        sheet.row((words, f"{by}・{second}", receipt.yen_words(closing.difference)), SUMS)


def _draw_closing(sheet: PageWriter, paper: DayPaper) -> None:
    closing, day = paper.day.closing, paper.day
    assert closing is not None
    sheet.section("締め")
    pieces = [f"{value:,}円×{count}" for value, count in closing.count.pieces if count]
    for at in range(0, len(pieces), 5):
        sheet.text(EDGE, "　".join(pieces[at : at + 5]))
        sheet.down(6)
    reason = f"（{DIFFERENCE_REASONS.get(closing.reason, closing.reason)}）" if closing.difference else ""
    for words, yen in (
        ("はじめのつり銭", day.float_yen),
        ("あるはずの現金", closing.expected),
        ("数えた現金", closing.count.total),
        (f"過不足{reason}", closing.difference),
        ("払い込む現金", day.deposit),
    ):
        sheet.row((words, receipt.yen_words(yen)), (178,))
    by, second = (paper.names.staff.get(each, "") for each in (closing.by, closing.checked_by))
    moment = closing.at.astimezone(JAPAN)
    on = "" if day_in_japan(closing.at) == day.day else f"{moment.month}月{moment.day}日"
    sheet.text(EDGE, f"締めた人　{by}　確かめた人　{second}　{on}{moment:%H:%M}")
    sheet.down(10)


def _draw_compared(
    sheet: PageWriter, title: str, rows: Sequence[reconciling.Difference], names: receipt.Names
) -> None:
    if not rows:
        return
    sheet.section(f"{title}（{len(rows)}件）")
    sheet.columns(("領収書番号", "こちら", "レジのCSV", "調べたこと"), COMPARED)
    for row in rows:
        ours, theirs = ("―" if yen is None else receipt.yen_words(yen) for yen in (row.ours, row.theirs))
        sheet.row((names.receipt(row.serial), ours, theirs, ""), COMPARED)


def _sums_of(days: Sequence[TillDay]) -> tuple[str, ...]:
    """Return number, cash, other money, difference and deposit of the days; a day that is not closed has no more."""
    entries = [entry for day in days for entry in day.entries]
    sums = sums_by_method(entries)
    cash, count = sums[payment.Method.CASH], sum(entry.sign for entry in entries)
    closings = [day.closing for day in days if day.closing]
    ending = (
        (_plain(sum(each.difference for each in closings)), _plain(sum(day.deposit for day in days)))
        if len(closings) == len(days)
        else ("締める前", "―")
    )
    total = sum(sums.values())
    return f"{count}件", _plain(cash), _plain(total - cash), _plain(total), *ending


def _receipts(entries: Sequence[payment.Entry]) -> str:
    """Return from which receipt to which, and how many of them were taken back."""
    numbers = [entry.serial.number for entry in entries if entry.serial]
    if not numbers:
        return "なし"
    voids = sum(entry.voids is not None for entry in entries)
    return f"第{min(numbers)}号から第{max(numbers)}号まで（{len(numbers)}件、うち取り消し{voids}件）"


def _plain(yen: int) -> str:
    """Return yen for a column that says 円 above."""
    return receipt.yen_words(yen).removesuffix("円")
