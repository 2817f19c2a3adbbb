"""`kiosk prefill`: the site residents fill in at home, alone, behind a real WSGI server."""

from functools import partial
from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of, tell_address
from kiosk.prefill import create_app
from kiosk.tickets import public_keys
from kiosk.web.server import serve


@click.command()
@click.option("--host", help="Replaces the address in town.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Replaces the port in town.toml.")
@CONFIG
def prefill(host: str | None, port: int | None, own_config: Path | None) -> None:
    """Run the site residents fill in at home."""
    office = office_of(own_config)
    # A mistake in the town's data stops the program, not a resident who has filled in everything.
    _ = public_keys(office).current, office.fees, office.guide
    settings = office.settings.prefill
    place = host or settings.host
    serve(create_app(office), place, port or settings.port, started=partial(tell_address, place))
