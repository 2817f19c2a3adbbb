"""The shipped haproxy configuration, run by the real haproxy in front of two real prefill sites."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Response, request

from kiosk.prefill import create_app
from kiosk.web import Front
from kiosk.web.server import BEFORE_STOP
from tests.browser.serving import serving
from tests.deploy.front import NAME, FrontServer, needs_haproxy, running_haproxy
from tests.deploy.towns import two_towns, walk_both_towns
from tests.kiosk.offices import make_office

pytestmark = needs_haproxy


@dataclass(frozen=True, slots=True)
class TwoSites:
    front: FrontServer
    apps: tuple[Front, ...]
    clients: list[str]
    """Whom the sites took for the one who asks."""


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[TwoSites]:
    office = make_office(tmp_path, ('public_url = "http://127.0.0.1:8000"', f'public_url = "https://{NAME}"'))
    clients: list[str] = []
    apps = tuple(create_app(office) for _ in range(2))
    with ExitStack() as stack:
        addresses = []
        for app in apps:
            note_clients(app, clients)
            addresses.append(stack.enter_context(serving(app)).removeprefix("http://"))
        front = stack.enter_context(running_haproxy(tmp_path, *addresses))
        time.sleep(0.5)
        yield TwoSites(front, apps, clients)


def note_clients(app: Front, clients: list[str]) -> None:
    @app.after_request
    def note(answer: Response) -> Response:
        clients.append(str(request.remote_addr))
        return answer


def test_it_works_and_the_site_sees_who_asks(sites: TwoSites) -> None:
    status, page, headers = sites.front.ask("GET", "/", Host=NAME, X_Forwarded_For="192.0.2.99")
    assert status == 200
    assert "みどり野町" in page
    assert "__Host-" in headers["Set-Cookie"]
    assert "192.0.2.99" not in sites.clients


def test_a_site_that_was_told_to_stop_gets_nobody_new(sites: TwoSites) -> None:
    for end in sites.apps[0].extensions[BEFORE_STOP]:
        end()
    time.sleep(1)
    assert [sites.front.ask("GET", "/healthz")[0] for _ in range(20)] == [200] * 20


def test_a_busy_town_does_not_take_its_own_servers_out(sites: TwoSites) -> None:
    """The health checks have an address of their own, and no limit."""
    statuses = {sites.front.ask("GET", "/", Host=NAME)[0] for _ in range(100)}
    time.sleep(0.5)
    assert statuses == {200}
    assert sites.front.ask("GET", "/healthz")[0] == 200


def test_a_name_of_somebody_else_gets_nothing(sites: TwoSites) -> None:
    assert sites.front.ask("GET", "/", Host="evil.example")[0] == 400


def test_a_town_below_a_path_is_walked_through_to_its_code(tmp_path: Path) -> None:
    with two_towns(tmp_path) as towns, running_haproxy(tmp_path, towns.place, towns.place) as front:
        time.sleep(0.5)
        walk_both_towns(front, towns)
