"""The journal as CSV for a register, and a register's CSV compared with the journal by receipt and yen.

What comes in is somebody else's file: it is bounded, read strictly, and only its two columns are looked at.
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.told import Told
from kiosk.backoffice.writing import FORMULA, GUARD
from kiosk.clock import JAPAN
from kiosk.till.payment import AmountCode, Entry, Method
from kiosk.till.tillday import TillDay

LARGEST = 2_000_000
"""Bytes of a file that comes in."""
MOST_ROWS = 50_000
LONGEST_CELL = 200

SERIALS = ("領収書番号", "receipt", "serial", "reference")
AMOUNTS = ("金額", "amount")
"""How the two columns may be headed, whatever stands beside them."""

HEAD = ("日", "時刻", "レジ", "領収書番号", "区分", "支払方法", "金額", "受付番号", "手数料")


class CsvReason(StrEnum):
    CSV_EMPTY = "csv_empty"
    CSV_TOO_LARGE = "csv_too_large"
    CSV_UNREADABLE = "csv_unreadable"
    CSV_COLUMNS = "csv_columns"
    CSV_ROW = "csv_row"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    CsvReason.CSV_EMPTY: ("CSVに、行がありません。", "レジから書き出したファイルを選んでください。"),
    CsvReason.CSV_TOO_LARGE: ("CSVが大きすぎます。", "1か月ごとに書き出してください（2MB、5万行まで）。"),
    CsvReason.CSV_UNREADABLE: ("CSVとして読めません。", "UTF-8かシフトJISのCSVで書き出してください。"),
    CsvReason.CSV_COLUMNS: ("CSVに「領収書番号」と「金額」の列がありません。", "見出しの行を確かめてください。"),
    CsvReason.CSV_ROW: ("CSVの{line}行目の金額か領収書番号が正しくありません。", "その行を確かめてください。"),
}


class CsvError(Told):
    """Why a register's file cannot be compared."""

    reasons = CsvReason
    words = WORDS
    reason: CsvReason


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """What a register took for one receipt."""

    serial: str
    amount: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Yen for one receipt, in the journal and at the register; None where it is not there."""

    serial: str
    ours: int | None
    theirs: int | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`matched` receipts are alike; the others are missing at one side, twice at the register, or of another amount."""

    matched: int
    missing: tuple[Difference, ...]
    unknown: tuple[Difference, ...]
    double: tuple[Difference, ...]
    different: tuple[Difference, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.unknown or self.double or self.different)


def reconcile(
    entries: Iterable[Entry], lines: Iterable[RegisterLine], methods: Collection[Method]
) -> Reconciliation:
    """Return what agrees and what does not; the journal's part is what was paid in these ways and not taken back."""
    kept = tuple(entries)
    void = {entry.voids for entry in kept}
    ours = {
        entry.serial.code: entry.amount
        for entry in kept
        if entry.serial and entry.payment.method in methods and entry.id not in void
    }
    found = tuple(lines)
    times = Counter(line.serial for line in found)
    theirs = {line.serial: line.amount for line in found}
    pairs = {
        serial: Difference(serial, ours.get(serial), theirs.get(serial)) for serial in sorted({*ours, *theirs})
    }
    double = tuple(each for serial, each in pairs.items() if times[serial] > 1)
    once = [each for each in pairs.values() if times[each.serial] <= 1]
    return Reconciliation(
        sum(each.ours == each.theirs for each in once),
        tuple(each for each in once if each.theirs is None),
        tuple(each for each in once if each.ours is None),
        double,
        tuple(each for each in once if None not in (each.ours, each.theirs) and each.ours != each.theirs),
    )


def read_register(data: bytes) -> tuple[RegisterLine, ...]:
    """Return the lines of a register's CSV in UTF-8 or Shift_JIS; a receipt may also be the amount code as scanned. Raise
    CsvError."""
    if len(data) > LARGEST:
        raise CsvError(CsvReason.CSV_TOO_LARGE)
    rows = _rows(_decode(data))
    if not rows:
        raise CsvError(CsvReason.CSV_EMPTY)
    head = [cell.strip().lower() for cell in rows[0]]
    serial, amount = (
        next((head.index(name) for name in names if name in head), -1) for names in (SERIALS, AMOUNTS)
    )
    if serial < 0 or amount < 0:
        raise CsvError(CsvReason.CSV_COLUMNS)
    return tuple(_line(row, serial, amount, number) for number, row in enumerate(rows[1:], start=2) if any(row))


def write_journal(days: Iterable[TillDay]) -> str:
    """Return every entry of the days as CSV with a byte order mark, for Excel; no cell is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for day in days:
        serials = {entry.id: entry.serial for entry in day.entries}
        for entry in day.entries:
            serial = entry.serial or serials.get(entry.voids or "")
            at = entry.at.astimezone(JAPAN)
            lines = " ".join(f"{line.fee}x{line.count}@{line.unit}" for line in entry.payment.lines)
            codes = (
                serial.code if serial else "",
                "void" if entry.voids else "payment",
                entry.payment.method.value,
            )
            number = entry.payment.visit.number if entry.payment.visit else ""
            texts = [guard(text) for text in (day.till, *codes)]
            writer.writerow(
                [day.day.isoformat(), f"{at:%H:%M}", *texts, entry.amount, guard(number), guard(lines)]
            )
    return out.getvalue()


def guard(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return GUARD + text if text.startswith(FORMULA) else text


def _decode(data: bytes) -> str:
    for codec in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CsvError(CsvReason.CSV_UNREADABLE)


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(rows) > MOST_ROWS:
                raise CsvError(CsvReason.CSV_TOO_LARGE)
            rows.append([cell[: LONGEST_CELL + 1] for cell in row])
    except csv.Error:
        raise CsvError(CsvReason.CSV_UNREADABLE) from None
    return rows


def _line(row: list[str], serial: int, amount: int, number: int) -> RegisterLine:
    cells = [cell.strip().lstrip("'") for cell in row]
    if max(serial, amount) < len(cells):
        said = AmountCode.of(cells[serial])
        name, yen = said.serial if said else cells[serial], cells[amount].replace(",", "").replace("¥", "")
        is_fine = 0 < len(name) <= LONGEST_CELL and name.isprintable()
        if is_fine and yen.isascii() and yen.isdigit() and len(yen) <= 9:
            return RegisterLine(name, int(yen))
    raise CsvError(CsvReason.CSV_ROW, line=str(number))
