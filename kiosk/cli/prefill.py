"""`kiosk prefill`: the site residents fill in at home, alone, behind a real WSGI server."""

from functools import partial
from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.prefill import create_app, towns
from kiosk.tickets import public_keys
from kiosk.web.server import serve

PORT = 8000


@click.command()
@click.option("--host", help="Replaces the address in town.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Replaces the port in town.toml.")
@click.option(
    "--towns",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of several towns (`kiosk towns`), each asked for under its own name; port 8000 without --port.",
)
@shared.CONFIG
def prefill(host: str | None, port: int | None, towns: Path | None, own_config: Path | None) -> None:
    """Run the site residents fill in at home."""
    if towns is not None:
        _serve_towns(towns, host or "127.0.0.1", port or PORT)
        return
    office = shared.office_of(own_config)
    # A mistake in the town's data stops the program, not a resident who has filled in everything.
    _ = public_keys(office).current, office.fees, office.guide
    settings = office.settings.prefill
    place = host or settings.host
    serve(create_app(office), place, port or settings.port, started=partial(shared.tell_address, place))


def _serve_towns(folder: Path, host: str, port: int) -> None:
    found = towns.read_towns(folder)
    for town in found:
        if town.office is None:
            click.echo(f"town_mistaken: {town.code}: {town.trouble}", err=True)
    if not towns.places_of(found):
        failure.stop("no_town", "開ける町が1つもありません。kiosk towns list で確かめてください。")
    serve(towns.create_towns_app(found), host, port, started=partial(shared.tell_address, host))
