"""What staff see of a case tells every question from every other."""

from forms import Place
from kiosk.desk.view import view_of
from kiosk.desk.workplace import Workplace
from kiosk.office import today
from tests.kiosk.desk.townhall import PROCEDURE
from tests.residents import HOME, YOSHIDA

TWO = (PROCEDURE, "seal_certificate")
BY_CARD = {"name": YOSHIDA, "address": HOME, "birth_date": "1960-07-05", "sex": "female"}


def labels(workplace: Workplace, procedures: tuple[str, ...]) -> list[str]:
    """Of the page 「必要な書類」."""
    visit = workplace.reception.by_card(BY_CARD)
    workplace.reception.choose(workplace.cases.read(visit.id), list(procedures))
    view = view_of(workplace.cases.read(visit.id), workplace.office, Place.COUNTER, today())
    page = view.page("wanted")
    assert page
    return [answer.label for answer in page.answers]


def test_it_works_two_questions_of_one_name_say_their_procedure(workplace: Workplace) -> None:
    found = labels(workplace, TWO)
    assert {"通数（住民票の写し）", "通数（印鑑登録証明書）"} <= set(found)
    assert len(set(found)) == len(found)


def test_a_question_alone_is_called_as_on_the_paper(workplace: Workplace) -> None:
    assert "通数" in labels(workplace, (PROCEDURE,))


def test_what_was_answered_after_the_card_is_no_correction_what_the_card_told_is(workplace: Workplace) -> None:
    visit = workplace.reception.by_card(BY_CARD)
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    case = workplace.cases.read(visit.id)
    workplace.reception.correct(case, {**case.answers, "whom": "self", "you.address": HOME + "2"})
    view = view_of(workplace.cases.read(visit.id), workplace.office, Place.COUNTER, today())
    marked = [answer.asked.key for page in view.pages for answer in page.answers if answer.changed]
    assert marked == ["you.address"]
