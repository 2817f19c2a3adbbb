"""The town's own 町字."""

from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from kiosk.office import open_office
from kiosk.settings import load_settings
from kiosk.town.streets import read_streets
from tests.kiosk.townfile import TOWN

STREET = '[[street]]\nname = "本町"\nkana = "ほんちょう"\n'


OTHER = '[[street]]\nname = "緑町"\nkana = "みどりまち"\n'


def streets(folder: Path, text: str) -> dict[str, list[str]]:
    (folder / "town.toml").write_text(TOWN, encoding="utf-8")
    (folder / "streets.toml").write_text(text, encoding="utf-8")
    found = read_streets(folder / "streets.toml", load_settings(folder).town)
    return {code: [place.address for place in places] for code, places in found.items()}


def test_it_works_for_the_town_that_is_shipped() -> None:
    places = open_office(Path(__file__).parents[3] / "config").streets["0999999"]
    assert places[0].address == "北海道架空郡みどり野町旭町"
    assert places[0].label == "旭町（あさひまち）"
    assert len(places) == 14


def test_streets_stand_in_the_order_of_their_readings_under_their_own_codes(tmp_path: Path) -> None:
    other = '[[street]]\nname = "旭町"\nkana = "あさひまち"\n'
    far = '[[street]]\nname = "川向"\nkana = "かわむかい"\npostal_code = "099-9998"\n'
    assert streets(tmp_path, STREET + far + other) == {
        "0999998": ["北海道みどり野町川向"],
        "0999999": ["北海道みどり野町旭町", "北海道みどり野町本町"],
    }


def test_a_town_without_the_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(TOWN, encoding="utf-8")
    assert read_streets(tmp_path / "streets.toml", load_settings(tmp_path).town) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (STREET + STREET, MistakeKind.DUPLICATE),
        (STREET + OTHER + STREET.replace("ほんちょう", "もとまち"), MistakeKind.DUPLICATE),
        (STREET.replace("ほんちょう", "本町"), MistakeKind.WRONG_TYPE),
        (STREET + 'postal_code = "1"\n', MistakeKind.WRONG_TYPE),
        (STREET + "stray = 1\n", MistakeKind.UNKNOWN_KEY),
        ("stray = 1\n", MistakeKind.UNKNOWN_KEY),
    ],
)
def test_a_mistake_names_its_kind(tmp_path: Path, text: str, kind: MistakeKind) -> None:
    with pytest.raises(DataMistake) as caught:
        streets(tmp_path, text)
    assert [mistake.kind for mistake in caught.value.mistakes] == [kind]
