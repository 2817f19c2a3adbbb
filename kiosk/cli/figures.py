"""`kiosk figures`: the counts and minutes of a month, as open data and as a page for the mayor."""

from datetime import date, datetime
from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, desk_database, office_of
from kiosk.hall import monthly, opendata


@click.command()
@click.option("--month", type=click.DateTime(["%Y-%m"]), required=True, help="The month, as 2026-11.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files."
)
@CONFIG
def figures(month: datetime, out: Path, own_config: Path | None) -> None:
    """Write the month's figures as CSV, JSON and a page of A4; cells of fewer than ten are put together."""
    office = office_of(own_config)
    town = office.settings.town.name
    with desk_database(office) as store:
        found = monthly.read_month(
            store, office.hall, town, date(month.year, month.month, 1), office.catalogue.discreet
        )
    out.mkdir(parents=True, exist_ok=True)
    name = f"figures-{month:%Y-%m}"
    (out / f"{name}.csv").write_text(opendata.write_csv(found.now), encoding="utf-8-sig", newline="")
    (out / f"{name}.json").write_text(opendata.write_json(found.now), encoding="utf-8")
    (out / "datapackage.json").write_text(opendata.write_package(found.now, town, name), encoding="utf-8")
    (out / f"{name}.pdf").write_bytes(monthly.draw_month(found))
    click.echo(f"書き出しました: {out / name}.csv、.json、.pdf（町長へのA4）")
