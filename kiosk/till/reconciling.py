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
from kiosk.till import payment, tillday

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
    """What a register took for one receipt; below zero where it gave money back. `serial` is empty for what it sold by
    itself, and for its sums."""

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
    """`matched` receipts are alike; the others are missing at one side, twice at the register, or of another amount.
    `unnamed` are the yen of lines without a receipt, which nothing can be compared with."""

    pairs: tuple[Difference, ...]
    double: tuple[Difference, ...]
    unnamed: tuple[int, ...] = ()

    @property
    def matched(self) -> int:
        return len(self._matched)

    @property
    def matched_yen(self) -> int:
        return sum(each.ours or 0 for each in self._matched)

    @property
    def _matched(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.pairs if each.ours == each.theirs)

    @property
    def missing(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.pairs if each.theirs is None)

    @property
    def unknown(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.pairs if each.ours is None)

    @property
    def different(self) -> tuple[Difference, ...]:
        return tuple(
            each for each in self.pairs if None not in (each.ours, each.theirs) and each.ours != each.theirs
        )

    @property
    def parts(self) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
        """Return what does not agree, each part with its title."""
        return (
            ("レジのCSVにないもの", self.missing),
            ("こちらにないもの（取り消したものも）", self.unknown),
            ("レジのCSVに2回あるもの", self.double),
            ("額が違うもの", self.different),
        )

    @property
    def is_whole(self) -> bool:
        return not any(rows for _, rows in self.parts)

    @property
    def ours_count(self) -> int:
        return len(self._ours)

    @property
    def ours_yen(self) -> int:
        return sum(self._ours)

    @property
    def theirs_count(self) -> int:
        return len(self._theirs)

    @property
    def theirs_yen(self) -> int:
        return sum(self._theirs)

    @property
    def _ours(self) -> tuple[int, ...]:
        return tuple(each.ours for each in (*self.pairs, *self.double) if each.ours is not None)

    @property
    def _theirs(self) -> tuple[int, ...]:
        return tuple(each.theirs for each in (*self.pairs, *self.double) if each.theirs is not None)


def reconcile(
    entries: Iterable[payment.Entry], lines: Iterable[RegisterLine], methods: Collection[payment.Method]
) -> Reconciliation:
    """Return what agrees and what does not; the journal's part is what was paid in these ways and not taken back, the
    register's what it took and did not give back."""
    kept = tuple(entries)
    void = {entry.voids for entry in kept}
    ours = {
        entry.serial.code: entry.amount
        for entry in kept
        if entry.serial and entry.payment.method in methods and entry.id not in void
    }
    times: Counter[str] = Counter()
    theirs: dict[str, int] = {}
    unnamed = []
    for line in lines:
        if line.serial:
            times[line.serial] += 1 if line.amount >= 0 else -1
            theirs[line.serial] = theirs.get(line.serial, 0) + line.amount
        else:
            unnamed.append(line.amount)
    # Taken and given back at the register, it is as if it had never been there.
    theirs = {serial: yen for serial, yen in theirs.items() if yen or times[serial]}
    pairs = tuple(
        Difference(serial, ours.get(serial), theirs.get(serial)) for serial in sorted({*ours, *theirs}, key=_place)
    )
    return Reconciliation(
        tuple(each for each in pairs if times[each.serial] <= 1),
        tuple(each for each in pairs if times[each.serial] > 1),
        tuple(unnamed),
    )


def _place(code: str) -> tuple[str, int, int]:
    """Sort receipts by till and number; what is none of ours stands by its letters."""
    serial = payment.Serial.of(code)
    return (serial.till, serial.year, serial.number) if serial else (code, 0, 0)


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


def write_journal(days: Iterable[tillday.TillDay]) -> str:
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


SIGNS = str.maketrans("", "", ",¥円 ")
MINUS = ("-", "▲", "△", "−", "－")
"""How registers write what they gave back."""


def _line(row: list[str], serial: int, amount: int, number: int) -> RegisterLine:
    cells = [cell.strip().lstrip("'") for cell in row]
    if max(serial, amount) < len(cells):
        said = payment.AmountCode.of(cells[serial])
        name, yen = said.serial if said else cells[serial], cells[amount].translate(SIGNS)
        plain = yen[1:] if yen.startswith(MINUS) else yen
        is_fine = len(name) <= LONGEST_CELL and (name.isprintable() or not name)
        if is_fine and plain.isascii() and plain.isdigit() and len(plain) <= 9:
            return RegisterLine(name, int(plain) if plain == yen else -int(plain))
    raise CsvError(CsvReason.CSV_ROW, line=str(number))
