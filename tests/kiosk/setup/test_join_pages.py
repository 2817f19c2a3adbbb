"""The second PC of a town out of the box: its first page, address and code, and a printed page."""

import re
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from kiosk.fleet.serving import create_app as create_office
from kiosk.setup import Beginning, Passcode, create_app, is_set_up, new_code
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_store
from kiosk.web.server import open_server
from tests.kiosk.fleet.conftest import Pc, Town, find_nothing
from tests.kiosk.pages import Page, Pages
from tests.printing.scripted_printer import Script, scripted_printer


class SecondPc:
    """Its browser, past the code of its own console."""

    def __init__(self, pc: Pc) -> None:
        self.pc, self.finished = pc, list[bool]()
        self.beginning = Beginning(pc.config, find_printers=lambda: (), check=find_nothing)
        self.beginning.start()
        code = new_code()
        self.app = create_app(self.beginning, Passcode(code), lambda: self.finished.append(True))
        self.browser = Pages(self.app)
        self.browser.open("/code")
        self.browser.send(code=code)

    def ask(self, address: str, code: str, status: int = 200) -> Page:
        self.browser.open("/join")
        return self.browser.send(form="join-ask", button="ask", status=status, address=address, code=code)

    def upload(self, answer: bytes) -> str:
        token = next(value for name, value in self.browser.open("/join").forms[0].fields if name == "csrf_token")
        data = {"csrf_token": token, "action": "answer", "answer": (BytesIO(answer), "henji.join")}
        return self.browser.client.post("/join", data=data, follow_redirects=True).get_data(as_text=True)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town")


@pytest.fixture
def address(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("kiosk.fleet.serving.now", lambda: town.now)
    server = open_server(create_office(lambda: town.lead, lambda names: None), "127.0.0.1", 0, 2)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"127.0.0.1:{server.effective_port}"
    server.close()


def test_a_second_pc_joins_prints_and_ends(town: Town, address: str) -> None:
    with scripted_printer(Script()) as printer:
        text = (town.first / "config" / "town.toml").read_text()
        town.write(text, re.sub(r'printer_uri = ".*"', f'printer_uri = "{printer.uri}"', text))
        second = SecondPc(town.new_pc())
        page = second.browser.open("/town")
        assert "2台目" in page.text
        page = second.ask(address, town.invite("lobby-1"))
        assert "ロビー端末 になりました" in page.text
        assert page.path == "/doctor"
        page = second.browser.send(form="test-page")
        assert second.beginning.sheet is not None
        assert second.beginning.sheet.outcome == "printed"
    page = second.browser.send(form="finish")
    assert second.finished == [True]
    assert page.heading == "設定が終わりました"
    assert "8002" in page.text
    assert "8001" not in page.text


def test_a_wrong_code_and_a_silent_office_are_said(town: Town, address: str) -> None:
    second = SecondPc(town.new_pc())
    town.invite("lobby-1")
    assert "コードが違うか、期限が切れています。" in second.ask(address, "ACEFHKMRTU", 422).text
    assert "127.0.0.1:1）につながりません" in second.ask("127.0.0.1:1", "ACEFHKMRTU", 422).text
    assert not second.pc.config.exists()


def test_by_stick_the_files_are_made_and_taken_in_the_same_page(town: Town) -> None:
    second = SecondPc(town.new_pc())
    code = town.invite("lobby-1")
    token = next(value for name, value in second.browser.open("/join").forms[0].fields if name == "csrf_token")
    made = second.browser.client.post("/join", data={"csrf_token": token, "action": "request", "code": code})
    assert re.match("attachment", made.headers["Content-Disposition"])
    assert "この返事は" in second.upload(b"something else")
    answer, desks = town.lead.answer(made.data, town.now)
    assert desks == ("lobby-1",)
    assert "ロビー端末 になりました" in second.upload(answer)


def test_a_town_that_has_an_administrator_is_set_up_at_the_second_pc_too(town: Town) -> None:
    pc = town.join("lobby-1")
    store = open_store(pc.settings.database)
    add_staff(store, "sato", "midori no kaze 42", StaffRole.ADMIN)
    store.close()
    assert is_set_up(pc.config)
