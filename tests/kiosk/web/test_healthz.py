"""`/healthz` answers whoever shares requests out: always, at once, and without leaving anything behind."""

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.prefill.site import ADDRESS
from kiosk.web import Front
from kiosk.web.server import BEFORE_STOP
from tests.kiosk.prefill.conftest import app, office  # noqa: F401 — fixtures


def test_it_works_without_cookie_limit_and_name(app: Front) -> None:  # noqa: F811
    client = app.test_client()
    for _ in range(ADDRESS[0] * 2):
        answer = client.get("/healthz", base_url="http://10.1.2.3:8000")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert client.get("/healthz", base_url="http://prefill-1.internal").status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/").status_code == 200


def test_it_says_no_once_the_program_was_told_to_stop(app: Front) -> None:  # noqa: F811
    for end in app.extensions[BEFORE_STOP]:
        end()
    assert app.test_client().get("/healthz").status_code == 503


def test_it_says_no_without_a_public_key(office: Office) -> None:  # noqa: F811
    client = create_app(office).test_client()
    office.settings.keys.public_file.unlink()
    assert client.get("/healthz").status_code == 503
