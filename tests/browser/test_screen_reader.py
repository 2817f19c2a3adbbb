"""Journeys as Orca reads them: on the phone, at the counter, at the lobby. Only in `make sweep`; what can be told without
Orca is told by speech.py on every page that is looked at."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.deskserver import PASSWORD, running_desk
from tests.browser.screenreader import PROGRAMS, Ear, listening, window
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall
from tests.sweep import swept

NEXT = ".actions-main button"
EVERY_SHARE = 10**6
"""So many shares that `make test` meets none of these, and `make sweep` all."""

Journey = Callable[[Ear, Page, TownHall], None]


@pytest.fixture
def ear(tmp_path: Path, worker_id: str) -> Iterator[Ear]:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with listening(tmp_path / "ear", int("0" + "".join(filter(str.isdigit, worker_id)))) as heard:
        yield heard


def phone(ear: Ear, page: Page, hall: TownHall) -> None:
    """住民票 by keyboard to the second page, with nothing chosen at first on every page."""
    with serving(create_app(hall.office)) as url:
        ear.open(url)
        ear.tab_to(page, ".choose-bar button")
        refused = turn_page(ear)
        assert "直していただきたいところがあります" in refused
        assert refused.count("直していただきたいところがあります") == 1
        assert "1つ以上選んでください。 リンク" in ear.press("Control_L", "Tab")
        assert "したい手続をすべて選んでください ※必須" in ear.tab_to(page, "input[name=procedure]")
        ear.press("space")
        ear.tab_to(page, ".choose-bar button")
        assert turn_page(ear).count("画面のうち1画面目") == 1
        ear.tab_to(page, NEXT)
        turn_page(ear)
        ear.press("Control_L", "Tab")
        chosen = ear.press("Return")
        assert "どなたについての手続ですか ※必須" in chosen
        assert "エラー： 選んでください。" in chosen
        ear.press("space")
        ear.tab_to(page, NEXT)
        you = turn_page(ear)
        assert page.evaluate("location.pathname").endswith("/p/you")
        assert "本文へ" not in you, "the page begins behind its head"
        assert "フォーム" not in you, "a form without a name is no place"
        name = ear.tab_to(page, '[name="you.name.family"]')
        assert "お名前 ※必須" in name
        assert "住民票のとおりの字で入力してください。" in name
        assert "住所を自動入力" in ear.tab_to(page, '[name="you.postal_code"]')
        easy = ear.open(f"{url}/?language=ja-simple")
        assert "役場に来る前に、申請書を作ることができます" in easy.splitlines()


def counter(ear: Ear, page: Page, hall: TownHall) -> None:
    """Sign in, and read a code: the page of the visit says whose it is."""
    with running_desk(hall, DeskMode.COUNTER) as (address, _):
        assert "職員名" in ear.open(f"{address}/login") + ear.tab_to(page, "#name")
        ear.type("sato")
        ear.tab_to(page, "#password")
        ear.type(PASSWORD)
        turn_page(ear)

        def scan() -> None:
            read_code(page, hall.ticket()[0] + "\n")
            page.wait_for_url("**/visits/*")

        assert "A-001" in ear.during(scan, first=6, quiet=1.0)


def lobby(ear: Ear, page: Page, hall: TownHall) -> None:
    """The ways to begin, and the name with the keys of the screen."""
    with running_desk(hall, DeskMode.LOBBY) as (address, _):
        ear.open(address)
        said = ear.tab_to(page, "a.way[href$='/hand']")
        assert re.search("画面で入力する ?、 ?コードもカードもお持ちでない方", said), said
        turn_page(ear)
        page.goto(f"{address}/hand?group=証明書")
        page.locator("button.way-line").first.click()
        page.goto(f"{address}/ask/you.name")
        expect(page.locator(".board")).to_be_visible()
        ear.during(lambda: None, first=2.0, quiet=1.0)
        assert "や" in ear.during(page.locator(".pad-key:text-is('や')").click).splitlines()


def turn_page(ear: Ear) -> str:
    """Press what has the focus, and hear the page that follows to its end."""
    return ear.press("Return", first=6, quiet=1.0)


@swept(EVERY_SHARE, lambda case: False)
@pytest.mark.timeout(300)
@pytest.mark.parametrize("journey", [phone, counter, lobby], ids=lambda journey: str(journey.__name__))
def test_a_journey_is_read_out(journey: Journey, ear: Ear, browser: Browser, town: Office) -> None:
    with window(ear, browser) as page:
        journey(ear, page, TownHall(town))
