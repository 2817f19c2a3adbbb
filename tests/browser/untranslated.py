"""What nobody has translated shows as kana on a page in another language."""

import re

from playwright.sync_api import Page

from kiosk.web.language import EASY, OFFERED

NO_JAPANESE = [code for code in OFFERED if code not in ("ja", EASY, "zh-Hans", "zh-Hant")]
"""Languages in which kana in a row is a text that nobody translated."""

KANA = re.compile("[ぁ-ゖァ-ヺ]{3,}")

_BESIDE = re.compile("[(（][^()（）]*[)）]|「[^「」]*」")
"""An official term in brackets or corner brackets beside its translation."""


def assert_translated(page: Page, language: str) -> None:
    untranslated = KANA.findall(own_words(page)) if language in NO_JAPANESE else []
    assert not untranslated, f"{page.url}: {untranslated}"
    assert "\ufff9" not in page.content(), f"{page.url}: a reading as the program carries it"


def own_words(page: Page) -> str:
    """The page without names of languages and towns, the keys on the screen, and what the person typed or may copy as
    an example."""
    text: str = page.evaluate(
        """() => {
            const copy = document.body.cloneNode(true);
            const others = "[lang], input, textarea, script, template, .support, .person-line, .board, .pad, dd";
            copy.querySelectorAll(others).forEach(e => e.remove());
            return copy.textContent;
        }"""
    )
    return _BESIDE.sub("", text.replace("みどり野町", "").replace("書かない窓口", ""))
