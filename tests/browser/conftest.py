"""One Chromium for all browser tests of a process; a new context, and a town of its own, for each.

A test marked `lobby` has a lobby as its `desk`, others a counter; one marked `printer` a town hall with a running printer.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kiosk.desk import Workplace
from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.settings import DeskMode
from tests.browser.deskserver import counter_page, running_desk
from tests.browser.drafts import answered, put, sealed
from tests.browser.screens import COPY
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.offices import make_office
from tools.virtual_printer import VirtualPrinter

# Several browsers share two cores, and who waits for a condition loses nothing by a long patience.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

CHROMIUM = "/usr/bin/chromium"
WINDOWLESS = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same without the windows of a whole browser: a new context takes a quarter of the processor time (0.26 s against
1.05 s). It smooths letters otherwise, so pictures are drawn by the whole one."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A click waits until the page has come to rest: half of the time of a walk over the phone's pages.
    "--disable-smooth-scrolling",
]
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=WINDOWLESS, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def town(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def prefill(town: Office) -> Flask:
    return create_app(town)


@pytest.fixture
def prefill_url(prefill: Flask) -> Iterator[str]:
    with serving(prefill) as url:
        yield url


@pytest.fixture
def show_code(prefill: Flask, prefill_url: str, town: Office) -> Callable[[Page], None]:
    """Opens the page with the code of a resident who has answered everything: typing it all takes eight times as long."""

    def show(page: Page) -> None:
        page.goto(f"{put(page.context, prefill, prefill_url, sealed(town, answered(town, COPY)))}/code")

    return show


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of today: 390×844 CSS pixels, three device pixels each, touch."""
    context = phone_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = phone_context(browser, javascript=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "printer") as running:
        yield running


@pytest.fixture
def town_hall(tmp_path: Path, request: pytest.FixtureRequest) -> TownHall:
    marked = request.node.get_closest_marker("printer")
    return build_town_hall(tmp_path, printer=request.getfixturevalue("printer").uri if marked else None)


@pytest.fixture
def desk(town_hall: TownHall, request: pytest.FixtureRequest) -> Iterator[tuple[str, Workplace]]:
    """The address of the running desk, and its workplace."""
    mode = DeskMode.LOBBY if request.node.get_closest_marker("lobby") else DeskMode.COUNTER
    with running_desk(town_hall, mode) as running:
        yield running


@pytest.fixture
def page(browser: Browser, desk: tuple[str, Workplace]) -> Iterator[Page]:
    """The counter's screen, signed in."""
    opened = counter_page(browser, desk[0])
    yield opened
    opened.context.close()


def phone_context(browser: Browser, *, javascript: bool = True, scale: float = 3) -> BrowserContext:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        device_scale_factor=scale,
        has_touch=True,
        is_mobile=True,
        locale="ja-JP",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(PATIENCE)
    return context
