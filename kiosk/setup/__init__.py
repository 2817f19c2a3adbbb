"""The first page: a town begins in the browser of its first PC, with nothing typed into a terminal."""

from kiosk.setup.app import create_app
from kiosk.setup.beginning import Beginning, is_set_up
from kiosk.setup.code import Passcode, new_code

__all__ = ["Beginning", "Passcode", "create_app", "is_set_up", "new_code"]
