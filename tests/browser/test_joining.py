"""A second PC out of the box joins a town by a code that the first one shows, and serves a visit of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.fleet.member import read_member
from kiosk.settings import load_settings
from kiosk.store import AuditEvent, open_store
from kiosk.store.audit import read_entries
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import counter_page
from tests.browser.joining import first_pc, join
from tests.browser.settingup import setting_up
from tests.deploy.front import free_port
from tests.kiosk.programs import running
from tests.printing.scripted_printer import Script, scripted_printer
from tests.sweep import in_turns


@in_turns("a second PC", 3)
@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_a_second_pc_joins_by_the_code_of_the_first_and_serves_a_visit(browser: Browser, tmp_path: Path) -> None:
    wrong = list[str]()

    def look(page: Page, name: str, caption: str) -> None:
        assert_accessible(page)

    (tmp_path / "new").mkdir()
    with scripted_printer(Script()) as printer, first_pc(tmp_path / "first", printer.uri) as town:
        first = counter_page(browser, town.screen)
        with setting_up(tmp_path / "new") as new:
            second = browser.new_page()
            second.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
            join(first, town, second, new, look)
            assert new.process.wait(timeout=20) == 0
        assert not wrong
        settings = load_settings(new.config)
        member = read_member(settings.fleet.folder)
        assert member is not None
        assert member.desks == ("counter-2",)
        assert settings.database.password_file == tmp_path / "new" / "var" / "secrets" / "database-password"
        with running(new.config, "desk", "--mode", "counter", "--port", str(free_port())) as address:
            there = counter_page(browser, address)
            there.get_by_label("数字を貼り付ける").fill(town.hall.ticket()[0])
            there.keyboard.press("Enter")
            there.wait_for_url("**/visits/*")
            number = there.locator("h1").inner_text()[:5]
            first.goto(town.screen)
            expect(first.get_by_text(number).first).to_be_visible()
        store = open_store(town.hall.office.settings.database)
        events = [entry.event for entry in read_entries(store)]
        store.close()
    assert [each for each in events if each.startswith("desk_")] == [
        AuditEvent.DESK_INVITED,
        AuditEvent.DESK_JOINED,
    ]
