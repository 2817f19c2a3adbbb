"""The walks on which docs/pictures/ is drawn and docs/screens.md is counted still come to their ends, and the folder holds
what they meet.

Nothing is drawn here: a walk stops where a question, a button or a word it waits for is no longer there.
"""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from kiosk.office import Office
from kiosk.prefill import create_app
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.offices import make_office
from tests.pictures import measuring
from tests.pictures.book import FOLDER, Book
from tests.pictures.counter import shoot_counter, shoot_training
from tests.pictures.languages import shoot_languages
from tests.pictures.lobby import shoot_lobby
from tests.pictures.phone import shoot_phone, shoot_rare
from tests.pictures.sheets import shoot_sheets
from tools.virtual_printer import VirtualPrinter


class BlankBook(Book):
    """A book whose pictures are taken without a look and never kept."""

    def photograph(self, page: Page, *, whole: bool) -> Image.Image:
        return Image.new("RGB", (1, 1))

    def write(self, picture: Image.Image, file: str) -> None:
        pass

    def is_as_drawn(self) -> bool:
        """Return whether the folder holds the pictures of this chapter and no others."""
        return sorted(file for file, _ in self.entries) == [
            file.name for file in sorted(FOLDER.glob(f"{self.chapter}-*.png"))
        ]


@pytest.fixture
def office(tmp_path: Path, printer: VirtualPrinter) -> Office:
    """A town whose desks print on the virtual printer."""
    return make_office(tmp_path / "town", ("ipp://127.0.0.1:8631/ipp/print", printer.uri))


@pytest.mark.printer
@pytest.mark.card
def test_the_counter_is_walked_to_its_end(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book, hall = BlankBook("counter", ""), TownHall(office)
    shoot_counter(browser, hall, printer, book)
    shoot_training(browser, hall, book)
    assert book.is_as_drawn(), "make pictures"


@pytest.mark.printer
@pytest.mark.card
def test_the_lobby_is_walked_to_its_end(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book = BlankBook("lobby", "")
    shoot_lobby(browser, TownHall(office), printer, book)
    assert book.is_as_drawn(), "make pictures"


def test_the_phone_is_walked_to_its_end(browser: Browser, town: Office) -> None:
    book, app = BlankBook("phone", ""), create_app(town)
    with serving(app) as url:
        shoot_phone(browser, url, book)
        shoot_rare(browser, app, url, town, book)
    assert book.is_as_drawn(), "make pictures"


def test_a_language_is_walked_to_its_end(browser: Browser, town: Office) -> None:
    book = BlankBook("language", "")
    with serving(create_app(town)) as url:
        shoot_languages(browser, url, TownHall(town), book, ["vi"])
    assert book.entries


def test_the_sheets_are_drawn(tmp_path: Path) -> None:
    book = BlankBook("paper", "")
    shoot_sheets(book, tmp_path)
    assert book.is_as_drawn(), "make pictures"


@pytest.mark.printer
@pytest.mark.card
def test_the_journeys_at_the_desk_are_counted(browser: Browser, office: Office) -> None:
    hall = TownHall(office)
    counted = [*measuring.counter(browser, hall), *measuring.lobby(browser, hall)]
    assert all(sum(found.values()) for _, found in counted), counted
