"""The `kiosk` command: everything the office does from a terminal. Slow packages load only when their command runs."""

from kiosk.cli.main import main

__all__ = ["main"]
