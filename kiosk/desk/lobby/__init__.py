"""Lobby mode: the resident alone at a touch screen, one thing at a time."""

from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.watch import LobbyWatch

from kiosk.desk.lobby import asking, audio, card, choosing, ending, helping, look, naming, paper, start  # isort: skip

__all__ = [
    "LobbyWatch",
    "asking",
    "audio",
    "card",
    "choosing",
    "ending",
    "helping",
    "lobby",
    "look",
    "naming",
    "paper",
    "start",
]
