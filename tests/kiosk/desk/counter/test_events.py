"""From what has happened to the procedures of a visit, asked by staff."""

from collections.abc import Mapping
from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import WayIn, open_visits
from tests.kiosk.pages import Page, Pages, check_page

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.18.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


def test_it_works_who_moved_in_gets_the_procedures_with_what_was_said(pages: Pages, workplace: Workplace) -> None:
    assert "引っ越してきた" in pages.open("/").text
    page = pages.open("/events/move_in")
    said: dict[str, str] = {}
    for _ in range(5):
        said |= first_answers(page)
        page = send(pages, "/events/move_in", said)
        if page.find("input", name="procedure"):
            break
    ticked = [each for each in page.find("input", name="procedure") if "checked" in each.attributes]
    chosen = [each.attributes["value"] for each in ticked]
    assert "move_in" in chosen
    send(pages, "/events/move_in/begin", {**said, "procedure": chosen})
    (visit,) = open_visits(workplace.store)
    assert visit.way_in is WayIn.STAFF
    assert [id for id, _ in visit.procedures] == chosen
    answers = workplace.cases.read(visit.id).answers
    assert answers["whom"] == "self", "what the event says is not asked again"
    assert answers["move.origin"] == said["move.origin"]


def test_what_is_not_answered_is_said(pages: Pages) -> None:
    assert any(send(pages, "/events/move_in", {"asked": "citizenship"}, status=422).errors)
    assert not any(send(pages, "/events/move_in", {}).errors), "nobody has been asked yet"


def test_nothing_begins_without_a_procedure(pages: Pages, workplace: Workplace) -> None:
    page, said = pages.open("/events/move_in"), dict[str, str]()
    for _ in range(4):
        said |= first_answers(page)
        page = send(pages, "/events/move_in", said)
    assert "手続が選ばれていません。" in send(pages, "/events/move_in/begin", said, status=422).text
    assert open_visits(workplace.store) == ()


def test_an_event_nobody_knows_is_no_page(pages: Pages) -> None:
    assert pages.client.get("/events/flood").status_code == 404


def first_answers(page: Page) -> dict[str, str]:
    """The first choice of every question that has rows to choose one from."""
    found: dict[str, str] = {}
    for each in page.find("input", type="radio"):
        found.setdefault(each.attributes["name"], each.attributes["value"])
    return found


def send(pages: Pages, path: str, said: Mapping[str, object], status: int = 200) -> Page:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    answer = pages.client.post(path, data={"csrf_token": token, **said}, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return check_page(answer)
