"""`kiosk hall …`: windows, queues and opening hours of the town hall."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of
from kiosk.office import today
from kiosk.town.hall import HALL_FILE, Hall, Site, upcoming


@click.group()
def hall() -> None:
    """Look after windows, queues and opening hours of the town hall."""


@hall.command()
@CONFIG
def check(own_config: Path | None) -> None:
    """Check hall.toml and show what it says."""
    found = office_of(own_config).hall
    if found is None:
        click.echo(f"{HALL_FILE} はありません。番号と待ち時間は使いません。")
        return
    for site in found.sites:
        tell_site(found, site)
    click.echo(f"{HALL_FILE} に誤りはありません。")


def tell_site(hall: Hall, site: Site) -> None:
    """Say what can be waited for at the site, and on which of the next days it is closed."""
    click.echo(f"{site.label}")
    for queue in hall.queues_of(site.id):
        windows = [each.label for each in hall.windows if each.site == site.id and queue.section in each.sections]
        click.echo(f"  {queue.letter} {queue.label}: {'、'.join(windows)}（ふだん{queue.usual_minutes}分）")
    for day, why in upcoming(hall, site.id, today()):
        click.echo(f"  休み {day:%Y-%m-%d} {why}")
