"""Lobby mode: the resident alone at a touch screen, one thing at a time."""

from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.watch import LobbyWatch

from kiosk.desk.lobby import asking, card, ending, paper, start  # isort: skip

__all__ = ["LobbyWatch", "asking", "card", "ending", "lobby", "paper", "start"]
