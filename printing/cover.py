"""The cover slip of a visit: what was printed, what to sign, where to go next, what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from printing.drawing.render import SheetJob, render
from printing.sheets.reading import read_sheet
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

TO_SIGN = "署名が必要"


@dataclass(frozen=True, slots=True)
class SlipEntry:
    """One sheet of the visit. `fee` is in yen; None where the office works it out."""

    title: str
    desk: str
    is_signed: bool
    fee: int | None = None


@dataclass(frozen=True, slots=True)
class CoverSlip:
    """`date` is as printed, 和暦. The slip carries no name: it may be left lying about."""

    receipt_number: str
    date: str
    entries: tuple[SlipEntry, ...]


def cover_job(slip: CoverSlip, jobs: Sequence[SheetJob]) -> SheetJob:
    """The slip as a sheet of its own, to be printed before the jobs; entries and jobs go together one by one. The jobs
    are drawn once to count their continuation sheets. Raises PrintingError."""
    return SheetJob(_sheet(), _values(slip, render(jobs).pages_of_jobs), receipt=slip.receipt_number)


@cache
def _sheet() -> Sheet:
    return read_sheet(Path(__file__).parent / "builtin" / "cover.toml", name="cover")


def _values(slip: CoverSlip, pages: Sequence[int]) -> SheetValues:
    fees = [entry.fee for entry in slip.entries if entry.fee is not None]
    rows = tuple(
        {
            "title": entry.title,
            "pages": f"{count}枚",
            "sign": TO_SIGN if entry.is_signed else "",
            "desk": entry.desk,
            "fee": "" if entry.fee is None else _yen(entry.fee),
        }
        for entry, count in zip(slip.entries, pages, strict=True)
    )
    total = _yen(sum(fees)) if len(fees) == len(slip.entries) else "窓口でお知らせ"
    return SheetValues.of(
        {"slip.receipt": slip.receipt_number, "slip.date": slip.date, "slip.total": total, "slip.sheets": rows}
    )


def _yen(amount: int) -> str:
    return f"{amount:,}円" if amount else "無料"
