"""A person with a new PC, a printer and a browser: twelve presses later a town is there, and the page is gone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from forms.ticket.keys import read_recovery_lines
from kiosk.office import open_office
from kiosk.setup import is_set_up
from kiosk.tickets import private_keys
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PATIENCE
from tests.browser.settingup import setting_up, walk
from tests.cardreader.pcscd import Insert, card_service, insert, person
from tests.printing.paper import pdfium_text
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert"]


@pytest.mark.printer
def test_a_town_begins_in_the_browser(
    browser: Browser, printer: VirtualPrinter, insert: Insert, tmp_path: Path
) -> None:
    insert(person("yoshida"))
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)

    def look(page: Page, name: str, caption: str) -> None:
        assert_accessible(page, colours=name == "devices")

    with setting_up(tmp_path) as town:
        walk(page, town, printer.uri, look)
        context.close()
        assert town.process.wait(timeout=20) == 0
    assert not wrong
    assert not town.marker.exists()
    assert is_set_up(town.config)
    ruler, sheet = (pdfium_text(paper.pdf.read_bytes()) for paper in printer.papers())
    assert "印刷位置の調整" in ruler
    lines = [line.strip() for line in sheet.splitlines() if len(line.split()) == 4 and len(line.strip()) == 16]
    code, key = read_recovery_lines(lines)
    known = private_keys(open_office(town.config)).current
    assert (code, key.id, key.private) == ("014001", known.id, known.private)
    assert [file for file in tmp_path.rglob("*.*") if lines[0].encode() in file.read_bytes()] == []
