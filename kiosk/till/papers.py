"""The papers of the till: 領収書, 日計表, 払込書, 月計表. Titles of the files say numbers and days, never a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm

from forms.wareki import wareki
from kiosk.clock import JAPAN, day_in_japan
from kiosk.pagewriter import EDGE, PLAIN, PRACTICE, PageWriter
from kiosk.settings import Closed, Hall
from kiosk.till.payment import FREE_REASONS, VOID_REASONS, AmountCode, Entry, Method
from kiosk.till.tillday import DIFFERENCE_REASONS, FeeSum, TillDay, sums_by_fee, sums_by_method

MOST_IN_HALF = 6
"""Lines of a receipt that leave room for the other half of the page."""


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What a receipt says."""

    town: str
    issuer: str
    entry: Entry
    fees: Mapping[str, str]
    is_copy: bool = False
    is_void: bool = False
    """Whether the payment was taken back since."""
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class DayPaper:
    """What 日計表 and 払込書 say; `staff` is what colleagues call each other."""

    town: str
    day: TillDay
    fees: Mapping[str, str]
    staff: Mapping[int, str]
    hall: Hall
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """What 月計表 says, of all tills."""

    town: str
    first: date
    days: Sequence[TillDay]
    fees: Mapping[str, str]
    is_practice: bool = False


def draw_receipt(paper: ReceiptPaper) -> bytes:
    """Return 領収書 as A4, which every desk has in its printer: above for who paid, before 様 a line for a hand, and below the
    town's own part; many lines take the whole page."""
    serial, lines = paper.entry.serial, paper.entry.payment.lines
    assert serial is not None
    sheet = PageWriter(serial.code)
    sheet.y = sheet.height - 14 * mm
    is_whole = len(lines) > MOST_IN_HALF
    _draw_part(sheet, paper, sheet.height / 2 if is_whole else sheet.height * 0.75)
    if not is_whole:
        sheet.cut(sheet.height / 2)
        sheet.y = sheet.height / 2 - 14 * mm
        _draw_part(sheet, paper, sheet.height * 0.25, is_stub=True)
    return sheet.saved()


def _draw_part(sheet: PageWriter, paper: ReceiptPaper, middle: float, *, is_stub: bool = False) -> None:
    entry, serial = paper.entry, paper.entry.serial
    assert serial is not None
    is_free = entry.payment.method is Method.FREE
    mark = PRACTICE if paper.is_practice else "取り消し済み" if paper.is_void else ""
    sheet.across(mark, middle)
    title = "免除の記録" if is_free else "領　収　書"
    sheet.text(sheet.width - EDGE, f"{'再発行　' if paper.is_copy else ''}{serial.words}", 9, end=True)
    sheet.text(EDGE, "控え（町）" if is_stub else "", 9)
    sheet.down(8)
    sheet.centre(title, 20)
    sheet.down(12)
    if not is_stub:
        sheet.text(100 * mm, "様", 14)
        sheet.canvas.line(EDGE, sheet.y - 1.5 * mm, 106 * mm, sheet.y - 1.5 * mm)
    sheet.down(11)
    sheet.centre(f"金　{entry.payment.total:,}　円", 22)
    sheet.down(4)
    sheet.rule(1)
    sheet.down(6)
    for line in entry.payment.lines:
        sheet.row((_fee(paper.fees, line.fee), f"{line.count}×{line.unit:,}円", _yen(line.amount)), (140, 178))
    reason = f"（{FREE_REASONS.get(entry.payment.reason, entry.payment.reason)}）" if is_free else ""
    moment = entry.at.astimezone(JAPAN)
    received = "上記のとおり免除しました。" if is_free else "上記のとおり領収しました。"
    sheet.text(EDGE, f"支払方法　{entry.payment.method.words}{reason}")
    sheet.text(sheet.width - EDGE, f"{received}　{wareki(moment.date().isoformat())}　{moment:%H:%M}", end=True)
    sheet.down(9)
    sheet.need(24)
    sheet.text(sheet.width - EDGE - 28 * mm, paper.issuer, 12, bold=True, end=True)
    if not (is_free or mark):
        _draw_code(sheet, AmountCode(serial.code, entry.payment.total).text)
    sheet.y += 6 * mm
    sheet.seals("確認印" if is_free else "領収印")


def draw_day(paper: DayPaper) -> bytes:
    """Return 日計表 as A4: fees by price and method, what was taken back, and the closing."""
    day = paper.day
    sheet = PageWriter(f"{day.till} {day.day.isoformat()}", PRACTICE if paper.is_practice else "")
    state = "" if day.closing else "（締める前）"
    sheet.heading(f"収納金日計表{state}", wareki(day.day.isoformat()), f"{paper.town}　レジ {day.till}")
    _draw_sums(sheet, sums_by_fee(day.entries), paper.fees)
    _draw_methods(sheet, sums_by_method(day.entries))
    _draw_voids(sheet, day)
    if day.closing:
        _draw_closing(sheet, paper)
    sheet.need(45)
    sheet.seals("出納員", "確認者", "会計管理者")
    return sheet.saved()


def draw_deposit(paper: DayPaper) -> bytes:
    """Return 払込書 as A4: the cash of a closed day, for the bank on the next day on which the town hall is open."""
    day = paper.day
    sheet = PageWriter(f"{day.till} {day.day.isoformat()} deposit", PRACTICE if paper.is_practice else "")
    sheet.centre("払　込　書", 20)
    sheet.down(16)
    sheet.row(("収納した日", wareki(day.day.isoformat())), (178,))
    sheet.row(("払い込む日", wareki(next_open_day(day.day, paper.hall).isoformat())), (178,))
    sheet.row(("レジ", day.till), (178,))
    sheet.down(8)
    sheet.centre(f"金　{day.deposit:,}　円", 24)
    sheet.down(14)
    for each in sums_by_fee(day.entries):
        if each.method is Method.CASH:
            sheet.row((_fee(paper.fees, each.fee), f"{each.count}", _yen(each.yen)), (140, 178))
    if day.closing and day.closing.difference:
        sheet.row(
            (f"過不足（{DIFFERENCE_REASONS.get(day.closing.reason, '')}）", "", _yen(day.closing.difference)),
            (140, 178),
        )
    sheet.down(6)
    sheet.text(EDGE, f"{paper.town}　出納員")
    sheet.down(6)
    sheet.seals("出納員", "金融機関")
    return sheet.saved()


def draw_month(paper: MonthPaper) -> bytes:
    """Return 月計表 as A4, of all tills together and day by day."""
    entries = [entry for day in paper.days for entry in day.entries]
    sheet = PageWriter(f"{paper.first:%Y-%m}", PRACTICE if paper.is_practice else "")
    sheet.heading("収納金月計表", wareki(paper.first.isoformat()).partition("月")[0] + "月", paper.town)
    _draw_sums(sheet, sums_by_fee(entries), paper.fees)
    _draw_methods(sheet, sums_by_method(entries))
    sheet.section("日ごと")
    ends = (72, 104, 136, 178)
    sheet.row(("日・レジ", "現金", "現金のほか", "過不足", "合計"), ends, bold=True)
    for day in paper.days:
        sums = sums_by_method(day.entries)
        total, cash = sum(sums.values()), sums[Method.CASH]
        state = _yen(day.closing.difference) if day.closing else "締める前"
        sheet.row((f"{day.day.day}日　{day.till}", _yen(cash), _yen(total - cash), state, _yen(total)), ends)
    return sheet.saved()


def next_open_day(day: date, hall: Hall) -> date:
    """Return the next day on which the town hall is open, as banks are."""
    found = day + timedelta(days=1)
    while hall.is_closed(found) or (Closed.HOLIDAYS in hall.closed and jpholiday.is_holiday(found)):
        found += timedelta(days=1)
    return found


def _draw_sums(sheet: PageWriter, sums: Sequence[FeeSum], fees: Mapping[str, str]) -> None:
    sheet.section("手数料ごと")
    ends = (98, 138, 153, 178)
    sheet.row(("手数料", "単価", "支払方法", "件数", "金額"), ends, bold=True)
    for each in sums:
        sheet.row(
            (_fee(fees, each.fee), _yen(each.unit), each.method.words, str(each.count), _yen(each.yen)), ends
        )
    sheet.row(
        ("合計", "", "", str(sum(each.count for each in sums)), _yen(sum(each.yen for each in sums))),
        ends,
        bold=True,
    )


def _draw_methods(sheet: PageWriter, sums: Mapping[Method, int]) -> None:
    sheet.section("支払方法ごと")
    for method, yen in sums.items():
        if yen:
            sheet.row((method.words, _yen(yen)), (178,))
    sheet.row(("合計", _yen(sum(sums.values()))), (178,), bold=True)


def _draw_voids(sheet: PageWriter, day: TillDay) -> None:
    voids = [entry for entry in day.entries if entry.voids]
    serials = {entry.id: entry.serial for entry in day.entries}
    taken = [entry.serial.number for entry in day.entries if entry.serial]
    if taken:
        sheet.section(
            f"領収書　第{min(taken)}号から第{max(taken)}号まで（{len(taken)}件、うち取り消し{len(voids)}件）"
        )
    for entry in voids:
        serial = serials.get(entry.voids or "")
        number = f"第{serial.number}号" if serial else ""
        sheet.row(
            (f"取り消し　{number}　{VOID_REASONS.get(entry.reason, entry.reason)}", _yen(entry.amount)), (178,)
        )


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
        sheet.row((words, _yen(yen)), (178,))
    by, second = paper.staff.get(closing.by, ""), paper.staff.get(closing.checked_by, "")
    moment = closing.at.astimezone(JAPAN)
    on = "" if day_in_japan(closing.at) == day.day else f"{moment.month}月{moment.day}日"
    sheet.text(EDGE, f"締めた人　{by}　確かめた人　{second}　{on}{moment:%H:%M}")
    sheet.down(10)


def _draw_code(sheet: PageWriter, text: str) -> None:
    """Draw what a register scans, with its signs below."""
    code = Code128(text, barWidth=0.25 * mm, barHeight=10 * mm, quiet=False)
    code.drawOn(sheet.canvas, EDGE, sheet.y - 9 * mm)
    sheet.canvas.setFont(PLAIN, 7)
    sheet.canvas.drawString(EDGE, sheet.y - 13 * mm, text)


def _fee(fees: Mapping[str, str], key: str) -> str:
    """Return what the town calls the fee; its key once the town has it no more."""
    return fees.get(key, key)


def _yen(yen: int) -> str:
    return f"{yen:,}円" if yen >= 0 else f"▲{-yen:,}円"
