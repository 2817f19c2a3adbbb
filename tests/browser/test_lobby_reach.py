"""Large text, contrast and the low position at the lobby: on every screen, alone and together, in both orientations."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, running_desk, small_targets
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.sweep import swept

NO_PRINTER = "ipp://127.0.0.1:9/nothing-here"
QUESTIONS = (
    "whom",
    "you.name",
    "you.birth_date",
    "you.address",
    "resident_record.count@resident_record_copy",
)


def everything_at_once(case: Mapping[str, object]) -> bool:
    return case["look"] == "large contrast seated"


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    """Neither printer nor card reader work."""
    return build_town_hall(tmp_path, printer=NO_PRINTER, reader_name="no such reader")


@pytest.fixture
def desk(town_hall: TownHall) -> Iterator[tuple[str, Workplace]]:
    with running_desk(town_hall, DeskMode.LOBBY) as running:
        running[1].devices.look_at_printer()
        yield running


@swept(7, everything_at_once)
@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
@pytest.mark.parametrize("look", ["", "seated", "large", "large contrast seated"])
def test_the_first_screen_fits_with_two_devices_in_trouble(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int], look: str
) -> None:
    page = lobby_page(browser, desk[0], size)
    page.goto(f"{desk[0]}/?look={look}")
    expect(page.get_by_text("いまは印刷できません。")).to_be_visible()
    expect(page.get_by_text("いまはカードを使えません。")).to_be_visible()
    for way in ("スマートフォンのコード", "マイナンバーカード", "画面で入力する"):
        expect(page.get_by_text(way)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="English")).to_be_in_viewport(ratio=1)
    assert hidden_below(page) == 0
    page.context.close()


@swept(7, lambda case: everything_at_once(case) and case["size"] == UPRIGHT)
@pytest.mark.parametrize(
    ("look", "size"),
    [
        ("large", UPRIGHT),
        ("contrast", UPRIGHT),
        ("seated", WIDE),
        ("large contrast seated", UPRIGHT),
        ("large contrast seated", WIDE),
    ],
)
def test_every_screen_is_accessible_in_every_look(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall, look: str, size: tuple[int, int]
) -> None:
    page = lobby_page(browser, desk[0], size)
    page.goto(f"{desk[0]}/?look={look}")
    looked_at(page, look)
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    looked_at(page, look)
    for path in (
        *(f"/ask/{key}?from=review" for key in QUESTIONS),
        "/scan",
        "/card",
        "/hand",
        "/search",
        "/called",
        "/done",
    ):
        page.goto(desk[0] + path)
        looked_at(page, look)
    page.context.close()


@swept(6, lambda case: (case["language"], case["size"]) == ("my", WIDE))
@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
@pytest.mark.parametrize("language", ["ja-simple", "zh-Hant", "my", "pt"])
def test_the_first_screen_fits_in_languages_that_need_more_room(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int], language: str
) -> None:
    page = lobby_page(browser, desk[0], size)
    for look in ("", "seated"):
        page.goto(f"{desk[0]}/?language={language}&look={look}")
        assert hidden_below(page) == 0, look
    page.context.close()


@swept(10, lambda case: (case["language"], case["look"]) == ("vi", "large seated"))
@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
@pytest.mark.parametrize("language", ["ja", "vi", "pt"])
@pytest.mark.parametrize("look", ["seated", "large seated"])
def test_the_low_position_hides_nothing_of_a_screen_with_one_thing_to_do(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int], language: str, look: str
) -> None:
    page = lobby_page(browser, desk[0], size)
    page.goto(f"{desk[0]}/?language={language}&look={look}")
    for path in ("/scan", "/card", "/called", "/languages", "/done"):
        page.goto(desk[0] + path)
        assert hidden_below(page) == 0, path
    page.context.close()


@pytest.mark.parametrize(("size", "share"), [(UPRIGHT, 0.22), (WIDE, 0.2)])
def test_in_the_low_position_nothing_is_to_be_touched_above(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int], share: float
) -> None:
    page = lobby_page(browser, desk[0], size)
    page.goto(f"{desk[0]}/?look=seated")
    for path in ("", "/scan", "/card", "/hand"):
        if path:
            page.goto(desk[0] + path)
        assert highest_control(page) >= size[1] * share, path
    page.context.close()


def test_a_switch_keeps_what_is_being_typed(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    page = lobby_page(browser, desk[0])
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    page.goto(f"{desk[0]}/ask/you.name?from=review")
    page.tap(".board .pad-key:text-is('あ')")
    expect(page.locator("input[name='you.name.family']")).to_have_value(re.compile("あ$"))
    typed = page.locator("input[name='you.name.family']").input_value()
    with page.expect_response("**/help"):
        page.tap("text=文字を大きく")
    expect(page.locator("html.large")).to_have_count(1)
    expect(page.get_by_role("button", name="文字を大きく")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("input[name='you.name.family']")).to_have_value(typed)
    page.goto(f"{desk[0]}/review")
    expect(page.locator("html.large")).to_have_count(1)
    page.locator(".ends button[value=quit]").tap()
    page.locator("form[action='/quit'] button").tap()
    page.wait_for_url(f"{desk[0]}/")
    expect(page.locator("html.large")).to_have_count(0)
    page.context.close()


def test_a_switch_on_the_first_screen_stays_for_the_visit(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0])
    page.tap("text=色をはっきり")
    page.wait_for_url("**look=contrast**")
    page.tap("text=画面で入力する")
    expect(page.locator("html.contrast")).to_have_count(1)
    page.context.close()


def test_without_javascript_the_switches_are_forms(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0], javascript=False)
    page.goto(f"{desk[0]}/hand")
    page.get_by_role("button", name="ボタンを下に").click()
    expect(page).to_have_url(f"{desk[0]}/hand")
    expect(page.locator("html.seated")).to_have_count(1)
    page.context.close()


def looked_at(page: Page, look: str) -> None:
    page.wait_for_timeout(150)
    for each in look.split():
        expect(page.locator(f"html.{each}"), page.url).to_have_count(1)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert small_targets(page) == []
    # Who has called goes on from there; everybody else can call.
    way = (
        page.get_by_role("link", name="続ける")
        if page.url.endswith("/called")
        else page.get_by_role("button", name="職員を呼ぶ")
    )
    expect(way).to_be_in_viewport(ratio=1)
    page.evaluate("document.querySelector('main').scrollTo(0, 1e6)")
    covered = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom > innerHeight")
    assert not covered


def hidden_below(page: Page) -> int:
    """CSS pixels of the question that would have to be scrolled to."""
    found: int = page.evaluate(
        "(main => Math.max(0, main.scrollHeight - main.clientHeight))(document.querySelector('main'))"
    )
    return found


def highest_control(page: Page) -> float:
    found: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("a, button, input:not([type=hidden]), label.row")]
            .filter(e => e.offsetParent && !e.matches(".skip, .top-town") && !e.closest(".visually-hidden"))
            .map(e => e.getBoundingClientRect().top))"""
    )
    return found
