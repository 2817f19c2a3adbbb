"""Whoever is in the room stands in the list: by name, by what they wait for, by how long, and by who has them open."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.worklist import WaitsFor, Worklist, worklist_of
from kiosk.desk.workplace import LOOK_SECONDS, RENEW_SECONDS
from kiosk.office import now
from kiosk.staff import StaffRole, add_staff
from kiosk.store import (
    PrintOutcome,
    Visit,
    abandon_visit,
    note_presence,
    read_attendance,
    record_print,
    send_to_counter,
)
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
YOSHIDA, SATO = "ヨシダ　ハナコ", "サトウ　ケンタ"


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.15.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def yoshida(workplace: Workplace, town_hall: TownHall) -> Visit:
    return workplace.reception.scan(town_hall.ticket(), "a screen")


@pytest.fixture
def sato(lobby: Workplace, town_hall: TownHall) -> Visit:
    """At the lobby."""
    return lobby.reception.scan(town_hall.ticket(YOSHIDA_ANSWERS | {"you.kana": SATO}), "another screen")


def test_it_works(pages: Pages, yoshida: Visit, sato: Visit) -> None:
    lines = lines_of(pages.open("/"))
    assert len(lines) == 2
    assert all(part in lines[0] for part in ("A-001", YOSHIDA, "住民票の写し", "印刷", "0分", "1番窓口"))
    assert all(part in lines[1] for part in ("K-001", SATO, "ロビー端末"))


def test_own_visits_come_first_then_who_waits_longest(workplace: Workplace, sato: Visit, yoshida: Visit) -> None:
    assert sato.opened_at < yoshida.opened_at
    assert [entry.visit.id for entry in listed(workplace).entries] == [yoshida.id, sato.id]
    elsewhere = [entry.visit.id for entry in listed(workplace, desk="counter-9").entries]
    assert elsewhere == [sato.id, yoshida.id]


def test_it_says_what_each_waits_for(workplace: Workplace, yoshida: Visit, sato: Visit) -> None:
    assert waiting(workplace, yoshida) is WaitsFor.PRINT
    record_print(workplace.store, yoshida.id, PrintOutcome.PRINTED, sheets=1)
    assert waiting(workplace, yoshida) is WaitsFor.IDENTITY
    case = workplace.cases.read(yoshida.id)
    workplace.cases.keep(case, replace(case.file, identification=("passport",)))
    assert waiting(workplace, yoshida) is WaitsFor.HANDING_OVER
    record_print(workplace.store, sato.id, PrintOutcome.PRINTED, sheets=1)
    send_to_counter(workplace.store, sato.id)
    assert waiting(workplace, sato) is WaitsFor.PAPER
    by_hand = workplace.reception.by_hand(["resident_record_copy"])
    assert waiting(workplace, by_hand) is WaitsFor.ANSWERS


@pytest.mark.parametrize("typed", ["ヨシダ", "よしだ", "ﾖｼﾀﾞ", "はな", "よしだ はな"])
def test_a_visit_is_found_by_kana(pages: Pages, yoshida: Visit, sato: Visit, typed: str) -> None:
    assert find(pages, typed).path == f"/visits/{yoshida.id}"


def test_several_of_the_same_name_are_shown_to_choose_from(
    pages: Pages, yoshida: Visit, sato: Visit, workplace: Workplace, town_hall: TownHall
) -> None:
    workplace.reception.scan(town_hall.ticket(), "a third screen")
    page = find(pages, "よしだ", status=422)
    lines = lines_of(page)
    assert len(lines) == 2
    assert all(YOSHIDA in line for line in lines)


def test_a_town_may_keep_names_off_the_list(workplace: Workplace, yoshida: Visit) -> None:
    assert [entry.kana for entry in listed(workplace, with_kana=False).entries] == [""]
    assert listed(workplace, with_kana=False).named("よしだ") == ()


def test_who_has_a_visit_open_is_told_at_the_other_desk(
    pages: Pages, workplace: Workplace, lobby: Workplace, yoshida: Visit
) -> None:
    note_presence(lobby.store, yoshida.id, "lobby-1", 1)
    assert "ロビー端末（sato）が開いています" in lines_of(pages.open("/"))[0]
    assert "ロビー端末（sato）も開いています。" in pages.open(f"/visits/{yoshida.id}").text
    later = replace(workplace.store, clock=lambda: now() + timedelta(minutes=1))
    assert read_attendance(later).presences == ()


def test_a_screen_says_that_it_has_a_visit_open(pages: Pages, workplace: Workplace, yoshida: Visit) -> None:
    token = dict(pages.open(f"/visits/{yoshida.id}").form("scanner").fields)["csrf_token"]
    sent = pages.client.post(f"/visits/{yoshida.id}/present", data={"csrf_token": token})
    assert sent.status_code == 204
    assert [(each.desk, each.visit_id) for each in read_attendance(workplace.store).presences] == [
        ("counter-1", yoshida.id)
    ]


def test_screens_are_told_of_every_change_and_that_a_visit_is_over(workplace: Workplace, yoshida: Visit) -> None:
    note_presence(workplace.store, yoshida.id, "counter-1", 1)
    seen = [told(workplace)]
    for change in (
        lambda: workplace.publish_visits(),
        lambda: record_print(workplace.store, yoshida.id, PrintOutcome.PRINTED, sheets=1),
        lambda: abandon_visit(workplace.store, yoshida.id),
    ):
        change()
        seen.append(told(workplace))
    assert seen[0] == seen[1], "what has not changed wakes nobody"
    assert len(set(seen)) == 3
    assert seen[-1][1] == "closed"


def test_the_visits_are_read_only_while_a_screen_shows_them_and_not_at_every_ring(
    workplace: Workplace, yoshida: Visit
) -> None:
    assert workplace.look_at_visits() == RENEW_SECONDS
    assert workplace.hub.since(0) == (), "nobody looks"
    workplace.hub.note_shown(["visits"])
    assert workplace.look_at_visits() == RENEW_SECONDS
    (before,) = workplace.hub.since(0)
    abandon_visit(workplace.store, yoshida.id)
    assert 0 < workplace.look_at_visits() <= LOOK_SECONDS, "the change is told a little later"
    assert workplace.hub.since(0) == (before,)


def told(workplace: Workplace) -> tuple[object, object]:
    workplace.publish_visits()
    topics = {topic.name.split(":")[0]: topic.fields["state"] for topic in workplace.hub.since(0)}
    return topics["visits"], topics["watch"]


def listed(workplace: Workplace, *, desk: str = "counter-1", with_kana: bool = True) -> Worklist:
    room = replace(workplace.room(), desk=desk)
    files = workplace.cases.open_all(room.attendance)
    return worklist_of(files, room, workplace.office.catalogue, now(), with_kana=with_kana)


def waiting(workplace: Workplace, visit: Visit) -> WaitsFor:
    return next(entry.waits_for for entry in listed(workplace).entries if entry.visit.id == visit.id)


def lines_of(page: Page) -> list[str]:
    return [each.text for each in page.find("li") if "分" in each.text]


def find(pages: Pages, typed: str, status: int = 200) -> Page:
    next(form for form in pages.open("/").forms if form.action == "/find").id = "found"
    return pages.send(form="found", number=typed, status=status)
