"""Practice never mixes with the real desk: other database, other keys, every page and every paper says so."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from forms import problems_of
from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.office import Office, today
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from kiosk.store.audit import read_entries
from kiosk.tickets import seal_application
from kiosk.training import sample_resident, training_office
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Page, Pages

NUMBERS = count(1)
FAMILY = ["move_in", "health_insurance_join", "child_allowance", "child_medical", "water"]


@pytest.fixture
def practice(town_hall: TownHall) -> Office:
    return training_office(town_hall.office)


@pytest.fixture
def desk(practice: Office) -> Iterator[Workplace]:
    opened = open_workplace(practice, practice.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(desk: Workplace) -> Pages:
    trainee = Pages(create_app(desk.office, desk.desk, desk))
    trainee.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.8.1"
    trainee.open("/login")
    trainee.send()
    return trainee


def test_a_sample_resident_comes_and_the_visit_opens(pages: Pages, desk: Workplace) -> None:
    page = call_resident(pages, FAMILY)
    text = next(value for form in page.forms for name, value in form.fields if name == "text" and value)
    opened = post(pages, "/scan", text=text)
    assert "転入届" in opened.text
    visit = open_visits(desk.store)[0]
    assert [id for id, _ in visit.procedures] == FAMILY


def test_every_page_says_that_this_is_practice(pages: Pages, desk: Workplace) -> None:
    shown = [pages.open(path).text for path in ("/", "/scanner")]
    shown += [call_resident(pages, ["move_in"]).text, pages.open("/nowhere", status=404).text]
    shown.append(pages.open("/visits/" + "0" * 32, status=409).text)
    assert all("練習中" in text for text in shown)


def test_a_real_ticket_is_refused_in_words(town_hall: TownHall, desk: Workplace) -> None:
    with pytest.raises(DeskError) as refused:
        desk.reception.scan(town_hall.ticket(), "screen")
    assert refused.value.reason is DeskReason.REAL_TICKET


def test_the_real_desk_refuses_a_practice_ticket(practice: Office, workplace: Workplace) -> None:
    resident = sample_resident(practice.catalogue.chosen(["move_in"]), "typical")
    texts = seal_application(resident, practice).texts
    with pytest.raises(DeskError) as refused:
        workplace.reception.scan(texts, "screen")
    assert refused.value.reason is DeskReason.TRAINING_TICKET


def test_database_and_audit_are_apart(practice: Office, workplace: Workplace, pages: Pages) -> None:
    url = practice.settings.database.url
    assert "var/training" in url
    assert url != workplace.office.settings.database.url
    assert not read_entries(workplace.store)


def test_practice_needs_no_password_and_the_real_desk_still_does(pages: Pages, workplace: Workplace) -> None:
    assert pages.open("/").path == "/"
    stranger = Pages(create_app(workplace.office, workplace.desk, workplace))
    stranger.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.8.1"
    stranger.open("/login")
    stranger.send(status=422)
    assert stranger.open("/").path == "/login"


def test_the_real_desk_has_no_sample_residents(town_hall: TownHall, workplace: Workplace) -> None:
    assert "練習" not in Pages(create_app(workplace.office, workplace.desk, workplace)).open("/login").text


def test_starting_again_keeps_the_keys(town_hall: TownHall, practice: Office) -> None:
    before = practice.settings.keys.public_file.read_bytes()
    assert training_office(town_hall.office).settings.keys.public_file.read_bytes() == before


def test_the_family_of_samples_lacks_nothing(practice: Office) -> None:
    resident = sample_resident(practice.catalogue.chosen(FAMILY), "typical")
    assert not problems_of(resident.journey(today()))


def test_nothing_of_practice_lies_among_the_real_keys(town_hall: TownHall, practice: Office) -> None:
    assert practice.settings.keys.folder != town_hall.office.settings.keys.folder
    assert Path(practice.settings.keys.folder).parent.name == "training"


def call_resident(pages: Pages, procedures: list[str]) -> Page:
    return post(pages, "/training", procedure=procedures, size="typical")


def post(pages: Pages, path: str, **fields: str | list[str]) -> Page:
    page = pages.open("/")
    token = dict(page.form("scanner").fields)["csrf_token"]
    sent = pages.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)
    return pages._seen(sent, 200)
