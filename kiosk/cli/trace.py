"""`kiosk forms trace`: boxes over the town's own form, drawn in the browser of this PC."""

import webbrowser
from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of
from kiosk.trace import Tracing, create_app, new_token, read_template
from kiosk.web.server import serve

HOST = "127.0.0.1"


@click.command()
@click.argument("template", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--id", "id", default="", help="The procedure the form belongs to, known or new; asked on the page without it."
)
@click.option("--no-browser", is_flag=True, help="Only show the address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes any free one.", show_default=True)
@CONFIG
def trace(template: Path, id: str, no_browser: bool, port: int, own_config: Path | None) -> None:
    """Open a page to drag boxes over TEMPLATE.pdf and save them as sheet.toml, until Ctrl-C."""
    office = office_of(own_config)
    token = new_token()
    app = create_app(Tracing(office, read_template(template), id), token)

    def tell(taken: int) -> None:
        address = f"http://{HOST}:{taken}/begin/{token}"
        click.echo(f"このPCのブラウザーで開いてください（1回だけ使えます）: {address}")
        click.echo("終えるときは、保存してから Ctrl-C を押してください。", err=True)
        if not no_browser:
            webbrowser.open(address)

    serve(app, HOST, port, started=tell)
