"""The site's secret is replaced while people type: whoever began before goes on, at whichever server."""

import shutil
from pathlib import Path

from kiosk.office import open_office
from kiosk.prefill import create_app
from kiosk.settings import read_secret
from kiosk.web import Front
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import APPLICANT, SELF, WANTED, start


def server(folder: Path, current: Path, other: Path | None = None) -> Front:
    """One server of the site with these secrets."""
    office = open_office(folder / "config")
    file = office.settings.prefill.cookie_secret_file
    file.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(current, file)
    beside = file.with_name(f"{file.name}.other")
    beside.unlink(missing_ok=True)
    if other:
        shutil.copy(other, beside)
    return create_app(office)


def test_a_form_goes_on_through_every_step_of_the_replacement(tmp_path: Path) -> None:
    make_office(tmp_path)
    old, new = tmp_path / "old", tmp_path / "new"
    read_secret(old)
    read_secret(new)
    phone = Pages(server(tmp_path, old))
    start(phone)
    # Each page is shown by one server, and what is typed on it goes to another one.
    for app, typed in (
        (server(tmp_path, old, new), SELF),
        (server(tmp_path, new, old), APPLICANT),
        (server(tmp_path, old, new), WANTED),
    ):
        phone.client.application = app
        page = phone.send(typed)
    phone.client.application = server(tmp_path, new, old)
    page = phone.open(page.path)
    assert "090-1234-5678" in page.text
    assert phone.send(button="seal").path.endswith("/code")


def test_a_secret_that_is_gone_opens_nothing(tmp_path: Path) -> None:
    make_office(tmp_path)
    old, new = tmp_path / "old", tmp_path / "new"
    read_secret(old)
    read_secret(new)
    phone = Pages(server(tmp_path, old))
    start(phone)
    page = phone.send(SELF)
    phone.client.application = server(tmp_path, new)
    phone.open(page.path, status=410)
