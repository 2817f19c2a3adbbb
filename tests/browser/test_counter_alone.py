"""The counter's screen while its database comes and goes, and nobody touches it."""

from playwright.sync_api import Page, expect

from kiosk.desk import Workplace, open_workplace
from kiosk.settings import DeskMode
from kiosk.store import PrintOutcome, finish_visit, open_visits, record_print
from tests.browser.atcounter import scan
from tests.kiosk.desk.test_alone import gone
from tests.kiosk.desk.townhall import TownHall


def test_its_line_comes_and_goes_by_itself_and_twins_are_settled(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    address, here = desk
    other = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    ticket = town_hall.ticket()
    with gone(town_hall, here, other):
        expect(page.locator("#alone")).to_contain_text("受付と印刷は続けられます")
        scan(page, ticket[0])
        expect(page.locator("#alone")).to_contain_text("受付と印刷は続けられます")
        (visit,) = open_visits(here.store)
        record_print(here.store, visit.id, PrintOutcome.PRINTED, sheets=1)
        finish_visit(here.store, visit.id)
        # The visit's own screen goes to the start by itself, now or in a moment.
        page = page.context.new_page()
        page.goto(address)
        # Before the desk has noticed that it is back.
        here.store.alone.turn.acquire()  # type: ignore[attr-defined]
    theirs = other.reception.scan(ticket, "a screen")
    here.store.alone.turn.release()  # type: ignore[attr-defined]
    expect(page.locator("#alone")).to_contain_text("2か所で受け付けられています")
    page.get_by_role("link", name="確かめる", exact=True).click()
    expect(page.locator("main")).to_contain_text(theirs.receipt_number)
    page.get_by_role("button", name="どちらの紙も必要").click()
    expect(page.locator(".flash")).to_have_text("確かめたことを記録しました。")
    expect(page.locator("#alone")).not_to_contain_text("2か所")
    other.store.close()
