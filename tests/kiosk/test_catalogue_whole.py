"""The whole catalogue, from the phone to the paper: nothing is lost and nothing is asked twice."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from forms import Application, Procedure, shipped_catalogue
from forms.checking import problems_of
from forms.journey import Journey
from forms.samples import read_sample
from forms.ticket import qr_version
from kiosk.office import Office, today
from kiosk.stacks import draw_sheets, sheet_of, values_of
from kiosk.tickets import application_in_ticket, open_texts, seal_application
from printing import Sheet, SheetValues
from tests.kiosk.offices import make_office
from tests.printing.paper import pdfium_text, words
from tests.residents import HANAKO, TARO
from tests.sweep import swept

FAMILY = ("move_in", "health_insurance_join", "child_allowance", "child_medical", "water")
BEREAVED = (
    "bereavement_head_change",
    "funeral_allowance",
    "insurance_card_return",
    "unpaid_pension",
    "heir_representative",
    "seal_registration_end",
    "care_insurance_return",
    "disability_handbook_return",
)
CATALOGUE = shipped_catalogue()
SAMPLES = [(id, name) for id in CATALOGUE.current for name in ("shortest", "typical", "longest")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


def together(ids: Sequence[str], sample: str) -> Application:
    """One visit for several procedures, answered as in their samples; the first one's answer wins."""
    procedures = CATALOGUE.chosen(ids)
    answers = {
        key: value
        for procedure in reversed(procedures)
        for key, value in read_sample(procedure, sample).answers.items()
    }
    return Application(procedures, Journey(procedures, answers, today()).relevant)


def carried(application: Application, office: Office) -> Application:
    """The application as the desk gets it out of its ticket."""
    return application_in_ticket(open_texts(seal_application(application, office).texts, office), office)


@swept(4, lambda case: case["name"] == "typical")
@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_every_sample_arrives_on_paper_whole(id: str, name: str, office: Office) -> None:
    sample = read_sample(CATALOGUE.current[id], name)
    arrived = sample if id in CATALOGUE.discreet else carried(sample, office)
    assert arrived == sample
    assert problems_of(arrived.journey(today())) == ()
    printed = words(pdfium_text(draw_sheets(arrived, office).pdf))
    procedure = arrived.procedures[0]
    for text in written(values_of(arrived, procedure, office), sheet_of(procedure, office)):
        assert words(text) in printed


def written(values: SheetValues, sheet: Sheet) -> Iterator[str]:
    """What must be readable as text: names, readings and addresses of everybody the sheet is about."""
    for item, text in values.texts.items():
        if item.endswith(("name", "address", "phone", "place")):
            yield text
    for item, people in values.rows.items():
        if item in sheet.items():
            yield from (text for person in people for text in written(person, sheet))


def test_a_family_that_moves_in_is_asked_nothing_twice() -> None:
    application = together(FAMILY, "typical")
    assert problems_of(application.journey(today())) == ()
    asks = application.journey(today()).asks
    assert len({ask.key for ask in asks}) == len(asks)
    shared = [ask for ask in asks if ask.key == "family"]
    assert [len(ask.serves) for ask in shared] == [4]
    questions = [ask.key for ask in asks]
    for once in ("you.name", "you.address", "move.date", "move.old_address", "bank.number"):
        assert questions.count(once) == 1
    alone = sum(len(asked(procedure, application)) for procedure in application.procedures)
    assert len(asks) < alone * 0.65


def asked(procedure: Procedure, application: Application) -> list[str]:
    return [ask.key for ask in Journey((procedure,), application.answers, today()).asks]


def test_a_family_of_four_fits_one_easily_read_code(office: Office) -> None:
    texts = seal_application(together(FAMILY, "typical"), office).texts
    assert len(texts) == 1
    assert qr_version(texts[0]) <= 15


def test_six_procedures_and_eight_people_fit_two_codes_at_most(office: Office) -> None:
    """The longest answers but for what may be left out of the nursery's: 180 signs more would need a third code."""
    longest, left_out = (
        together((*FAMILY, "nursery"), "longest"),
        ("second@nursery", "third@nursery", "health@nursery"),
    )
    answers = {key: value for key, value in longest.answers.items() if not key.endswith(left_out)}
    application = Application(longest.procedures, answers)
    assert problems_of(application.journey(today())) == ()
    assert len(application.people.household) == 8
    texts = seal_application(application, office).texts
    assert len(texts) <= 2
    assert all(qr_version(text) <= 20 for text in texts)


def test_a_bereaved_family_gets_eight_sheets_from_one_visit(office: Office) -> None:
    application = together(BEREAVED, "typical")
    assert problems_of(application.journey(today())) == ()
    asks = [ask.key for ask in application.journey(today()).asks]
    assert asks.count("late.name") == asks.count("you.name") == 1
    printed = draw_sheets(carried(application, office), office)
    assert len(printed.pages_of_jobs) == 1 + 8, "a cover slip and eight sheets"
    assert words(pdfium_text(printed.pdf)).count("髙﨑一郎") >= 8


def test_nothing_in_the_catalogue_asks_for_the_individual_number() -> None:
    for name, item in CATALOGUE.vocabulary.items():
        assert "個人番号" not in item.ask + item.label, name
        assert "マイナンバー" not in (item.ask + item.label).replace("マイナンバーカード", ""), name


def test_samples_stay_legal_for_years() -> None:
    for id in CATALOGUE.current:
        for name in ("shortest", "typical", "longest"):
            sample = read_sample(CATALOGUE.current[id], name)
            assert problems_of(sample.journey(date(2031, 4, 1))) == ()


def test_the_shipped_samples_lie_beside_their_procedures() -> None:
    assert all((Path(each.folder) / "sheet.toml").is_file() for each in CATALOGUE.current.values())


def test_who_comes_for_a_member_of_the_family_is_printed_as_who_comes(office: Office) -> None:
    ids = ("resident_record_copy", "seal_certificate")
    both = together(ids, "typical")
    answers = {**both.answers, **HANAKO, "whom": "household", "family": (TARO,)}
    application = Application(both.procedures, Journey(both.procedures, answers, today()).relevant)
    assert problems_of(application.journey(today())) == ()
    seen = [values_of(application, CATALOGUE.current[id], office) for id in ids]
    assert [each.codes["basis"] for each in seen] == [("household",), ("token",)]
    assert [each.texts["claimant.name"] for each in seen] == ["吉田　花子", "吉田　太郎"]
