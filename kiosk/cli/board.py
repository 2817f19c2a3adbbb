"""`kiosk board`: the board with the called numbers, for a screen on the wall."""

from functools import partial
from pathlib import Path

import click

from kiosk.board import create_app
from kiosk.cli import failure, shared
from kiosk.town.hall import HALL_FILE
from kiosk.web.server import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this PC in the office's network.")
@click.option("--port", type=click.IntRange(1, 65535), default=8003, show_default=True)
@shared.CONFIG
def board(host: str, port: int, own_config: Path | None) -> None:
    """Show the called numbers, for screens on the wall: each site at /board/SITE."""
    office = shared.office_of(own_config)
    hall = office.hall
    if hall is None:
        failure.stop("no_hall", f"{HALL_FILE} がありません。docs/hall.md の例から作ってください。")
    with shared.desk_database(office) as store:
        serve(create_app(office, hall, store), host, port, started=partial(shared.tell_address, host))
