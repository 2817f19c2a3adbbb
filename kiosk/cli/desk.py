"""`kiosk desk`: a counter or a lobby terminal, alone, behind a real WSGI server."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from kiosk import tickets, training
from kiosk.cli import failure, shared
from kiosk.desk import create_app, open_workplace, serves_somebody, start_desk, stop_desk, warm
from kiosk.fleet.lead import Lead, settings_number
from kiosk.fleet.member import pinned, read_member
from kiosk.office import Office, now, open_office
from kiosk.settings import DeskMode
from kiosk.web import Front, serve, server

LOOK_SECONDS = 5.0


@click.command()
@click.option("--mode", type=click.Choice(["counter", "lobby"]), required=True)
@click.option("--name", help="Which desk, when town.toml has several of this mode.")
@click.option("--host", help="Replaces the address in town.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Replaces the port in town.toml.")
@click.option("--training", is_flag=True, help="Practice with sample residents; only a counter.")
@click.option("--renew", is_flag=True, help="End by itself for new settings; a supervisor starts it again.")
@shared.CONFIG
def desk(
    mode: str,
    name: str | None,
    host: str | None,
    port: int | None,
    *,
    training: bool,
    renew: bool,
    own_config: Path | None,
) -> None:
    """Run a counter or a lobby terminal."""
    config = shared.config_folder(own_config)
    office = open_office(pinned(config))
    if training:
        office = _practice(office, DeskMode(mode))
    # Without the town's key it could open no ticket and keep no answers.
    _ = tickets.private_keys(office)
    settings = office.settings.desk(DeskMode(mode), name or _own_desk(office, DeskMode(mode)))
    place = host or settings.host
    settings = replace(settings, host=place)
    app = create_app(office, settings, open_workplace(office, settings))
    start_desk(app)
    threading.Thread(target=warm, args=(app,), name="warming", daemon=True).start()
    if renew:
        server.end_when(_renewal(app, office, config), LOOK_SECONDS)
    try:
        serve(app, place, port or settings.port, started=partial(shared.tell_address, place))
    finally:
        stop_desk(app)


def _own_desk(office: Office, mode: DeskMode) -> str | None:
    """Return which desk this PC is, as far as it knows: the town may have several of this mode."""
    member = read_member(office.settings.fleet.folder)
    return member.desk_for(mode) if member else Lead(office.settings).desk_for(mode, now())


def _renewal(app: Front, office: Office, config: Path) -> Callable[[], bool]:
    """Return what says that there are new settings and nobody is being served; the program is started again then.

    Visits lie in the database, sign-ins too, and a screen asks again by itself; a print job is waited for.
    """
    folder = office.settings.fleet.folder
    begun = settings_number(folder, config)
    return lambda: settings_number(folder, config) != begun and not serves_somebody(app)


def _practice(office: Office, mode: DeskMode) -> Office:
    if mode is not DeskMode.COUNTER:
        failure.stop("usage", "--training は --mode counter と一緒に使ってください。")
    return training.training_office(office)
