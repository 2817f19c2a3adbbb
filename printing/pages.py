"""Pages that belong to no procedure: the slip on top of a stack, and the page to measure a printer with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from printing.drawing.render import Printed, SheetJob, render
from printing.sheets.parts import AS_DRAWN, MARK, SPAN_X, SPAN_Y, Area, Drawing, Label, Line, Page, Placement
from printing.sheets.reading import read_sheet
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

TO_SIGN = "署名が必要"
TO_TICK = "□"
FREE = "無料"
BY_OFFICE = "窓口で\n計算"
TOTAL_BY_OFFICE = "窓口でお知らせ"
NOTHING_MISSING = "ありません。"


@dataclass(frozen=True, slots=True)
class SlipEntry:
    """One sheet of the visit. `fee` is in yen; None where the office works it out. `deadline` is as printed."""

    title: str
    desk: str
    is_signed: bool
    fee: int | None = None
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class CoverSlip:
    """`date` is as printed, 和暦. The slip carries no name: it may be left lying about.

    The entries are in the order in which people walk, `missing` is what they have not shown or said yet.
    """

    receipt_number: str
    date: str
    entries: tuple[SlipEntry, ...]
    missing: tuple[str, ...] = ()


def cover_job(slip: CoverSlip, jobs: Sequence[SheetJob]) -> SheetJob:
    """The slip as a sheet of its own, to be printed before the jobs; entries and jobs go together one by one. The jobs
    are drawn once to count their continuation sheets. Raises PrintingError."""
    return SheetJob(_sheet(), _values(slip, render(jobs).pages_of_jobs), receipt=slip.receipt_number)


@cache
def _sheet() -> Sheet:
    return read_sheet(Path(__file__).parent / "builtin" / "cover.toml", name="cover")


def _values(slip: CoverSlip, pages: Sequence[int]) -> SheetValues:
    fees = [entry.fee for entry in slip.entries if entry.fee is not None]
    stops = list(dict.fromkeys(entry.desk for entry in slip.entries))
    rows = tuple(
        {
            "done": TO_TICK,
            "title": entry.title,
            "pages": f"{count}枚",
            "sign": TO_SIGN if entry.is_signed else "",
            "deadline": entry.deadline,
            "desk": f"{stops.index(entry.desk) + 1}　{entry.desk}",
            "fee": BY_OFFICE if entry.fee is None else yen(entry.fee),
        }
        for entry, count in zip(slip.entries, pages, strict=True)
    )
    total = yen(sum(fees)) if len(fees) == len(slip.entries) else TOTAL_BY_OFFICE
    missing = tuple({"done": TO_TICK, "what": text} for text in slip.missing) or ({"what": NOTHING_MISSING},)
    return SheetValues.of(
        {
            "slip.receipt": slip.receipt_number,
            "slip.date": slip.date,
            "slip.total": total,
            "slip.sheets": rows,
            "slip.missing": missing,
        }
    )


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The town's key in six lines, to be locked away."""

    town: str
    key_id: str
    made: str
    """The day, as printed."""
    lines: tuple[str, ...]


def recovery_page(sheet: RecoverySheet) -> Printed:
    """One page. The lines are values, not fixed words: of those the program keeps a drawing. Raises PrintingError."""
    values = {"key.town": sheet.town, "key.id": sheet.key_id, "key.made": sheet.made}
    lines = {f"key.line{number}": line for number, line in enumerate(sheet.lines, start=1)}
    form = read_sheet(Path(__file__).parent / "builtin" / "recovery.toml", name="recovery")
    return render([SheetJob(form, SheetValues.of(values | lines))])


def yen(amount: int) -> str:
    """Return an amount as it stands on paper."""
    return f"{amount:,}円" if amount else FREE


TITLE = "印刷位置の調整"
HAIR, FINE = 0.3, 0.15
EDGE = 5.0
"""Millimetres from the paper's edge to the corner marks: most printers can still print there."""

GUIDE = (
    "「実際のサイズ（100%）」で印刷し、ものさしで測ってください。",
    f"A　紙の左端から十字の中心まで　　　　　mm（{MARK:g}.0 なら正しい）",
    f"B　紙の上端から十字の中心まで　　　　　mm（{MARK:g}.0 なら正しい）",
    f"C　左の十字から右の十字まで　　　　　　mm（{SPAN_X:g}.0 なら正しい）",
    f"D　上の十字から下の十字まで　　　　　　mm（{SPAN_Y:g}.0 なら正しい）",
    "測った数をプリンターの設定に入れて、もう一度印刷すると、ぴったりになります。",
)


def calibration_page(placement: Placement = AS_DRAWN, width: float = 210.0, height: float = 297.0) -> Printed:
    """One page, in mm; with a placement it shows whether that is right. At least 190 x 240 mm."""
    return render([SheetJob(_calibration_sheet(width, height), SheetValues(), placement)])


@lru_cache(maxsize=8)
def _calibration_sheet(width: float, height: float) -> Sheet:
    drawings = (*_crosses(), *_rulers(), *_corners(width, height), *_guide(width))
    return Sheet("calibration", TITLE, (Page(width, height),), drawings, ())


def _crosses() -> Iterator[Drawing]:
    for x in (MARK, MARK + SPAN_X):
        for y in (MARK, MARK + SPAN_Y):
            yield Line(Area(1, x - 5, y, 10, 0), HAIR)
            yield Line(Area(1, x, y - 5, 0, 10), HAIR)


def _rulers() -> Iterator[Drawing]:
    """A tick each millimetre, longer each five, numbered each ten; the zeros are the cross on the upper left."""
    for step in range(int(SPAN_X) + 1):
        yield Line(Area(1, MARK + step, MARK, 0, _tick_length(step)), FINE)
        if step % 10 == 0 and step:
            yield Label(Area(1, MARK + step - 5, MARK + 4.5, 10, 4), str(step), 7, "center")
    for step in range(int(SPAN_Y) + 1):
        yield Line(Area(1, MARK, MARK + step, _tick_length(step), 0), FINE)
        if step % 10 == 0 and step:
            yield Label(Area(1, MARK + 5, MARK + step - 2, 10, 4), str(step), 7)


def _tick_length(step: int) -> float:
    return 4.0 if step % 10 == 0 else 3.0 if step % 5 == 0 else 1.8


def _corners(width: float, height: float) -> Iterator[Drawing]:
    for x in (EDGE, width - EDGE - 8):
        for y in (EDGE, height - EDGE):
            yield Line(Area(1, x, y, 8, 0), HAIR)
    for x in (EDGE, width - EDGE):
        for y in (EDGE, height - EDGE - 8):
            yield Line(Area(1, x, y, 0, 8), HAIR)


def _guide(width: float) -> Iterator[Drawing]:
    yield Label(Area(1, 45, 40, width - 60, 10), TITLE, 16, bold=True)
    for number, line in enumerate(GUIDE):
        yield Label(Area(1, 45, 56 + 11 * number, width - 60, 8), line, 10.5)
