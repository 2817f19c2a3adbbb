"""Whoever finds a weakness finds whom to tell (RFC 9116)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.office import now
from kiosk.prefill import create_app
from kiosk.settings import SettingsError
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages

ADDRESS = "/.well-known/security.txt"
PORT = "port = 8000\n"


def lines(phone: Pages) -> dict[str, str]:
    response = phone.open(ADDRESS).response
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.get_data(as_text=True).splitlines())


def test_it_works_with_the_towns_telephone(phone: Pages) -> None:
    found = lines(phone)
    assert found["Contact"] == "tel:+81-123-00-0000"
    assert found["Canonical"].endswith(ADDRESS)
    expires = datetime.strptime(found["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - now() < timedelta(days=365)


def test_a_town_names_an_address_of_its_own(tmp_path: Path) -> None:
    office = make_office(tmp_path, (PORT, f'{PORT}security_contact = "mailto:joho@town.example.jp"\n'))
    assert lines(Pages(create_app(office)))["Contact"] == "mailto:joho@town.example.jp"


@pytest.mark.parametrize("wrong", ["joho@town.example.jp", "http://town.example.jp", "mailto:a\\nContact: b"])
def test_what_is_no_address_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError):
        make_office(tmp_path, (PORT, f'{PORT}security_contact = "{wrong}"\n'))
