"""`python -m tests.bench.growth`: the phone's site with 34 procedures, with those shipped, and with 340."""

import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from statistics import median

import click
from flask.testing import FlaskClient

from forms.procedures import SHIPPED, Catalogue, read_catalogue, shipped_catalogue
from kiosk.prefill import create_app
from tests.bench.measure import peak_of_this_process
from tests.kiosk.offices import make_office

FEW, MANY = 34, 340
TURNS = 40
PROCEDURE = "resident_record_copy"
FREE_NUMBERS = 10_000
"""Numbers that no shipped procedure has begin here."""


def main() -> None:
    if len(sys.argv) > 1:
        click.echo(row(int(sys.argv[1])))
        return
    click.echo(
        "| procedures | catalogue read, s | first page: CPU ms | bytes | compressed | a question: CPU ms | memory, MiB |"
    )
    click.echo("|---|---|---|---|---|---|---|")
    for count in (FEW, len(shipped_catalogue().current), MANY):
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench.growth", str(count)], capture_output=True, text=True, check=True
        )
        click.echo(made.stdout.strip())


def row(count: int) -> str:
    """Return one line of the table, measured in this process."""
    with tempfile.TemporaryDirectory(prefix="bench-growth-") as folder:
        reading = seconds_to_read(Path(folder) / "read", count)
        office = make_office(Path(folder) / "town").for_residents  # as the phone's site takes it: replaced no more
        _ = office.guide  # its events name procedures that a small catalogue lacks
        office.__dict__["catalogue"] = resized(shipped_catalogue(), count)
        client = create_app(office).test_client()
        page = client.get("/").get_data()
        first = median_ms(lambda: client.get("/"))
        question = _question(client)
        asked = median_ms(lambda: client.get(question))
        memory = peak_of_this_process()
    compressed = len(gzip.compress(page, 6))
    return (
        f"| {count} | {reading:.1f} | {first:.1f} | {len(page):,} | {compressed:,} | {asked:.1f} | {memory:.0f} |"
    )


def seconds_to_read(folder: Path, count: int) -> float:
    """Return the processor seconds for reading a catalogue of this size; a smaller one is a share of the shipped one."""
    begun = time.process_time()
    known = len(shipped_catalogue().current)
    used = time.process_time() - begun
    sources = [source for source in sorted(SHIPPED.iterdir()) if (source / "procedure.toml").is_file()]
    folder.mkdir()
    for at in range(count - known):
        source = sources[at % known]
        _copy(source, folder / f"{source.name}_{at}", FREE_NUMBERS + at)
    begun = time.process_time()
    read_catalogue(folder)
    return used * min(1.0, count / known) + time.process_time() - begun


def resized(catalogue: Catalogue, count: int) -> Catalogue:
    """Return the first procedures, or more of the same under other ids and titles."""
    asked = {PROCEDURE: catalogue.current[PROCEDURE]}
    current = dict(list((asked | dict(catalogue.current)).items())[:count])
    originals = tuple(catalogue.current.values())
    for at in range(count - len(current)):
        each = originals[at % len(originals)]
        id, mark = f"{each.id}_{at}", at // len(originals) + 2
        current[id] = replace(
            each, id=id, number=FREE_NUMBERS + at, title=f"{each.title} {mark}", short=f"{each.short} {mark}"
        )
    return replace(catalogue, current=current)


def median_ms(work: Callable[[], object]) -> float:
    """Return the median processor time in milliseconds."""
    work()
    times = []
    for _ in range(TURNS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return median(times) * 1e3


def _copy(source: Path, target: Path, number: int) -> None:
    copytree(source, target)
    file = target / "procedure.toml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith("number = "))
    file.write_text("".join([*lines[:at], f"number = {number}\n", *lines[at + 1 :]]), "utf-8")


def _question(client: FlaskClient) -> str:
    page = client.get("/").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = client.post("/", data={"csrf_token": token, "action": "next", "procedure": PROCEDURE})
    return sent.location.partition("#")[0]


if __name__ == "__main__":
    main()
