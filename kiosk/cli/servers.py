"""`kiosk prefill` and `kiosk desk`: the servers alone, behind a real WSGI server."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.failure import stop
from kiosk.cli.given import CONFIG, office_of

if TYPE_CHECKING:
    from kiosk.office import Office
    from kiosk.settings import DeskMode


@click.command()
@click.option("--host", help="Replaces the address in town.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Replaces the port in town.toml.")
@CONFIG
def prefill(host: str | None, port: int | None, own_config: Path | None) -> None:
    """The site residents fill in at home."""
    from kiosk.prefill import create_app
    from kiosk.tickets import public_keys
    from kiosk.web.server import serve

    office = office_of(own_config)
    # A mistake in the town's data stops the program, not a resident who has filled in everything.
    _ = public_keys(office).current, office.fees, office.guide
    settings = office.settings.prefill
    place = host or settings.host
    serve(create_app(office), place, port or settings.port, started=partial(_tell, place))


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
    """A counter or a lobby terminal."""
    from kiosk.desk import create_app
    from kiosk.settings import DeskMode
    from kiosk.tickets import private_keys
    from kiosk.web.server import serve

    office = office_of(own_config)
    if training:
        office = _practice(office, DeskMode(mode))
    # Without the town's key it could open no ticket and keep no answers.
    _ = private_keys(office)
    settings = office.settings.desk(DeskMode(mode), name)
    place = host or settings.host
    serve(create_app(office, settings), place, port or settings.port, started=partial(_tell, place))


def _tell(host: str, port: int) -> None:
    """Standard error is for events alone."""
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"始めました: http://{shown}:{port}/ （止めるときは Ctrl-C）")


def _practice(office: "Office", mode: "DeskMode") -> "Office":
    from kiosk.settings import DeskMode
    from kiosk.training import training_office

    if mode is not DeskMode.COUNTER:
        stop("usage", "--training は --mode counter と一緒に使ってください。")
    return training_office(office)
