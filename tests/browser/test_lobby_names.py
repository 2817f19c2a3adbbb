"""A name without a keyboard: kana on the screen, kanji for it, and the right shape of a character."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.store import open_visits
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, small_targets, touch_keys
from tests.sweep import in_turns, swept

pytestmark = pytest.mark.lobby


IN_TURNS = in_turns("names by touch", 4)


@swept(4, lambda case: case["size"] == UPRIGHT)
@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
def test_watanabe_is_written_with_her_own_character(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int]
) -> None:
    page = at_name(browser, desk[0], size)
    tap(page, *"わたなへ", "゛", "漢字にする")
    looked_at(page)
    tap(page, "渡邉", "字の形")
    expect(page.locator(".board-offers .pad-key")).not_to_have_count(0)
    looked_at(page)
    page.locator(".board-offers .pad-key").nth(1).tap()
    expect(page.locator("input[name='you.name.family']")).to_have_value("渡邉\U000e0110")
    tap(page, "次の欄へ", *"はなこ", "漢字にする", "花子", "次へ")
    page.wait_for_url("**/ask/you.kana")
    assert name_of(desk[1]) == "渡邉\U000e0110　花子"
    expect(page.locator("input[name='you.kana.family']")).to_have_value("ワタナベ")
    expect(page.locator("input[name='you.kana.given']")).to_have_value("ハナコ")
    looked_at_question(page)
    tap(page, "次の欄へ", "1字消す", "次へ")
    page.wait_for_url("**/ask/you.birth_date")
    assert kana_of(desk[1]) == "ワタナベ　ハナ"
    page.context.close()


@IN_TURNS
def test_every_shape_to_choose_looks_different_and_is_drawn_as_on_the_paper(
    browser: Browser, desk: tuple[str, Workplace]
) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"わたなへ", "゛", "漢字にする", "渡邉", "字の形")
    keys = page.locator(".board-offers .pad-key")
    expect(keys).not_to_have_count(0)
    assert fonts_of(page, ".board-offers .pad-key") == {"IPAmjMincho"}
    pictures = [keys.nth(at).screenshot() for at in range(keys.count())]
    assert len(set(pictures)) == len(pictures) > 20
    page.context.close()


@IN_TURNS
def test_a_name_the_dictionary_lacks_is_put_together(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"りおん", "漢字にする", "莉央")
    expect(page.locator("input[name='you.name.family']")).to_have_value("莉央ん")
    page.context.close()


@IN_TURNS
def test_hiragana_alone_is_a_name(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"ひまり", "漢字にする", "キーに戻る", "次の欄へ", "次へ")
    page.wait_for_url("**/ask/you.kana")
    assert name_of(desk[1]) == "ひまり"
    expect(page.locator("input[name='you.kana.family']")).to_have_value("ヒマリ")
    expect(page.locator(".board .pad-key:text-is('カナ')")).to_be_visible()
    # A reading is kana by nature: no kanji are offered.
    expect(page.locator(".board .pad-key:text-is('漢字にする')")).to_have_count(0)
    page.context.close()


@IN_TURNS
def test_pressed_too_early_it_says_what_is_missing(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, "漢字にする")
    expect(page.get_by_text("ひらがなで読みを入力してから押してください。")).to_be_visible()
    tap(page, "キーに戻る", "あ", "字の形")
    expect(page.get_by_text("この字の形は1つだけです。")).to_be_visible()
    page.context.close()


@IN_TURNS
def test_a_name_half_known_has_its_whole_reading(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"りおん", "漢字にする", "莉央", "次の欄へ", *"わた", "1字消す", "次へ")
    page.wait_for_url("**/ask/you.kana")
    expect(page.locator("input[name='you.kana.family']")).to_have_value("リオン")
    expect(page.locator("input[name='you.kana.given']")).to_have_value("ワ")
    page.context.close()


@IN_TURNS
def test_letters_have_no_reading(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"わた", "英数", "M", "A", "次の欄へ", "次へ")
    page.wait_for_url("**/ask/you.birth_date")
    assert name_of(desk[1]) == "わたMA"
    page.context.close()


@IN_TURNS
def test_after_a_mistake_the_keys_write_where_it_is(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"わた", "次の欄へ", "次へ")
    page.wait_for_url("**/ask/you.kana")
    tap(page, "次の欄へ", "次へ")
    page.wait_for_url("**/ask/you.birth_date")
    page.select_option("[name='you.birth_date.era']", "S")
    tap(page, *"35", "次の欄へ", *"13", "次の欄へ", "5", "次へ")
    month = page.locator("input[name='you.birth_date.month']")
    expect(month).to_have_attribute("aria-invalid", "true")
    expect(month).to_be_focused()
    tap(page, "1字消す", "次の欄へ", "次へ")
    page.wait_for_url("**/ask/you.address")
    page.context.close()


@IN_TURNS
def test_another_language_keeps_what_is_written_and_heard(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = at_name(browser, desk[0])
    tap(page, *"わたなへ", "゛", "漢字にする", "渡邉")
    page.tap(".always button[value=languages]")
    expect(page.get_by_role("heading", name="ことば")).to_be_visible()
    assert_accessible(page)
    assert small_targets(page) == []
    page.tap("text=Tiếng Việt")
    expect(page.locator("html[lang=vi]")).to_have_count(1)
    expect(page.locator("input[name='you.name.family']")).to_have_value("渡邉")
    page.tap(".one-question .button-wide")
    page.wait_for_url("**/ask/you.kana")
    expect(page.locator("input[name='you.kana.family']")).to_have_value("ワタナベ")
    assert open_visits(desk[1].store)[0].language == "vi"
    page.context.close()


def at_name(browser: Browser, address: str, size: tuple[int, int] = UPRIGHT) -> Page:
    """By hand, up to the question for the name."""
    page = lobby_page(browser, address, size)
    page.tap("text=画面で入力する")
    page.tap("a.way-line:has-text('証明書')")
    page.tap("button.way-line:has-text('住民票の写し') >> nth=0")
    page.tap("label.row:has-text('わたし') >> nth=0")
    page.wait_for_url("**/ask/you.name")
    return page


def tap(page: Page, *keys: str) -> None:
    touch_keys(page, keys)


def fonts_of(page: Page, selector: str) -> set[str]:
    """The fonts that Chromium really draws these elements with."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    nodes = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    found = [tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    return {font["familyName"] for fonts in found for font in fonts}


def looked_at(page: Page) -> None:
    expect(page.locator(".board-offers")).to_be_visible()
    assert_accessible(page)
    assert small_targets(page) == []


def looked_at_question(page: Page) -> None:
    expect(page.get_by_text("違うときは直してください。")).to_be_visible()
    assert_accessible(page)


def kana_of(workplace: Workplace) -> object:
    visit = open_visits(workplace.store)[0]
    return workplace.cases.read(visit.id).answers["you.kana"]


def name_of(workplace: Workplace) -> object:
    visit = open_visits(workplace.store)[0]
    return workplace.cases.read(visit.id).answers["you.name"]
