"""What the counter's screen learns while nobody touches it, and keys pressed at the first moment."""

from playwright.sync_api import Page, Route, expect

from kiosk.desk import Workplace
from kiosk.desk.counter.start import hour_and_minute
from kiosk.desk.printjobs import PrintJob
from printing.ipp import PrintCode
from tests.browser.atcounter import scan, tell
from tests.kiosk.desk.townhall import TownHall


def test_the_last_word_of_the_printer_arrives_even_while_the_one_before_is_being_fetched(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    scan(page, town_hall.ticket()[0])
    visit = page.url.rsplit("/", 1)[1]
    fetched: list[int] = []

    def slowly(route: Route) -> None:
        if route.request.resource_type != "fetch":
            return route.continue_()
        answer = route.fetch()
        fetched.append(answer.status)
        if len(fetched) == 1:
            tell(desk[1], PrintJob(visit, PrintCode.PRINTED, running=False, pages_done=1, pages_total=1))
            page.wait_for_timeout(500)
        return route.fulfill(response=answer)

    page.route("**/visits/*", slowly)
    tell(desk[1], PrintJob(visit, PrintCode.PRINTING, running=True, pages_total=1))
    expect(page.locator(".paper-words")).to_have_text("印刷が終わりました。")
    # Other news of the desk may have it fetched once more.
    assert len(fetched) >= 2


def test_a_page_that_could_not_be_fetched_is_fetched_again(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    scan(page, town_hall.ticket()[0])
    visit = page.url.rsplit("/", 1)[1]
    page.route("**/visits/*", lambda route: route.abort(), times=1)
    tell(desk[1], PrintJob(visit, PrintCode.PRINTED, running=False, pages_done=1, pages_total=1))
    expect(page.locator(".paper-words")).to_have_text("印刷が終わりました。")


def test_a_call_is_heard_and_says_since_when_it_waits(page: Page, desk: tuple[str, Workplace]) -> None:
    page.keyboard.press("Shift")
    desk[1].calls.call("lobby-1")
    (call,) = desk[1].calls.read().waiting
    desk[1].publish_calls()
    expect(page.locator("section.calls")).to_contain_text(
        f"ロビー端末で職員を呼んでいます　{hour_and_minute(call.since)}から"
    )
    expect(page.locator("html[data-sounded]")).to_have_count(1)
    page.reload()
    expect(page.locator("section.calls")).to_be_visible()
    # The next screen goes on waiting and does not begin to ring anew.
    expect(page.locator("html[data-sounded]")).to_have_count(0)
    page.get_by_role("button", name="対応します").click()
    expect(page.locator("section.calls")).to_have_count(0)
    assert [call.desk for call in desk[1].calls.read().coming] == ["lobby-1"]


def test_function_keys_work_before_the_other_scripts_are_there(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    held: list[Route] = []
    page.route(
        "**/js/*.js", lambda route: route.continue_() if "keys" in route.request.url else held.append(route)
    )
    page.goto(page.url, wait_until="commit")
    page.locator("#identification").wait_for()
    page.keyboard.press("F7")
    expect(page.locator("#identification :focus")).to_have_count(1)
    for route in held:
        route.continue_()


def test_what_was_opened_by_hand_stays_open_and_nothing_else_opens(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    scan(page, town_hall.ticket()[0])
    visit = page.url.rsplit("/", 1)[1]
    opened = page.locator("#identification details[open]")
    for by_hand in (False, True):
        expect(opened).to_have_count(1 + by_hand)
        page.evaluate("document.querySelector('#identification').dataset.old = 'yes'")
        desk[1].hub.publish(f"watch:{visit}", {"visit": visit, "state": str(by_hand)})
        expect(page.locator("#identification[data-old]")).to_have_count(0)
        expect(opened).to_have_count(1 + by_hand)
        page.get_by_text("1点でよいもののほか").click()
