"""Each language on one picture: the phone's first page, mistakes and code; the lobby's first screen, a question, the end."""

from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import Browser, Page

from kiosk.settings import DeskMode
from kiosk.web.language import LANGUAGES, OFFERED
from tests.browser.conftest import phone_context
from tests.browser.deskserver import UPRIGHT, lobby_page, running_desk
from tests.browser.walking import fill, open_group
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.prefill.journeys import APPLICANT, WANTED
from tests.pictures.book import Book
from tests.pictures.lobby import show

HEIGHT = 720
GAP = 12


def shoot_languages(
    browser: Browser, url: str, hall: TownHall, book: Book, codes: Sequence[str] = tuple(OFFERED)
) -> None:
    with running_desk(hall, DeskMode.LOBBY) as (address, _):
        for code in codes:
            shots = [*_phone(browser, url, code, book), *_lobby(browser, address, hall, code, book)]
            book.keep(_row(shots), code, LANGUAGES[code].name)


def _phone(browser: Browser, url: str, code: str, book: Book) -> list[Image.Image]:
    page = phone_context(browser, scale=1).new_page()
    page.goto(f"{url}/?language={code}")
    shots = [_shot(page, book)]
    open_group(page, "resident_record_copy")
    page.locator("[value=resident_record_copy]").check()
    _go_on(page)
    fill(page, {"whom": "self"})
    _go_on(page)
    fill(page, {**APPLICANT, "you.phone": "12"})
    _go_on(page)
    shots.append(_shot(page, book))
    for values in (APPLICANT, WANTED):
        fill(page, values)
        _go_on(page)
    shots.append(_shot(page, book))
    _go_on(page)
    shots.append(_shot(page, book))
    page.context.close()
    return shots


def _lobby(browser: Browser, address: str, hall: TownHall, code: str, book: Book) -> list[Image.Image]:
    page = lobby_page(browser, address, UPRIGHT)
    page.goto(f"{address}/?language={code}")
    shots = [_shot(page, book)]
    show(page, hall, code)
    shots.append(_shot(page, book))
    page.goto(f"{address}/ask/resident_record.scope@resident_record_copy?from=review")
    shots.append(_shot(page, book))
    page.context.close()
    return shots


def _go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form :is(.actions-main, .choose-bar) button").first.click()


def _shot(page: Page, book: Book) -> Image.Image:
    shot = book.photograph(page, whole=False)
    return shot.resize((round(shot.width * HEIGHT / shot.height), HEIGHT), Image.Resampling.LANCZOS)


def _row(shots: list[Image.Image]) -> Image.Image:
    width = sum(shot.width for shot in shots) + GAP * (len(shots) - 1)
    whole = Image.new("RGB", (width, HEIGHT), "#888888")
    left = 0
    for shot in shots:
        whole.paste(shot, (left, 0))
        left += shot.width + GAP
    return whole
