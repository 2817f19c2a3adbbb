"""`make bench`: one table of ratios within one run. Nothing here passes or fails."""

import sys
from collections.abc import Iterator
from functools import partial

import click

from forms import shipped_catalogue
from tests.bench.deskpath import desk_path, rasterise
from tests.bench.history import ENTRIES, make_history
from tests.bench.measure import (
    forms_per_second,
    peak_memory,
    ratio_of_servers,
    ratio_of_times,
    seconds_of_command,
)
from tests.bench.naive import draw_naively
from tests.bench.ours import draw_five, draw_one
from tests.bench.prefill import PHONES, Phone, at_a_page, crowd, started
from tests.bench.records import FINISHED, look_up_ticket
from tests.bench.register import LARGE, SMALL, import_ratio, look_up_ratio, page_ratios
from tests.bench.scanning import SCANS, scan_and_show

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
    yield _ticket_row()
    yield from _page_rows()
    yield _scan_row()
    yield _crowd_row()
    yield _help_row()
    yield _check_row()
    yield from _history_rows()
    yield from _register_rows()


def _history_rows() -> Iterator[Row]:
    history = make_history()
    listed, looked = history.list_day(), history.doctor()
    yield f"one day's audit out of {ENTRIES:,} entries, processor seconds", "1", "", f"**{listed:.2f}**", ""
    yield "`kiosk doctor` on them, processor seconds", "2", "", f"**{looked:.2f}**", ""


def _register_rows() -> Iterator[Row]:
    ratio, ours, plain = import_ratio()
    words = f"{ours:.1f} s against {plain:.1f} s for {SMALL:,} people"
    yield "register: import, against the CSV in a plain table", "3×", "2×", f"**{ratio:.1f}×**", words
    ratio, small, large = look_up_ratio()
    words = f"{large * 1e3:.2f} ms against {small * 1e3:.2f} ms"
    yield f"register: look-up among {LARGE:,}, against {SMALL:,}", "2×", "1.3×", f"**{ratio:.1f}×**", words
    household, busy, alone = page_ratios()
    words = f"a visit's page takes {alone * 1e3:.0f} ms"
    yield (
        "register: look-up with household page, against a visit's page",
        "1.5×",
        "1×",
        f"**{household:.2f}×**",
        words,
    )
    yield "register: a visit's page during an import", "1.3×", "1.1×", f"**{busy:.2f}×**", words


def _desk_row() -> Row:
    walk = desk_path()
    ratio, raster, desk = ratio_of_times(rasterise(walk()), walk, 10)
    words = f"{desk * 1e3:.2f} ms against {raster * 1e3:.0f} ms"
    return (
        "digits → answers → PDF, against rasterising at 300 dpi",
        "≤ 1.5 %",
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


def _ticket_row() -> Row:
    ratio, filled, empty = ratio_of_times(look_up_ticket(FINISHED), look_up_ticket(0), 1)
    words = f"{filled * 1e3:.2f} ms against {empty * 1e3:.2f} ms"
    return f"a ticket among {FINISHED:,} finished visits, against none", "3×", "1.2×", f"**{ratio:.1f}×**", words


def _page_rows() -> Iterator[Row]:
    """The prefill site, both servers in processes of their own: the processor time that each takes for an answer."""
    with started("hello") as (plain, plain_id), started("prefill") as (site, site_id):
        hello = partial(Phone(plain).get, "/")
        # A draft answers only so many requests in a row, which quick machines reach.
        (get, post, _, _), (_, _, both, _), (_, _, _, code) = (at_a_page(site) for _ in range(3))
        for name, must, aim, page in (
            ("a page of questions, against Flask hello", "0.12", "0.18", get),
            ("sending it, against hello", "0.14", "0.20", post),
            ("sending it and the page that follows, against hello", "", "", both),
            ("the code page, against hello", "", "", code),
        ):
            ratio, ours, theirs = ratio_of_servers(page, site_id, hello, plain_id)
            yield name, must, aim, f"**{1 / ratio:.3f}**", f"{ours * 1e3:.2f} ms against {theirs * 1e3:.2f} ms"


def _scan_row() -> Row:
    usual, least = scan_and_show()
    words = f"the quickest of {SCANS} took {least * 1e3:.0f} ms"
    return "scan → visit on the screen, processor ms", "10", "7", f"**{usual * 1e3:.0f}**", words


def _crowd_row() -> Row:
    finished, slow = crowd(PHONES)
    words = f"99 of 100 answers within {slow:.1f} s"
    return f"{PHONES} phones behind one address reach their code", "all", "all", f"**{finished}**", words


def _help_row() -> Row:
    seconds = seconds_of_command([sys.executable, "-m", "kiosk", "--help"])
    return "`kiosk --help`, processor seconds", "0.22", "0.15", f"**{seconds:.2f}**", ""


def _check_row() -> Row:
    count = len(shipped_catalogue().current)
    seconds = seconds_of_command([sys.executable, "-m", "kiosk", "forms", "check"], 3)
    words = f"{seconds / count * 1e3:.0f} ms each"
    return f"`kiosk forms check` on {count} procedures, processor seconds", "10", "7", f"**{seconds:.1f}**", words


if __name__ == "__main__":
    main()
