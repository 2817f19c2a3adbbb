"""Nobody is sent in circles: two sections, one number, and no visit ends with something forgotten."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import JAPAN
from kiosk.desk import Workplace
from kiosk.desk.planning import Planning
from kiosk.desk.workplace import open_workplace
from kiosk.hall.slip import RouteSlip, draw_slip, escpos
from kiosk.hall.turn import State
from kiosk.office import now, open_office, today
from kiosk.staff import StaffRole, add_staff
from kiosk.store import PrintOutcome, VisitId, open_visits, read_visit, record_print
from kiosk.store.announcements import Announcements
from kiosk.store.audit import AuditEvent, read_entries
from kiosk.store.halltables import AnnouncementRow
from kiosk.store.task import TaskError, TaskReason, TaskState
from tests.kiosk.desk.counter.clerks import scanned, signed_in
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.kiosk.town.test_hall import EXAMPLE
from tests.printing.paper import pdfium_text

PASSWORD = "mado-guchi-1"
SEAL, JOIN = "seal_certificate", "health_insurance_join"
SECOND_DESK = '[[desk]]\nname = "counter-2"\nlabel = "5番窓口"\nmode = "counter"\nreceipt_letter = "F"\n'
HALL = (
    EXAMPLE
    + f"""
[[section]]
id = "kokuho"
label = "保険年金課"

[[section]]
id = "gakko"
label = "学校教育課"

[[window]]
id = "w5"
label = "5番窓口"
sections = ["kokuho"]
desk = "counter-2"

[[queue]]
id = "kokuho"
label = "国保"
section = "kokuho"
letter = "H"

[[task]]
id = "record"
label = "住民票の写し"
section = "juumin"
work = "issue"
procedures = ["resident_record_copy"]

[[task]]
id = "card"
label = "保険の説明"
section = "kokuho"
work = "explain"
procedures = ["{SEAL}"]
lead_minutes = 20

[[task]]
id = "school"
label = "転校の案内"
section = "gakko"
work = "guide"
steps = ["学校の相談"]
after = ["record"]

[[task]]
id = "join"
label = "国保の加入"
section = "kokuho"
procedures = ["{JOIN}"]
"""
)


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path, more=SECOND_DESK)
    (tmp_path / "config/hall.toml").write_text(HALL, encoding="utf-8")
    return built


@pytest.fixture
def desks(town_hall: TownHall) -> Iterator[tuple[Workplace, Workplace]]:
    """The windows of two sections."""
    settings = {desk.name: desk for desk in town_hall.office.settings.desks}
    opened = tuple(open_workplace(town_hall.office, settings[name]) for name in ("counter-1", "counter-2"))
    yield opened[0], opened[1]
    for each in opened:
        each.hub.close()
        each.printer.stop()
        each.store.close()


def press(pages: Pages, path: str, **fields: str) -> Page:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    sent = pages.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)
    return Page(sent, [], [])


def planning(workplace: Workplace) -> Planning:
    assert workplace.planning is not None
    return workplace.planning


def states(workplace: Workplace, page: Page) -> dict[str, TaskState]:
    visit_id = page.path.rsplit("/", 1)[-1]
    return {task.plan: task.state for task in planning(workplace).tasks.of_visit(visit_id)}


def ready_to_finish(pages: Pages, workplace: Workplace, page: Page) -> None:
    (visit,) = open_visits(workplace.store)
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=2)
    press(pages, f"{page.path}/identification", kind="my_number_card")


def test_a_family_goes_through_two_sections_with_one_number(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, second = desks
    pages = signed_in(first, "sato", "juumin", "kokuho")
    page = scanned(pages, town_hall, SEAL)
    assert page.text.index("保険の説明") < page.text.index("住民票の写し　まだ"), "the longest lead comes first"
    number = open_visits(first.store)[0].receipt_number
    press(pages, f"/tasks/{planning(first).tasks.of_visit(page.path[8:])[1].id}/do", visit=page.path[8:])
    assert "次は保険年金課へ" in pages.open(page.path).text
    sent = press(pages, f"{page.path}/next")
    assert f"{number} は、次に保険年金課（国保）へ行きます。" in sent.text
    turn = second.queueing.turns.call_next("a" * 32, "w5", ["kokuho"]) if second.queueing else None
    assert turn is not None
    assert (turn.number, turn.visit_id, turn.state) == (number, page.path[8:], State.CALLED)
    other = signed_in(second, "mori", "kokuho")
    board = other.open("/tasks")
    for words in (number, "5番窓口", "保険の説明", "保険年金課"):
        assert words in board.text
    assert "ヨシダ" not in board.text
    assert "𠮷田" not in board.text


def test_a_visit_does_not_end_with_something_forgotten(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall, SEAL)
    ready_to_finish(pages, first, page)
    refused = press(pages, f"{page.path}/finish", anyway="yes")
    assert refused.status == 422
    assert TaskError(TaskReason.TASKS_LEFT).sentence in refused.text
    assert "次に来るとき" in refused.text
    assert read_visit(first.store, VisitId(page.path[8:])).status.is_open
    assert "受付を終了しました。" in press(pages, f"{page.path}/finish", anyway="yes", tasks="next_visit").text
    assert states(first, page) == {"record": TaskState.DONE, "card": TaskState.LATER}
    told = [each.details for each in read_entries(first.store) if each.event == AuditEvent.TASK_CHANGED]
    assert {"kind": "card", "outcome": "later", "reason": "next_visit"} in told


def test_a_visit_of_the_windows_own_section_ends_as_ever(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall)
    ready_to_finish(pages, first, page)
    assert "受付を終了しました。" in press(pages, f"{page.path}/finish", anyway="yes").text
    assert states(first, page) == {"record": TaskState.DONE}


def test_a_procedure_that_is_dropped_takes_its_task_along(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall, SEAL)
    press(pages, f"{page.path}/procedures", procedure="resident_record_copy")
    assert states(first, page) == {"record": TaskState.OPEN, "card": TaskState.NOT_NEEDED}


def test_what_no_procedure_tells_is_added_by_hand_and_stays(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall)
    assert "転校の案内" in press(pages, f"{page.path}/tasks", plan="school").text
    assert states(first, page) == {"record": TaskState.OPEN, "school": TaskState.PLANNED}
    press(pages, f"{page.path}/tasks", plan="nothing")
    press(pages, f"{page.path}/procedures", procedure="resident_record_copy")
    assert states(first, page)["school"] is TaskState.PLANNED
    shown = pages.open(page.path).text
    assert "ここに来る課：学校教育課。" in shown, "nobody waits where staff come"


def test_steps_of_the_guide_make_tasks(desks: tuple[Workplace, Workplace]) -> None:
    first, _ = desks
    staff = add_staff(first.store, "sato", PASSWORD, StaffRole.CLERK)
    visit = first.reception.by_hand(["resident_record_copy"], staff.id, steps=["学校の相談"])
    assert {task.plan for task in planning(first).tasks.of_visit(visit.id)} == {"record", "school"}
    assert planning(first).stops(visit.id) == ("住民課（1番窓口）　住民票の写し", "学校教育課　転校の案内")


def test_a_section_touches_only_its_own(desks: tuple[Workplace, Workplace], town_hall: TownHall) -> None:
    first, second = desks
    page = scanned(signed_in(first, "sato"), town_hall, SEAL)
    record, card = sorted(planning(first).tasks.of_visit(page.path[8:]), key=lambda task: task.plan, reverse=True)
    other = signed_in(second, "mori", "kokuho")
    assert "住民票の写し" not in other.open("/tasks").text
    assert "住民票の写し" in other.open("/tasks?all=yes").text
    assert TaskError(TaskReason.NOT_YOURS).sentence in press(other, f"/tasks/{record.id}/take").text
    assert "対応中（mori）" in press(other, f"/tasks/{card.id}/take").text
    assert TaskError(TaskReason.END_UNEXPLAINED).sentence in press(other, f"/tasks/{card.id}/end").text
    press(other, f"/tasks/{card.id}/end", reason="post")
    assert states(second, page) == {"record": TaskState.OPEN, "card": TaskState.LATER}
    assert other.client.get("/tasks/1/sleep").status_code == 405


def test_where_staff_come_nobody_is_sent_on(tmp_path: Path, town_hall: TownHall) -> None:
    stay = f'\n[[stay]]\nwindows = ["w1"]\nprocedures = ["{SEAL}"]\n'
    (tmp_path / "config/hall.toml").write_text(HALL + stay, encoding="utf-8")
    office = open_office(tmp_path / "config")
    here = open_workplace(office, office.settings.desk(name="counter-1"))
    town = TownHall(office)
    pages = signed_in(here, "sato", "juumin", "kokuho")
    page = scanned(pages, town, SEAL)
    assert "次は" not in page.text
    pages = signed_in(here, "mori", "juumin")
    assert "ここに来る課：保険年金課。" in pages.open(page.path).text
    assert "次は" not in press(pages, f"{page.path}/next").text, "a press of an old screen moves nobody"
    alone = scanned(signed_in(here, "ueda", "kokuho"), town)
    assert "次は住民課へ" in alone.text, "only the matters that are named"
    here.hub.close()
    here.store.close()


def test_what_was_done_at_one_desk_for_all_needs_one_reason(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall, SEAL)
    ready_to_finish(pages, first, page)
    refused = press(pages, f"{page.path}/finish", anyway="yes")
    assert "この窓口でまとめて済ませた" in refused.text
    press(pages, f"{page.path}/finish", anyway="yes", tasks="done_here")
    assert set(states(first, page).values()) == {TaskState.DONE}
    told = [each.details for each in read_entries(first.store) if each.event == AuditEvent.TASK_CHANGED]
    assert {"kind": "card", "outcome": "done", "reason": "done_here"} in told


def test_a_note_for_one_section_is_read_by_no_other(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, second = desks
    page = scanned(signed_in(first, "sato", "juumin"), town_hall, JOIN)
    all_round, other = signed_in(first, "ueda"), signed_in(second, "mori", "kokuho")
    own = signed_in(first, "abe", "juumin")
    press(all_round, f"{page.path}/note", note="証の受け取りは後日", **{"for": "kokuho"})
    assert "証の受け取りは後日" in other.open(page.path).text
    assert "証の受け取りは後日" in all_round.open(page.path).text
    hidden = own.open(page.path).text
    assert "申し送り（保険年金課へ）があります。" in hidden
    assert "証の受け取りは後日" not in hidden
    press(own, f"{page.path}/note", note="書きかえ")
    assert "証の受け取りは後日" in other.open(page.path).text, "nobody overwrites what they have not read"
    assert "証の受け取りは後日" in press(own, f"{page.path}/reveal", reason="asked").text
    press(other, f"{page.path}/note", note="だれにでも", **{"for": "nowhere"})
    assert "申し送り：" in signed_in(first, "ito", "juumin").open(page.path).text


def test_an_announced_case_is_planned_the_day_before_and_belongs_to_its_visit_when_it_comes(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, second = desks
    pages, other = signed_in(first, "sato", "juumin"), signed_in(second, "mori", "kokuho")
    tomorrow = dict(pages.open("/announcements").form("announce").fields)["day"]
    assert date.fromisoformat(tomorrow) > today()
    key = "0" * 32
    for _ in range(2):
        sent = press(pages, "/announcements", day=tomorrow, at="10:30", plan="card", key=key)
    assert "予定1 を入れました。" in sent.text
    assert "保険の説明（保険年金課）" in other.open("/announcements").text
    assert "予定はありません。" in pages.open("/announcements").text, "it is of another section"
    assert "予定1" not in pages.open("/opening").text, "not yet"
    (case,) = Announcements(first.store).between(today(), date.fromisoformat(tomorrow))
    with first.store.writing() as session:
        session.get_one(AnnouncementRow, case.id).day = today()
    assert "10:30 予定1　保険の説明（保険年金課）" in pages.open("/opening").text
    assert "来なかった来庁予定が1件" in pages.open("/closing").text
    page = scanned(pages, town_hall)
    assert "予定1 10:30" in page.text
    for _ in range(2):
        press(pages, f"{page.path}/announcements", announcement=case.id)
    assert states(first, page) == {"record": TaskState.OPEN, "card": TaskState.OPEN}
    assert "きょうの来庁予定" not in pages.open(page.path).text
    assert "来ました" in other.open("/announcements").text
    press(pages, f"/announcements/{case.id}/withdraw")
    assert "来ました" in other.open("/announcements").text, "what has come is not withdrawn"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"day": "2020-01-06", "plan": "card"}, "日と、1つ以上の用を選んでください。"),
        ({"plan": "nothing"}, "日と、1つ以上の用を選んでください。"),
        ({"plan": "card", "at": "25:00"}, "日と、1つ以上の用を選んでください。"),
        ({"plan": "card", "day": "next Sunday"}, "は開いていません"),
    ],
)
def test_an_announcement_for_no_day_or_nothing_is_refused(
    desks: tuple[Workplace, Workplace], fields: dict[str, str], told: str
) -> None:
    pages, first = signed_in(desks[0], "sato"), desks[0]
    sunday = today() + timedelta(days=6 - today().weekday() + 7 * (today().weekday() == 6))
    usual = {"day": dict(pages.open("/announcements").form("announce").fields)["day"]}
    sent = press(
        pages, "/announcements", **usual | fields | ({"day": sunday.isoformat()} if "開いて" in told else {})
    )
    assert told in sent.text
    assert Announcements(first.store).between(today(), date.max) == ()


def test_a_withdrawn_announcement_is_gone_and_the_log_knows(desks: tuple[Workplace, Workplace]) -> None:
    pages = signed_in(desks[0], "sato")
    day = dict(pages.open("/announcements").form("announce").fields)["day"]
    press(pages, "/announcements", day=day, plan="school")
    (case,) = Announcements(desks[0].store).between(today(), date.max)
    press(pages, f"/announcements/{case.id}/withdraw")
    assert "予定はありません。" in pages.open("/announcements").text
    told = [each.details for each in read_entries(desks[0].store) if each.event == AuditEvent.TASK_CHANGED]
    assert told == [
        {"kind": "school", "outcome": "planned"},
        {"kind": "school", "outcome": "not_needed", "reason": "withdrawn"},
    ]


def test_a_press_of_next_without_the_number_here_sends_nobody_anywhere(
    desks: tuple[Workplace, Workplace], town_hall: TownHall
) -> None:
    first, second = desks
    page = scanned(signed_in(first, "sato"), town_hall, SEAL)
    other = signed_in(second, "mori")
    assert "いまこの窓口にありません。" in press(other, f"{page.path}/next").text


def test_the_slip_tells_the_order(desks: tuple[Workplace, Workplace], town_hall: TownHall) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    page = scanned(pages, town_hall, SEAL)
    stops = planning(first).stops(page.path[8:])
    assert stops == ("保険年金課（5番窓口）　保険の説明", "住民課（1番窓口）　住民票の写し")
    slip = RouteSlip("A-001", "みどり野町", now().astimezone(JAPAN), stops)
    said = pdfium_text(draw_slip(slip))
    for words in ("A-001", "まわる順番", "1. 保険年金課（5番窓口）", "2. 住民課"):
        assert words in said
    assert "保険年金課".encode("cp932") in escpos(slip)
    assert "まわる順番の紙を印刷しています。" in press(pages, f"{page.path}/route").text


def test_the_evening_tells_what_is_left(desks: tuple[Workplace, Workplace], town_hall: TownHall) -> None:
    first, _ = desks
    pages = signed_in(first, "sato")
    scanned(pages, town_hall, SEAL)
    assert "終わっていない課の用が2件あります（A-001）。" in pages.open("/closing").text
