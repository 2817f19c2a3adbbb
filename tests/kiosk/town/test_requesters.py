"""Towns decide who may come for a 独身証明書 and for the tax certificates of their household."""

from pathlib import Path

import pytest

from forms import Answers, Catalogue, Procedure, shipped_catalogue
from forms.application import things_to_bring
from forms.checking import problems_of
from forms.journey import Journey
from kiosk.office import today
from kiosk.settings import Requesters
from kiosk.town.identification import wanted_by
from kiosk.town.requesters import IDENTITY, TAX, as_allowed
from tests.kiosk.offices import make_office

ONLY_THE_PERSON = "独身証明書は、本人だけが受け取れます。本人が来てください。"
UNMARRIED: Answers = {"whom": "letter", "identity.kinds@identity_certificate": ("unmarried",)}


LETTER = "委任状（頼んだ人が自分で書いた原本）"


def brought(procedure: Procedure) -> set[str]:
    """What somebody brings who comes for others of the household."""
    return set(things_to_bring(of_the_household(procedure)))


def of_the_household(procedure: Procedure) -> Journey:
    return Journey((procedure,), {"whom": "household", "you.relation": "wife"}, today())


def told(catalogue: Catalogue) -> set[str]:
    journey = Journey(catalogue.chosen([IDENTITY]), UNMARRIED, today())
    return {str(problem) for problem in problems_of(journey)}


def test_it_works_without_a_word_of_the_town() -> None:
    catalogue = shipped_catalogue()
    assert as_allowed(catalogue, Requesters(unmarried_by_letter=False, tax_for_household=True)) is catalogue
    assert ONLY_THE_PERSON in told(catalogue)


def test_a_town_may_hand_it_to_whoever_was_sent() -> None:
    changed = as_allowed(shipped_catalogue(), Requesters(unmarried_by_letter=True, tax_for_household=True))
    assert ONLY_THE_PERSON not in told(changed)
    assert changed.current["dog"] is shipped_catalogue().current["dog"]


@pytest.mark.parametrize("id", TAX)
def test_a_town_may_want_a_letter_from_the_household(id: str) -> None:
    shipped = shipped_catalogue()
    changed = as_allowed(shipped, Requesters(unmarried_by_letter=False, tax_for_household=False))
    number, version = shipped.current[id].number, shipped.current[id].version
    assert LETTER not in brought(shipped.current[id])
    assert LETTER in brought(changed.current[id])
    assert LETTER in brought(changed.versions[number, version])


def test_town_toml_decides(tmp_path: Path) -> None:
    office = make_office(tmp_path, ("[town]\n", "[requesters]\ntax_for_household = false\n\n[town]\n"))
    income = office.catalogue.current["income_certificate"]
    assert LETTER in brought(income)
    assert "authority" in wanted_by(income, of_the_household(income))
    shipped = shipped_catalogue().current["income_certificate"]
    assert "authority" not in wanted_by(shipped, of_the_household(shipped))
