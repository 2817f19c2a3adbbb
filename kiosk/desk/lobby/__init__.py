"""Lobby mode."""
from flask import Blueprint
from kiosk.desk.workplace import Workplace
lobby = Blueprint("lobby", __name__)
def tidy_lobby(workplace: Workplace) -> None: ...
