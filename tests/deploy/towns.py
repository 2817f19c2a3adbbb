"""Two towns below one name in one process, behind a program in front; and a phone that goes through both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

from forms.ticket import TicketContents, open_ticket
from forms.ticket.keyfiles import begin_keys, read_keyring
from kiosk.office import now, open_office
from kiosk.prefill.towns import create_towns_app, read_towns
from kiosk.town.municipalities import municipalities
from kiosk.town.newtown import Hall, write_new_town
from tests.bench.prefill import Phone, walk_on
from tests.browser.codes import QR
from tests.browser.serving import serving
from tests.deploy.front import NAME, FrontServer, anybody
from tests.kiosk.pages import PageParser

TOWNS = {"014001": "倶知安町", "131016": "千代田区"}


@dataclass(frozen=True, slots=True)
class TwoTowns:
    """`place` (`host:port`) is where the process of both listens; the keys of their town halls lie elsewhere."""

    place: str
    folder: Path

    def opened(self, code: str, picture: bytes) -> TicketContents:
        """What the town hall finds in the picture of the code."""
        texts = [found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(picture)), formats=QR)]
        catalogue = open_office(self.folder / "towns" / code / "config").catalogue
        return open_ticket(texts, read_keyring(self.folder / code, code), catalogue, now())


@contextmanager
def two_towns(folder: Path) -> Iterator[TwoTowns]:
    """Begin both towns and let them run."""
    for code in TOWNS:
        hall = Hall("044-0001", "0136-00-0000", f"https://{NAME}/towns/{code}")
        settings = write_new_town(folder / "towns" / code / "config", municipalities()[code], hall, ())
        settings.keys.public_file.parent.mkdir(mode=0o700, parents=True)
        begin_keys(folder / code, settings.keys.public_file, code, datetime.now(UTC))
    with serving(create_towns_app(read_towns(folder / "towns"))) as address:
        yield TwoTowns(address.removeprefix("http://"), folder)


def walk_both_towns(front: FrontServer, towns: TwoTowns) -> None:
    """From the first page to the code: every link, file and cookie stays below the town's own path."""
    for code, name in TOWNS.items():
        path = f"/towns/{code}"
        phone = Phone(f"https://127.0.0.1:{front.port}", anybody(), NAME)
        phone.get(f"{path}/")
        assert name in phone.body
        led_to = leads(phone.body)
        walk_on(phone)
        assert phone.path.startswith(f"{path}/")
        led_to |= leads(phone.body)
        assert {each for each in led_to if not each.startswith(f"{path}/")} == set()
        assert {where[: len(path) + 1].rstrip("/") for _, where in phone.cookies.values()} == {path}
        assert not any(cookie.startswith("__Host-") for cookie in phone.cookies)
        phone.get(f"{phone.path}-1.png")
        assert towns.opened(code, phone.raw).answers["you.name"]
        phone.close()
        files = [each for each in led_to if "/static/" in each or each.endswith((".css", ".js"))]
        assert files
        for file in files:
            status, _, headers = front.ask("GET", file, Host=NAME)
            assert (status, "max-age" in headers["Cache-Control"]) == (200, True), file
    for path in ("/healthz", "/towns/014001/healthz"):
        assert front.ask("GET", path, Host=NAME)[:2] == (200, "ok\n")
    for path in ("/", "/towns/", "/towns/012025/", "/towns/014001x/"):
        assert front.ask("GET", path, Host=NAME)[0] == 404
    assert front.ask("GET", "/towns/014001/", Host="evil.example")[0] == 404


def leads(page: str) -> set[str]:
    """The paths to which the page leads on this site, query and fragment left out."""
    parser = PageParser()
    parser.feed(page)
    found = (each.attributes.get(where, "") for each in parser.elements for where in ("href", "src", "action"))
    return {urlsplit(each).path for each in found if each.startswith("/")}
