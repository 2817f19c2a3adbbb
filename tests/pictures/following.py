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
from tests.browser.walking import go, improved, open_group

MOST_PAGES = 40
PUT_IN = """asked => Object.entries(asked).filter(([name, values]) => {
  const fields = [...document.getElementsByName(name)];
  for (const field of fields) {
    const chosen = ["radio", "checkbox"].includes(field.type);
    if (chosen && (!values.includes(field.value) || field.checked)) continue;
    if (chosen) field.click();
    else {
      field.value = values[0] ?? "";
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
  return fields.length;
}).map(([name]) => name)"""
"""Fills in all fields that are there at once and says which: a family of four has fifty."""


def choose(page: Page, url: str, id: str) -> None:
    page.goto(url)
    box = page.locator(f"input[value={id}]")
    open_group(page, id)
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
    asked = {name: [*values] for name, values in inputs.items() if "!" not in name and not name.endswith(".id")}
    improved(page)
    # Some questions come up only when others have been answered.
    while asked:
        page.locator(",".join(f'[name="{name}"]' for name in asked)).first.wait_for(state="attached")
        for name in page.evaluate(PUT_IN, asked):
            del asked[name]


def people_in(inputs: Inputs) -> dict[str, int]:
    """How many persons each list has."""
    found: dict[str, int] = {}
    for name in inputs:
        if parts := re.fullmatch(r"(.+?)\.(\d+)\..+", name):
            found[parts[1]] = max(found.get(parts[1], 0), int(parts[2]) + 1)
    return found
