"""`kiosk purge`: what is past its time is deleted."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, store_of
from kiosk.store import purge as purge_store, trim


@click.command()
@click.option("--clock-is-right", is_flag=True, help="Somebody has looked: so much time has really passed.")
@CONFIG
def purge(own_config: Path | None, *, clock_is_right: bool) -> None:
    """Delete the answers of visits past their time, and what was kept long enough."""
    with store_of(own_config) as store:
        purged, trimmed = purge_store(store, clock_is_right=clock_is_right), trim(store)
    click.echo(f"期限の過ぎた受付 {purged.expired_visits}件、消した入力内容 {purged.deleted_answers}件")
    click.echo(f"期限の過ぎて消した記録: 受付 {trimmed.visits}件、監査記録 {trimmed.audit_entries}件")
