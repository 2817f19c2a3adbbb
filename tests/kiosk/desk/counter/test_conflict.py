"""Two clerks at one visit: the second is told what the first has changed, and nothing is lost."""

from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import StoreError, StoreReason, Visit
from kiosk.web.front import Front
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Page, Pages

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def app(workplace: Workplace) -> Front:
    return create_app(workplace.office, workplace.desk, workplace)


@pytest.fixture
def clerks(app: Front, workplace: Workplace) -> tuple[Pages, Pages]:
    return clerk(app, workplace, "sato"), clerk(app, workplace, "suzuki")


@pytest.fixture
def visit(workplace: Workplace, town_hall: TownHall) -> Visit:
    return workplace.reception.scan(town_hall.ticket(), "a screen")


def test_it_works_the_second_is_told_and_decides(
    clerks: tuple[Pages, Pages], visit: Visit, workplace: Workplace
) -> None:
    sato, suzuki = clerks
    for each in clerks:
        each.open(f"/visits/{visit.id}?edit=you")
    save(sato, "0152-11-1111")
    told = save(suzuki, "0152-22-2222", status=422)
    assert "sato（1番窓口）が、先に直しています。" in told.text
    assert "電話番号：<strong>0152-11-1111</strong>" in told.text
    assert phone(workplace, visit) == "0152-11-1111"
    (field,) = told.find("input", name="you.phone")
    assert field.attributes["value"] == "0152-22-2222", "what the second has typed stays"
    save(suzuki, "0152-22-2222")
    assert phone(workplace, visit) == "0152-22-2222"


def test_corrections_on_different_pages_do_not_disturb_each_other(
    clerks: tuple[Pages, Pages], visit: Visit, workplace: Workplace
) -> None:
    sato, suzuki = clerks
    sato.open(f"/visits/{visit.id}?edit=you")
    page = suzuki.open(f"/visits/{visit.id}?edit=wanted")
    save(sato, "0152-11-1111")
    next(form for form in page.forms if "/correct/" in form.action).id = "correcting"
    suzuki.send({"resident_record.count": "3"}, form="correcting")
    answers = workplace.cases.read(visit.id).answers
    assert answers["you.phone"] == "0152-11-1111"


def test_what_is_seen_says_nothing_of_the_answers(
    clerks: tuple[Pages, Pages], workplace: Workplace, visit: Visit
) -> None:
    page = clerks[0].open(f"/visits/{visit.id}?edit=you")
    (field,) = page.find("input", name="seen")
    assert "you.phone=" in str(field.attributes["value"])
    seen = str(field.attributes["value"])
    answers = workplace.cases.read(visit.id).answers
    assert not [key for key in ("you.name", "you.address", "you.phone") if str(answers[key]) in seen]


def test_in_the_very_same_moment_one_is_kept_and_the_other_told(workplace: Workplace, visit: Visit) -> None:
    first, second = (workplace.cases.read(visit.id) for _ in range(2))
    workplace.reception.correct(first, {**first.answers, "you.phone": "0152-11-1111"})
    with pytest.raises(StoreError) as refused:
        workplace.reception.correct(second, {**second.answers, "you.phone": "0152-22-2222"})
    assert refused.value.reason is StoreReason.VISIT_CHANGED
    assert phone(workplace, visit) == "0152-11-1111"


def clerk(app: Front, workplace: Workplace, name: str) -> Pages:
    add_staff(workplace.store, name, PASSWORD, StaffRole.CLERK)
    pages = Pages(app)
    pages.client.environ_base["REMOTE_ADDR"] = f"10.13.{next(NUMBERS)}.1"
    pages.open("/login")
    pages.send(name=name, password=PASSWORD)
    return pages


def save(pages: Pages, typed: str, status: int = 200) -> Page:
    assert pages.now is not None
    next(form for form in pages.now.forms if form.action.endswith("/correct/you")).id = "correcting"
    return pages.send({"you.phone": typed}, form="correcting", status=status)


def phone(workplace: Workplace, visit: Visit) -> object:
    return workplace.cases.read(visit.id).answers["you.phone"]
