from pathlib import Path

import pytest

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.web import Front
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def app(office: Office) -> Front:
    app = create_app(office)
    app.testing = True
    return app


@pytest.fixture
def phone(app: Front) -> Pages:
    return Pages(app)
