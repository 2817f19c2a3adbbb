"""The root command: finds the config and hands over to the sub-commands."""

import sys
from pathlib import Path

import click

from kiosk.cli.audit import audit
from kiosk.cli.calibrate import calibrate
from kiosk.cli.card import card
from kiosk.cli.care import doctor, purge
from kiosk.cli.export import export
from kiosk.cli.failure import run_reporting
from kiosk.cli.forms import forms
from kiosk.cli.keys import keys
from kiosk.cli.paper import print_
from kiosk.cli.servers import desk, prefill
from kiosk.cli.staff import staff
from kiosk.cli.styleguide import styleguide
from kiosk.cli.ticket import ticket
from kiosk.settings import CONFIG_VARIABLE

CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=CONTEXT)
@click.option(
    "--config",
    type=click.Path(path_type=Path, readable=False),
    envvar=CONFIG_VARIABLE,
    help="Folder with town.toml (default: ./config).",
)
@click.pass_context
def kiosk(context: click.Context, config: Path | None) -> None:
    """書かない窓口: forms filled in at home, printed at the town hall."""
    context.obj = config


for command in (
    prefill,
    desk,
    ticket,
    print_,
    card,
    forms,
    keys,
    staff,
    calibrate,
    export,
    audit,
    purge,
    doctor,
    styleguide,
):
    kiosk.add_command(command)


def main() -> None:
    """The entry point of the console script."""
    sys.exit(run_reporting(lambda: kiosk.main(prog_name="kiosk", standalone_mode=False)))
