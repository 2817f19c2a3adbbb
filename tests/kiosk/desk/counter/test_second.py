"""The second factor at the counter over HTTP: registered, asked for, attacked, lost, and reset by a colleague."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyotp import TOTP

from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.desk.counter.session import HALFWAY
from kiosk.passkeys import PasskeyPlace
from kiosk.settings import DeskMode
from kiosk.signin import FREE_TRIES
from kiosk.staff import StaffRole, add_staff, list_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.pages import Page, Pages

PASSWORD = "mado-guchi-1"
RULES = '[second_factor]\nclerk = "may"\nadmin = "must"\n'


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """A counter where administrators must have a second factor, and clerks may."""
    office = build_town_hall(tmp_path, more=RULES).office
    opened = open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    add_staff(opened.store, "sato", PASSWORD, StaffRole.CLERK)
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


class Phone:
    """An authenticator app: each number it shows is a later one, as if half a minute had passed."""

    def __init__(self, page: Page) -> None:
        found = re.search(r"<strong>([A-Z2-7 ]+)</strong>", page.text)
        assert found is not None
        self.secret = found[1].replace(" ", "")
        self._step = int(time.time()) // 30 - 1

    def number(self) -> str:
        self._step += 1
        return TOTP(self.secret).generate_otp(self._step)


def with_password(workplace: Workplace, name: str = "sato") -> Pages:
    """A browser after a right password."""
    pages = Pages(create_app(workplace.office, workplace.desk, workplace))
    pages.open("/login")
    pages.send(name=name, password=PASSWORD)
    return pages


def press(pages: Pages, path: str, status: int = 200, form: str = "factors", **fields: str) -> Page:
    """Press the button of the page's form that leads to this path."""
    assert pages.now is not None
    found = pages.now.form(form)
    found.action = path
    return pages.send(dict(fields), form=form, status=status)


def with_app(pages: Pages) -> tuple[Phone, list[str]]:
    """An app registered by somebody who is signed in, and the spare codes."""
    pages.open("/second")
    phone = Phone(press(pages, "/second/app", password=PASSWORD))
    page = pages.send(form="second-factor", second=phone.number())
    return phone, re.findall(r"<li>([0-9](?:-[A-Z0-9]{4}){3})</li>", page.text)


def events(workplace: Workplace) -> list[str]:
    return [entry.event for entry in read_entries(workplace.store)]


def test_it_works_from_registering_to_the_next_sign_in(workplace: Workplace) -> None:
    pages = with_password(workplace)
    phone, spare = with_app(pages)
    assert len(spare) == 10
    assert pages.open("/").path == "/"
    later = with_password(workplace)
    assert later.now is not None
    assert later.now.path == "/login/second"
    assert later.send(form="second-factor", second=phone.number()).path == "/"
    third = with_password(workplace)
    assert third.send(form="second-factor", second=spare[4]).path == "/"


def test_the_password_alone_opens_nothing(workplace: Workplace) -> None:
    with_app(with_password(workplace))
    pages = with_password(workplace)
    for path in ("/", "/second", "/password", "/staff"):
        assert pages.open(path).path == "/login"
    assert pages.client.get("/live/now").status_code == 403


def test_who_must_have_one_registers_it_before_anything_else(workplace: Workplace) -> None:
    add_staff(workplace.store, "chief", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    pages = with_password(workplace, "chief")
    for path in ("/", "/staff", "/visits/none"):
        assert pages.open(path).path == "/second"
    assert "登録してから始めます" in pages.open("/second").text
    with_app(pages)
    assert pages.open("/staff").path == "/staff"
    pages.open("/second")
    assert "最後の1つは消せません" in press(pages, "/second/remove", 422, password=PASSWORD).text


def test_registering_asks_for_the_password(workplace: Workplace) -> None:
    pages = with_password(workplace)
    for path in ("/second/app", "/second/passkey", "/second/spare", "/second/remove"):
        pages.open("/second")
        assert "今のパスワードが違います。" in press(pages, path, 422, password="mado-guchi-2").text
    assert not list_staff(workplace.store)[0].has_second


def test_a_wrong_number_registers_no_app(workplace: Workplace) -> None:
    pages = with_password(workplace)
    pages.open("/second")
    press(pages, "/second/app", password=PASSWORD)
    assert "番号が違います。" in pages.send(form="second-factor", second="12345", status=422).text
    assert not list_staff(workplace.store)[0].has_second


def test_guessing_numbers_takes_longer_each_time_and_a_new_password_does_not_help(workplace: Workplace) -> None:
    phone, _ = with_app(with_password(workplace))
    pages = with_password(workplace)
    for _ in range(FREE_TRIES):
        pages.send(form="second-factor", second="12345", status=422)
    pages.open("/login")
    pages.send(name="sato", password=PASSWORD)
    assert "続けて違ったため" in pages.send(form="second-factor", second=phone.number(), status=422).text
    assert events(workplace).count(AuditEvent.STAFF_SIGN_IN_FAILED) == FREE_TRIES
    assert events(workplace)[-1] == AuditEvent.STAFF_SIGN_IN_DELAYED


def test_a_step_belongs_to_the_screen_that_gave_the_password(workplace: Workplace) -> None:
    phone, _ = with_app(with_password(workplace))
    with_password(workplace)
    stranger = Pages(create_app(workplace.office, workplace.desk, workplace))
    assert stranger.open("/login/second").path == "/login"
    with stranger.client.session_transaction() as session:
        session[HALFWAY] = "f" * 32
    token = dict(stranger.open("/login").forms[-1].fields)["csrf_token"]
    sent = stranger.client.post("/login/second", data={"csrf_token": token, "second": phone.number()})
    assert sent.headers["Location"] == "/login"
    assert stranger.open("/").path == "/login"


def test_an_administrator_resets_a_colleague_and_not_themselves(workplace: Workplace) -> None:
    with_app(with_password(workplace))
    add_staff(workplace.store, "chief", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    pages = with_password(workplace, "chief")
    with_app(pages)
    assert "自分の設定" in pages.open("/staff").text
    number = next(n for n, form in enumerate(pages.open("/staff").forms) if form.action == "/staff/sato/second")
    assert pages.now is not None
    pages.now.forms[number].id = "reset"
    assert "sato の2段階認証を取り消しました。" in pages.send(form="reset").text
    assert events(workplace)[-1] == AuditEvent.STAFF_SECOND_RESET
    assert with_password(workplace).open("/").path == "/"


def test_a_clerk_resets_nobody(workplace: Workplace) -> None:
    pages = with_password(workplace)
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    assert pages.client.post("/staff/sato/second", data={"csrf_token": token}).status_code == 403


@pytest.mark.parametrize("base", ["http://127.0.0.1:8001", "http://192.0.2.7"])
def test_no_passkey_is_offered_where_browsers_have_none(workplace: Workplace, base: str) -> None:
    pages = Pages(create_app(workplace.office, workplace.desk, workplace), base)
    pages.open("/login")
    pages.send(name="sato", password=PASSWORD)
    assert "パスキーを登録する" not in pages.open("/second").text
    assert "認証アプリを登録する" in pages.open("/second").text


@pytest.mark.parametrize("answer", ["", "{}", "[" * 9000, '{"rawId":"AA"}', "x" * 20_000, '{"rawId":1,"id":null}'])
def test_no_passkey_is_made_of_what_no_browser_sends(workplace: Workplace, answer: str) -> None:
    pages = with_password(workplace)
    pages.open("/second")
    press(pages, "/second/passkey", password=PASSWORD)
    assert "そのパスキーでは入れません。" in pages.send(form="passkey", answer=answer, status=422).text
    assert not list_staff(workplace.store)[0].has_second


def test_a_town_that_wants_none_has_no_such_page(tmp_path: Path) -> None:
    office = build_town_hall(tmp_path).office
    opened = open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    add_staff(opened.store, "sato", PASSWORD, StaffRole.CLERK)
    pages = with_password(opened)
    assert "2段階認証" not in pages.open("/").text
    pages.open("/second", status=404)
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://localhost:8001", PasskeyPlace("localhost", "http://localhost:8001")),
        ("https://desk.town.example", PasskeyPlace("desk.town.example", "https://desk.town.example")),
        ("http://desk.town.example", None),
        ("https://192.0.2.1", None),
        ("http://[::1]:8001", None),
    ],
)
def test_where_passkeys_can_be_asked_for(address: str, place: PasskeyPlace | None) -> None:
    assert PasskeyPlace.of(address) == place
