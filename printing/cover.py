"""The cover slip of a visit: what was printed, what to sign, where to go next, what it costs, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from printing.drawing.render import SheetJob, render
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


def yen(amount: int) -> str:
    """Return an amount as it stands on paper."""
    return f"{amount:,}円" if amount else FREE
