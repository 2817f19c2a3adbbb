"""The board on the wall of the hall: numbers only, for everybody to see."""

from kiosk.board.app import create_app

__all__ = ["create_app"]
