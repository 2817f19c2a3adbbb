"""`kiosk store …`: the desk database as a whole."""

from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.settings import Database, reading
from kiosk.store import copying, open_store


@click.group()
def store() -> None:
    """Move the desk database as a whole."""


@store.command()
@click.option(
    "--to", "url", required=True, help="The new database, as in town.toml: postgresql://name@host/database"
)
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False), help="Its password.")
@shared.CONFIG
def copy(url: str, password_file: Path | None, own_config: Path | None) -> None:
    """Copy visits, staff and audit log into an empty database; stop all desks first."""
    here = shared.office_of(own_config).settings.database
    address = reading.make_database_url(url, Path.cwd())
    if address is None:
        failure.stop("usage", f"--to には {reading.DATABASE_EXAMPLES} を書いてください。")
    source = open_store(here)
    try:
        target = open_store(Database(address, password_file, here.retention_hours))
        try:
            counts = copying.copy_store(source, target)
        finally:
            target.close()
    finally:
        source.close()
    click.echo(
        f"写しました: 受付 {counts['visit']}件、職員 {counts['staff']}人、監査記録 {counts['audit_entry']}件"
        "（つながりに切れ目はありません）。"
    )
    click.echo("town.toml の [database] を新しい方に書き換えてから、端末を起動してください。")
