"""A fee without a price stops the program: otherwise the bill would just be too small."""

from datetime import timedelta
from pathlib import Path

import pytest

from forms import DataMistake
from kiosk.desk import open_workplace
from kiosk.doctor import examine
from kiosk.finding import Health
from kiosk.formscheck import check_forms
from kiosk.office import Office, today
from kiosk.overlay import FEES, take
from kiosk.settings import DeskMode
from tests.kiosk.desk.townhall import build_town_hall


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_town_hall(tmp_path).office


def test_it_works_with_every_fee_priced(office: Office) -> None:
    assert office.fees["resident_record_copy"].price_on(today()) is not None


def test_a_desk_does_not_start_with_a_fee_nobody_has_priced(office: Office) -> None:
    charge(office, "moon")
    with pytest.raises(DataMistake) as refused:
        open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    first = refused.value.mistake
    assert (first.file, first.key) == (
        office.settings.folder / "catalogue" / "dog" / "procedure.toml",
        "fee[1].key",
    )
    assert '"moon"' in first.file.read_text().splitlines()[first.line - 1]
    assert "fees.toml に [moon] の表を加えるか" in str(refused.value)


def test_a_price_that_begins_later_is_no_price(office: Office) -> None:
    file, later = office.settings.folder / FEES, today() + timedelta(days=1)
    file.write_text(f'[dog_registration]\nname = "犬の登録"\nprice = [ {{ since = {later}, counter = 3000 }} ]\n')
    with pytest.raises(DataMistake) as refused:
        _ = office.fees
    (mistake,) = refused.value.mistakes
    assert (mistake.file, mistake.key) == (file, "dog_registration.price")
    assert str(later) in file.read_text().splitlines()[mistake.line - 1]
    assert mistake in check_forms(office.settings.folder, "dog")


def test_the_morning_round_names_what_is_missing(office: Office) -> None:
    charge(office, "moon")
    found = next(finding for finding in examine(office) if finding.part == "手数料")
    assert found.health is Health.BAD
    assert "fees.toml" in found.sentence


def charge(office: Office, key: str) -> None:
    """The town's own 犬の登録 charges another fee."""
    take(office.settings.folder, "catalogue/dog")
    file = office.settings.folder / "catalogue" / "dog" / "procedure.toml"
    text = file.read_text("utf-8")
    assert '"dog_registration"' in text
    file.write_text(text.replace('"dog_registration"', f'"{key}"'), "utf-8")
