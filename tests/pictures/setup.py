"""The first page, and how a second PC joins, step by step: for the manual of the installation."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from cardreader.virtual import VirtualCard
from tests.browser.deskserver import counter_page
from tests.browser.joining import first_pc, join
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


def shoot_join(browser: Browser, folder: Path, printer: VirtualPrinter, book: Book) -> None:
    """Let a second PC join a town, and take what is to be seen at both."""
    (folder / "new").mkdir(parents=True)

    def look(page: Page, name: str, caption: str) -> None:
        book.shoot(page, name, caption)

    SERVICE.start()
    with first_pc(folder / "first", printer.uri) as town, setting_up(folder / "new") as new:
        first = counter_page(browser, town.screen)
        second = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
        join(first, town, second.new_page(), new, look)
        second.close()
        first.context.close()
