"""The same form by this project."""

from functools import cache

from printing import SheetJob, render
from tests.bench.form import CODE, bench_sheet, bench_values


@cache
def job() -> SheetJob:
    return SheetJob(bench_sheet(), bench_values(), code=CODE)


def draw_one() -> bytes:
    return render([job()]).pdf


def draw_five() -> bytes:
    return render([job()] * 5).pdf
