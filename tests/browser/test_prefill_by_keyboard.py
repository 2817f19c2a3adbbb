"""The prefill site without a mouse, and as a screen reader is told it: roles, names, order and what is announced."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kiosk.office import Office
from tests.browser.codes import answers_in, codes_on_screen
from tests.browser.walking import begin, fill, go, improved, walk_to_code, walk_to_review
from tests.kiosk.prefill.journeys import APPLICANT, WANTED
from tests.residents import HOME, YOSHIDA

MOST_TABS = 60
SMALLEST_TARGET = 44


def test_it_works_with_the_keyboard_alone(phone: Page, prefill_url: str, town: Office) -> None:
    phone.goto(prefill_url)
    tab_to(phone, "[value=resident_record_copy]")
    phone.keyboard.press("Space")
    send(phone)
    tab_to(phone, "[value=self]")
    phone.keyboard.press("Space")
    send(phone)
    for name, value in APPLICANT.items():
        tab_to(phone, f'[name="{name}"]')
        phone.keyboard.type(value)
    send(phone)
    for name, value in WANTED.items():
        field = phone.locator(f'[name="{name}"]').first
        if field.get_attribute("type") == "radio":
            tab_to(phone, f'[name="{name}"]')
            choose_by_arrows(phone, value)
        else:
            tab_to(phone, f'[name="{name}"]')
            phone.keyboard.type(value)
    send(phone)
    while "/p/" in phone.url:
        tab_to(phone, ".actions-main button")
        send(phone)
    tab_to(phone, ".actions-main button")
    send(phone)
    answers = answers_in(codes_on_screen(phone), town)
    assert answers["you.name"] == YOSHIDA
    assert answers["you.address"] == HOME
    assert answers["you.birth_date"] == "1955-02-17"


def test_the_first_tab_leads_past_the_head(phone: Page, prefill_url: str) -> None:
    phone.goto(prefill_url)
    phone.keyboard.press("Tab")
    expect(phone.get_by_text("本文へ")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("#main")).to_be_focused()


def test_the_focus_goes_down_the_page_and_is_never_caught(phone: Page, prefill_url: str) -> None:
    def look(page: Page, name: str) -> None:
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        places: list[float] = []
        for _ in range(MOST_TABS * 2):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """document.activeElement === document.body ? null : document.activeElement.closest(".choose-bar") ? 0 :
                    (box => (box.top + box.bottom) / 2 + scrollY)(document.activeElement.getBoundingClientRect())"""
            )
            if place is None:
                break
            places += [place] if place else []  # the bar is always in sight: it has no place of its own
        else:
            pytest.fail(f"{name}: the focus does not come round")
        assert places == sorted(places), name

    walk_to_code(phone, prefill_url, look)


def test_every_target_is_large_enough_for_a_finger(phone: Page, prefill_url: str) -> None:
    def look(page: Page, name: str) -> None:
        small = page.evaluate(
            """least => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, label.row, a")]
                .filter(e => e.offsetParent && !e.matches(".visually-hidden, .skip, .row input, p a, li a, .top-town"))
                .filter(e => e.getBoundingClientRect().height < least)
                .map(e => e.outerHTML.slice(0, 100))""",
            SMALLEST_TARGET,
        )
        assert small == [], name

    walk_to_code(phone, prefill_url, look)


def test_a_page_of_fields_is_read_out_with_its_names(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    expect(phone.get_by_role("main")).to_match_aria_snapshot("""
        - paragraph:
          - button "戻る"
        - paragraph: /4画面のうち2画面目/
        - heading "あなたのこと" [level=1]
        - group "お名前 ※必須":
          - textbox "氏（みょうじ）"
          - textbox "名"
        - group "ふりがな ※任意":
          - textbox "氏のふりがな"
          - textbox "名のふりがな"
        - textbox "生年月日 ※必須"
    """)


def test_mistakes_are_announced_at_once_and_described_at_their_fields(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    go(phone)
    expect(phone.locator(".error-summary")).to_match_aria_snapshot("""
        - group "直していただきたいところがあります":
          - heading "直していただきたいところがあります" [level=2]
          - list:
            - listitem:
              - link /選んでください。/
    """)
    expect(phone.locator(".error-summary:focus")).to_have_count(1)
    expect(phone).to_have_title(re.compile("^エラー："))
    group = phone.get_by_role("radiogroup")
    for choice in phone.get_by_role("radio").all():
        expect(choice).to_have_accessible_description(re.compile("エラー： ?選んでください。$"))
    expect(group).to_have_attribute("aria-invalid", "true")
    phone.get_by_role("link", name="選んでください。").press("Enter")
    expect(phone.locator("[name=whom]:focus")).to_have_count(1)


def test_what_appears_by_itself_is_announced(phone: Page, prefill_url: str) -> None:
    walk_to_review(phone, prefill_url)
    phone.goto(phone.url.replace("/review", "/p/wanted"))
    expect(phone.locator("[data-more]")).to_have_attribute("aria-live", "polite")
    phone.locator("[value=other]").check()
    expect(phone.locator("[data-more]")).to_have_text("質問が増えました。")
    phone.goto(phone.url.split("/p/")[0] + "/p/you")
    improved(phone)
    fill(phone, {"you.postal_code": "4980000"})
    phone.get_by_role("button", name="住所を自動入力").press("Enter")
    expect(phone.locator("[data-found]")).to_have_attribute("aria-live", "polite")
    expect(phone.locator("[data-found]")).to_contain_text("住所を選んでください。")


def test_the_review_says_what_each_link_changes(phone: Page, prefill_url: str) -> None:
    walk_to_review(phone, prefill_url)
    expect(phone.get_by_role("main")).to_match_aria_snapshot("""
        - heading "入力した内容の確認" [level=1]
        - heading "手続" [level=2]
        - link "変更 ：手続"
        - term: 選んだ手続
        - definition: 住民票の写し
        - heading "だれの手続か" [level=2]
        - link "変更 ：だれの手続か"
    """)
    links = phone.get_by_role("link", name="変更").all()
    names = [link.inner_text() for link in links]
    assert len(names) == len(set(names))


def test_the_code_has_a_name_and_says_until_when(phone: Page, show_code: Callable[[Page], None]) -> None:
    show_code(phone)
    expect(phone.get_by_role("main")).to_match_aria_snapshot("""
        - paragraph:
          - link "内容の確認に戻る"
        - heading "受付コードができました" [level=1]
        - figure:
          - img "受付コード"
        - paragraph: 住民票の写し
        - paragraph:
          - strong: /まで使えます/
        - link "画像で保存する"
        - link "カレンダーに入れる"
        - button "印刷する"
    """)


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there. A group of radio buttons is one stop."""
    for _ in range(MOST_TABS):
        if page.evaluate("s => s.includes(':has-text') ? false : !!document.activeElement?.matches(s)", selector):
            return
        if ":has-text" in selector and page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector} on {page.url}")


def choose_by_arrows(page: Page, value: str) -> None:
    """Among radio buttons or in a list."""
    if page.evaluate("document.activeElement.type") == "radio":
        page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
