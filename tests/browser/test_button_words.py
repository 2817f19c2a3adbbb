"""On the narrowest phone no button breaks a word in two, in any language."""

import re
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from kiosk.web.language import DOMAINS, LANGUAGES, MARKED, OFFERED
from tools.translation.pofiles import entries
from tools.translation.screens import ROOT

CSS = ROOT / "kiosk" / "web" / "static" / "css"
ON_A_BUTTON = re.compile(
    r'(?:button\w*\(|<button[^>]*>\s*\{\{ ?|class="[^"]*button[^"]*"[^>]*>\s*\{\{ ?)_\("([^"]+)"'
)
BROKEN = """() => [...document.querySelectorAll("button")].flatMap(button => {
    const text = button.firstChild, words = /[\\p{L}\\p{M}]+/gu, found = [];
    for (let word; !button.lang.match(/ja|zh|my/) && (word = words.exec(text.textContent));) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
    return button.scrollWidth > button.clientWidth + 1 ? [...found, text.textContent] : found;
})"""


def test_it_works_at_320_pixels(browser: Browser) -> None:
    """Chinese, Japanese and Burmese break anywhere, or where their dictionary says."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    style = "".join((CSS / name).read_text("utf-8") for name in ("tokens.css", "components.css"))
    buttons = [
        f'<p><button class="button" lang="{LANGUAGES[code].tag}">{escape(said)}</button></p>'
        for code in OFFERED
        for said in buttons_in(code)
    ]
    page.set_content(f'<style>{style}</style><main class="main">{"".join(buttons)}</main>')
    assert len(buttons) > 400
    assert page.evaluate(BROKEN) == []
    page.evaluate("document.querySelector('main').style.width = '7rem'")
    assert "Continue" in page.evaluate(BROKEN), "it would be seen"
    page.close()


def buttons_in(code: str) -> list[str]:
    said = {entry.msgid: entry.msgstr for domain in DOMAINS for entry in entries(LANGUAGES[code], domain)}
    named = {text for file in templates() for text in ON_A_BUTTON.findall(file.read_text("utf-8"))}
    plain = (MARKED.sub(lambda word: word[1] or word[2], said.get(text, "")) for text in sorted(named))
    return [re.sub(r"%\(\w+\)s", "12", text) for text in plain if text]


def templates() -> list[Path]:
    return [*ROOT.glob("kiosk/*/templates/**/*.html")]
