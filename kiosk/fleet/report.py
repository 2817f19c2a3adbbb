"""A report (端末の知らせ): what each desk says of itself in the database, and what of it somebody must look at.

Codes, numbers and times: nothing of a visit but when the last one began.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import func, select

from cardreader import ReaderStatus
from kiosk.clock import JAPAN, day_in_japan
from kiosk.settings import Desk
from kiosk.store import Store, tables
from printing.ipp import PrintCode, PrinterStatus

EVERY = timedelta(minutes=3)
"""How often a desk reports; sooner where something has changed."""

SILENT = timedelta(minutes=10)
SLACK = 120
"""Seconds by which clocks may differ."""

NO_DEVICE, WORKS = "none", "works"
BROKEN = {"lost", *(ReaderStatus.NO_SERVICE, ReaderStatus.NO_READER, ReaderStatus.STOPPED)}
LOOK = "電源と、データベースへのつながりを確かめてください。"


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("kakanai-madoguchi")[:20]
    except PackageNotFoundError:
        return "?"


@dataclass(frozen=True, slots=True)
class DeskReport:
    """What one desk says. Empty texts stand for what it does not know yet."""

    desk: str
    reported_at: datetime
    started_at: datetime
    program: str
    bundle: int
    """The number of its settings, 0 where they came by no bundle."""
    clock_off: int
    printer: str
    """A `PrintCode`, or `none` without a printer."""
    reader: str
    scanner: str
    last_visit_at: datetime | None = None


def write_report(store: Store, report: DeskReport) -> None:
    """Put the report in place of the desk's last one, with the clock of the database beside. Raise StoreError."""
    with store.writing() as session:
        today = day_in_japan(report.reported_at)
        of_today = select(func.max(tables.VisitRow.opened_at)).where(
            tables.VisitRow.opened_on == today, tables.VisitRow.desk == report.desk
        )
        before = session.get(tables.DeskReportRow, report.desk)
        last = session.scalar(of_today) or (before.last_visit_at if before else None)
        off = 0
        if store.is_shared:
            off = round(
                (report.reported_at - session.scalars(select(func.clock_timestamp())).one()).total_seconds()
            )
        session.merge(
            tables.DeskReportRow(
                desk=report.desk,
                reported_at=report.reported_at - timedelta(seconds=off),
                started_at=report.started_at,
                program=report.program,
                bundle=report.bundle,
                clock_off=max(-(2**31), min(2**31 - 1, off)),
                printer=report.printer,
                reader=report.reader,
                scanner=report.scanner,
                last_visit_at=last,
            )
        )


def read_reports(store: Store) -> dict[str, DeskReport]:
    """Return the last report of each desk. Raise StoreError."""
    with store.reading() as session:
        return {
            row.desk: DeskReport(
                row.desk,
                row.reported_at,
                row.started_at,
                row.program,
                row.bundle,
                row.clock_off,
                row.printer,
                row.reader,
                row.scanner,
                row.last_visit_at,
            )
            for row in session.scalars(select(tables.DeskReportRow))
        }


class Level(StrEnum):
    """How a desk is, seen from elsewhere."""

    GOOD = "good"
    CAUTION = "caution"
    WRONG = "wrong"


class Part(StrEnum):
    """What of a desk a trouble is about."""

    REPORT = "report"
    CLOCK = "clock"
    PRINTER = "printer"
    READER = "reader"
    SCANNER = "scanner"
    PROGRAM = "program"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class DeskTrouble:
    """What is not as it should be at a desk."""

    part: Part
    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Look:
    """One desk of the town with what it last said, and what is not as it should be."""

    desk: Desk
    report: DeskReport | None
    troubles: tuple[DeskTrouble, ...]

    @property
    def level(self) -> Level:
        """The worst of it."""
        levels = {trouble.level for trouble in self.troubles}
        return next((level for level in (Level.WRONG, Level.CAUTION) if level in levels), Level.GOOD)

    @property
    def last_visit(self) -> str:
        """When its last visit began, in words; empty where none is known."""
        if self.report is None or self.report.last_visit_at is None:
            return ""
        at = self.report.last_visit_at.astimezone(JAPAN)
        return f"{at.month}月{at.day}日 {at:%H:%M}"

    @property
    def printer(self) -> str:
        """How its printer was, in words."""
        if self.report is None or self.report.printer == NO_DEVICE:
            return "PDFのみ" if self.report else ""
        code = _code(self.report.printer)
        return PrinterStatus(code).sentence if code else ""


def look_at_desks(desks: Sequence[Desk], reports: Mapping[str, DeskReport], now: datetime) -> tuple[Look, ...]:
    """Return how every desk of the town is, by its reports alone."""
    said = [reports[desk.name] for desk in desks if desk.name in reports]
    program = max((report.program for report in said), key=_order, default="")
    bundle = max((report.bundle for report in said), default=0)
    return tuple(
        Look(desk, reports.get(desk.name), tuple(_troubles(reports.get(desk.name), program, bundle, now)))
        for desk in desks
    )


def _troubles(report: DeskReport | None, program: str, bundle: int, now: datetime) -> Iterator[DeskTrouble]:
    if report is None:
        yield DeskTrouble(
            Part.REPORT,
            Level.WRONG,
            f"一度も知らせがありません。PCをまだ加えていないなら、このままでかまいません。{LOOK}",
        )
        return
    if now - report.reported_at > SILENT:
        yield DeskTrouble(Part.REPORT, Level.WRONG, f"知らせがとだえています。{LOOK}")
    if abs(report.clock_off) > SLACK:
        words = f"時計が{_minutes(report.clock_off)}います。日付と時刻を直してください。"
        yield DeskTrouble(Part.CLOCK, Level.WRONG, words)
    if (code := _code(report.printer)) not in (None, PrintCode.READY, PrintCode.BUSY):
        assert code is not None
        status, level = PrinterStatus(code), Level.CAUTION if code is PrintCode.PAPER_LOW else Level.WRONG
        yield DeskTrouble(Part.PRINTER, level, f"{status.sentence}{status.next_step}")
    for part, state, device in (
        (Part.READER, report.reader, "カードリーダー"),
        (Part.SCANNER, report.scanner, "スキャナー"),
    ):
        if state in BROKEN:
            yield DeskTrouble(part, Level.CAUTION, f"{device}が使えません。USBケーブルを確かめてください。")
    if report.program != program:
        yield DeskTrouble(Part.PROGRAM, Level.CAUTION, f"プログラムが古い版（{report.program}）です。")
    if 0 < report.bundle < bundle:
        words = f"設定が{report.bundle}番のままです（新しいのは{bundle}番）。"
        yield DeskTrouble(Part.BUNDLE, Level.CAUTION, words)


def _minutes(seconds: int) -> str:
    return f"{abs(seconds) // 60}分{'進んで' if seconds > 0 else '遅れて'}"


def _code(printer: str) -> PrintCode | None:
    return PrintCode(printer) if printer in set(PrintCode) else None


def _order(program: str) -> tuple[int, ...]:
    return tuple(int(part) for part in program.split(".") if part.isdigit())
