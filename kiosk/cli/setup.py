"""`kiosk setup`: the page on which a town begins, for the browser of this PC alone."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, config_folder
from kiosk.setup import Beginning, Passcode, create_app, new_code
from kiosk.setup.beginning import SetupError, SetupReason
from kiosk.web.server import end_when, serve

HOST = "127.0.0.1"
"""Never another one: whoever reaches this page may make the town's key."""

GOODBYE_SECONDS = 3.0
"""For the last page to arrive."""


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8004, show_default=True, help="0 takes any free one."
)
@click.option("--marker", type=click.Path(path_type=Path), help="A file that is removed once the town is set up.")
@CONFIG
def setup(port: int, marker: Path | None, own_config: Path | None) -> None:
    """Begin a town in the browser of this PC, step by step; a one-time code lets one browser in."""
    beginning = Beginning(config_folder(own_config))
    try:
        beginning.start()
    except SetupError as error:
        if marker is None or error.reason is not SetupReason.ALREADY_SET_UP:
            raise
        # The unit, on a PC whose town was set up by hand meanwhile.
        marker.unlink(missing_ok=True)
        click.echo(str(error))
        return
    code = new_code()

    def finish() -> None:
        if marker is not None:
            marker.unlink(missing_ok=True)
        end_when(lambda: True, GOODBYE_SECONDS)

    def tell(taken: int) -> None:
        click.echo(f"このPCのブラウザーで http://{HOST}:{taken}/ を開き、コードを入力してください。")
        click.echo(f"コード（1回だけ使えます）: {code}")

    serve(create_app(beginning, Passcode(code), finish), HOST, port, started=tell)
