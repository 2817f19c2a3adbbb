"""`kiosk policy`: what the town's information security policy needs of this installation."""

from pathlib import Path

import click

from kiosk.cli.shared import CONFIG, office_of
from kiosk.office import today
from kiosk.policy.kit import write_kit


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the pages."
)
@CONFIG
def policy(out: Path, own_config: Path | None) -> None:
    """Write the papers for the security policy."""
    pages = dict(write_kit(office_of(own_config), today()))
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8")
    click.echo(f"書き出しました: {out} に{len(pages)}ページ。町の規程に写す前に、町の決まりと合わせてください。")
