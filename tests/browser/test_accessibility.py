"""What the statement page says was tested is tested here: every screen of the prefill site, in every language and look.

A sweep (tests/sweep.py) looks at every language in every look; with `WRITE_RESULTS=1 pytest --sweep
tests/browser/test_accessibility.py` the results are written into kiosk/prefill/accessibility.toml.
"""

import os
import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.prefill.accessibility import FILE, How, read_results
from kiosk.web.language import EASY, LANGUAGES, OFFERED
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.conftest import PHONE, phone_context
from tests.browser.screens import GROUPS, TITLES, Visit
from tests.browser.serving import serving
from tests.browser.untranslated import assert_translated
from tests.browser.walking import walk_to_code
from tests.sweep import swept

LOOKS: dict[str, dict[str, str]] = {
    "暗い配色と動きを減らす設定": {"color_scheme": "dark", "reduced_motion": "reduce"},
    "色の強制": {"forced_colors": "active"},
}
USUAL = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
LARGE = "幅320で文字200％"
NARROW = {"width": 320, "height": 640}
WRITING = bool(os.environ.get("WRITE_RESULTS"))
CLOSELY = (("copy", "ja"), ("copy", EASY))
"""Looked at in every look each day: the source, and the widest of all, since a word with its reading hangs together; all
others in a sweep."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
"""Text spacing of WCAG 2.2, 1.4.12."""


@swept(60, lambda case: (case["group"], case["language"]) == ("copy", "ja"))
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("group", GROUPS)
def test_no_screen_has_a_finding_in_any_language_and_look(
    browser: Browser, town: Office, group: str, language: str, pytestconfig: pytest.Config
) -> None:
    app = create_app(town)
    thorough = bool(pytestconfig.option.sweep)
    with serving(app) as url:
        context = phone_context(browser, scale=1)
        page = context.new_page()
        for name, open_in in GROUPS[group](Visit(page, app, url, town)):
            assert name in TITLES
            open_in(language)
            assert page.locator("html").get_attribute("lang") == LANGUAGES[language].tag, name
            assert_translated(page, language)
            assert_accessible(page, colours=thorough or language == "ja")
            assert_no_sideways_scrolling(page)
            if (group, language) in CLOSELY or thorough:
                look_closely(page)
        context.close()


def look_closely(page: Page) -> None:
    """The same page in every other look, and as large as people need it on the narrowest phone."""
    for look in LOOKS.values():
        page.emulate_media(**{**USUAL, **look})  # type: ignore[arg-type]
        assert_accessible(page)
    page.emulate_media(**USUAL)  # type: ignore[arg-type]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_sideways_scrolling(page)
    assert_accessible(page, colours=False)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_the_statement_names_what_was_tested(browser: Browser, town: Office) -> None:
    app = create_app(town)
    with serving(app) as url:
        context = phone_context(browser, scale=1)
        at = Visit(context.new_page(), app, url, town)
        shown = [name for screens in GROUPS.values() for name, _ in screens(at)]
        context.close()
    say("screens", [TITLES[name] for name in shown])
    assert shown == list(TITLES)
    say("looks", ["ふつう", *LOOKS, LARGE])
    say("languages", [LANGUAGES[code].name for code in OFFERED])


def test_wider_letters_and_lines_hide_nothing(phone: Page, prefill_url: str) -> None:
    def look(page: Page, screen: str) -> None:
        # Our own policy forbids foreign styles; a person's browser is above it.
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }",
            SPACED,
        )
        assert_no_sideways_scrolling(page)
        cut = page.evaluate(
            """[...document.querySelectorAll("button, label, p, h1, h2, dd, summary")]
                .filter(e => e.offsetParent && !e.closest(".visually-hidden") && e.clientHeight
                          && e.scrollHeight > e.clientHeight + 4 && getComputedStyle(e).overflow === "hidden")
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert cut == []

    phone.set_viewport_size({"width": 320, "height": 640})
    walk_to_code(phone, prefill_url, look)


def test_every_criterion_of_the_standards_is_judged_once() -> None:
    numbers = [criterion.number for criterion in read_results().criteria]
    assert len(numbers) == len(set(numbers)) == 56
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    jis = [criterion for criterion in read_results().criteria if criterion.jis]
    assert (sum(each.level == "A" for each in jis), sum(each.level == "AA" for each in jis)) == (25, 13)
    assert all(each.note for each in read_results().criteria if each.how in (How.PART, How.PERSON))


def say(key: str, found: list[str]) -> None:
    """The statement says exactly this; or is made to, when the results are to be written."""
    if WRITING:
        listed = ", ".join(f'"{each}"' for each in found)
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = [{listed}]", FILE.read_text("utf-8"))
        FILE.write_text(re.sub(r"(?m)^tested = .*$", f"tested = {date.today().isoformat()}", text), "utf-8")
    else:
        assert list(getattr(read_results(), key)) == found, (
            "run with WRITE_RESULTS=1 and --sweep, and read the page"
        )
