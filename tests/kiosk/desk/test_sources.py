"""Each fact of a case knows where it came from."""

import pytest

from forms.answers import UNKNOWN, Answers
from forms.person import FactSource
from kiosk.desk.case import source_shown, sources_after
from kiosk.desk.workplace import Workplace
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, PROCEDURE, TownHall
from tests.residents import HOME, YOSHIDA

CARD, STAFF, TYPED = FactSource.CARD, FactSource.STAFF, FactSource.TYPED
BY_CARD = {"name": YOSHIDA, "address": HOME, "birth_date": "1960-07-05", "sex": "female"}


def test_it_works_what_the_card_filled_is_the_cards_and_what_staff_changed_is_theirs(workplace: Workplace) -> None:
    visit = workplace.reception.by_card(BY_CARD)
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    case = workplace.cases.read(visit.id)
    assert case.file.sources == {"you.name": CARD, "you.address": CARD, "you.birth_date": CARD}
    workplace.reception.correct(case, {**case.answers, "you.address": "東京都千代田区1番"}, staff_id=1)
    assert workplace.cases.read(visit.id).application.source("you.address") is STAFF


def test_what_a_visitor_types_over_the_card_is_typed(workplace: Workplace) -> None:
    visit = workplace.reception.by_card(BY_CARD)
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    case = workplace.cases.read(visit.id)
    workplace.reception.correct(case, {**case.answers, "you.name": "吉田　花子"})
    assert workplace.cases.read(visit.id).application.source("you.name") is TYPED


def test_the_card_answers_what_the_visitor_did_not_know(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), "screen-1")
    case = workplace.cases.read(visit.id)
    workplace.cases.keep(case, case.with_answers({**case.answers, "you.birth_date": UNKNOWN}).file)
    workplace.reception.take_card(workplace.cases.read(visit.id), BY_CARD)
    after = workplace.cases.read(visit.id)
    assert (after.answers["you.birth_date"], after.file.sources) == ("1960-07-05", {"you.birth_date": CARD})


def test_nothing_of_a_ticket_has_another_source_than_typing(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(FAMILY_ANSWERS), "screen-1")
    assert workplace.cases.read(visit.id).file.sources == {}


FAMILY: Answers = {"family": ({"id": "p1", "name": "髙﨑　蓮"}, {"id": "p2", "name": "髙﨑　凜"})}


def test_of_a_household_only_the_changed_person_is_the_staffs() -> None:
    changed: Answers = {"family": ({"id": "p1", "name": "髙﨑　蓮"}, {"id": "p2", "name": "髙﨑　凛"})}
    sources = sources_after(FAMILY, changed, {}, STAFF)
    assert sources == {"p2.name": STAFF}
    assert source_shown("family", changed, sources) is STAFF


def test_what_is_gone_has_no_source() -> None:
    assert sources_after(FAMILY, {}, {"p2.name": STAFF}, TYPED) == {}


@pytest.mark.parametrize("source", [CARD, STAFF])
def test_what_stays_keeps_its_source(source: FactSource) -> None:
    assert sources_after(FAMILY, {**FAMILY, "whom": "self"}, {"p1.name": source}, TYPED) == {"p1.name": source}
