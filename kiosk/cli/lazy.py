"""A group of commands whose modules are read only when one of them runs: `kiosk --help` is there at once."""

from importlib import import_module

import click


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
