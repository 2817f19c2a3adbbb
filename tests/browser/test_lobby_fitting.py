"""What is always there at the lobby stands in whole words and one row, on the smallest screen a lobby has, in every language."""

import pytest
from playwright.sync_api import Browser

from kiosk.desk import Workplace
from kiosk.web.language import OFFERED
from tests.browser.deskserver import COUNTER_SIZE, UPRIGHT, lobby_page
from tests.browser.fitting import misfits
from tests.kiosk.desk.townhall import TownHall
from tests.pictures.lobby import show
from tests.sweep import swept

pytestmark = pytest.mark.lobby


@swept(4, lambda case: case["language"] == "en")
@pytest.mark.parametrize("language", OFFERED)
def test_no_word_is_broken_and_nothing_is_cut(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall, language: str
) -> None:
    page = lobby_page(browser, desk[0], COUNTER_SIZE)
    for size in (COUNTER_SIZE, UPRIGHT):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{desk[0]}/?language={language}")
        assert misfits(page) == []
        show(page, town_hall, language)
        for path in ("/review", "/ask/whom?from=review"):
            page.goto(f"{desk[0]}{path}")
            assert misfits(page) == []
            heights = page.evaluate("[...document.querySelectorAll('.always .button')].map(e => e.offsetHeight)")
            assert max(heights) <= 110
        page.goto(f"{desk[0]}/?language={language}")
    page.context.close()


def test_a_broken_word_would_be_seen(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0], COUNTER_SIZE)
    page.goto(f"{desk[0]}/?language=en")
    page.evaluate(
        "document.querySelector('.always .help').style.cssText = 'overflow-wrap: anywhere; width: 2em; flex: none; min-width: 0'"
    )
    assert any(each.startswith("broken word") for each in misfits(page))
    page.context.close()
