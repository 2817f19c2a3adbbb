"""The `kiosk` command: everything the office does from a terminal."""

from kiosk.cli.main import main

__all__ = ["main"]
