"""A page elsewhere reaches no front, by a name of its own or by a form."""

import pytest
from flask.testing import FlaskClient

from kiosk.web import Front
from kiosk.web.server import is_known


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8002", "127.0.0.1:8002", "[::1]:8002", "192.0.2.1", "desk.town.example"]
)
def test_it_works(host: str) -> None:
    assert is_known(host, {"localhost", "desk.town.example"})


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1, evil.example",
        "localhost:8002, localhost:8002",
        "evil.example#localhost",
        "localhost@evil.example",
        "user@localhost",
        "localhost:port",
        "[::1",
        "2130706433",
        "",
    ],
)
def test_no_other_name_is_let_in(host: str) -> None:
    assert not is_known(host, {"localhost", "desk.town.example"})


def test_a_page_under_another_name_gets_nothing(front: Front) -> None:
    client = front.test_client()
    assert client.get("/", base_url="http://localhost:8002").status_code == 200
    for method in ("get", "post"):
        answer = getattr(client, method)("/", base_url="http://evil.example")
        assert answer.status_code == 400
        assert "csrf_token" not in answer.get_data(as_text=True)
        assert not answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://localhost:80", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_form_elsewhere_is_refused_even_with_a_token(front: Front, headers: dict[str, str], status: int) -> None:
    client = front.test_client()
    token = token_in(client)
    assert client.post("/", data={"csrf_token": token}, headers=headers).status_code == status


def token_in(client: FlaskClient) -> str:
    page = client.get("/").get_data(as_text=True)
    return page.split('name="csrf_token" value="')[1].split('"')[0]
