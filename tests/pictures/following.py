"""Walks through any procedure's journey in a browser, giving a sample's answers."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from forms import shipped_catalogue
from forms.inputs import Inputs
from forms.journey import Journey
from forms.samples import read_sample
from kiosk.office import today
from kiosk.web import page_inputs
from tests.browser.walking import field_kinds, go

MOST_PAGES = 40


def choose(page: Page, url: str, id: str) -> None:
    page.goto(url)
    box = page.locator(f"input[value={id}]")
    page.locator(f"details:has([value={id}])").evaluate("e => e.open = true")
    box.check()
    go(page, "入力を始める")


def follow(page: Page, url: str, id: str, sample: str, look: Callable[[str], None] = lambda name: None) -> None:
    """From the first page to the review. `look` is called with the id of each page, filled in."""
    chosen = (shipped_catalogue().current[id],)
    answers = read_sample(chosen[0], sample).answers
    choose(page, url, id)
    for _ in range(MOST_PAGES):
        if "/p/" not in page.url:
            return
        name = page.url.split("/p/")[1].split("#")[0].replace("%40", "@")
        known = next(each for each in Journey(chosen, answers, today()).pages if each.id == name)
        put_in(page, page_inputs(known, answers))
        look(name)
        go(page)
    raise AssertionError(f"{id} {sample} does not end: {page.url}")


def put_in(page: Page, inputs: Inputs) -> None:
    """Type and press all of a page but what the site keeps to itself: marks, and the ids of people."""
    for key, rows in people_in(inputs).items():
        while int(page.locator(f'[name="{key}!rows"]').get_attribute("value") or 0) < rows:
            with page.expect_navigation():
                page.locator(f'button[value="add:{key}"]').click()
    page.locator("details.person").evaluate_all("all => all.forEach(e => { e.open = true; })")
    kinds = field_kinds(page)
    for name, values in inputs.items():
        if "!" in name or name.endswith(".id"):
            continue
        field = page.locator(f'[name="{name}"]')
        # Some questions come up only when others have been answered.
        kind = kinds.get(name) or str(field.first.evaluate("e => e.type"))
        for value in values:
            if kind in ("radio", "checkbox"):
                page.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(value)
            elif value:
                field.fill(value)


def people_in(inputs: Inputs) -> dict[str, int]:
    """How many persons each list has."""
    found: dict[str, int] = {}
    for name in inputs:
        if parts := re.fullmatch(r"(.+?)\.(\d+)\..+", name):
            found[parts[1]] = max(found.get(parts[1], 0), int(parts[2]) + 1)
    return found
