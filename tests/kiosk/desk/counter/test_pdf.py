"""The PDF in the counter's browser: nobody knows whether it became paper, so everybody is told that it was opened."""

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from kiosk.clock import JAPAN
from kiosk.desk import Workplace, create_app
from kiosk.desk.printjobs import PrintJob
from kiosk.desk.reasons import SENTENCES, DeskReason
from kiosk.office import now
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent, PrintOutcome, Visit, claim_print, read_print_attempts, record_print
from kiosk.store.audit import read_entries
from kiosk.store.tables import PrintAttemptRow
from printing.ipp import PrintCode
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
MAYBE = "PDFから印刷したかどうかは、ここでは分かりません。"


@pytest.fixture
def town_hall(tmp_path: Path, request: pytest.FixtureRequest) -> TownHall:
    """Without a printer, unless a test names one."""
    return build_town_hall(tmp_path, getattr(request, "param", None))


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.8.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def visit(workplace: Workplace, town_hall: TownHall) -> Visit:
    return workplace.reception.scan(town_hall.ticket(), "a screen")


def test_it_works_without_a_printer(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    opened = opened_pdf(pages, visit)
    assert opened.status_code == 200
    assert opened.data.startswith(b"%PDF")
    assert opened.headers["Cache-Control"] == "no-store"
    shown = pages.open(f"/visits/{visit.id}").text
    assert "PDFを1回開きました" in shown
    assert MAYBE in shown
    assert "印刷しました" not in shown
    assert 'id="finish"' in shown
    events = [(entry.event, entry.details.get("outcome")) for entry in read_entries(workplace.store)]
    assert (AuditEvent.SHEETS_PRINTED, "shown_as_pdf") in events


def test_nobody_gets_it_unrecorded(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    assert pages.open(f"/visits/{visit.id}/sheets.pdf").path == f"/visits/{visit.id}"
    assert read_print_attempts(workplace.store, visit.id) == ()


def test_to_load_it_again_is_a_look_at_the_answers(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    record_print(workplace.store, visit.id, PrintOutcome.SHOWN_AS_PDF, sheets=1)
    assert pages.client.get(f"/visits/{visit.id}/sheets.pdf").data.startswith(b"%PDF")
    assert read_entries(workplace.store)[-1].event == AuditEvent.ANSWERS_SHOWN


def test_who_saw_the_visit_before_it_was_opened_is_asked_first(pages: Pages, visit: Visit) -> None:
    assert opened_pdf(pages, visit).status_code == 200
    assert said(opened_pdf(pages, visit)) is DeskReason.MAY_HAVE_PRINTED
    assert opened_pdf(pages, visit, again="yes").status_code == 200
    assert "PDFを2回開きました（最後は" in pages.open(f"/visits/{visit.id}").text


def test_nothing_is_opened_while_another_desk_prints(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    claim_print(workplace.store, visit, "lobby-1")
    assert said(opened_pdf(pages, visit)) is DeskReason.PRINTING_ELSEWHERE
    assert "PDFを開いて" not in pages.open(f"/visits/{visit.id}").text
    assert read_print_attempts(workplace.store, visit.id) == ()


def test_nothing_is_opened_while_this_desk_prints(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    workplace.printer.jobs._jobs[visit.id] = PrintJob(visit.id, PrintCode.PAPER_OUT, running=True)
    assert said(opened_pdf(pages, visit)) is DeskReason.STILL_PRINTING
    assert "先に印刷を止めてください" in pages.open(f"/visits/{visit.id}").text


def test_after_the_printer_was_lost_the_pdf_is_one_way_on(
    pages: Pages, visit: Visit, workplace: Workplace
) -> None:
    workplace.printer.jobs._jobs[visit.id] = PrintJob(visit.id, PrintCode.CONNECTION_LOST, running=False)
    assert "いいえ、PDFを開いて印刷する" in pages.open(f"/visits/{visit.id}").text
    assert opened_pdf(pages, visit, again="yes").status_code == 200
    assert "紙は全部出ましたか" not in pages.open(f"/visits/{visit.id}").text


def test_without_a_printer_no_button_leads_to_one(pages: Pages, visit: Visit) -> None:
    opened_pdf(pages, visit)
    page = pages.open(f"/visits/{visit.id}")
    assert [form.action for form in page.forms if form.action.endswith("/print")] == []
    assert sum(form.action.endswith("/pdf") for form in page.forms) == 1


def test_an_older_day_is_named(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    opened_pdf(pages, visit)
    before = now() - timedelta(days=1)
    with workplace.store.writing() as session:
        session.query(PrintAttemptRow).update({"attempted_at": before})
    local = before.astimezone(JAPAN)
    assert f"{local.month}月{local.day}日 {local.hour}:" in pages.open(f"/visits/{visit.id}").text


@pytest.mark.parametrize("town_hall", ["ipp://127.0.0.1:1/ipp/print"], indirect=True)
def test_who_prints_after_it_is_told(pages: Pages, visit: Visit, workplace: Workplace) -> None:
    opened_pdf(pages, visit)
    shown = pages.open(f"/visits/{visit.id}").text
    assert "プリンターで印刷する" in shown
    assert "PDFから印刷していると、同じ紙がもう1組出ます。" in shown
    assert 'id="print"' not in shown
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    shown = pages.open(f"/visits/{visit.id}").text
    assert "印刷しました（1回）。" in shown
    assert MAYBE in shown


def opened_pdf(pages: Pages, visit: Visit, **more: str) -> TestResponse:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    data = {"csrf_token": token, **more}
    return pages.client.post(f"/visits/{visit.id}/pdf", data=data, follow_redirects=True)


def said(answer: TestResponse) -> DeskReason:
    assert answer.status_code == 409
    assert "この受付に戻る" in answer.text
    return next(reason for reason in DeskReason if SENTENCES[reason][0] in answer.text)
