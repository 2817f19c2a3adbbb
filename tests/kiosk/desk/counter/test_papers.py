"""Who stands here is said at the top, and what they brought is ticked off before the visit ends."""

from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent, PrintOutcome, Visit, VisitStatus, read_visit, record_print
from kiosk.store.audit import read_entries
from kiosk.tickets import seal_application
from kiosk.training import sample_resident
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Pages
from tests.residents import HOME, WATANABE, YOSHIDA

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
CARDS = "引っ越す人全員のマイナンバーカード"


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.16.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def visit(workplace: Workplace) -> Visit:
    """A household that moved in, printed, the identity of who came looked at."""
    chosen = workplace.office.catalogue.chosen(["move_in", "water"])
    texts = seal_application(sample_resident(chosen, "typical"), workplace.office).texts
    visit = workplace.reception.scan(texts, "a screen")
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    return visit


def test_it_works_what_was_brought_is_ticked_recorded_and_the_visit_ends(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    page = pages.open(f"/visits/{visit.id}")
    assert CARDS in page.text
    codes = [str(each.attributes["value"]) for each in page.find("input", name="paper")]
    post(pages, visit, "identification", kind=["passport", "number_card"])
    post(pages, visit, "papers", paper=codes)
    shown = pages.open(f"/visits/{visit.id}")
    assert f"{len(codes)}/{len(codes)}" in shown.text
    post(pages, visit, "finish")
    assert read_visit(workplace.store, visit.id).status is VisitStatus.FINISHED
    seen = [entry for entry in read_entries(workplace.store) if entry.event == AuditEvent.PAPER_SEEN]
    assert [entry.details["kind"] for entry in seen] == codes
    assert all(entry.desk == "counter-1" and entry.staff_id == 1 for entry in seen)


def test_f4_says_what_is_missing_and_the_second_time_is_recorded(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    post(pages, visit, "identification", kind=["passport", "number_card"])
    asked = post(pages, visit, "finish", status=422)
    assert "まだ確かめていない書類があります。" in asked
    unseen = asked.partition('id="unseen"')[2].partition("</ul>")[0]
    assert unseen.count("<li>") == 1
    assert CARDS in unseen, "by name, and not what was ticked"
    post(pages, visit, "finish", anyway="yes")
    assert read_entries(workplace.store)[-1].details == {"reason": "papers_unseen"}


def test_a_note_is_read_by_the_next_clerk_and_goes_with_the_answers(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    post(pages, visit, "note", note="  印鑑を取りに帰られた。4時ごろ戻る\u200b ")
    assert "申し送り：<strong>印鑑を取りに帰られた。4時ごろ戻る</strong>" in pages.open(f"/visits/{visit.id}").text
    assert workplace.cases.read(visit.id).file.note == "印鑑を取りに帰られた。4時ごろ戻る"
    post(pages, visit, "note", note="あ" * 300)
    assert len(workplace.cases.read(visit.id).file.note) == 100
    post(pages, visit, "note", note="")
    assert "申し送り：" not in pages.open(f"/visits/{visit.id}").text


def test_a_code_of_nothing_here_is_not_kept(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    post(pages, visit, "papers", paper=["dog:1", "move_in:99", "x"])
    assert workplace.cases.read(visit.id).file.papers == ()


def test_a_certificate_for_oneself_wants_no_papers(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), "a screen")
    assert "確かめる書類" not in pages.open(f"/visits/{visit.id}").text


def test_everybody_it_is_about_stands_at_the_top_in_both_calendars(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    by_letter = YOSHIDA_ANSWERS | {
        "whom": "letter",
        "you.bond": "子",
        "asker.name": WATANABE,
        "asker.birth_date": "1947-12-31",
        "asker.address": HOME,
    }
    visit = workplace.reception.scan(town_hall.ticket(by_letter), "a screen")
    lines = [each.text for each in pages.open(f"/visits/{visit.id}").find("p", class_="identity")]
    assert all(
        part in lines[0] for part in ("窓口に来た方", YOSHIDA, "ヨシダ　ハナコ", "昭和35年7月5日（1960年）", "歳")
    )
    assert all(part in lines[1] for part in ("頼んだ方", WATANABE, "昭和22年12月31日（1947年）"))


def test_the_household_is_a_table_and_a_group_names_its_procedure(pages: Pages, visit: Visit) -> None:
    page = pages.open(f"/visits/{visit.id}")
    (table,) = page.find("table", class_="people")
    assert all(heading in table.text for heading in ("氏名", "生年月日", "続柄"))
    assert "（水道）" in page.text


def post(pages: Pages, visit: Visit, action: str, status: int = 303, **sent: object) -> str:
    token = dict(pages.open(f"/visits/{visit.id}").form("scanner").fields)["csrf_token"]
    answer = pages.client.post(f"/visits/{visit.id}/{action}", data={"csrf_token": token, **sent})
    assert answer.status_code == status, answer.text
    return answer.text
