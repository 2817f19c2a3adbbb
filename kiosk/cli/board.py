"""`kiosk board`: the board with the called numbers, for a screen on the wall."""

from functools import partial
from pathlib import Path

import click

from kiosk.board import create_app
from kiosk.cli.failure import stop
from kiosk.cli.shared import CONFIG, desk_database, office_of, tell_address
from kiosk.town.hall import HALL_FILE
from kiosk.web.server import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this PC in the office's network.")
@click.option("--port", type=click.IntRange(1, 65535), default=8003, show_default=True)
@CONFIG
def board(host: str, port: int, own_config: Path | None) -> None:
    """Show the called numbers, for screens on the wall: each site at /board/SITE."""
    office = office_of(own_config)
    hall = office.hall
    if hall is None:
        stop("no_hall", f"{HALL_FILE} がありません。docs/hall.md の例から作ってください。")
    with desk_database(office) as store:
        serve(create_app(office, hall, store), host, port, started=partial(tell_address, host))
