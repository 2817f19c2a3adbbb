"""`kiosk purge`: what is past its time is deleted."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, store_of
from kiosk.store import purge as purge_store


@click.command()
@CONFIG
def purge(own_config: Path | None) -> None:
    """Delete the answers of visits past their time."""
    with store_of(own_config) as store:
        purged = purge_store(store)
    click.echo(f"期限の過ぎた受付 {purged.expired_visits}件、消した入力内容 {purged.deleted_answers}件")
