"""The workplace of the running application."""

from flask import current_app

from kiosk.desk.workplace import Workplace

EXTENSION = "workplace"


def workplace() -> Workplace:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Workplace)
    return found
