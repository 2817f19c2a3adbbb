"""How a resident walks through the prefill site in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from forms import shipped_catalogue
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, GIVEN, WANTED

Look = Callable[[Page, str], None]


def no_look(page: Page, name: str) -> None:
    """Passes by without looking."""


def begin(page: Page, url: str, look: Look = no_look) -> None:
    page.goto(url)
    look(page, "start")
    open_group(page, "resident_record_copy")
    page.locator("[value=resident_record_copy]").check()
    look(page, "chosen")
    go(page, "入力を始める")


def open_group(page: Page, procedure: str) -> None:
    """Opens the group of a procedure and what it stands in, if it stands in one: what most people want stands before all."""
    summaries = page.locator(f"details:not([open]):has([value={procedure}]) > summary")
    if summaries.count():
        while summaries.count():
            summaries.first.click()
    elif not page.locator(f"[value={procedure}]").count():
        with page.expect_navigation():
            page.locator(f"[value='group:{shipped_catalogue().current[procedure].group}']").click()


def go(page: Page, name: str = "次へ") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def improved(page: Page) -> None:
    """Waits for the page's scripts, where something is done that means nothing before they are there."""
    expect(page.locator("html.improved")).to_have_count(1)


def fill(page: Page, values: dict[str, str]) -> None:
    """Each field by its name. What kind they are is asked for all of them at once, for every question takes time;
    a field that appears only meanwhile is waited for."""
    kinds: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[name]')].map(e => [e.name, e.type]))"
    )
    for name, value in values.items():
        kind = kinds.get(name) or str(page.locator(f'[name="{name}"]').first.evaluate("e => e.type"))
        if kind in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            page.locator(f'[name="{name}"]').select_option(value)
        else:
            page.locator(f'[name="{name}"]').fill(value)


def walk_to_review(page: Page, url: str, look: Look = no_look) -> None:
    begin(page, url, look)
    look(page, "whom")
    fill(page, {"whom": "self"})
    go(page)
    look(page, "you")
    fill(page, APPLICANT)
    go(page)
    look(page, "wanted")
    fill(page, WANTED)
    go(page)
    look(page, "review")


def walk_to_code(page: Page, url: str, look: Look = no_look) -> None:
    walk_to_review(page, url, look)
    go(page, "この内容で受付コードを作る")
    look(page, "code")


__all__ = [
    "FAMILY",
    "GIVEN",
    "Look",
    "begin",
    "fill",
    "go",
    "improved",
    "no_look",
    "open_group",
    "walk_to_code",
    "walk_to_review",
]
