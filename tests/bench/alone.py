"""One way of drawing in a process of its own: `python -m tests.bench.alone memory|speed NAME [SECONDS]`."""

import sys
import time
from collections.abc import Callable

import click

from tests.bench.measure import peak_of_this_process


def drawer(name: str) -> Callable[[], object]:
    """The way of drawing, with only its own imports loaded."""
    if name == "naive":
        from tests.bench.naive import draw_naively

        return draw_naively
    from tests.bench.ours import draw_one

    return draw_one


def main(what: str, name: str, seconds: str = "2") -> None:
    draw = drawer(name)
    if what == "memory":
        for _ in range(20):
            draw()
        click.echo(peak_of_this_process())
        return
    draw()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < float(seconds):
        draw()
        count += 1
    click.echo(count / (time.perf_counter() - start))


if __name__ == "__main__":
    main(*sys.argv[1:])
