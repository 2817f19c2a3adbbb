"""What the statement page says was tested is tested here: every screen of the prefill site, in every look and language.

`WRITE_RESULTS=1 pytest tests/browser/test_accessibility.py` writes the results into kiosk/prefill/accessibility.toml.
"""

import os
import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from kiosk.prefill.statement import FILE, How, results
from kiosk.web.language import LANGUAGES, OFFERED
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.conftest import phone_context
from tests.browser.walking import begin, fill, go, walk_to_code
from tests.kiosk.prefill.journeys import APPLICANT, WANTED

LOOKS: dict[str, dict[str, str]] = {
    "ふつう": {},
    "暗い配色": {"color_scheme": "dark"},
    "色の強制": {"forced_colors": "active"},
    "動きを減らす": {"reduced_motion": "reduce"},
}
TITLES = {
    "start": "はじめ",
    "chosen": "手続を選んだところ",
    "visitor": "来る人",
    "applicant": "請求する人",
    "wanted": "ほしいもの",
    "entries": "載せること",
    "use": "使いみち",
    "review": "確認",
    "code": "受付コード",
    "mistakes": "まちがい",
    "people": "人の一覧",
    "wiped": "消したあと",
    "gone": "続きがない",
    "events": "できごと",
    "accessibility": "この画面",
}
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
"""Text spacing of WCAG 2.2, 1.4.12."""

Look = Callable[[Page, str], None]


def walk_everywhere(page: Page, url: str, look: Look) -> None:
    """Every screen of the site once, each with one of its procedures."""
    walk_to_code(page, url, look)
    draft = page.url
    go(page, "入力した内容をすべて消す")
    look(page, "wiped")
    for path, name in ((draft, "gone"), (f"{url}/guide", "events"), (f"{url}/accessibility", "accessibility")):
        page.goto(path)
        look(page, name)
    begin(page, url)
    fill(page, {"visitor.role": "self"})
    go(page)
    fill(page, {**APPLICANT, "applicant.birth_date.month": "13"})
    go(page)
    look(page, "mistakes")
    fill(page, {"applicant.birth_date.month": "2"})
    go(page)
    fill(page, {**WANTED, "resident_record.scope@resident_record_copy": "some"})
    go(page)
    look(page, "people")


@pytest.mark.parametrize("name", LOOKS)
def test_no_screen_has_a_finding_in_any_look(browser: Browser, prefill_url: str, name: str) -> None:
    context = phone_context(browser, scale=1)
    page = context.new_page()
    page.emulate_media(**LOOKS[name])  # type: ignore[arg-type]
    seen: list[str] = []

    def look(page: Page, screen: str) -> None:
        assert_accessible(page)
        seen.append(TITLES[screen])

    walk_everywhere(page, prefill_url, look)
    context.close()
    told("screens", seen)
    told("looks", list(LOOKS))


def test_the_first_screens_have_no_finding_in_any_language(browser: Browser, prefill_url: str) -> None:
    context = phone_context(browser, scale=1)
    page = context.new_page()
    names = {language.code: language.name for language in LANGUAGES.values()}
    for code in OFFERED:
        for path in ("", "/guide"):
            page.goto(f"{prefill_url}/?language={code}")
            page.goto(prefill_url + path)
            assert_accessible(page)
            assert_no_sideways_scrolling(page)
    context.close()
    told("languages", [names[code] for code in OFFERED])


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
    numbers = [criterion.number for criterion in results().criteria]
    assert len(numbers) == len(set(numbers)) == 56
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    jis = [criterion for criterion in results().criteria if criterion.jis]
    assert (sum(each.level == "A" for each in jis), sum(each.level == "AA" for each in jis)) == (25, 13)
    assert all(each.note for each in results().criteria if each.how in (How.PART, How.PERSON))


def told(key: str, found: list[str]) -> None:
    """The statement says exactly this; or is made to, when the results are to be written."""
    if os.environ.get("WRITE_RESULTS"):
        text = FILE.read_text("utf-8")
        listed = ", ".join(f'"{each}"' for each in found)
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = [{listed}]", text)
        FILE.write_text(re.sub(r"(?m)^tested = .*$", f"tested = {date.today().isoformat()}", text), "utf-8")
    else:
        assert list(getattr(results(), key)) == found, "run with WRITE_RESULTS=1 and read the page"
