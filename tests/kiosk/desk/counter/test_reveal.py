"""Need to know: a section sees its own procedures and who stands there, the rest only for a reason that is recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Workplace
from kiosk.desk.counter.reveal import SHOWS_ONLY_OWN
from kiosk.desk.scope import scope_of
from kiosk.desk.workplace import open_workplace
from kiosk.office import Office
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent, open_visits
from kiosk.store.audit import read_entries
from tests.kiosk.desk.counter.clerks import scanned, signed_in
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Page
from tests.kiosk.town.test_hall import EXAMPLE

PASSWORD = "mado-guchi-1"
SEAL = "seal_certificate"
TWO_SECTIONS = EXAMPLE.replace(
    'procedures = ["resident_record_copy", "seal_certificate"]', 'procedures = ["resident_record_copy"]'
).replace('sections = ["juumin"]', 'sections = ["juumin", "zeimu"]') + (
    '\n[[section]]\nid = "zeimu"\nlabel = "税務課"\n\n[[queue]]\nid = "tax"\nlabel = "税"\nsection = "zeimu"\n'
    f'letter = "T"\nprocedures = ["{SEAL}"]\n'
)


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path)
    (tmp_path / "config/hall.toml").write_text(TWO_SECTIONS, encoding="utf-8")
    return built


@pytest.fixture
def workplace(town_hall: TownHall) -> Iterator[Workplace]:
    opened = open_workplace(Office(town_hall.office.settings), town_hall.office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


def labels(page: Page) -> set[str]:
    return {each.text.strip() for each in page.find("dt")}


def test_a_section_sees_its_own_procedures_and_who_stands_there(workplace: Workplace, town_hall: TownHall) -> None:
    page = scanned(signed_in(workplace, "zei", "zeimu"), town_hall, SEAL)
    assert "ほかの課の内容" in page.text
    assert "ヨシダ　ハナコ" in page.text
    seen = labels(page)
    everything = labels(signed_in(workplace, "sougou").open(page.path))
    assert seen < everything
    assert len(everything - seen) >= 3


def test_the_rest_is_seen_for_a_reason_and_the_log_tells_it(workplace: Workplace, town_hall: TownHall) -> None:
    pages = signed_in(workplace, "zei", "zeimu")
    page = scanned(pages, town_hall, SEAL)
    whole = labels(signed_in(workplace, "sougou").open(page.path))
    pages.open(page.path)
    page = pages.send(reason="cover", form="reveal")
    assert "ほかの課の内容" not in page.text
    assert labels(page) == whole
    last = [each for each in read_entries(workplace.store) if each.event == AuditEvent.ANSWERS_REVEALED]
    (visit,) = open_visits(workplace.store)
    assert [(each.visit_id, each.details) for each in last] == [(visit.id, {"reason": "cover"})]


def test_without_a_reason_nothing_opens(workplace: Workplace, town_hall: TownHall) -> None:
    pages = signed_in(workplace, "zei", "zeimu")
    page = scanned(pages, town_hall, SEAL)
    here, token = page.path, dict(page.form("scanner").fields)["csrf_token"]
    for reason in ("", "because"):
        pages.client.post(f"{here}/reveal", data={"csrf_token": token, "reason": reason})
    (visit,) = open_visits(workplace.store)
    closed = 0
    for rule in pages.client.application.url_map.iter_rules():
        if "visit_id" not in rule.arguments or rule.endpoint in SHOWS_ONLY_OWN:
            continue
        _, path = rule.build(
            dict.fromkeys(rule.arguments, "1") | {"visit_id": visit.id}, append_unknown=False
        ) or (
            "",
            "",
        )
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        sent = pages.client.open(path, method=method, data={"csrf_token": token})
        assert (sent.status_code, sent.headers.get("Location")) == (303, here), path
        closed += 1
    assert closed > 10, "print, PDF, card, register …"
    assert not [each for each in read_entries(workplace.store) if each.event == AuditEvent.ANSWERS_REVEALED]


def test_a_group_with_facts_of_others_cannot_be_opened_for_correction(
    workplace: Workplace, town_hall: TownHall
) -> None:
    pages = signed_in(workplace, "zei", "zeimu")
    page = scanned(pages, town_hall, SEAL)
    offered = {
        each.attributes["id"] for each in page.find("a") if each.attributes.get("id", "").startswith("edit-")
    }
    everyone = signed_in(workplace, "sougou").open(page.path)
    others = {
        each.attributes["id"] for each in everyone.find("a") if each.attributes.get("id", "").startswith("edit-")
    } - offered
    assert others
    for id in others:
        group = id.removeprefix("edit-")
        assert "変更を確定する" not in pages.open(f"{page.path}?edit={group}").text
        token = dict(pages.open(page.path).form("scanner").fields)["csrf_token"]
        sent = pages.client.post(f"{page.path}/correct/{group}", data={"csrf_token": token})
        assert sent.status_code == 303


@pytest.mark.parametrize(("sections", "more"), [((), (SEAL,)), (("juumin", "zeimu"), (SEAL,)), (("juumin",), ())])
def test_whoever_serves_all_of_it_sees_all_of_it(
    workplace: Workplace, town_hall: TownHall, sections: tuple[str, ...], more: tuple[str, ...]
) -> None:
    page = scanned(signed_in(workplace, "sato", *sections), town_hall, *more)
    assert "ほかの課の内容" not in page.text


def test_a_town_without_a_hall_and_a_procedure_of_no_section_hide_nothing(workplace: Workplace) -> None:
    staff = add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK, sections=["zeimu"])
    hall = workplace.office.hall
    assert scope_of(staff, ["resident_record_copy"], None).is_whole
    assert scope_of(staff, ["dog_registration"], hall).is_whole
    assert scope_of(staff, ["resident_record_copy", SEAL], hall).own == frozenset({SEAL})
    assert scope_of(staff, ["resident_record_copy"], hall).own == frozenset()
