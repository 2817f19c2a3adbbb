"""A town leaves out shipped procedures: offered nowhere, a duty stays in the guide, tickets made before are still read."""

from pathlib import Path

import pytest

from forms.guide import check_guide
from forms.mistake import DataMistake, MistakeKind
from forms.samples import read_sample
from kiosk.office import Office, open_office, today
from kiosk.overlay import GUIDE, LOBBY, SHIPPED
from kiosk.prefill import create_app
from kiosk.scenario import read_scenarios
from kiosk.tickets import open_texts, seal_application
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages


def left_out(office: Office, *ids: str) -> Office:
    folder = office.settings.folder / "catalogue"
    folder.mkdir(exist_ok=True)
    without = ", ".join(f'"{id}"' for id in ids)
    (folder / "catalogue.toml").write_text(f"without = [{without}]\n", encoding="utf-8")
    return open_office(office.settings.folder)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_it_is_listed_and_found_nowhere(office: Office) -> None:
    town = left_out(office, "dog", "dog_tag")
    assert town.catalogue.get("dog") is None
    phone = Pages(create_app(town))
    assert 'value="dog"' not in phone.open("/?open=くらし").text
    assert 'value="dog"' not in phone.send({"q": "犬"}, button="search").text


def test_the_guide_still_tells_what_must_be_done_and_where(office: Office) -> None:
    town = left_out(office, "water")
    title = town.catalogue.versions[601, 1].short
    (entry,) = [each for each in town.guide.events["move_in"].entries if each.title == title]
    assert entry.procedure is None
    assert entry.is_offered
    assert entry.desk == "建設水道課"
    assert not check_guide(SHIPPED / GUIDE, town.catalogue, today(), town.settings.folder / GUIDE)


def test_a_town_of_a_single_form_has_the_whole_guide(office: Office) -> None:
    """The question whom care is for saved later ones of four forms, and decides nothing else."""
    events = set(office.guide.events)
    town = left_out(office, *(id for id in office.catalogue.current if id != "resident_record_copy"))
    assert set(town.guide.events) == events
    assert not check_guide(SHIPPED / GUIDE, town.catalogue, today(), town.settings.folder / GUIDE)


def test_what_is_shipped_around_it_goes_on_without_it(office: Office) -> None:
    town = left_out(office, "seal_certificate", "resident_record_copy")
    (town.settings.folder / LOBBY).unlink(missing_ok=True)
    assert [each.procedure.id for each in town.shortcuts]
    assert all(each.procedure.id not in town.catalogue.left_out for each in town.shortcuts)
    assert town.fees
    assert read_scenarios(SHIPPED / "scenarios", town.catalogue)


def test_a_ticket_made_before_is_still_read(office: Office) -> None:
    dog = office.catalogue.current["dog"]
    texts = seal_application(read_sample(dog, "typical"), office).texts
    assert open_texts(texts, left_out(office, "dog")).procedures == (("dog", dog.version),)


def test_an_id_that_is_none_is_told_with_its_line(office: Office) -> None:
    with pytest.raises(DataMistake) as caught:
        _ = left_out(office, "dog", "cat").catalogue
    mistake = caught.value.mistake
    assert (mistake.kind, mistake.file.name, mistake.line, mistake.key) == (
        MistakeKind.UNKNOWN_PROCEDURE,
        "catalogue.toml",
        1,
        "without",
    )
