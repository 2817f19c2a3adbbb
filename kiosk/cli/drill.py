"""`kiosk drill`: a day of April in fast time, before it comes."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of
from kiosk.drill import Drill, Plan, practice_hall, read_score, write_report
from kiosk.drill.hall import MOST_WINDOWS


@click.command()
@click.option(
    "--residents", type=click.IntRange(1, 200), default=60, show_default=True, help="How many come an hour."
)
@click.option("--hours", type=click.IntRange(1, 8), default=3, show_default=True, help="How long they come.")
@click.option(
    "--windows",
    type=click.IntRange(0, MOST_WINDOWS),
    default=0,
    help="How many windows serve them; else as hall.toml says, or three.",
)
@click.option("--slips", type=click.IntRange(0, 100), default=10, show_default=True, help="Of a hundred visits.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same number, the same day.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Markdown file; else on the screen.")
@CONFIG
def drill(
    residents: int, hours: int, windows: int, slips: int, seed: int, out: Path | None, own_config: Path | None
) -> None:
    """Let sample residents come to a practice hall in fast time, and score waits, missed tasks and reprints."""
    plan = Plan(residents, hours, windows, slips, seed)
    with practice_hall(office_of(own_config), plan) as hall:
        running = Drill(hall, plan)
        running.run()
        report = write_report(read_score(running))
    if out is None:
        click.echo(report)
    else:
        out.write_text(report, encoding="utf-8")
        click.echo(f"書き出しました: {out}")
