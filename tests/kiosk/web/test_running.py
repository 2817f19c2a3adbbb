"""One way to the objects an application works with."""

import pytest
from flask import Flask

from kiosk.web import hold, running


class Bell:
    """Something an application may hold."""


def test_it_works() -> None:
    app, other, bell = Flask("one"), Flask("other"), Bell()
    hold(app, bell)
    assert running(Bell, app) is bell
    with app.app_context():
        assert running(Bell) is bell
    with other.app_context(), pytest.raises(KeyError):
        running(Bell)
