"""The proof for native readers: both languages of a screen stand beside each other on a sheet, the terms at the end."""

import io
from pathlib import Path

from pikepdf import Pdf
from playwright.sync_api import Browser

from kiosk.web.language import LANGUAGES
from tests.browser.screens import TITLES
from tests.pictures.proof import AT_LOBBY, ON_PHONE, SCREENS, make_proof


def test_it_works_for_a_screen_of_the_phone_and_one_of_the_lobby(browser: Browser, tmp_path: Path) -> None:
    pdf = Pdf.open(io.BytesIO(make_proof(browser, LANGUAGES["vi"], tmp_path, ("whom", "scan"))))
    pictures = [len(page.get_images()) for page in pdf.pages]
    assert pictures[0] == 0
    assert pictures.count(2) >= 2
    assert pictures[-1] == 0


def test_it_shows_twenty_screens() -> None:
    assert len(set(SCREENS)) == 20
    assert set(ON_PHONE) <= set(TITLES)
    assert set(AT_LOBBY) <= set(SCREENS)
