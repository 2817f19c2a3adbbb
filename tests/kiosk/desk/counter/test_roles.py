"""Each role opens what is its own and nothing else: every screen and every button of the counter, asked by every role."""

from collections.abc import Iterator, Mapping
from itertools import count

import pytest
from flask import Flask

from kiosk.desk import Workplace, create_app
from kiosk.desk.counter.areas import AREAS, EVERY_AREA, FIRST_SCREEN, area_of
from kiosk.desk.workplace import open_workplace
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import NewVisit, WayIn, open_visit
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.kiosk.town.test_hall import EXAMPLE

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
HOMES = {
    StaffRole.RECEPTION: "番号",
    StaffRole.CLERK: "受付コードをかざしてください",
    StaffRole.CASHIER: "レジ",
    StaffRole.HEAD: "きょう",
    StaffRole.ADMIN: "職員の登録",
    StaffRole.AUDITOR: "監査記録",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One counter for all: nothing that is refused leaves a trace."""
    folder = tmp_path_factory.mktemp("roles")
    town_hall: TownHall = build_town_hall(folder, more="[till]\nuse = true\n")
    (folder / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture(scope="module")
def app(here: Workplace) -> Flask:
    return create_app(here.office, here.desk, here)


@pytest.fixture(scope="module")
def everybody(here: Workplace, app: Flask) -> Mapping[StaffRole, Pages]:
    """One of each role, signed in."""
    found = {}
    for role in StaffRole:
        add_staff(here.store, f"my-{role}", PASSWORD, role)
        found[role] = Pages(app)
        found[role].client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.20.1"
        found[role].open("/login")
        found[role].send(name=f"my-{role}", password=PASSWORD)
    return found


def screens(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and an address of everything that the counter answers to."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("counter."):
                _, path = rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False) or ("", "")
                yield rule.endpoint, "POST" if "POST" in (rule.methods or ()) else "GET", path


def test_every_screen_belongs_to_an_area_and_every_area_has_a_screen(app: Flask) -> None:
    asked = {area_of(endpoint) for endpoint, _, _ in screens(app)}
    assert asked == set(EVERY_AREA)
    names = {endpoint.removeprefix("counter.") for endpoint, _, _ in screens(app)}
    assert set(AREAS) <= names | {name.split(".")[0] for name in names}


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_is_refused_all_that_is_not_its_own(
    app: Flask, everybody: Mapping[StaffRole, Pages], role: StaffRole
) -> None:
    pages = everybody[role]
    token = dict(pages.open("/closing" if role is not StaffRole.AUDITOR else "/records").forms[0].fields)
    refused = 0
    for endpoint, method, path in screens(app):
        if role in area_of(endpoint).roles:
            continue
        sent = pages.client.open(path, method=method, data={"csrf_token": token.get("csrf_token", "")})
        expected = 303 if (endpoint, method) == (FIRST_SCREEN, "GET") else 403
        assert sent.status_code == expected, f"{role} {method} {path}"
        refused += 1
    assert refused > 10


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_begins_at_its_own_screen_and_every_link_there_leads_somewhere(
    everybody: Mapping[StaffRole, Pages], role: StaffRole
) -> None:
    page = everybody[role].open("/")
    assert page.heading.startswith(HOMES[role])
    for link in {each.attributes["href"] for each in page.find("a") if each.attributes["href"].startswith("/")}:
        assert everybody[role].client.get(link, follow_redirects=True).status_code == 200, link


def test_the_auditor_sees_who_did_what_and_no_visit(here: Workplace, everybody: Mapping[StaffRole, Pages]) -> None:
    visit = open_visit(here.store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF))
    pages = everybody[StaffRole.AUDITOR]
    page = pages.open("/records")
    for words in ("監査記録", "受付を始めた", visit.receipt_number, "ログインした"):
        assert words in page.text
    assert "台帳の記録" in pages.open("/lookups").heading
    pages.open(f"/visits/{visit.id}", status=403)
    table = pages.client.get("/records.csv")
    assert table.mimetype == "text/csv"
    assert "受付を始めた" in table.get_data(as_text=True)
    assert "記録はありません。" in pages.open("/records?day=2020-01-01").text
    assert pages.client.get("/records?day=yesterday").status_code == 404


def test_the_reception_gives_out_a_number_and_stays_on_its_screen(
    here: Workplace, everybody: Mapping[StaffRole, Pages]
) -> None:
    pages = everybody[StaffRole.RECEPTION]
    pages.open("/turns")
    page = pages.send(form="give-cert")
    assert page.path == "/turns"
    assert "証明書：C-001 をお渡しください。" in page.text
    assert "受付番号" not in page.text
