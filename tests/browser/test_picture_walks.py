"""The walks on which docs/pictures/ is drawn and docs/screens.md is counted still come to their ends, and the folder holds
what they meet.

Nothing is drawn here: a walk stops where a question, a button or a word it waits for is no longer there.
"""

from collections.abc import Callable
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
from tests.pictures.officeday import shoot_office_day
from tests.pictures.phone import shoot_phone, shoot_rare
from tests.pictures.sheets import shoot_sheets
from tests.sweep import swept
from tools.virtual_printer import VirtualPrinter

Chapter = Callable[[Browser, Office, VirtualPrinter], None]


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


def counter(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book, hall = BlankBook("counter", ""), TownHall(office)
    shoot_counter(browser, hall, printer, book)
    shoot_training(browser, hall, book)
    shoot_office_day(browser, office.settings.folder.parent / "sections", book)
    assert book.is_as_drawn(), "make pictures"


def lobby(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book = BlankBook("lobby", "")
    shoot_lobby(browser, TownHall(office), printer, book)
    assert book.is_as_drawn(), "make pictures"


def phone(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book, app = BlankBook("phone", ""), create_app(office)
    with serving(app) as url:
        shoot_phone(browser, url, book)
        shoot_rare(browser, app, url, office, book)
    assert book.is_as_drawn(), "make pictures"


def language(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    book = BlankBook("language", "")
    with serving(create_app(office)) as url:
        shoot_languages(browser, url, TownHall(office), book, ["vi"])
    assert book.entries


def counted(browser: Browser, office: Office, printer: VirtualPrinter) -> None:
    hall = TownHall(office)
    journeys = [*measuring.counter(browser, hall), *measuring.lobby(browser, hall)]
    assert all(sum(found.values()) for _, found in journeys), journeys


@swept(10, lambda case: False)
@pytest.mark.printer
@pytest.mark.card
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "chapter", [counter, lobby, phone, language, counted], ids=lambda chapter: str(chapter.__name__)
)
def test_a_chapter_is_walked_to_its_end(
    chapter: Chapter, browser: Browser, office: Office, printer: VirtualPrinter
) -> None:
    chapter(browser, office, printer)


def test_the_sheets_are_drawn(tmp_path: Path) -> None:
    book = BlankBook("paper", "")
    shoot_sheets(book, tmp_path)
    assert book.is_as_drawn(), "make pictures"
