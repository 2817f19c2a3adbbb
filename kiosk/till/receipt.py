"""領収書, and what all papers of the till call things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm

from forms.wareki import wareki
from kiosk.clock import JAPAN
from kiosk.pagewriter import EDGE, PLAIN, PRACTICE, PageWriter
from kiosk.till.payment import FREE_REASONS, AmountCode, Entry, Method, Serial
from kiosk.till.tillday import FeeSum

MOST_IN_HALF = 6
"""Lines of a receipt that leave room for the other half of the page."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the papers call the town, its fees, its tills, and staff, these as colleagues call each other."""

    town: str
    fees: Mapping[str, str]
    tills: Mapping[str, str]
    staff: Mapping[int, str]
    is_practice: bool = False

    def fee(self, key: str) -> str:
        """Return what the town calls the fee; its key once the town has it no more."""
        return self.fees.get(key, key)

    def in_order(self, sums: Sequence[FeeSum]) -> list[FeeSum]:
        """Return the sums in the order of the town's fees."""
        places = {key: place for place, key in enumerate(self.fees)}
        return sorted(sums, key=lambda each: places.get(each.fee, len(places)))

    def till(self, till: str) -> str:
        return self.tills.get(till, till)

    def receipt(self, code: str) -> str:
        """Return a receipt's number in words; what a register says instead of one, as it is."""
        serial = Serial.of(code)
        return serial.words(self.till(serial.till)) if serial else code

    @property
    def mark(self) -> str:
        return PRACTICE if self.is_practice else ""


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What a receipt says."""

    names: Names
    issuer: str
    entry: Entry
    is_copy: bool = False
    is_void: bool = False
    """Whether the payment was taken back since."""


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
    entry, serial, names = paper.entry, paper.entry.serial, paper.names
    assert serial is not None
    is_free = entry.payment.method is Method.FREE
    mark = names.mark or ("取り消し済み" if paper.is_void else "")
    sheet.across(mark, middle)
    number = serial.words(names.till(serial.till))
    sheet.text(sheet.width - EDGE, f"{'再発行　' if paper.is_copy else ''}{number}", 9, end=True)
    sheet.text(EDGE, "控え（町）" if is_stub else "", 9)
    sheet.down(8)
    sheet.centre("免除の記録" if is_free else "領　収　書", 20)
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
        sheet.row((names.fee(line.fee), f"{line.count}×{line.unit:,}円", yen_words(line.amount)), (140, 178))
    reason = f"（{FREE_REASONS.get(entry.payment.reason, entry.payment.reason)}）" if is_free else ""
    moment = entry.at.astimezone(JAPAN)
    received = "上記のとおり免除しました。" if is_free else "上記のとおり領収しました。"
    sheet.text(EDGE, f"支払方法　{entry.payment.method.words}{reason}")
    sheet.text(sheet.width - EDGE, f"{received}　{wareki(moment.date().isoformat())}　{moment:%H:%M}", end=True)
    if is_stub and entry.payment.visit:
        sheet.down(5)
        sheet.text(
            EDGE, f"受付番号　{entry.payment.visit.number}　　取扱者　{names.staff.get(entry.staff_id, '')}", 9
        )
        sheet.y += 5 * mm
    sheet.down(9)
    sheet.need(24)
    sheet.text(sheet.width - EDGE - 28 * mm, paper.issuer, 12, bold=True, end=True)
    if not (is_free or mark):
        _draw_code(sheet, AmountCode(serial.code, entry.payment.total).text)
    sheet.y += 6 * mm
    sheet.seals("確認印" if is_free else "領収印")


def _draw_code(sheet: PageWriter, text: str) -> None:
    """Draw what a register scans, with its signs below."""
    code = Code128(text, barWidth=0.25 * mm, barHeight=10 * mm, quiet=False)
    code.drawOn(sheet.canvas, EDGE, sheet.y - 9 * mm)
    sheet.canvas.setFont(PLAIN, 7)
    sheet.canvas.drawString(EDGE, sheet.y - 13 * mm, text)


def yen_words(yen: int) -> str:
    """Return yen as papers say them, those below zero with ▲."""
    return f"{yen:,}円" if yen >= 0 else f"▲{-yen:,}円"
