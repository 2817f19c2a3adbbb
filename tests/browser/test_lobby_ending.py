"""Walking away from the lobby leaves nothing behind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.desk.lobby import LobbyWatch
from kiosk.desk.lobby.session import CALL_HOLDS
from kiosk.store import StoreError, VisitStatus, open_visits, read_visit
from tests.browser.atcounter import eventually, read_code
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import lobby_page
from tests.kiosk.desk.townhall import TownHall
from tests.residents import YOSHIDA

pytestmark = pytest.mark.lobby

IDLE, WARNING = 120_000, 30_000
"""Of the review, which takes a while to read."""


@pytest.fixture
def page(browser: Browser, desk: tuple[str, Workplace]) -> Iterator[Page]:
    opened = lobby_page(browser, desk[0])
    yield opened
    opened.context.close()


def test_left_alone_it_warns_and_then_wipes_everything(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    visit = begin(page, town_hall, desk[1])
    stop_the_clock(page)
    page.clock.run_for(IDLE + 1000)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.clock.run_for(WARNING + 1000)
    page.wait_for_url(f"{desk[0]}/")
    assert read_visit(desk[1].store, visit).status is VisitStatus.ABANDONED  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        desk[1].cases.read(visit)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert YOSHIDA not in page.content()
    page.goto(desk[0])
    assert page.evaluate("localStorage.length") == 0
    # The number of the screen's live stream, and nothing of a person.
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"screen"}
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert all(visit not in cookie["value"] for cookie in page.context.cookies())


def test_going_on_keeps_everything(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    begin(page, town_hall, desk[1])
    stop_the_clock(page)
    page.clock.run_for(IDLE + 1000)
    page.tap("text=続ける")
    page.clock.run_for(WARNING + 1000)
    expect(page.get_by_text(YOSHIDA)).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_touch_starts_the_time_anew(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    begin(page, town_hall, desk[1])
    stop_the_clock(page)
    page.clock.run_for(IDLE - 5000)
    page.tap("h1")
    page.clock.run_for(IDLE - 5000)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_giving_up_asks_and_then_wipes_at_once(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    begin(page, town_hall, desk[1])
    page.locator(".ends button[value=quit]").tap()
    expect(page.get_by_role("heading", name="やめますか")).to_be_visible()
    assert_accessible(page)
    page.tap("text=続ける")
    expect(page.get_by_text(YOSHIDA)).to_be_visible()
    page.locator(".ends button[value=quit]").tap()
    page.locator("form[action='/quit'] button").tap()
    page.wait_for_url(f"{desk[0]}/")
    assert open_visits(desk[1].store) == ()


def test_the_first_screen_belongs_to_nobody(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    begin(page, town_hall, desk[1])
    page.goto(desk[0])
    page.goto(f"{desk[0]}/review")
    page.wait_for_url(f"{desk[0]}/")
    assert YOSHIDA not in page.content()


def test_a_second_code_ends_the_visit_before(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    first = begin(page, town_hall, desk[1])
    read_code(page, town_hall.ticket()[0] + "\n")
    eventually(page, lambda: len({first, *(visit.id for visit in open_visits(desk[1].store))}) == 2)
    page.wait_for_load_state()
    eventually(page, lambda: first not in [visit.id for visit in open_visits(desk[1].store)])
    assert len(open_visits(desk[1].store)) == 1


def test_no_field_is_filled_or_remembered_by_the_browser(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    begin(page, town_hall, desk[1])
    page.goto(f"{desk[0]}/ask/you.name?from=review")
    remembering = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden])')].filter(e => e.autocomplete !== 'off').length"
    )
    assert remembering == 0


def test_without_javascript_the_page_itself_asks_and_leaves(
    browser: Browser, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    page = lobby_page(browser, desk[0], javascript=False)
    page.click("text=スマートフォンのコード")
    page.fill("#text", town_hall.ticket()[0])
    page.get_by_role("button", name="読み取る").click()
    page.wait_for_url("**/review")
    refresh = page.locator("meta[http-equiv=refresh]").get_attribute("content")
    assert refresh == "150;url=/bye"
    page.goto(f"{desk[0]}/bye")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "30;url=/"
    page.get_by_role("button", name="やめる").click()
    page.wait_for_url(f"{desk[0]}/")
    assert open_visits(desk[1].store) == ()
    page.context.close()


def test_the_program_itself_ends_a_visit_whose_screen_died(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    begin(page, town_hall, desk[1])
    page.context.close()
    LobbyWatch(desk[1]).tidy()
    assert open_visits(desk[1].store) == ()


def test_calling_staff_keeps_the_visit(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    begin(page, town_hall, desk[1])
    page.tap("text=職員を呼ぶ")
    expect(page.get_by_role("heading", name="職員を呼びました")).to_be_visible()
    assert [call.receipt_number for call in desk[1].calls.read().waiting] == ["K-001"]
    page.tap("text=続ける")
    expect(page.get_by_text(YOSHIDA)).to_be_visible()


def test_while_staff_is_awaited_the_screen_is_covered_and_nothing_wiped(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    begin(page, town_hall, desk[1])
    stop_the_clock(page)
    page.tap("text=職員を呼ぶ")
    page.tap("text=続ける")
    expect(page.get_by_text(YOSHIDA)).to_be_visible()
    page.clock.run_for(IDLE + 1000)
    covered = page.get_by_role("dialog", name="職員をお待ちください")
    expect(covered).to_be_in_viewport(ratio=1)
    assert covered.bounding_box() == {"x": 0, "y": 0, "width": 1080, "height": 1920}
    assert_accessible(page)
    page.clock.run_for(WARNING + IDLE)
    expect(covered).to_be_visible()
    covered.get_by_role("button", name="続ける").tap()
    expect(page.get_by_text(YOSHIDA)).to_be_visible()
    # Whoever does not come back within ten minutes is asked, and wiped, as ever.
    page.clock.run_for(IDLE + 1000)
    page.clock.run_for(int(CALL_HOLDS.total_seconds()) * 1000)
    expect(page.get_by_role("dialog", name="続けますか")).to_be_visible()
    page.clock.run_for(WARNING + 1000)
    page.wait_for_url(f"{desk[0]}/")
    assert desk[1].calls.read().waiting == ()


def test_the_screen_of_the_call_says_that_somebody_comes(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    begin(page, town_hall, desk[1])
    page.goto(f"{desk[0]}/ask/you.phone?from=review")
    page.fill("input[name='you.phone']", "0152")
    page.tap("text=職員を呼ぶ")
    expect(page.get_by_role("heading", name="職員を呼びました")).to_be_visible()
    desk[1].calls.answer("lobby-1")
    desk[1].publish_calls()
    expect(page.get_by_role("heading", name="係の者が来ます")).to_be_visible()
    page.tap("text=続ける")
    expect(page.locator("input[name='you.phone']")).to_have_value("0152")


def begin(page: Page, town_hall: TownHall, workplace: Workplace) -> str:
    """A resident's code is scanned; gives the id of the visit."""
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    return open_visits(workplace.store)[-1].id


def stop_the_clock(page: Page) -> None:
    """From now on the page's time runs only as the test says.

    Not before a code has been read: a stopped clock stamps keys when the page sees them, and on a busy machine a
    scanner's are then as far apart as a person's.
    """
    page.clock.install()
    page.reload()
