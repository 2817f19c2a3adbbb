"""Lobby mode: the resident alone at a touch screen, one thing at a time. A module a screen, named as its address."""

from flask import Blueprint

from kiosk.desk.lobby import (
    ask,
    audio,
    card,
    done,
    help,
    household,
    kanji,
    number,
    paper,
    procedures,
    review,
    scan,
    search,
    start,
    usual,
    variants,
)
from kiosk.desk.lobby.session import LobbyWatch

lobby = Blueprint("lobby", __name__)
for module in (
    start,
    scan,
    card,
    procedures,
    search,
    usual,
    household,
    ask,
    kanji,
    variants,
    review,
    paper,
    number,
    done,
    help,
    audio,
):
    lobby.register_blueprint(module.routes)

__all__ = ["LobbyWatch", "lobby"]
