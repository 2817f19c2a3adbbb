"""Which papers are enough."""

from datetime import date
from pathlib import Path

import pytest

from forms import DataMistake
from forms.answers import Answers, Value
from forms.application import things_to_bring
from forms.journey import Journey
from forms.journeypage import key_of
from forms.procedure import Identification, Shows
from kiosk.desk.workplace import Workplace
from kiosk.overlay import IDENTIFICATION, SHIPPED
from kiosk.town.identification import IdPapers, read_identification
from tests.kiosk.desk.townhall import PROCEDURE

TODAY = date(2026, 11, 21)


@pytest.fixture
def papers() -> IdPapers:
    return read_identification(SHIPPED / IDENTIFICATION)


@pytest.mark.parametrize(
    ("shown", "enough"),
    [
        (["my_number_card"], True),
        (["passport"], True),
        ([], False),
        (["pension_book"], False),
        (["pension_book", "bank_book"], True),
        (["pension_book", "interview"], True),
        (["pension_book", "welfare"], True),
        (["bank_book", "employee_card"], False),
        (["bank_book", "interview"], False),
        (["interview"], False),
        (["no_such_paper"], False),
    ],
)
def test_one_paper_with_photo_or_two_others_are_enough(
    workplace: Workplace, papers: IdPapers, shown: list[str], enough: bool
) -> None:
    assert papers.are_enough(shown, journey_of(workplace, PROCEDURE)) is enough


def test_photo_only_is_stricter(papers: IdPapers) -> None:
    assert papers.rules[Identification.PHOTO_ONLY].enough == ({"photo": 1},)


@pytest.mark.parametrize(("place", "two_others"), [("here", True), ("elsewhere", False)])
def test_a_register_kept_elsewhere_wants_a_photo(
    workplace: Workplace, papers: IdPapers, place: str, two_others: bool
) -> None:
    ids = ("family_register_certificate", PROCEDURE)
    said: Answers = {"register.place": place, "register.kinds": ("full",)}
    journey = journey_of(workplace, *ids, **said)
    assert papers.are_enough(["pension_book", "bank_book"], journey) is two_others
    assert papers.are_enough(["passport"], journey)


@pytest.mark.parametrize(
    ("kinds", "two_others"),
    [
        (("acceptance",), True),
        (("acceptance_fine", "contents"), True),
        (("acceptance", "full"), False),
        (("code",), False),
    ],
)
def test_what_the_town_of_the_notice_issues_wants_no_photo(
    workplace: Workplace, papers: IdPapers, kinds: tuple[str, ...], two_others: bool
) -> None:
    """受理証明 is no 広域交付, wherever the 本籍 is."""
    said: Answers = {"register.place": "elsewhere", "register.kinds": kinds}
    journey = journey_of(workplace, "family_register_certificate", **said)
    assert papers.are_enough(["pension_book", "bank_book"], journey) is two_others


@pytest.mark.parametrize(("way", "two_others"), [("photo", False), ("guarantor", True), ("letter", True)])
def test_a_seal_is_registered_at_once_only_with_a_photo(
    workplace: Workplace, papers: IdPapers, way: str, two_others: bool
) -> None:
    journey = journey_of(workplace, "seal_registration", **{"seal.confirmation": way})
    assert papers.are_enough(["pension_book", "bank_book"], journey) is two_others


def test_whoever_comes_with_a_letter_shows_it(workplace: Workplace, papers: IdPapers) -> None:
    journey = journey_of(workplace, PROCEDURE, whom="letter")
    assert not papers.are_enough(["passport"], journey)
    assert papers.are_enough(["passport", "letter_of_authority"], journey)
    assert papers.shown(["letter_of_authority"], journey) == {Shows.AUTHORITY}


def test_where_a_number_is_written_it_is_checked(workplace: Workplace, papers: IdPapers) -> None:
    journey = journey_of(workplace, "health_insurance_join")
    assert not papers.are_enough(["passport"], journey)
    assert papers.are_enough(["passport", "number_notice"], journey)
    assert papers.are_enough(["passport", "number_unknown"], journey)


def test_the_family_hands_in_a_number_as_agent(workplace: Workplace, papers: IdPapers) -> None:
    journey = journey_of(workplace, "late_elderly_care", whom="household")
    assert not papers.are_enough(["passport", "number_card"], journey)
    assert papers.are_enough(["passport", "number_card", "own_papers"], journey)
    certificate = journey_of(workplace, PROCEDURE, whom="household")
    assert papers.are_enough(["passport"], certificate)


@pytest.mark.parametrize("id", ["national_pension", "late_elderly_care"])
def test_the_family_is_told_at_home_what_shows_that_they_may(workplace: Workplace, id: str) -> None:
    (procedure,) = workplace.office.catalogue.chosen([id])
    shown = {bring.shows for bring in procedure.bring if "その人しか持っていない書類" in bring.text}
    assert shown == {Shows.AUTHORITY}
    here = journey_of(workplace, id, whom="household")
    assert any("その人しか持っていない書類" in text for text in things_to_bring(here))
    assert not any("その人しか持っていない書類" in text for text in things_to_bring(journey_of(workplace, id)))


def test_nothing_is_needed_where_no_procedure_asks(workplace: Workplace, papers: IdPapers) -> None:
    assert papers.are_enough([], Journey((), {}, TODAY))
    assert papers.rules_for(journey_of(workplace, "water", whom="letter")) == ()


def test_the_new_residence_card_is_offered_from_its_day(papers: IdPapers) -> None:
    code = "residence_card_with_number"
    assert code not in {kind.code for kind in papers.offered(date(2026, 6, 13))}
    assert code in {kind.code for kind in papers.offered(date(2026, 6, 14))}


def test_the_paper_insurance_card_is_gone(papers: IdPapers) -> None:
    assert not any("健康保険証" in kind.label for kind in papers.offered(TODAY))


def test_a_kind_may_begin_and_end(tmp_path: Path) -> None:
    file = tmp_path / "identification.toml"
    text = (SHIPPED / IDENTIFICATION).read_text("utf-8")
    file.write_text(
        text.replace('label = "資格確認書（国保・後期・社保など）"', 'label = "資格確認書"\nsince = 2024-12-02'),
        "utf-8",
    )
    offered = {kind.code for kind in read_identification(file).offered(date(2024, 12, 1))}
    assert "insurance_confirmation" not in offered
    assert "insurance_confirmation" in {kind.code for kind in read_identification(file).offered(TODAY)}


@pytest.mark.parametrize("spoiled", ['group = "half"', 'group = "photo"\ncolour = 1'])
def test_a_mistake_is_named(tmp_path: Path, spoiled: str) -> None:
    file = tmp_path / "identification.toml"
    text = (SHIPPED / IDENTIFICATION).read_text("utf-8")
    file.write_text(text.replace('group = "photo"', spoiled, 1), "utf-8")
    with pytest.raises(DataMistake):
        read_identification(file)


def journey_of(workplace: Workplace, *ids: str, **said: Value) -> Journey:
    procedures = workplace.office.catalogue.chosen(ids)
    keys = {ask.item.name: key_of(ask, procedure) for procedure in procedures for ask in procedure.asks()}
    answers: Answers = {keys.get(name, name): value for name, value in said.items()}
    return Journey(procedures, answers, TODAY)
