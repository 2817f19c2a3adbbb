"""`kiosk desk`: a counter or a lobby terminal, alone, behind a real WSGI server."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from kiosk.cli.failure import stop
from kiosk.cli.shared import CONFIG, office_of, tell_address
from kiosk.desk import create_app, open_workplace, start_desk, stop_desk
from kiosk.office import Office
from kiosk.settings import DeskMode
from kiosk.tickets import private_keys
from kiosk.training import training_office
from kiosk.web.server import serve


@click.command()
@click.option("--mode", type=click.Choice(["counter", "lobby"]), required=True)
@click.option("--name", help="Which desk, when town.toml has several of this mode.")
@click.option("--host", help="Replaces the address in town.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Replaces the port in town.toml.")
@click.option("--training", is_flag=True, help="Practice with sample residents; only a counter.")
@CONFIG
def desk(
    mode: str, name: str | None, host: str | None, port: int | None, *, training: bool, own_config: Path | None
) -> None:
    """Run a counter or a lobby terminal."""
    office = office_of(own_config)
    if training:
        office = _practice(office, DeskMode(mode))
    # Without the town's key it could open no ticket and keep no answers.
    _ = private_keys(office)
    settings = office.settings.desk(DeskMode(mode), name)
    place = host or settings.host
    settings = replace(settings, host=place)
    app = create_app(office, settings, open_workplace(office, settings))
    start_desk(app)
    try:
        serve(app, place, port or settings.port, started=partial(tell_address, place))
    finally:
        stop_desk(app)


def _practice(office: Office, mode: DeskMode) -> Office:
    if mode is not DeskMode.COUNTER:
        stop("usage", "--training は --mode counter と一緒に使ってください。")
    return training_office(office)
