"""A desk behind its real WSGI server, with a town hall of its own, and the screens it is looked at on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from kiosk.desk import Workplace, create_app, open_workplace, start_desk, stop_desk
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from printing.ipp import Patience
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall

COUNTER_SIZE = (1280, 800)
UPRIGHT, WIDE = (1080, 1920), (1920, 1080)
STEADY = 350
"""Milliseconds after which a second touch in the same place is meant (steady.js)."""
PASSWORD = "mado-guchi-1"
HASTY = Patience(before_sending=30.0, without_change=30.0, while_silent=3.0, after_cancel=10.0, between_looks=0.05)


@contextmanager
def running_desk(town_hall: TownHall, mode: DeskMode) -> Iterator[tuple[str, Workplace]]:
    """The address of a running desk, and its workplace."""
    desk = town_hall.office.settings.desk(mode)
    workplace = Workplace(town_hall.office, desk, open_workplace(town_hall.office, desk).store, HASTY)
    if mode is DeskMode.COUNTER:
        add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    app = create_app(town_hall.office, desk, workplace)
    start_desk(app)
    try:
        with serving(app) as address:
            yield address, workplace
            # Open streams hold the server's threads until their hub closes.
            workplace.hub.close()
    finally:
        stop_desk(app)


def counter_page(browser: Browser, address: str, name: str = "sato", *, javascript: bool = True) -> Page:
    """The counter's screen, signed in as `name` with PASSWORD."""
    context = _context(browser, COUNTER_SIZE, javascript=javascript)
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button:has-text('ログイン')")
    page.wait_for_url(f"{address}/")
    return page


def lobby_page(
    browser: Browser, address: str, size: tuple[int, int] = UPRIGHT, *, javascript: bool = True
) -> Page:
    """The lobby's touch screen, at its start."""
    page = _context(browser, size, touch=True, javascript=javascript).new_page()
    page.goto(address)
    return page


def touch_keys(page: Page, keys: Sequence[str], board: str = ".board") -> None:
    """On the keys of the screen; a digit that is not among them is on the keys for letters.

    The same place twice in a row is touched as slowly as a steady hand may.
    """
    before = ""
    for key in keys:
        if key == before or (before, key) == ("次の欄へ", "次へ"):
            page.wait_for_timeout(STEADY)
        found = page.locator(f"{board} .pad-key:text-is('{key}')")
        if key.isascii() and not found.count():
            page.tap(f"{board} .pad-key:text-is('英数')")
        found.tap()
        before = key


def small_targets(page: Page, least: int = 64) -> list[str]:
    """What can be tapped but is lower than so many CSS pixels."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, label.row")]
            .filter(e => e.offsetParent && !e.closest(".visually-hidden, .row input"))
            .filter(e => !e.matches(".skip, .top-town, .row input, [tabindex='-1'].visually-hidden"))
            .filter(e => e.getBoundingClientRect().height < least)
            .map(e => e.outerHTML.slice(0, 100))""",
        least,
    )
    return found


def _context(
    browser: Browser, size: tuple[int, int], *, touch: bool = False, javascript: bool = True
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=touch,
        locale="ja-JP",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(30_000)
    return context
