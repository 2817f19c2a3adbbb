"""A fee without a price stops the program: otherwise the bill would just be too small."""

from datetime import timedelta
from pathlib import Path

import pytest

from forms import DataMistake
from kiosk.desk import open_workplace
from kiosk.doctor import Health, examine
from kiosk.formscheck import check_forms
from kiosk.office import Office, open_office, today
from kiosk.settings import DeskMode
from tests.kiosk.desk.townhall import build_town_hall


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_town_hall(tmp_path).office


def test_it_works_with_every_fee_priced(office: Office) -> None:
    assert office.fees["resident_record_copy"].price_on(today()) is not None


def test_a_desk_does_not_start_with_an_empty_file(office: Office) -> None:
    fees_of(office).write_text("")
    with pytest.raises(DataMistake) as refused:
        open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    first = refused.value.mistake
    procedure = office.catalogue.current["resident_record_copy"]
    assert (first.file, first.key) == (procedure.folder / "procedure.toml", "fee.key")
    assert "resident_record_copy" in first.file.read_text().splitlines()[first.line - 1]
    assert len(refused.value.mistakes) > 10
    assert "fees.toml に [resident_record_copy] の表を足すか" in str(refused.value)


def test_a_price_that_begins_later_is_no_price(office: Office) -> None:
    file = fees_of(office)
    later = today() + timedelta(days=1)
    file.write_text(
        file.read_text().replace("since = 2024-04-01, counter = 3000", f"since = {later}, counter = 3000")
    )
    with pytest.raises(DataMistake) as refused:
        _ = office.fees
    assert [mistake.key for mistake in refused.value.mistakes] == ["dog_registration.price"]
    line = refused.value.mistake.line
    assert str(later) in "".join(file.read_text().splitlines()[line - 1 : line + 2])
    again = open_office(office.settings.folder)
    assert "dog_registration.price" in {mistake.key for mistake in check_forms(again.settings.folder, "dog")}


def test_the_morning_round_names_what_is_missing(office: Office) -> None:
    fees_of(office).write_text("")
    found = next(finding for finding in examine(office) if finding.part == "手数料")
    assert found.health is Health.BAD
    assert "fees.toml" in found.sentence


def fees_of(office: Office) -> Path:
    return office.settings.folder / "fees.toml"
