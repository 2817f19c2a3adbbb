"""`kiosk --help` is there at once: a command's module is read when the command runs."""

import subprocess
import sys

import click
import pytest

from kiosk.cli.main import COMMANDS, Later, kiosk
from tests.kiosk.cli.conftest import ROOT, Command

SLOW = ("sqlalchemy", "reportlab", "pikepdf", "flask", "forms", "printing", "kiosk.settings")


def test_it_works_as_a_program_of_its_own(as_process: Command) -> None:
    shown = as_process("--help")
    assert shown.returncode == 0
    assert all(f"  {name} " in shown.stdout for name in COMMANDS)


def test_the_command_line_alone_reads_nothing_slow() -> None:
    program = f"import sys, kiosk.cli; print(*(name for name in {SLOW} if name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_lies_in_the_module_of_its_name(name: str) -> None:
    command = kiosk.get_command(click.Context(kiosk), name)
    assert command is not None
    assert not isinstance(command, Later)
    assert command.callback is not None
    assert command.callback.__module__ == f"kiosk.cli.{name}"


def test_the_line_of_a_command_is_the_beginning_of_its_own_help() -> None:
    for name, line in COMMANDS.items():
        command = kiosk.get_command(click.Context(kiosk), name)
        assert command is not None
        assert (command.help or "").startswith(line.rstrip(".")), name
