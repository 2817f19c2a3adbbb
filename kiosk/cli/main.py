"""The root command: finds the config and hands over to the sub-commands."""

import sys
from pathlib import Path

import click

from kiosk.cli import card, care, forms, keys, paper, servers, staff, ticket
from kiosk.cli.failure import run_reporting
from kiosk.settings import CONFIG_VARIABLE

CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=CONTEXT)
@click.option(
    "--config",
    type=click.Path(path_type=Path, file_okay=True, dir_okay=True),
    envvar=CONFIG_VARIABLE,
    help="Folder with town.toml (default: ./config).",
)
@click.pass_context
def kiosk(context: click.Context, config: Path | None) -> None:
    """書かない窓口: forms filled in at home, printed at the town hall."""
    context.obj = config


for command in (
    servers.prefill,
    servers.desk,
    ticket.ticket,
    paper.print_,
    card.card,
    forms.forms,
    keys.keys,
    staff.staff,
    care.purge,
    care.doctor,
):
    kiosk.add_command(command)


def main() -> None:
    """The entry point of the console script."""
    sys.exit(run_reporting(lambda: kiosk.main(prog_name="kiosk", standalone_mode=False)))
