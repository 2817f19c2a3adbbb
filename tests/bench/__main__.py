"""`make bench`: one table of ratios within one run. Nothing here passes or fails."""

from collections.abc import Iterator

import click

from tests.bench.deskpath import desk_path, rasterise
from tests.bench.measure import forms_per_second, peak_memory, ratio_of_times
from tests.bench.naive import draw_naively
from tests.bench.ours import draw_five, draw_one

Row = tuple[str, str, str, str, str]


def main() -> None:
    click.echo("| | must | aim | measured | |")
    click.echo("|---|---|---|---|---|")
    for row in rows():
        click.echo(f"| {' | '.join(row)} |")


def rows() -> Iterator[Row]:
    ratio, naive, ours = ratio_of_times(draw_naively, draw_one, 20)
    yield (
        "one form, warm",
        "12× faster",
        "60×",
        f"**{ratio:.0f}×**",
        f"{naive * 1e3:.1f} ms against {ours * 1e3:.2f} ms",
    )
    small, large = len(draw_one()), len(draw_naively())
    yield "bytes per form", "0.70", "0.60", f"**{small / large:.2f}**", f"{small:,} of {large:,}"
    ours, naive = peak_memory("ours"), peak_memory("naive")
    yield "peak memory", "0.80", "0.60", f"**{ours / naive:.2f}**", f"{ours:.0f} of {naive:.0f} MiB"
    ratio, naive, ours = ratio_of_times(lambda: [draw_naively() for _ in range(5)], draw_five, 5)
    yield (
        "five forms, one job",
        "15×",
        "40×",
        f"**{ratio:.0f}×**",
        f"{naive * 1e3:.0f} ms against {ours * 1e3:.1f} ms",
    )
    yield _desk_row()
    yield _processes_row()


def _desk_row() -> Row:
    walk = desk_path()
    ratio, raster, desk = ratio_of_times(rasterise(walk()), walk, 10)
    words = f"{desk * 1e3:.2f} ms against {raster * 1e3:.0f} ms"
    return (
        "digits → answers → PDF, against rasterising at 300 dpi",
        "≤ 8 %",
        "≤ 1 %",
        f"**{1 / ratio:.1%}**",
        words,
    )


def _processes_row() -> Row:
    """The best of several turns: anything else that runs meanwhile only ever takes away."""
    turns = [(forms_per_second("ours", 1), forms_per_second("ours", 2)) for _ in range(6)]
    one, two = (max(turn[at] for turn in turns) for at in (0, 1))
    words = f"{one:.0f} and {two:.0f} forms a second"
    return "two processes against one", "1.7×", "1.9×", f"**{two / one:.2f}×**", words


if __name__ == "__main__":
    main()
