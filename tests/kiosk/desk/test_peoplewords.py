"""Who came, as what, and whose answers these are."""

import pytest

from forms import Answers, shipped_catalogue
from forms.journey import Journey
from forms.role import Basis
from kiosk.desk.peoplewords import AS_WHAT, Came, came_as, groups_of, heading_of
from kiosk.office import today
from kiosk.training import sample_resident
from tests.residents import WATANABE, YOSHIDA

COPY, SEAL = "resident_record_copy", "seal_certificate"
FAMILY = ["move_in", "health_insurance_join", "child_allowance"]


def test_it_works_the_visitor_comes_as_themselves() -> None:
    assert came_as(journey({"whom": "self"}, COPY, SEAL)) == (Came("本人", ("住民票の写し", "印鑑登録証明書")),)


def test_each_procedure_has_its_own_ground() -> None:
    came = came_as(journey({"whom": "letter"}, COPY, SEAL))
    assert [each.as_what for each in came] == ["代理人（委任状）", "登録証を預かった人"]


def test_a_legal_representative_is_named_with_the_capacity() -> None:
    came = came_as(journey({"whom": "legal", "legal.kind": "guardian"}, COPY))
    assert came == (Came("法定代理人（成年後見人）", ("住民票の写し",)),)


def test_nothing_is_said_before_anybody_has_said_whom_it_is_about() -> None:
    assert came_as(journey({}, COPY)) == ()


def test_every_ground_has_its_words() -> None:
    assert set(AS_WHAT) == set(Basis)


@pytest.mark.parametrize(
    ("page", "heading"),
    [("you", f"{YOSHIDA}（窓口に来た方）"), ("asker", f"{WATANABE}（頼んだ方）"), ("wanted", "必要な書類")],
)
def test_a_heading_says_who_it_is_and_what_they_are(page: str, heading: str) -> None:
    assert (
        headings(journey({"whom": "letter", "you.name": YOSHIDA, "asker.name": WATANABE}, COPY))[page] == heading
    )


def test_who_has_no_name_yet_is_what_they_are() -> None:
    assert headings(journey({"whom": "legal"}, COPY))["asker"] == "ご本人"


def test_people_come_before_affairs() -> None:
    assert [page.id for page in groups_of(journey({"whom": "both"}, COPY))][:3] == ["whom", "you", "family"]


def test_no_two_groups_have_the_same_title_and_no_question_is_lost() -> None:
    of = sample_resident(shipped_catalogue().chosen(FAMILY), "typical").journey(today())
    groups = groups_of(of)
    titles = [heading_of(page, of) for page in groups]
    assert len(titles) == len(set(titles)) < len(of.pages)
    assert sorted(ask.key for page in groups for ask in page.asks) == sorted(ask.key for ask in of.asks)


def headings(of: Journey) -> dict[str, str]:
    return {page.id: heading_of(page, of) for page in of.pages}


def journey(answers: Answers, *procedures: str) -> Journey:
    return Journey(shipped_catalogue().chosen(procedures), answers, today())
