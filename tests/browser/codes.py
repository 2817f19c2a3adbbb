"""Codes read back from what a screen shows."""

from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from forms.answers import Answers
from forms.ticket import open_ticket
from forms.ticket.keyfiles import read_keyring
from kiosk.office import Office, now

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""Looking for every other kind of code as well takes ten times as long."""


def codes_on_screen(page: Page) -> list[str]:
    """The texts of all codes on a picture of the whole page."""
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"), formats=QR)]


def answers_in(codes: list[str], office: Office) -> Answers:
    ring = read_keyring(office.settings.keys.folder, office.settings.town.code)
    return open_ticket(codes, ring, office.catalogue, now()).answers
