"""The manual of the installation lies beside a new PC as one leaf of paper, with a picture of each step."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser

from tests.pictures.book import FOLDER
from tests.pictures.printed import as_html

MANUAL = FOLDER.parent / "install.ja.md"


def test_it_fits_on_two_pages_with_a_picture_of_each_step(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "install.html"
    file.write_text(as_html(MANUAL), "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    shown = page.evaluate(
        "[...document.images].filter(each => each.naturalWidth).map(each => each.src.split('/').at(-1))"
    )
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert shown == sorted(picture.name for picture in FOLDER.glob("setup-*.png"))
    assert len(pypdfium2.PdfDocument(printed)) <= 2
