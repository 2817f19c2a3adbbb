"""From what has happened to the procedures of a visit, asked by staff."""

from collections.abc import Mapping
from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import WayIn, open_visits
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
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


def test_an_open_visit_of_a_ticket_gets_what_its_family_needs_besides(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), "counter-1", 1)
    assert f"/visits/{visit.id}/events/move_in" in pages.open(f"/visits/{visit.id}").text
    path, said = f"/visits/{visit.id}/events/move_in", dict[str, str]()
    page = pages.open(path)
    for _ in range(5):
        said |= first_answers(page)
        page = send(pages, path, said)
    chosen = [e.attributes["value"] for e in page.find("input", name="procedure") if "checked" in e.attributes]
    assert "move_in" in chosen
    send(pages, f"{path}/begin", {**said, "procedure": chosen})
    case = workplace.cases.read(visit.id)
    assert [each.id for each in case.procedures] == ["resident_record_copy", *chosen]
    assert case.answers["you.name"] == YOSHIDA_ANSWERS["you.name"], "what the ticket brought stands"
    assert case.answers["move.origin"] == said["move.origin"], "what staff asked is not asked again"
    assert "この受付に入っています" in send(pages, path, said).text
    assert len(open_visits(workplace.store)) == 1


def test_each_of_the_thirty_events_gives_staff_a_set_or_says_what_else_is_to_do(
    pages: Pages, workplace: Workplace
) -> None:
    events, begun = workplace.office.guide.events, 0
    assert len(events) >= 30
    for id in events:
        page, said = pages.open(f"/events/{id}"), dict[str, str]()
        for _ in range(8):
            said |= first_answers(page, "radio") | first_answers(page, "checkbox") | written(page)
            page = send(pages, f"/events/{id}", {**said, "asked": list(said)}, status=None)
            if page.find("section", id="steps"):
                break
        assert page.find("section", id="steps"), (id, page.errors)
        offered = [each.attributes["value"] for each in page.find("input", name="procedure")]
        assert offered or "ほかにすること" in page.text, id
        if offered:
            send(pages, f"/events/{id}/begin", {**said, "procedure": offered})
            begun += 1
    assert len(open_visits(workplace.store)) == begun


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


def written(page: Page) -> dict[str, str]:
    """A day in each line for one, a number in each other; the line of a day is read before its parts."""
    lines = [each.attributes for each in page.find("input") if each.attributes.get("type", "text") == "text"]
    days = {each["name"]: "2026-11-20" for each in lines if "data-line" in each}
    parts = tuple(f"{name}." for name in days)
    return days | {
        each["name"]: "2" for each in lines if each["name"] not in days and not each["name"].startswith(parts)
    }


def first_answers(page: Page, kind: str = "radio") -> dict[str, str]:
    """The first choice of every question that has rows to choose one from."""
    found: dict[str, str] = {}
    for each in page.find("input", type=kind):
        found.setdefault(each.attributes["name"], each.attributes["value"])
    return {name: value for name, value in found.items() if name != "procedure"}


def send(pages: Pages, path: str, said: Mapping[str, object], status: int | None = 200) -> Page:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    answer = pages.client.post(path, data={"csrf_token": token, **said}, follow_redirects=True)
    assert status is None or answer.status_code == status, answer.text
    return check_page(answer)
