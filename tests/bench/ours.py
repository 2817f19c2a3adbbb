"""The same form by this project."""

from functools import cache

from printing import SheetJob, render
from printing.drawing.margin import qr_rows
from tests.bench.form import CODE, bench_sheet, bench_values


@cache
def job() -> SheetJob:
    return SheetJob(bench_sheet(), bench_values(), code=CODE)


def draw_one() -> bytes:
    qr_rows.cache_clear()
    return render([job()]).pdf


def draw_five() -> bytes:
    qr_rows.cache_clear()
    return render([job()] * 5).pdf
