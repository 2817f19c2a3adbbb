"""axe-core on the page as it stands. It finds a part of what WCAG asks; the rest is for people."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.speech import assert_read_well

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def assert_accessible(page: Page, *, colours: bool = True) -> None:
    """Fails with rule and element of every finding, and with what a screen reader would say badly.

    Without `colours` their contrast is not looked at: it takes three quarters of the time and is the same in every language.
    Works under our CSP, since DevTools evaluates outside it. Asked for violations alone, axe does not describe each
    element that is right, which was a third of its time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate(
        """([rules, colours]) => axe.run(document, {
                runOnly: {type: 'tag', values: rules},
                rules: {"color-contrast": {enabled: colours}},
                resultTypes: ["violations"],
            }).then(r => r.violations)""",
        [RULES, colours],
    )
    told = [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]
    assert not told, page.url + "\n" + "\n".join(told)
    assert_read_well(page)


def assert_no_sideways_scrolling(page: Page) -> None:
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                      && getComputedStyle(e).position !== "absolute" && !e.closest(".visually-hidden"))
            .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width}px too wide: {wide}"
