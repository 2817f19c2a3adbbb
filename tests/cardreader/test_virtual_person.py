"""Person files: what the virtual card holds."""

from pathlib import Path

import pytest

from cardreader import CardError, CardReason
from cardreader.mynumbercard import MyNumberCard
from cardreader.virtual import load_person, shipped_persons
from cardreader.virtual.person import holder_file

GOOD = 'name = "山本　ハナ"\naddress = "みどり野町"\nbirth_date = "1955-00-00"\nsex = "female"\n'


def test_a_person_file_works(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    file.write_text(GOOD, encoding="utf-8")
    loaded = load_person(file)
    assert (loaded.name, loaded.birth_date, loaded.sex, loaded.pin, loaded.tries) == (
        "山本　ハナ",
        "1955-00-00",
        "2",
        "1234",
        3,
    )


@pytest.mark.parametrize("name", shipped_persons())
def test_every_shipped_person_can_be_read(name: str) -> None:
    loaded = load_person(shipped_persons()[name])
    read = MyNumberCard().holder([holder_file(loaded)])
    if loaded.holder_file is None:
        assert (read.name, read.address, read.birth_date) == (loaded.name, loaded.address, loaded.birth_date)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (GOOD + 'pin = "12345"\n', "pin"),
        (GOOD + "tries = 4\n", "tries"),
        (GOOD + 'length_form = "83"\n', "length_form"),
        (GOOD + 'my_number = "1"\n', "my_number"),
        (GOOD.replace("female", "woman"), "sex"),
        (GOOD.replace("1955-00-00", "S30"), "birth_date"),
        (GOOD.replace("name", "nama"), "nama"),
        ('name = "A"\n', "address"),
        ('ef0002_hex = "XY"\n', "ef0002_hex"),
        ("= 1", "TOMLとして読めません"),
        ("name = " + "[" * 20_000, "TOMLとして読めません"),
        ("tries = " + "9" * 5_000, "TOMLとして読めません"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "person.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as refused:
        load_person(file)
    assert refused.value.reason is CardReason.PERSON_FILE
    assert refused.value.detail == f"person.toml: {key}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CardError) as refused:
        load_person(tmp_path / "nobody.toml")
    assert refused.value.reason is CardReason.PERSON_FILE
