"""What somebody does not know of one of the family holds nobody up at home: it waits, marked, on the paper."""

import pytest
from playwright.sync_api import Browser, expect

from forms import Application
from forms.answers import UNKNOWN, rows_of
from forms.schema import unpack_rows
from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.stacks import draw_sheets
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.codes import answers_in, codes_on_screen
from tests.browser.conftest import phone_context
from tests.browser.drafts import answered, put
from tests.browser.serving import serving
from tests.browser.walking import go
from tests.printing.paper import pdfium_text, words

PROCEDURE = "move_within"
LEFT = ("birth_date", "relation")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_birth_date_and_a_word_in_the_family_are_left_for_the_counter(
    browser: Browser, town: Office, javascript: bool
) -> None:
    app = create_app(town)
    draft = answered(town, PROCEDURE)
    name = str(rows_of(draft.answers["family"])[0]["name"])
    with serving(app) as url:
        page = phone_context(browser, javascript=javascript).new_page()
        here = put(page.context, app, url, draft)
        page.goto(f"{here}/p/family")
        page.locator("details.person > summary").first.click()
        for fact in LEFT:
            page.locator(f'[name="family.0.{fact}!unknown"]').check()
        page.locator('[name="family.0.birth_date"]').fill("")
        assert_accessible(page) if javascript else None
        assert_no_sideways_scrolling(page) if javascript else None
        go(page)
        page.goto(f"{here}/review")
        expect(page.get_by_text(f"生年月日（{name}）")).to_be_visible()
        expect(page.get_by_text("生年月日：窓口で書きます")).to_be_visible()
        go(page, "この内容で受付コードを作る")
        answers = unpack_rows(answers_in(codes_on_screen(page), town))
        page.context.close()
    first = rows_of(answers["family"])[0]
    assert {fact: first[fact] for fact in LEFT} == dict.fromkeys(LEFT, UNKNOWN)
    pdf = draw_sheets(Application(town.catalogue.chosen([PROCEDURE]), answers), town).pdf
    assert words(name) in words(pdfium_text(pdf))
    assert "の生年月日：窓口で記入".encode("utf-16-be").hex().upper().encode() in pdf.upper() or (
        "の生年月日：窓口で記入".encode("utf-16-be") in pdf
    )
