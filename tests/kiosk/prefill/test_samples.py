"""Every procedure of the catalogue can be filled in on this site: its samples come out of the code as they went in."""

import pytest

from forms import shipped_catalogue
from forms.answers import Answers
from forms.journey import Journey
from forms.samples import read_sample, sample_names
from kiosk.office import Office, today
from kiosk.web import page_inputs
from kiosk.web.inputs import NOT_TYPED
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Page, Pages
from tests.kiosk.prefill.test_journey import opened
from tests.sweep import swept

SAMPLES = [
    (id, name) for id, each in shipped_catalogue().for_residents.current.items() for name in sample_names(each)
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One town for all samples: reading its whole catalogue takes longer than a journey."""
    return make_office(tmp_path_factory.mktemp("town"))


@swept(8, lambda case: False)
@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_it_works_for_every_sample(phone: Pages, office: Office, id: str, name: str) -> None:
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
    assert opened(office, code.text) == dict(Journey((procedure,), answers, today()).relevant)


def inputs_on(page: Page, id: str, answers: Answers) -> dict[str, str | list[str]]:
    """What the person types on this page to give these answers."""
    chosen = (shipped_catalogue().current[id],)
    name = page.path.rsplit("/", 1)[1]
    known = next(each for each in Journey(chosen, answers, today()).pages if each.id == name)
    fields = dict.fromkeys(name for name, _ in page.form("page").fields)
    empty: dict[str, str | list[str]] = {each: "" for each in fields if "!" not in each and each not in NOT_TYPED}
    return empty | {each: list(values) for each, values in page_inputs(known, answers).items()}
