"""What was over and is not: a visit finished just now, and a ticket whose days are over, opened by staff and recorded."""

from datetime import timedelta
from itertools import count

import pytest

from forms.ticket import TicketContents, seal
from kiosk.desk import Workplace, create_app
from kiosk.office import now
from kiosk.staff import StaffRole, add_staff
from kiosk.store import (
    AuditEvent,
    PrintOutcome,
    Visit,
    VisitStatus,
    finish_visit,
    open_visits,
    read_visit,
    record_print,
)
from kiosk.store.audit import read_entries
from kiosk.tickets import public_keys
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import YOSHIDA

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.14.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def ticket(town_hall: TownHall) -> str:
    return town_hall.ticket()[0]


@pytest.fixture
def visit(workplace: Workplace, ticket: str) -> Visit:
    """Printed and finished a moment ago."""
    visit = workplace.reception.scan((ticket,), "a screen")
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    return finish_visit(workplace.store, visit.id)


def test_the_code_of_another_town_says_whose_it_is(pages: Pages, workplace: Workplace) -> None:
    contents = TicketContents(now(), now() + timedelta(days=14), (("resident_record_copy", 1),), {})
    key = public_keys(workplace.office).current
    pages.open("/")
    texts = seal(contents, "131016", key, workplace.office.catalogue).texts
    page = pages.send(form="scanner", text=texts[0], status=422)
    assert "東京都千代田区あての受付コードです。" in page.text
    assert "その役所の窓口を案内してください。" in page.text


def test_it_works_who_comes_back_at_once_goes_on(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    start = pages.open("/")
    assert "終わったばかりの受付 1" in start.text
    assert YOSHIDA not in start.text
    press(pages, "/reopen")
    assert pages.now is not None
    assert YOSHIDA in pages.now.text
    assert read_visit(workplace.store, visit.id).status is VisitStatus.PRINTED
    assert AuditEvent.VISIT_REOPENED in [entry.event for entry in read_entries(workplace.store)]


def test_the_code_of_the_phone_points_to_it(pages: Pages, visit: Visit, ticket: str) -> None:
    pages.open("/")
    refused = pages.send(form="scanner", text=ticket, status=422)
    assert refused.find("details", id="just-finished", open="")


def test_until_it_is_opened_again_it_is_closed(pages: Pages, visit: Visit) -> None:
    assert YOSHIDA not in pages.open(f"/visits/{visit.id}", status=409).text


def test_a_code_out_of_date_is_opened_when_staff_says_so(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    pages.open("/")
    refused = pages.send(form="scanner", text=town_hall.expired_ticket()[0], status=422)
    assert "期限が過ぎているが開く" in refused.text
    opened = press(pages, "/scan/expired")
    (visit,) = open_visits(workplace.store)
    assert opened.path == f"/visits/{visit.id}"
    events = [(entry.event, entry.staff_id) for entry in read_entries(workplace.store)]
    assert (AuditEvent.EXPIRED_TICKET_OPENED, 1) in events


def test_a_wrong_code_is_offered_nothing(pages: Pages) -> None:
    pages.open("/")
    assert "open-expired" not in pages.send(form="scanner", text="1014" + "9" * 50, status=422).text


def press(pages: Pages, action: str) -> Page:
    assert pages.now is not None
    next(form for form in pages.now.forms if form.action.endswith(action)).id = "pressed"
    return pages.send(form="pressed")
