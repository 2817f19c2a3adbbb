"""On the narrowest phone the screens of a large family break no word or reading and cut no choice, in every language."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from kiosk.office import Office
from kiosk.web.language import OFFERED
from tests.browser.conftest import phone_context
from tests.browser.drafts import answered, put
from tests.browser.fitting import misfits
from tests.browser.screens import MANY
from tests.sweep import swept


@swept(4, lambda case: case["language"] == "ko")
@pytest.mark.parametrize("language", OFFERED)
def test_no_word_is_broken_and_no_choice_is_cut(
    browser: Browser, prefill: Flask, prefill_url: str, town: Office, language: str
) -> None:
    page = phone_context(browser, scale=1).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    draft = put(page.context, prefill, prefill_url, answered(town, *MANY, sample="longest"))
    for path in ("/p/family", "/review"):
        page.goto(f"{draft}{path}?language={language}")
        assert misfits(page) == [], path
    page.context.close()
