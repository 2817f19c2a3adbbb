"""Which papers are enough."""

from datetime import date
from pathlib import Path

import pytest

from forms import DataMistake
from forms.journeypage import key_of
from forms.procedure import Identification
from kiosk.desk.workplace import Workplace
from kiosk.town.identification import IdPapers, read_identification
from tests.kiosk.desk.townhall import CONFIG, PROCEDURE

TODAY = date(2026, 11, 21)


@pytest.fixture
def papers() -> IdPapers:
    return read_identification(CONFIG / "identification.toml")


@pytest.mark.parametrize(
    ("shown", "enough"),
    [
        (["my_number_card"], True),
        (["passport"], True),
        ([], False),
        (["pension_book"], False),
        (["pension_book", "bank_book"], True),
        (["pension_book", "interview"], True),
        (["interview"], False),
        (["no_such_paper"], False),
    ],
)
def test_one_paper_with_photo_or_two_others_are_enough(
    workplace: Workplace, papers: IdPapers, shown: list[str], enough: bool
) -> None:
    procedures = workplace.office.catalogue.chosen([PROCEDURE])
    assert papers.are_enough(shown, procedures, {}, TODAY) is enough


def test_photo_only_is_stricter(papers: IdPapers) -> None:
    assert papers.rules[Identification.PHOTO_ONLY].enough == ({"photo": 1},)


@pytest.mark.parametrize(("place", "two_others"), [("here", True), ("elsewhere", False)])
def test_a_register_kept_elsewhere_wants_a_photo(
    workplace: Workplace, papers: IdPapers, place: str, two_others: bool
) -> None:
    procedures = workplace.office.catalogue.chosen(["family_register_certificate", PROCEDURE])
    (ask,) = [ask for ask in procedures[0].asks() if ask.item.name == "register.place"]
    answers = {key_of(ask, procedures[0]): place}
    assert papers.are_enough(["pension_book", "bank_book"], procedures, answers, TODAY) is two_others
    assert papers.are_enough(["passport"], procedures, answers, TODAY)


def test_nothing_is_needed_where_no_procedure_asks(papers: IdPapers) -> None:
    assert papers.are_enough([], [], {}, TODAY)


def test_the_paper_insurance_card_is_gone(papers: IdPapers) -> None:
    assert not any("健康保険証" in kind.label for kind in papers.offered(TODAY))


def test_a_kind_may_begin_and_end(tmp_path: Path) -> None:
    file = tmp_path / "identification.toml"
    text = (CONFIG / "identification.toml").read_text("utf-8")
    file.write_text(text.replace('label = "資格確認書"', 'label = "資格確認書"\nsince = 2024-12-02'), "utf-8")
    offered = {kind.code for kind in read_identification(file).offered(date(2024, 12, 1))}
    assert "insurance_confirmation" not in offered
    assert "insurance_confirmation" in {kind.code for kind in read_identification(file).offered(TODAY)}


@pytest.mark.parametrize("spoiled", ['group = "half"', 'group = "photo"\ncolour = 1'])
def test_a_mistake_is_named(tmp_path: Path, spoiled: str) -> None:
    file = tmp_path / "identification.toml"
    text = (CONFIG / "identification.toml").read_text("utf-8")
    file.write_text(text.replace('group = "photo"', spoiled, 1), "utf-8")
    with pytest.raises(DataMistake):
        read_identification(file)
