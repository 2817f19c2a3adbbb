"""`python -m tests.pictures.longest FOLDER [LANGUAGE…]`: in each language the screens whose texts are longest in it, as
contact sheets at the sizes of phone, lobby and counter, and what does not fit on them."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category, east_asian_width

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk.office import Office, today
from kiosk.prefill import Draft, create_app
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.site import new_id
from kiosk.settings import DeskMode
from kiosk.web.language import OFFERED
from tests.browser.conftest import FLAGS, WINDOWLESS, phone_context
from tests.browser.deskserver import COUNTER_SIZE, UPRIGHT, WIDE, lobby_page, running_desk
from tests.browser.drafts import answered, cookie_of, put, wrong_on
from tests.browser.fitting import misfits
from tests.browser.screens import GROUPS, Visit
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Element, PageParser
from tests.pictures.lobby import show

SIDE = 1600
PHONES = ((320, 640), (390, 844))
CELL = 780
"""How much of a long page is shown, around what made it the longest."""
LONGEST = {
    "title": "h1",
    "question": ".label",
    "help": ".support",
    "choices": ".rows",
    "choice": ".row",
    "button": ".button",
    "page": "main",
}
"""What is longest, and where it stands on a page: a tag or a class."""
OF_ALL = (
    "start",
    "mistakes",
    "household",
    "family-review",
    "refused",
    "codes",
    "list",
    "later",
    "wipe",
    "accessibility",
)
"""Screens of which there is one only."""
AT_LOBBY = (
    *("/", "/scan", "/hand", "/review", "/ask/whom?from=review"),
    *("/ask/resident_record.entries@resident_record_copy?from=review", "/called", "/languages"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    draft: Draft
    path: str


def draw_longest(browser: Browser, folder: Path, codes: Sequence[str]) -> list[str]:
    """Write the sheets of these languages, and return what does not fit."""
    found: list[str] = []
    with TemporaryDirectory() as town:
        office = make_office(Path(town))
        app = create_app(office)
        with serving(app) as url:
            page = phone_context(browser, scale=1).new_page()
            for code in codes:
                at = Visit(page, app, url, office)
                found += _phone(at, folder, code, find_longest(app, office, code))
            page.context.close()
        with running_desk(TownHall(office), DeskMode.LOBBY) as (address, _):
            for code in codes:
                for size in (UPRIGHT, WIDE, COUNTER_SIZE):
                    found += _lobby(browser, address, TownHall(office), folder, code, size)
    return found


def find_longest(app: Flask, office: Office, code: str) -> Mapping[str, Candidate]:
    """Return the page with the longest of each kind; in-process, for there are five hundred."""
    best: dict[str, tuple[int, Candidate]] = {}
    client = app.test_client(use_cookies=False)
    for candidate in _candidates(office):
        path, cookie = cookie_of(app, replace(candidate.draft, language=code))
        answer = client.get(f"{path}{candidate.path}", headers={"Cookie": cookie})
        assert answer.status_code == HTTPStatus.OK, candidate.path
        parser = PageParser()
        parser.feed(answer.get_data(as_text=True))
        for kind, size in _sizes(parser.elements).items():
            if size > best.get(kind, (0, candidate))[0]:
                best[kind] = size, candidate
    return {kind: candidate for kind, (_, candidate) in best.items()}


def _candidates(office: Office) -> Iterator[Candidate]:
    for id in office.catalogue.for_residents.current:
        draft = answered(office, id, sample="longest")
        here = DraftJourney(new_id(), draft, office.catalogue.chosen((id,)), today(), office.municipality)
        for page in here.pages:
            yield Candidate(draft, f"/p/{page.id}")


def _sizes(elements: Sequence[Element]) -> dict[str, int]:
    return {
        kind: max((_width(each.text) for each in elements if _is(each, where)), default=0)
        for kind, where in LONGEST.items()
    }


def _is(element: Element, where: str) -> bool:
    return where in (element.tag, *(f".{name}" for name in element.attributes.get("class", "").split()))


def _width(text: str) -> int:
    """Return about how wide it is: wide signs are two, marks on a letter nothing."""
    plain = " ".join(text.split())
    return sum(2 if east_asian_width(sign) in "WF" else 0 if category(sign) == "Mn" else 1 for sign in plain)


def _phone(at: Visit, folder: Path, code: str, longest: Mapping[str, Candidate]) -> list[str]:
    opened: list[tuple[str, str, Callable[[], None]]] = []
    for kind, candidate in longest.items():
        for name, draft in ((kind, candidate.draft), (f"{kind}-wrong", _all_wrong(candidate))):
            if name == kind or kind == "question":
                address = f"{put(at.context, at.app, at.url, draft)}{candidate.path}?language={code}"
                opened.append((name, LONGEST[kind], partial(_go, at.page, address)))
    for group in GROUPS.values():
        for name, open_in in group(at):
            if name in OF_ALL:
                opened.append((name, "", partial(open_in, code)))
    opened.append(("search", "#found", lambda: _search(at, code)))
    found: list[str] = []
    shots: dict[tuple[int, int], list[Image.Image]] = {size: [] for size in (*PHONES, COUNTER_SIZE)}
    for name, where, open_it in opened:
        at.page.set_viewport_size({"width": PHONES[0][0], "height": PHONES[0][1]})
        open_it()
        for size, kept in shots.items():
            at.page.set_viewport_size({"width": size[0], "height": size[1]})
            found += [f"{code} {size[0]} {name}: {each}" for each in misfits(at.page)]
            kept.append(_part(at.page, where, size))
    for size, kept in shots.items():
        _keep(kept, folder / f"{code}-phone-{size[0]}")
    return found


def _all_wrong(candidate: Candidate) -> Draft:
    return wrong_on(candidate.draft, [candidate.path.removeprefix("/p/")])


def _go(page: Page, address: str) -> None:
    page.goto(address)


def _search(at: Visit, code: str) -> None:
    at.page.goto(f"{at.url}/?language={code}")
    at.page.fill("#f-q", "児童")
    # The first search of a language gathers its words.
    with at.page.expect_navigation(timeout=120_000):
        at.page.press("#f-q", "Enter")


def _lobby(
    browser: Browser, address: str, hall: TownHall, folder: Path, code: str, size: tuple[int, int]
) -> list[str]:
    page = lobby_page(browser, address, size)
    found, shots = [], []
    for path in AT_LOBBY:
        if path == "/review":
            show(page, hall, code)
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}language={code}")
        found += [f"{code} lobby {size[0]} {path}: {each}" for each in misfits(page)]
        shots.append(_smaller(_shot(page), 400 / 1080))
    page.context.close()
    _keep(shots, folder / f"{code}-lobby-{size[0]}")
    return found


def _part(page: Page, where: str, size: tuple[int, int]) -> Image.Image:
    """Return what stands around the longest of these, which is somewhere on a long page."""
    top = 0
    if where:
        top = page.evaluate(
            """where => { const all = [...document.querySelectorAll(where)].filter(each => each.checkVisibility());
                const long = all.sort((a, b) => b.textContent.length - a.textContent.length)[0];
                return long ? long.getBoundingClientRect().top + scrollY : 0; }""",
            where,
        )
    whole = _shot(page, whole=True)
    height = CELL if size != COUNTER_SIZE else size[1]
    top = max(0, min(round(top) - 100, whole.height - height))
    part = whole.crop((0, top, whole.width, min(whole.height, top + height)))
    return part if size != COUNTER_SIZE else _smaller(part, 0.6)


def _shot(page: Page, *, whole: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")


def _smaller(picture: Image.Image, scale: float) -> Image.Image:
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _keep(shots: Sequence[Image.Image], file: Path) -> None:
    """Write the contact sheets, as many as are needed."""
    wide, high = max(each.width for each in shots) + 4, max(each.height for each in shots) + 4
    across = max(1, (SIDE + 4) // wide)
    each_sheet = across * max(1, SIDE // high)
    for number, first in enumerate(range(0, len(shots), each_sheet), 1):
        cells = shots[first : first + each_sheet]
        rows = -(-len(cells) // across)
        sheet = Image.new("RGB", (wide * min(across, len(cells)), high * rows), "#888888")
        for at, cell in enumerate(cells):
            sheet.paste(cell, (wide * (at % across), high * (at // across)))
        sheet.save(f"{file}-{number}.png", optimize=True)


def main() -> None:
    folder, codes = Path(sys.argv[1]), sys.argv[2:] or list(OFFERED)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=WINDOWLESS, args=FLAGS)
        found = draw_longest(browser, folder, codes)
        browser.close()
    (folder / f"misfits-{codes[0]}.txt").write_text("\n".join(found) + "\n", "utf-8")


if __name__ == "__main__":
    main()
