"""The root command: finds the config and hands over to sub-commands, read only when one of them runs."""

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from kiosk.cli.failure import run_reporting


class Later(click.Command):
    """Stands for a command, and for what was nearly meant, until the command itself is wanted."""

    def __init__(self, name: str, module: str, line: str) -> None:
        super().__init__(name, short_help=line)
        self.module = module

    def load(self) -> click.Command:
        """Return the command of this name from its module, which is read now."""
        within = vars(import_module(self.module)).values()
        return next(each for each in within if isinstance(each, click.Command) and each.name == self.name)


class LazyGroup(click.Group):
    """A group that may hold commands for later beside ordinary ones."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command itself; None if there is none."""
        found = super().get_command(ctx, cmd_name)
        return found.load() if isinstance(found, Later) else found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without reading them."""
        width = formatter.width - 6 - max(map(len, self.commands))
        lines = [(name, self.commands[name].get_short_help_str(width)) for name in sorted(self.commands)]
        with formatter.section("Commands"):
            formatter.write_dl(lines)


COMMANDS = {
    "audit": "Show and check the audit log (監査記録).",
    "board": "Show the called numbers.",
    "bundle": "Give settings and keys to all desks of the town.",
    "calibrate": "Print rulers and marks to measure.",
    "card": "Cards on a reader.",
    "desk": "Run a counter or a lobby terminal.",
    "doctor": "Check devices, fonts, keys, clock and database.",
    "drill": "Let sample residents come to a practice hall in fast time.",
    "export": "Open the codes of printed sheets.",
    "figures": "Write the month's figures.",
    "fleet": "Look after the PCs of the town: invite, join, remove.",
    "forms": "Procedures of the catalogue.",
    "hall": "Look after windows, queues and opening hours of the town hall.",
    "keys": "Look after the town's keys.",
    "policy": "Write the papers for the security policy.",
    "prefill": "Run the site residents fill in at home.",
    "print": "Print the finished forms.",
    "purge": "Delete the answers of visits past their time.",
    "register": "Look after the register (住民台帳), a sealed copy.",
    "setup": "Begin a town in the browser of this PC.",
    "staff": "Staff accounts.",
    "store": "Move the desk database as a whole.",
    "styleguide": "Show all components of the screens.",
    "ticket": "Tickets (受付コード).",
    "town": "Begin a town's config folder, look after its changes.",
    "towns": "Look after the towns of a common prefill site.",
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


def speak_utf8() -> None:
    """Let output to a file or a service's log be UTF-8 everywhere; Windows would take CP932, without 𠮷."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def main() -> None:
    """Run the console script. Whatever it makes is its owner's alone, `var/` too, unless it says otherwise."""
    os.umask(0o077)
    speak_utf8()
    sys.exit(run_reporting(lambda: kiosk.main(prog_name="kiosk", standalone_mode=False)))
