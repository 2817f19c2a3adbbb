"""The whole way at a desk, from the digits of a scanned ticket to the PDF, and what the printer does with it."""

import subprocess
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from forms.samples import read_sample
from forms.ticket import Keyring, TicketContents, open_ticket, seal
from forms.ticket.keys import first_key
from kiosk.office import Office, now, open_office
from kiosk.stacks import draw_sheets
from kiosk.tickets import application_in_ticket

CONFIG = Path(__file__).parents[2] / "config"
PROCEDURE = "resident_record_copy"


def desk_path() -> Callable[[], bytes]:
    """Opens a ticket with the typical answers, checks and draws them; the keys lie in memory."""
    office = open_office(CONFIG)
    town = office.settings.town.code
    key = first_key(Keyring(town, ()), now())
    texts = seal(_contents(office), town, key.public_key, office.catalogue).texts
    ring = Keyring(town, (key,))

    def walk() -> bytes:
        contents = open_ticket(texts, ring, office.catalogue, now())
        return draw_sheets(application_in_ticket(contents, office), office).pdf

    return walk


def rasterise(pdf: bytes) -> Callable[[], object]:
    """The page in grey at 300 dpi by poppler, a process of its own as in a print filter."""
    folder = tempfile.TemporaryDirectory()
    file = Path(folder.name) / "page.pdf"
    file.write_bytes(pdf)

    def work() -> object:
        return subprocess.run(
            ["pdftoppm", "-r", "300", "-gray", str(file), f"{folder.name}/page"], check=True, capture_output=True
        )

    return work


def _contents(office: Office) -> TicketContents:
    procedure = office.catalogue.current[PROCEDURE]
    answers = read_sample(procedure, "typical").answers
    issued = now()
    return TicketContents(issued, issued + timedelta(days=1), ((procedure.id, procedure.version),), answers, "ja")
