"""A company's employee fills in what the company is, and the desk gets it whole."""

from playwright.sync_api import Browser, expect

from forms import Application
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

PROCEDURE = "resident_record_copy"


def test_it_works(browser: Browser, town: Office) -> None:
    app = create_app(town)
    draft = answered(town, PROCEDURE, sample="organisation")
    with serving(app) as url:
        page = phone_context(browser).new_page()
        here = put(page.context, app, url, draft)
        page.goto(f"{here}/p/organisation")
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
        page.locator('[name="organisation.name"]').fill("株式会社みどり野商事")
        page.locator('[name="organisation.head!unknown"]').check()
        go(page)
        page.goto(f"{here}/review")
        go(page, "この内容で受付コードを作る")
        expect(page.get_by_text("社員証など、会社・法人の人であることが分かるもの")).to_be_visible()
        answers = unpack_rows(answers_in(codes_on_screen(page), town))
        page.context.close()
    pdf = draw_sheets(Application(town.catalogue.chosen([PROCEDURE]), answers), town).pdf
    paper = words(pdfium_text(pdf))
    assert "株式会社みどり野商事" in paper
    assert "代表取締役" not in paper
    assert words("法人の担当者") in paper
