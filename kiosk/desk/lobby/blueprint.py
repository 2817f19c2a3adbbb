"""The blueprint that the lobby's views belong to."""

from flask import Blueprint

lobby = Blueprint("lobby", __name__)
