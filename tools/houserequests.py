"""What one request costs a maintainer to understand: which of our modules run, and how often a journey is worked out.

The real applications answer, for a town of its own in a temporary folder, with the typical sample of one procedure.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms import Application
from forms.journey import Journey
from forms.journeypage import JourneyPage
from forms.samples import read_sample
from kiosk.desk import Workplace, create_app as create_desk, open_workplace
from kiosk.office import Office, open_office, today
from kiosk.prefill import create_app as create_prefill
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from kiosk.tickets import seal_application
from kiosk.training import training_office
from kiosk.web import page_inputs

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "config"
OURS = tuple(f"{ROOT / package}/" for package in ("kiosk", "forms", "printing", "cardreader"))
PROCEDURE, SAMPLE = "resident_record_copy", "typical"
PERSON_PAGE = "you"
"""The page that is sent: the visitor's name, birth and address."""
STAFF, PASSWORD = "house", "counted-in-figures-1"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Cost:
    """What ran for one request."""

    modules: set[str] = field(default_factory=set)
    journeys: int = 0
    """How often the pages of a journey were worked out."""

    def count(self, frame: FrameType, event: str, argument: object) -> None:
        """Count one call, as `sys.setprofile` reports it."""
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OURS) and code.co_filename.endswith(".py"):
            self.modules.add(code.co_filename.removeprefix(f"{ROOT}/"))
            self.journeys += code.co_qualname == f"{Journey.__name__}.pages"


@contextmanager
def counted() -> Iterator[Cost]:
    """Count what runs in this thread inside the block."""
    cost, before = Cost(), sys.getprofile()
    sys.setprofile(cost.count)
    try:
        yield cost
    finally:
        sys.setprofile(before)


def measure_requests() -> Mapping[str, Cost]:
    """Return what the requests of one application cost, in the order in which they happen."""
    with TemporaryDirectory() as folder:
        shutil.copytree(CONFIG, Path(folder, "config"))
        office = training_office(open_office(Path(folder, "config")))
        application = read_sample(office.catalogue.current[PROCEDURE], SAMPLE)
        opened = open_workplace(office, office.settings.desk(DeskMode.COUNTER))
        try:
            return _measure_phone(office, application) | _measure_counter(opened, application)
        finally:
            opened.hub.close()
            opened.store.close()


def _measure_phone(office: Office, application: Application) -> dict[str, Cost]:
    phone = _Browser(create_prefill(office).test_client())
    phone.get("/")
    sent = phone.post("/", {"procedure": PROCEDURE})
    pages = {page.id: page for page in application.journey(today()).path}
    cost = {}
    while (page := pages.get(_page_id(sent.location))) is not None:
        url = sent.location
        with counted() as shown:
            phone.get(url)
        with counted() as posted:
            sent = phone.post(url.partition("#")[0], _filled(page, application))
        assert sent.status_code == 303 and sent.location != url, f"{url}: {sent.status_code}"  # noqa: PT018
        if page.id == PERSON_PAGE:
            cost = {"phone, GET page": shown, "phone, POST page": posted}
    return cost


def _measure_counter(workplace: Workplace, application: Application) -> dict[str, Cost]:
    add_staff(workplace.store, STAFF, PASSWORD, StaffRole.CLERK)
    counter = _Browser(create_desk(workplace.office, workplace.desk, workplace).test_client())
    counter.get("/login")
    counter.post("/login", {"name": STAFF, "password": PASSWORD})
    counter.get("/")
    text = seal_application(application, workplace.office, "ja").texts[0]
    with counted() as scanned:
        counter.post("/scan", {"text": text})
    visit = f"/visits/{open_visits(workplace.store)[0].id}"
    counter.get(visit)  # what is built once for a process is built now
    with counted() as shown:
        counter.get(visit)
    page = next(page for page in application.journey(today()).pages if page.id == PERSON_PAGE)
    with counted() as corrected:
        counter.post(f"{visit}/correct/{page.id}", _filled(page, application))
    return {"counter, POST scan": scanned, "counter, GET visit": shown, "counter, POST correct": corrected}


class _Browser:
    """Sends forms with the token of the page seen last, and follows nothing."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, url: str) -> TestResponse:
        """Open a page. Raise AssertionError if it cannot be shown."""
        return self._seen(self.client.get(url))

    def post(self, url: str, inputs: Mapping[str, str | tuple[str, ...]]) -> TestResponse:
        """Send a form. Raise AssertionError if it is refused."""
        data = MultiDict([("csrf_token", self.token), ("action", "next")])
        for name, value in inputs.items():
            data.setlist(name, [value] if isinstance(value, str) else list(value))
        return self._seen(self.client.post(url, data=data))

    def _seen(self, answer: TestResponse) -> TestResponse:
        assert answer.status_code < 400, f"{answer.request.path}: {answer.status_code}"
        found = TOKEN.search(answer.get_data(as_text=True))
        self.token = found[1] if found else self.token
        return answer


def _filled(page: JourneyPage, application: Application) -> Mapping[str, str | tuple[str, ...]]:
    shown = {"shown": tuple(ask.key for ask in page.asks)}
    return shown | {name: tuple(values) for name, values in page_inputs(page, application.answers).items()}


def _page_id(url: str) -> str:
    return url.partition("#")[0].rpartition("/p/")[2]
