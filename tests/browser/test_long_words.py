"""On the narrowest phone words stay whole, at the usual size and at twice that, and a field keeps the place for a word."""

import pytest
from playwright.sync_api import Browser

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.web.language import OFFERED
from tests.browser.axe import assert_no_sideways_scrolling
from tests.browser.conftest import phone_context
from tests.browser.screens import GROUPS, Visit
from tests.browser.serving import serving
from tests.browser.words import broken_words, narrowed_fields
from tests.sweep import swept

NARROW = (320, 640)
WIDEST = 0.6
"""The share of the screen's width above which a word may be parted: a box in a box leaves little more at twice the size."""


@swept(16, lambda case: (case["group"], case["language"]) == ("copy", "fil"))
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("group", GROUPS)
def test_no_word_breaks_that_has_its_place(browser: Browser, town: Office, group: str, language: str) -> None:
    app = create_app(town)
    with serving(app) as url:
        page = phone_context(browser, scale=1).new_page()
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        for name, open_in in GROUPS[group](Visit(page, app, url, town)):
            open_in(language)
            assert broken_words(page) == [], name
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert_no_sideways_scrolling(page)
            assert narrowed_fields(page) == [], name
            wide = NARROW[0] * WIDEST
            assert [each for each in broken_words(page) if each[1] < wide] == [], name
        page.context.close()
