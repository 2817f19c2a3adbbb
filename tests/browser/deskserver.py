"""A desk behind its real WSGI server, and Chromium to look at it. Every test has a town hall of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from waitress import create_server

from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.web import Front
from printing.ipp import Patience
from tests.kiosk.desk.townhall import TownHall

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
COUNTER_SIZE = (1280, 800)
UPRIGHT, WIDE = (1080, 1920), (1920, 1080)
PASSWORD = "mado-guchi-1"
HASTY = Patience(before_sending=20.0, without_change=30.0, while_silent=3.0, after_cancel=10.0, between_looks=0.05)


@contextmanager
def chromium(*more_flags: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright, *more_flags)
        yield browser
        browser.close()


def launch(playwright: Playwright, *more_flags: str) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more_flags])


@contextmanager
def running_desk(town_hall: TownHall, mode: DeskMode, *, devices: bool = True) -> Iterator[tuple[str, Workplace]]:
    """The address of a running desk and its workplace; `devices` false leaves printer and reader unwatched."""
    desk = town_hall.office.settings.desk(mode)
    workplace = Workplace(town_hall.office, desk, open_workplace(town_hall.office, desk).store, HASTY)
    if mode is DeskMode.COUNTER:
        add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    app = create_app(town_hall.office, desk, workplace)
    if devices:
        workplace.start()
    try:
        with served(app, workplace) as address:
            yield address, workplace
    finally:
        workplace.stop()


@contextmanager
def served(app: Front, workplace: Workplace) -> Iterator[str]:
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        workplace.hub.close()
        server.task_dispatcher.shutdown(timeout=5)
        server.close()
        thread.join(5)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#name", "sato")
    page.fill("#password", PASSWORD)
    page.click("text=窓口を始める")
    page.wait_for_url(f"{address}/")


def findings(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [f"{each['id']}: {node['html']}" for each in found.response["violations"] for node in each["nodes"]]


def picture(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png")
