"""`make pictures`: starts a town hall of its own, walks through everything and draws docs/pictures/ anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from kiosk.prefill import create_app
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.offices import make_office
from tests.pictures.book import FOLDER, Book, write_index
from tests.pictures.counter import shoot_counter, shoot_training
from tests.pictures.languages import shoot_languages
from tests.pictures.lobby import shoot_lobby
from tests.pictures.officeday import shoot_office_day
from tests.pictures.phone import shoot_phone, shoot_rare
from tests.pictures.setup import shoot_join, shoot_setup
from tests.pictures.sheets import draw_overview, shoot_sheets
from tools.virtual_printer import VirtualPrinter


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    phone, counter = Book("phone", "携帯電話"), Book("counter", "窓口", scale=0.75)
    lobby, paper = Book("lobby", "ロビー", scale=0.5), Book("paper", "書類")
    languages, setup = Book("language", "ことば"), Book("setup", "はじめの設定", scale=0.75)
    joining = Book("join", "2台目からのPC", scale=0.75)
    with TemporaryDirectory() as folder, VirtualPrinter(Path(folder) / "printer") as printer:
        office = make_office(Path(folder) / "town", ("ipp://127.0.0.1:8631/ipp/print", printer.uri))
        hall = TownHall(office)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            visit = shoot_counter(browser, hall, printer, counter)
            shoot_training(browser, hall, counter)
            shoot_office_day(browser, Path(folder) / "sections", counter)
            shoot_setup(browser, Path(folder) / "new", printer, setup)
            shoot_join(browser, Path(folder) / "town-of-two", printer, joining)
            shoot_lobby(browser, hall, printer, lobby)
            app = create_app(office)
            with serving(app) as url:
                code = shoot_phone(browser, url, phone)
                shoot_rare(browser, app, url, office, phone)
                shoot_languages(browser, url, hall, languages)
            browser.close()
        draw_overview(code, visit, shoot_sheets(paper, Path(folder)))
    write_index([phone, counter, lobby, languages, paper, setup, joining])


if __name__ == "__main__":
    main()
