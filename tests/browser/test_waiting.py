"""One number from the lobby to the head of the section, and the wait as it is seen from home."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.hall.survey import count_face
from kiosk.hall.turns import Turns, new_key
from kiosk.office import now
from kiosk.prefill import create_app as create_site
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.town.hall import Need
from kiosk.town.status import pack_status, public_half
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.town.test_hall import EXAMPLE
from tests.kiosk.town.test_status import SECRET, STATUS

pytestmark = pytest.mark.browser
PASSWORD = "mado-guchi-1"


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path)
    (tmp_path / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    return built


@contextmanager
def at_work(town_hall: TownHall, mode: DeskMode) -> Iterator[tuple[str, Workplace]]:
    office = town_hall.office
    opened = open_workplace(office, office.settings.desk(mode))
    with serving(create_app(office, opened.desk, opened)) as url:
        yield url, opened
        # The screens' streams end first, else the server waits for them.
        opened.hub.close()
    opened.printer.stop()
    opened.store.close()


def test_a_number_with_a_wait_and_a_need_and_the_month_they_become(browser: Browser, town_hall: TownHall) -> None:
    with at_work(town_hall, DeskMode.LOBBY) as (url, lobby):
        page = browser.new_page(viewport={"width": 1280, "height": 1024})
        page.goto(f"{url}/number")
        page.get_by_role("button", name="証明書").click()
        page.get_by_text("およそ5分以内にお呼びします。").wait_for()
        assert page.get_by_role("button", name="席まで来てほしい").is_visible(), "without scrolling"
        page.get_by_role("button", name="席まで来てほしい").click()
        page.get_by_text("職員に伝えました").wait_for()
        assert_accessible(page)
        turn = Turns(lobby.store, "main").find("C-001")
        assert turn is not None
        assert turn.needs == {Need.SEAT}
        for _ in range(12):
            count_face(lobby.store, new_key(), "main", 4)
        page.close()
    with at_work(town_hall, DeskMode.COUNTER) as (url, counter):
        add_staff(counter.store, "sato", PASSWORD, StaffRole.CLERK)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{url}/login")
        page.fill("[name=name]", "sato")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text("席まで行く").wait_for()
        page.goto(f"{url}/figures")
        assert page.get_by_role("table", name="満足度").get_by_text("12人").is_visible()
        assert page.locator("svg.chart").first.bounding_box() is not None
        assert_accessible(page)
        page.close()


def test_the_wait_is_seen_from_home(browser: Browser, town_hall: TownHall, tmp_path: Path) -> None:
    file = tmp_path / "status.txt"
    file.write_text(pack_status(replace(STATUS, at=now()), SECRET), encoding="ascii")
    settings = town_hall.office.settings
    prefill = replace(settings.prefill, status_file=file, status_key=public_half(SECRET).hex())
    with serving(create_site(replace(town_hall.office, settings=replace(settings, prefill=prefill)))) as url:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(f"{url}/")
        page.get_by_role("link", name="窓口の待ち時間").click()
        page.get_by_text("およそ20〜35分でお呼びします。").wait_for()
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
        page.close()
