"""The root command: finds the config and hands over to the sub-commands."""

import sys
from pathlib import Path

import click

from kiosk.cli.failure import run_reporting
from kiosk.cli.lazy import Later, LazyGroup

COMMANDS = {
    "audit": "The audit log (監査記録): who did what and when.",
    "calibrate": "Prints rulers and marks to measure.",
    "card": "My Number card.",
    "desk": "A counter or a lobby terminal.",
    "doctor": "Checks devices, fonts, keys, clock and database.",
    "export": "Opens the codes of printed sheets.",
    "forms": "Procedures of the catalogue.",
    "keys": "The town's keys.",
    "prefill": "The site residents fill in at home.",
    "print": "Prints the finished forms.",
    "purge": "Deletes the answers of visits past their time.",
    "staff": "Staff accounts.",
    "styleguide": "Shows all components of the screens.",
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
