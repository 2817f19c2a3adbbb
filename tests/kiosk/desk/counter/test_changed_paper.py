"""Paper that no longer matches its visit: said at once, printed anew sheet by sheet, and not handed over by accident."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent, Visit, VisitStatus, read_visit
from kiosk.store.audit import read_entries
from tests.kiosk.desk.test_printjobs import wait_for
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall, build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.printing.ippeveprinter import HASTY
from tools.virtual_printer import VirtualPrinter

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
SEAL = "seal_certificate"
BOTH = YOSHIDA_ANSWERS | {"seal.count": 1, "purpose": "bank"}

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "printer", seconds_per_page=0.1) as running:
        yield running


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    return build_town_hall(tmp_path, printer.uri)


@pytest.fixture
def workplace(town_hall: TownHall) -> Iterator[Workplace]:
    desk = town_hall.office.settings.desk(DeskMode.COUNTER)
    opened = Workplace(town_hall.office, desk, open_workplace(town_hall.office, desk).store, HASTY)
    yield opened
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.11.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def visit(pages: Pages, workplace: Workplace, town_hall: TownHall) -> Visit:
    """Two certificates, printed with their slip, the papers looked at."""
    visit = workplace.reception.scan(town_hall.ticket(BOTH, SEAL), "a screen")
    post(pages, visit, "print")
    until_out(workplace, visit)
    post(pages, visit, "identification", kind="passport")
    return visit


def test_it_works(pages: Pages, visit: Visit) -> None:
    shown = pages.open(f"/visits/{visit.id}").text
    assert "印刷が終わりました。" in shown
    assert "合いません" not in shown


def test_a_correction_turns_the_panel_amber_and_names_item_and_sheet(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    corrected(workplace, visit, "resident_record.count@resident_record_copy", 3)
    page = pages.open(f"/visits/{visit.id}")
    assert "出した紙は、いまの受付と合いません。" in page.text
    assert "変わったところ：<strong>通数</strong>" in page.text
    assert "印刷し直す紙：住民票の写し、受付票" in page.text, "the fee on the slip has changed as well"
    assert "印刷が終わりました。" not in page.text
    (again,) = page.find("button", id="print")
    assert again.attributes["data-key"] == "F2"


def test_f2_prints_only_what_has_changed(
    pages: Pages, visit: Visit, workplace: Workplace, printer: VirtualPrinter
) -> None:
    corrected(workplace, visit, "resident_record.entries@resident_record_copy", ("relation",))
    before = len(printer.papers())
    page = pages.open(f"/visits/{visit.id}")
    assert only_of(page) == [PROCEDURE]
    post(pages, visit, "print", again="yes", only=only_of(page))
    until_out(workplace, visit)
    assert len(printer.papers()) == before + 1
    after = pages.open(f"/visits/{visit.id}").text
    assert "印刷が終わりました。" in after
    assert "合いません" not in after


def test_f4_asks_first_and_the_answer_is_recorded(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    corrected(workplace, visit, "you.phone", "0152-88-8888")
    asked = post(pages, visit, "finish", status=422)
    assert "印刷したあとに、内容が変わっています。" in asked
    assert "合わない紙のまま渡して終了する" in asked
    assert read_visit(workplace.store, visit.id).status is VisitStatus.PRINTED
    post(pages, visit, "finish", anyway="yes")
    assert read_visit(workplace.store, visit.id).status is VisitStatus.FINISHED
    last = read_entries(workplace.store)[-1]
    assert (last.event, last.details) == (AuditEvent.VISIT_FINISHED, {"reason": "paper_changed+papers_unseen"})


def test_a_procedure_given_up_leaves_a_sheet_to_take_away(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    page = pages.open(f"/visits/{visit.id}")
    assert "不要になった紙：" in page.text
    assert "印鑑登録証明書" in page.text.split("不要になった紙：")[1].split("</p>")[0]
    assert not page.find("button", id="print")


def test_who_printed_and_where_is_recorded(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    entries = read_entries(workplace.store)
    printed = next(entry for entry in entries if entry.event == AuditEvent.SHEETS_PRINTED)
    assert (printed.desk, printed.staff_id) == ("counter-1", 1)


def only_of(page: Page) -> list[str]:
    form = next(each for each in page.forms if each.action.endswith("/print"))
    return [value for name, value in form.fields if name == "only"]


def post(pages: Pages, visit: Visit, action: str, status: int = 303, **sent: object) -> str:
    token = dict(pages.open(f"/visits/{visit.id}").form("scanner").fields)["csrf_token"]
    answer = pages.client.post(f"/visits/{visit.id}/{action}", data={"csrf_token": token, **sent})
    assert answer.status_code == status, answer.text
    return answer.text


def corrected(workplace: Workplace, visit: Visit, key: str, value: object) -> None:
    case = workplace.cases.read(visit.id)
    workplace.reception.correct(case, {**case.answers, key: value})  # type: ignore[dict-item]


def until_out(workplace: Workplace, visit: Visit) -> None:
    wait_for(lambda: (job := workplace.printer.jobs.job(visit.id)) is not None and not job.running, 30.0)
