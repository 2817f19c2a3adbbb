"""The root command: finds the config and hands over to the sub-commands."""

import sys
from pathlib import Path

import click

from kiosk.cli.failure import run_reporting
from kiosk.cli.lazy import Later, LazyGroup

COMMANDS = {
    "audit": "Show and check the audit log (監査記録).",
    "calibrate": "Print rulers and marks to measure.",
    "card": "My Number card.",
    "desk": "Run a counter or a lobby terminal.",
    "doctor": "Check devices, fonts, keys, clock and database.",
    "export": "Open the codes of printed sheets.",
    "forms": "Procedures of the catalogue.",
    "keys": "Look after the town's keys.",
    "prefill": "Run the site residents fill in at home.",
    "print": "Print the finished forms.",
    "purge": "Delete the answers of visits past their time.",
    "staff": "Staff accounts.",
    "styleguide": "Show all components of the screens.",
    "ticket": "Tickets (受付コード).",
}
"""Each lies in the module of its name."""

CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(cls=LazyGroup, context_settings=CONTEXT)
@click.option(
    "--config",
    type=click.Path(path_type=Path, readable=False),
    help="Folder with town.toml (default: $KIOSK_CONFIG, else ./config).",
)
@click.pass_context
def kiosk(context: click.Context, config: Path | None) -> None:
    """書かない窓口: forms filled in at home, printed at the town hall."""
    context.obj = config


for name, line in COMMANDS.items():
    kiosk.add_command(Later(name, f"kiosk.cli.{name}", line))


def main() -> None:
    """Run the console script."""
    sys.exit(run_reporting(lambda: kiosk.main(prog_name="kiosk", standalone_mode=False)))
