"""「端末」: an administrator makes a code for the next PC, and gives new settings to all, without a terminal."""

import re
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.fleet.joining import begin_joining
from kiosk.settings import load_settings
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.kiosk.pages import Pages

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def pages(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """An administrator; what `kiosk forms check` would say of sound settings takes many seconds."""
    monkeypatch.setattr("kiosk.fleet.member.check_forms", lambda folder: ())
    add_staff(workplace.store, "boss", PASSWORD, StaffRole.ADMIN)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.23.1"
    signed_in.open("/login")
    signed_in.send(name="boss", password=PASSWORD)
    return signed_in


def code_in(text: str) -> str:
    found = re.search(r'id="join-code">([A-Z0-9]{5}-[A-Z0-9]{5})<', text)
    assert found is not None
    return found[1]


def test_it_works_a_new_pc_is_invited_and_joins_by_stick(
    pages: Pages, workplace: Workplace, tmp_path: Path
) -> None:
    page = pages.open("/desks")
    assert page.heading == "端末"
    assert "PostgreSQLにしてください" in page.text
    page = pages.send(form="invite", mode="both", label="玄関", printer="192.0.2.9")
    assert re.search(r"<dd>[0-9.]+:8005</dd>", page.text)
    joining = begin_joining(code_in(page.text))
    token = dict(page.forms[-1].fields)["csrf_token"]
    sent = {"csrf_token": token, "request": (BytesIO(bytes(joining.request)), "irai.join")}
    given = pages.client.post("/desks/answer", data=sent)
    assert given.headers["Content-Disposition"].startswith("attachment")
    settings = joining.finish(given.data, tmp_path / "second" / "config")
    new = [desk for desk in settings.desks if desk.label == "玄関"]
    assert [(desk.name, desk.printer_uri) for desk in new] == [
        ("counter-2", "ipp://192.0.2.9/ipp/print"),
        ("lobby-2", "ipp://192.0.2.9/ipp/print"),
    ]
    events = [
        (entry.event, entry.desk) for entry in read_entries(workplace.store) if entry.event.startswith("desk_")
    ]
    assert (AuditEvent.DESK_JOINED, "lobby-2") in events
    assert (AuditEvent.DESK_INVITED, "counter-2") in events
    assert all(entry.staff_id for entry in read_entries(workplace.store) if entry.event == AuditEvent.DESK_JOINED)

    gone = pages.client.post("/desks/lobby-2/remove", data={"csrf_token": token}, follow_redirects=True)
    assert "lobby-2 を外しました" in gone.get_data(as_text=True)
    names = {desk.name for desk in load_settings(workplace.office.settings.folder).desks}
    assert "lobby-2" not in names


def test_a_desk_of_the_town_without_a_pc_gets_a_code_in_its_row(pages: Pages) -> None:
    page = pages.open("/desks")
    form = next(form for form in page.forms if form.action.endswith("/lobby-1/code"))
    shown = pages.client.post(form.action, data=dict(form.fields)).get_data(as_text=True)
    assert code_in(shown)
    assert not [form for form in page.forms if form.action.endswith("/counter-1/code")], "that is this PC"


def test_new_settings_are_tried_by_the_first_ring_and_then_let_out(pages: Pages, workplace: Workplace) -> None:
    file = workplace.office.settings.folder / "town.toml"
    file.write_text(file.read_text().replace('name = "counter-1"', 'name = "counter-1"\nring = "first"'))
    pages.open("/desks")
    page = pages.send(form="bundle", button="make")
    assert "設定 1番を作りました" in page.text
    assert "まず試す端末だけに出ています" in page.text
    page = pages.send(form="bundle", button="release")
    assert "すべての端末に出ています" in page.text


def test_what_cannot_be_is_said(pages: Pages) -> None:
    page = pages.open("/desks")
    token = dict(page.forms[-1].fields)["csrf_token"]
    refused = pages.client.post("/desks/lobby-9/remove", data={"csrf_token": token})
    assert refused.status_code == 422
    assert "加わっていません" in refused.get_data(as_text=True)
    sent = {"csrf_token": token, "request": (BytesIO(b"nonsense"), "irai.join")}
    assert "依頼ではありません" in pages.client.post("/desks/answer", data=sent).get_data(as_text=True)
    pages.open("/desks")
    page = pages.send(form="invite", status=422, mode="lobby", printer="http://no printer")
    assert "town.toml" in page.text
