"""The page with the code: keeping it as a picture, on paper or as a message, and showing it at the desk."""

from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from pikepdf import Pdf
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk.office import Office
from kiosk.prefill import create_app
from tests.browser.axe import assert_accessible
from tests.browser.codes import answers_in, codes_on_screen
from tests.browser.drafts import answered, put, sealed
from tests.browser.screens import COPY
from tests.browser.serving import serving
from tests.browser.walking import improved, walk_to_code
from tests.residents import YOSHIDA

ShowCode = Callable[[Page], None]

# Chromium without a window has neither; a phone has both. What they are given is what counts here.
SHARING = """
navigator.canShare = data => Array.isArray(data.files);
navigator.share = async data => { window.shared = data.files; };
"""
WAKING = """
Object.defineProperty(navigator, "wakeLock", { value: { request: async kind => { window.awake = kind; } } });
"""


def test_it_works_as_a_picture_to_save(phone: Page, prefill_url: str, town: Office) -> None:
    walk_to_code(phone, prefill_url)
    improved(phone)
    with phone.expect_download() as started:
        phone.get_by_role("link", name="画像で保存する").click()
    assert started.value.suggested_filename == "uketsuke-code-1.png"
    saved = Image.open(started.value.path())
    found = zxingcpp.read_barcodes(saved)
    assert answers_in([each.text for each in found], town)["you.name"] == YOSHIDA
    assert saved.height > saved.width, "town, what for, until when and what to bring stand below"
    words = saved.convert("L").crop((0, saved.width, saved.width, saved.height))
    assert sum(words.histogram()[:100]) > 500


def test_without_a_script_the_code_alone_is_saved(plain_phone: Page, show_code: ShowCode, town: Office) -> None:
    show_code(plain_phone)
    with plain_phone.expect_download() as started:
        plain_phone.get_by_role("link", name="画像で保存する").click()
    found = zxingcpp.read_barcodes(Image.open(started.value.path()))
    assert answers_in([each.text for each in found], town)["you.name"] == YOSHIDA


@pytest.mark.parametrize("procedures", [(COPY,), ("move_in", "health_insurance_join", "child_allowance")])
def test_its_print_is_one_page(phone: Page, town: Office, procedures: tuple[str, ...]) -> None:
    app = create_app(town)
    with serving(app) as url:
        draft = put(phone.context, app, url, sealed(town, answered(town, *procedures)))
        phone.goto(f"{draft}/code")
        improved(phone)
        paper = phone.pdf(format="A4", prefer_css_page_size=True)
    with Pdf.open(BytesIO(paper)) as opened:
        assert len(opened.pages) == 1


def test_it_can_be_sent_to_oneself_where_the_phone_can(phone: Page, show_code: ShowCode, town: Office) -> None:
    phone.add_init_script(SHARING)
    show_code(phone)
    improved(phone)
    assert_accessible(phone)
    phone.get_by_role("button", name="自分に送る").click()
    until(phone, "window.shared")
    assert phone.evaluate("shared.map(file => [file.name, file.type])") == [["uketsuke-code-1.png", "image/png"]]
    sent = phone.evaluate("shared[0].arrayBuffer().then(bytes => [...new Uint8Array(bytes)])")
    found = zxingcpp.read_barcodes(Image.open(BytesIO(bytes(sent))))
    assert answers_in([each.text for each in found], town)["you.name"] == YOSHIDA


def test_sending_is_not_offered_where_the_phone_cannot(phone: Page, show_code: ShowCode) -> None:
    phone.add_init_script("delete Navigator.prototype.share; delete Navigator.prototype.canShare;")
    show_code(phone)
    improved(phone)
    expect(phone.get_by_role("button", name="印刷する")).to_be_visible()
    expect(phone.get_by_role("button", name="自分に送る")).to_be_hidden()


def test_it_can_be_printed_with_what_to_bring_and_no_buttons(
    phone: Page, show_code: ShowCode, town: Office
) -> None:
    phone.add_init_script("window.print = () => { window.printed = true; }")
    show_code(phone)
    phone.get_by_role("button", name="印刷する").click()
    until(phone, "window.printed")
    phone.emulate_media(media="print")
    expect(phone.get_by_role("heading", name="持ってくるもの")).to_be_visible()
    expect(phone.locator(".button:visible")).to_have_count(0)
    assert answers_in(codes_on_screen(phone), town)["you.name"] == YOSHIDA


def test_the_screen_stays_awake_while_the_code_is_shown(phone: Page, show_code: ShowCode) -> None:
    phone.add_init_script(WAKING)
    show_code(phone)
    until(phone, "window.awake")
    assert phone.evaluate("window.awake") == "screen"
    expect(phone.get_by_text("画面を明るくすると、読み取りやすくなります。")).to_be_visible()


def test_the_code_has_a_white_margin_of_four_modules(phone: Page, show_code: ShowCode) -> None:
    for width in (320, 360, 390, 430, 768):
        phone.set_viewport_size({"width": width, "height": 800})
        show_code(phone)
        improved(phone)
        picture = Image.open(BytesIO(phone.locator("[data-code]").screenshot())).convert("L")
        modules = int(phone.locator("[data-code]").get_attribute("data-modules") or 0)
        margin = round(4 * picture.width / modules) - 1
        assert picture.crop((1, 1, picture.width - 1, margin)).getextrema() == (255, 255), width
        assert picture.crop((1, 1, margin, picture.height - 1)).getextrema() == (255, 255), width


def until(page: Page, known: str) -> None:
    """Waits for a value in the page. Playwright's own waiting evaluates inside our policy, which forbids that."""
    for _ in range(600):
        if page.evaluate(f"Boolean({known})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(known)
