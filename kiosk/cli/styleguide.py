"""`kiosk styleguide`: every component of the screens in every state, on this machine only."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of
from kiosk.styleguide import create_app
from kiosk.web.server import serve

LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True)
@CONFIG
def styleguide(port: int, own_config: Path | None) -> None:
    """Show all components of the screens with their macro calls, until Ctrl-C."""
    app = create_app(office_of(own_config))
    serve(app, LOOPBACK, port, started=lambda port: click.echo(f"http://{LOOPBACK}:{port}/", err=True))
