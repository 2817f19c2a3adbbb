"""`kiosk figures`: the counts and minutes of a month, as open data."""

from calendar import monthrange
from datetime import date, datetime
from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, desk_database, office_of
from kiosk.hall.figures import read_figures
from kiosk.hall.opendata import write_csv, write_json, write_package


@click.command()
@click.option("--month", type=click.DateTime(["%Y-%m"]), required=True, help="The month, as 2026-11.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files."
)
@CONFIG
def figures(month: datetime, out: Path, own_config: Path | None) -> None:
    """Write the month's figures, as CSV and JSON; cells of fewer than ten are put together."""
    office = office_of(own_config)
    targets = {queue.id: queue.target_minutes for queue in office.hall.queues} if office.hall else {}
    since = date(month.year, month.month, 1)
    until = date(month.year, month.month, monthrange(month.year, month.month)[1])
    with desk_database(office) as store:
        found = read_figures(store, since, until, targets)
    out.mkdir(parents=True, exist_ok=True)
    name = f"figures-{month:%Y-%m}"
    (out / f"{name}.csv").write_text(write_csv(found), encoding="utf-8-sig", newline="")
    (out / f"{name}.json").write_text(write_json(found), encoding="utf-8")
    package = write_package(found, office.settings.town.name, name)
    (out / "datapackage.json").write_text(package, encoding="utf-8")
    click.echo(f"書き出しました: {out / name}.csv、{out / name}.json")
