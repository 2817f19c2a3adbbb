"""Who is signed in at the counter, attacked over HTTP: copied cookies, guessed names, given passwords."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.desk.counter.session import LEFT_ALONE_SECONDS, SEEN, STATION
from kiosk.signin import FREE_TRIES, begin_session
from kiosk.staff import StaffRole, add_staff, disable_staff, reset_password
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages

PASSWORD = "mado-guchi-1"
COOKIE = "desk-counter-1"


@contextmanager
def desk(town_hall: TownHall) -> Iterator[Workplace]:
    """A counter program, from its start to its end."""
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(name="counter-1"))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


def signed_in(workplace: Workplace, name: str = "sato", password: str = PASSWORD) -> Pages:
    pages = Pages(create_app(workplace.office, workplace.desk, workplace))
    pages.open("/login")
    pages.send(name=name, password=password)
    return pages


def with_copy(workplace: Workplace, cookie: str) -> FlaskClient:
    """Another browser that has a copy of the cookie."""
    client = create_app(workplace.office, workplace.desk, workplace).test_client()
    client.set_cookie(COOKIE, cookie)
    return client


def cookie_of(pages: Pages) -> str:
    found = pages.client.get_cookie(COOKIE)
    assert found is not None
    return found.value


def test_a_copied_cookie_is_worth_nothing_after_signing_out_and_a_restart(town_hall: TownHall) -> None:
    with desk(town_hall) as first:
        add_staff(first.store, "sato", PASSWORD, StaffRole.CLERK)
        pages = signed_in(first)
        cookie = cookie_of(pages)
        assert with_copy(first, cookie).get("/").status_code == 200
        leave(pages)
        assert with_copy(first, cookie).get("/").status_code == 302
    with desk(town_hall) as again:
        assert with_copy(again, cookie).get("/").status_code == 302
        assert with_copy(again, cookie).get("/live/now").status_code == 403


def test_a_screen_seen_in_the_future_or_long_ago_is_signed_out(workplace: Workplace) -> None:
    staff = add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    for seen, status in ((0, 200), (-LEFT_ALONE_SECONDS - 1, 302), (40 * 86_400, 302)):
        pages = Pages(create_app(workplace.office, workplace.desk, workplace))
        with pages.client.session_transaction() as session:
            session.update({STATION: begin_session(workplace.store, staff.id), SEEN: int(time.time()) + seen})
        assert pages.client.get("/").status_code == status


@pytest.mark.parametrize("end", [disable_staff, lambda store, name: reset_password(store, name, "atarashii-2")])
def test_live_tells_nothing_to_who_would_not_be_let_in(workplace: Workplace, end: object) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    pages = signed_in(workplace)
    assert pages.client.get("/live/now").status_code == 200
    assert callable(end)
    end(workplace.store, "sato")
    assert pages.client.get("/live/now").status_code == 403
    assert pages.client.get("/live").status_code == 403


def test_no_answer_tells_whether_a_name_exists(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    add_staff(workplace.store, "mori", PASSWORD, StaffRole.CLERK)
    disable_staff(workplace.store, "mori")
    said = {name: wrong_answers(workplace, name) for name in ("sato", "mori", "nobody", "nobody else")}
    assert len(set(said.values())) == 1
    assert "職員名かパスワードが違います。" in said["sato"][0]
    assert "続けて違ったため" in said["sato"][-1]


def test_wrong_passwords_delay_one_client_and_shut_nobody_out(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    wrong_answers(workplace, "sato")
    assert signed_in(workplace).open("/").path == "/"
    events = [entry.event for entry in read_entries(workplace.store)]
    assert events.count(AuditEvent.STAFF_SIGN_IN_FAILED) == FREE_TRIES
    assert events.count(AuditEvent.STAFF_SIGN_IN_DELAYED) == 1


def test_a_given_password_is_changed_before_anything_else(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK, temporary=True)
    pages = signed_in(workplace)
    assert pages.now is not None
    for path in ("/", "/staff", "/visits/none", "/password"):
        assert pages.open(path).path == "/password"
    assert "ほかの人が決めたもの" in pages.now.text
    choose(pages, PASSWORD, "12345678", status=422)
    choose(pages, "not-the-one-before", "kasa-pan-umi", status=422)
    assert choose(pages, PASSWORD, "kasa-pan-umi") == "/"
    assert pages.open("/").path == "/"
    assert signed_in(workplace, password="kasa-pan-umi").open("/").path == "/"


def test_staff_change_their_own_password_and_end_their_other_screens(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    here, elsewhere = signed_in(workplace), signed_in(workplace)
    here.open("/password")
    choose(here, PASSWORD, "kasa-pan-umi")
    assert here.open("/").path == "/"
    assert elsewhere.open("/").path == "/login"


def wrong_answers(workplace: Workplace, name: str) -> tuple[str, ...]:
    """What the sign-in says to six wrong passwords, without what differs from page to page."""
    pages, said = Pages(create_app(workplace.office, workplace.desk, workplace)), []
    for _ in range(FREE_TRIES + 1):
        pages.open("/login")
        text = pages.send(name=name, password="midori-no-mura", status=422).text
        said.append(re.sub(r'nonce="[^"]*"|value="[^"]*"', "", text))
    return tuple(said)


def choose(pages: Pages, before: str, chosen: str, status: int = 200) -> str:
    assert pages.now is not None
    form = next(form for form in pages.now.forms if form.action == "/password")
    token = dict(form.fields)["csrf_token"]
    data = {"csrf_token": token, "before": before, "chosen": chosen}
    sent = pages.client.post("/password", data=data, follow_redirects=True)
    assert sent.status_code == status
    assert chosen not in sent.get_data(as_text=True)
    return sent.request.path


def leave(pages: Pages) -> None:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    assert pages.client.post("/logout", data={"csrf_token": token}).status_code == 303


def test_two_clerks_change_places_without_a_password_while_somebody_is_there(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK, display="佐藤")
    add_staff(workplace.store, "mori", PASSWORD, StaffRole.CLERK, display="森")
    pages = signed_in(workplace)
    pages.open("/login")
    assert "森　終了する" in pages.send(name="mori", password=PASSWORD).text
    page = pages.open("/change")
    assert "佐藤（sato）" in page.text
    number = next(number for number, form in enumerate(page.forms) if form.action == "/change")
    page.forms[number].id = "change"
    assert "佐藤　終了する" in pages.send(form="change").text
    entry = read_entries(workplace.store)[-1]
    assert (entry.event, entry.staff_id, entry.desk) == (AuditEvent.STAFF_CHANGED_PLACES, 1, "counter-1")
    assert entry.details == {"subject_staff_id": 2}


def test_who_was_disabled_takes_no_place(workplace: Workplace) -> None:
    for name in ("sato", "mori"):
        add_staff(workplace.store, name, PASSWORD, StaffRole.CLERK)
    pages = signed_in(workplace)
    pages.open("/login")
    pages.send(name="mori", password=PASSWORD)
    disable_staff(workplace.store, "sato")
    assert "sato" not in pages.open("/change").text


def test_nobody_waits_aside_of_a_screen_that_was_left_alone(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sato", "mori"):
        add_staff(workplace.store, name, PASSWORD, StaffRole.CLERK)
    pages = signed_in(workplace)
    later = time.time() + LEFT_ALONE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    pages.open("/login")
    pages.send(name="mori", password=PASSWORD)
    assert "sato" not in pages.open("/change").text


def test_ending_ends_everybody_at_this_screen(workplace: Workplace) -> None:
    for name in ("sato", "mori"):
        add_staff(workplace.store, name, PASSWORD, StaffRole.CLERK)
    pages = signed_in(workplace)
    before = cookie_of(pages)
    pages.open("/login")
    pages.send(name="mori", password=PASSWORD)
    leave(pages)
    assert with_copy(workplace, before).get("/").status_code == 302
