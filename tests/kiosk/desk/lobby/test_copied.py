"""A copy of the lobby's cookie reads and ends nothing that is not at this screen any more."""

import pytest
from flask.testing import FlaskClient

from kiosk.desk import Workplace, create_app
from kiosk.desk.lobby import LobbyWatch
from kiosk.store import VisitStatus, open_visits, read_answers, read_visit
from kiosk.store.tables import VisitRow
from kiosk.web.front import running
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages
from tests.residents import YOSHIDA

COOKIE = "desk-lobby-1"


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


@pytest.fixture
def copy(pages: Pages, town_hall: TownHall) -> FlaskClient:
    """Another browser with a copy, taken while the visit was here; then it is handed over to the counter."""
    scan(pages, town_hall)
    cookie = pages.client.get_cookie(COOKIE)
    assert cookie is not None
    other = pages.client.application.test_client()
    other.set_cookie(COOKIE, cookie.value)
    pages.client.post("/hand-over", data={"csrf_token": token_of(pages)})
    return other


@pytest.mark.parametrize("path", ["/review", "/ask/you.name", "/paper", "/next", "/procedures"])
def test_it_reads_no_visit_that_was_handed_over(copy: FlaskClient, path: str) -> None:
    answer = copy.get(path, follow_redirects=True)
    assert answer.request.path == "/lost"
    assert YOSHIDA not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/bye", "/quit", "/finish", "/help", "/paper/seen", "/still-here"])
def test_it_changes_no_visit_that_was_handed_over(copy: FlaskClient, lobby: Workplace, path: str) -> None:
    (visit,) = open_visits(lobby.store)
    page = copy.get("/scan").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    copy.post(path, data={"csrf_token": token, "action": "language:vi", "back": "/scan"})
    assert read_visit(lobby.store, visit.id) == visit
    assert visit.status is VisitStatus.OPEN
    assert read_answers(lobby.store, visit.id)


def test_a_visit_that_went_on_at_the_counter_is_not_ended_by_the_next_person(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    """Scanned again at the counter, while the lobby's screen still has it."""
    scan(pages, town_hall)
    (visit,) = open_visits(lobby.store)
    with lobby.store.writing() as session:
        session.get_one(VisitRow, visit.id).desk = "counter-1"
    assert pages.open("/review").path == "/lost"
    running(LobbyWatch, pages.client.application).end(visit.id)
    assert read_visit(lobby.store, visit.id).status is VisitStatus.OPEN
