"""A person who finds out in the middle that she may read it in her own language."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import phone_context
from tests.browser.walking import begin, fill, go, open_group
from tests.kiosk.prefill.journeys import FAMILY


def turn(page: Page, code: str) -> None:
    page.locator(".language-menu > summary").click()
    with page.expect_navigation():
        page.locator(f"button[value='language:{code}']").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_it_works_while_a_name_is_half_typed(browser: Browser, prefill_url: str, javascript: bool) -> None:
    context = phone_context(browser, javascript=javascript, scale=1)
    page = context.new_page()
    begin(page, prefill_url)
    fill(page, {"whom": "self"})
    go(page)
    page.locator('[name="you.name.family"]').fill(FAMILY)
    for code in ("vi", "my", "ja"):
        turn(page, code)
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator('[name="you.name.family"]')).to_have_value(FAMILY)
        expect(page.locator(".error-summary")).to_have_count(0)
    context.close()


def test_the_enter_key_goes_on_and_never_to_another_language(phone: Page, prefill_url: str) -> None:
    phone.goto(f"{prefill_url}/?language=en")
    open_group(phone, "resident_record_copy")
    phone.locator("[value=resident_record_copy]").check()
    for target in ("[value=resident_record_copy]", "[value=self]"):
        phone.locator(target).check()
        with phone.expect_navigation():
            phone.locator(target).press("Enter")
        expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.locator('[name="you.name.family"]')).to_be_visible()


def test_the_menu_opens_and_chooses_by_keyboard(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    summary = phone.locator(".language-menu > summary")
    summary.press("Enter")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Tiếng Việt").press("Enter")
    expect(phone.locator("html")).to_have_attribute("lang", "vi")
