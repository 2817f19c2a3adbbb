"""Every procedure of the catalogue from the phone to the paper: its samples come out of the code as they went in, the desk
opens them and prints them."""

from collections.abc import Iterator

import pytest

from forms import shipped_catalogue
from forms.answers import Answers
from forms.journey import Journey
from forms.samples import read_sample, sample_names
from kiosk.desk import Workplace, open_workplace
from kiosk.office import Office, today
from kiosk.settings import DeskMode
from kiosk.stacks import Order, draw_stacks
from kiosk.store import PrintOutcome, finish_visit, record_print
from kiosk.web import page_inputs
from kiosk.web.inputs import NOT_TYPED
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Page, Pages
from tests.kiosk.prefill.test_journey import codes_on, opened
from tests.printing.paper import pdfium_text, words
from tests.sweep import swept

SAMPLES = [
    (id, name) for id, each in shipped_catalogue().for_residents.current.items() for name in sample_names(each)
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One town for all samples: reading its whole catalogue takes longer than a journey."""
    return make_office(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def counter(office: Office) -> Iterator[Workplace]:
    opened = open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@swept(8, lambda case: False)
@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_it_works_for_every_sample(phone: Pages, office: Office, counter: Workplace, id: str, name: str) -> None:
    procedure = shipped_catalogue().current[id]
    answers = read_sample(procedure, name).answers
    phone.open("/")
    page = phone.send({"procedure": id})
    for _ in range(60):
        if page.path.split("/")[3] != "p":
            break
        # The longest samples hold what a clerk would ask about.
        button = "confirm" if page.find("div", id="doubts") else "next"
        page = phone.send(inputs_on(page, id, answers), button=button)
    assert page.heading == "入力した内容の確認", page.errors
    code = phone.send(button="seal")
    relevant = dict(Journey((procedure,), answers, today()).relevant)
    assert opened(office, code.text) == relevant
    visit = counter.reception.scan(codes_on(code.text), "screen-1")
    case = counter.cases.read(visit.id)
    assert case.answers == relevant
    (stack,) = draw_stacks(case.application, office, Order(visit.receipt_number))
    assert words(visit.receipt_number) in words(pdfium_text(stack.printed.pdf))
    record_print(counter.store, visit.id, PrintOutcome.PRINTED, sheets=stack.printed.page_count)
    finish_visit(counter.store, visit.id)


def inputs_on(page: Page, id: str, answers: Answers) -> dict[str, str | list[str]]:
    """What the person types on this page to give these answers."""
    chosen = (shipped_catalogue().current[id],)
    name = page.path.rsplit("/", 1)[1]
    known = next(each for each in Journey(chosen, answers, today()).pages if each.id == name)
    fields = dict.fromkeys(name for name, _ in page.form("page").fields)
    empty: dict[str, str | list[str]] = {each: "" for each in fields if "!" not in each and each not in NOT_TYPED}
    return empty | {each: list(values) for each, values in page_inputs(known, answers).items()}
