"""The blueprint that the counter's views belong to."""

from flask import Blueprint

counter = Blueprint("counter", __name__)
