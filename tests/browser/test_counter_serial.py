"""A scanner on a serial port opens the visit by itself, wherever the focus is."""

import os
import tty
from pathlib import Path

from playwright.sync_api import Browser, expect

from kiosk.settings import DeskMode
from tests.browser.deskserver import counter_page, running_desk
from tests.kiosk.desk.townhall import build_town_hall
from tests.residents import YOSHIDA


def test_a_serial_scan_opens_the_visit(browser: Browser, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    town_hall = build_town_hall(tmp_path, scanner_port=os.ttyname(theirs))
    with running_desk(town_hall, DeskMode.COUNTER) as (address, _):
        page = counter_page(browser, address)
        page.focus("#number")
        os.write(ours, town_hall.ticket()[0].encode() + b"\r")
        expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
        os.write(ours, town_hall.ticket()[0][:300].encode() + b"\r")
        expect(page.get_by_text("受付コードが途中で切れました。")).to_be_visible()
        page.context.close()
    os.close(ours)
    os.close(theirs)
