"""The first page, step by step: for the manual of the installation."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from cardreader.virtual import VirtualCard
from tests.browser.settingup import setting_up, walk
from tests.cardreader.pcscd import SERVICE, person, wait_for_card
from tests.pictures.book import Book
from tools.virtual_printer import VirtualPrinter

SIZE = (900, 640)


def shoot_setup(browser: Browser, folder: Path, printer: VirtualPrinter, book: Book) -> None:
    """Walk over it in an empty folder with the printer, and take every page."""
    folder.mkdir()

    def look(page: Page, name: str, caption: str) -> None:
        book.shoot(page, name, caption)

    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
    SERVICE.start()
    card = VirtualCard(person("yoshida"), port=SERVICE.port).insert()
    wait_for_card(SERVICE.readers[0], present=True)
    with setting_up(folder) as town:
        walk(context.new_page(), town, printer.uri, look)
    context.close()
    card.remove()
