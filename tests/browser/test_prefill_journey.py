"""A resident with a phone, from the first page to the code that only the town hall can open."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from kiosk.office import Office
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.codes import answers_in, codes_on_screen
from tests.browser.conftest import phone_context
from tests.browser.drafts import answered, put
from tests.browser.screens import COPY
from tests.browser.walking import begin, fill, go, improved, walk_to_code, walk_to_review
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, WANTED
from tests.kiosk.prefill.test_draftcookie import kanji
from tests.residents import HOME, YOSHIDA

ShowCode = Callable[[Page], None]

PEOPLE = "family"
FIRST_PAGE_BYTES = 60_000
ENOUGH_FOR_TWO = 14
"""Persons with names that nothing squeezes: more than one code can hold."""


def scan(picture: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return str(found.text)


def look_closely(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_it_works_with_javascript(phone: Page, prefill_url: str, town: Office) -> None:
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: errors.append(str(error)))
    walk_to_code(phone, prefill_url, look_closely)
    answers = answers_in(codes_on_screen(phone), town)
    assert answers["you.name"] == YOSHIDA
    assert answers["you.kana"] == "ヨシダ　ハナコ"
    assert answers["you.birth_date"] == "1955-02-17"
    assert answers["you.address"] == HOME
    assert errors == []


def test_it_works_without_javascript(plain_phone: Page, prefill_url: str, town: Office) -> None:
    walk_to_code(plain_phone, prefill_url)
    assert answers_in(codes_on_screen(plain_phone), town)["you.name"] == YOSHIDA


def test_no_page_is_wider_than_the_screen(phone: Page, prefill_url: str) -> None:
    def look(page: Page, name: str) -> None:
        for width in (320, 390, 768):
            page.set_viewport_size({"width": width, "height": 700})
            assert_no_sideways_scrolling(page)

    walk_to_code(phone, prefill_url, look)


def test_text_twice_as_large_on_a_small_phone_shows_every_digit(phone: Page, prefill_url: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    phone.get_by_text("元号を選んで入力する").click()
    written = {"you.birth_date.year": "1955", "you.birth_date.month": "12", "you.birth_date.day": "28"}
    fill(phone, {**written, "you.postal_code": "099-9999", "you.phone": "09012345678"})
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    for name in (*written, "you.postal_code", "you.phone"):
        width, room = phone.locator(f'[name="{name}"]').evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert width <= room, name
    assert_no_sideways_scrolling(phone)


@pytest.mark.parametrize(("scheme", "colours"), [("dark", "none"), ("light", "active")])
def test_a_code_is_readable_in_dark_and_forced_colours(
    phone: Page, show_code: ShowCode, town: Office, scheme: str, colours: str
) -> None:
    phone.emulate_media(color_scheme=scheme, forced_colors=colours)  # type: ignore[arg-type]
    show_code(phone)
    assert answers_in(codes_on_screen(phone), town)["you.name"] == YOSHIDA


def test_a_page_with_mistakes_is_accessible_and_leads_to_them(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, {**APPLICANT, "you.birth_date": "昭和30年13月17日"})
    go(phone)
    look_closely(phone, "errors")
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.get_by_role("link", name="生年月日").click()
    expect(phone.locator('[name="you.birth_date"]')).to_be_focused()


def test_what_is_missing_on_the_first_page_comes_into_view(phone: Page, prefill_url: str) -> None:
    phone.set_viewport_size({"width": 360, "height": 560})
    phone.goto(prefill_url)
    go(phone, "入力を始める")
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.get_by_role("link", name="1つ以上選んでください。")).to_be_in_viewport()
    phone.get_by_role("link", name="1つ以上選んでください。").click()
    expect(phone.locator("#procedures")).to_be_focused()


def test_codes_have_whole_device_pixels_for_each_module(
    browser: Browser, show_code: ShowCode, town: Office
) -> None:
    context = phone_context(browser, scale=2.625)
    page = context.new_page()
    show_code(page)
    improved(page)
    size, modules = page.locator("[data-code]").evaluate(
        "e => [e.getBoundingClientRect().width * devicePixelRatio, Number(e.dataset.modules)]"
    )
    assert abs(size / modules - round(size / modules)) < 0.01
    assert answers_in(codes_on_screen(page), town)["you.name"] == YOSHIDA
    context.close()


def test_a_reload_loses_nothing_that_was_typed(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    with phone.expect_response(lambda response: response.status == 204):
        fill(phone, {"you.name.family": FAMILY})
    phone.reload()
    expect(phone.locator('[name="you.name.family"]')).to_have_value(FAMILY)


def test_what_is_typed_before_the_scripts_are_there_is_kept_and_understood(phone: Page, prefill_url: str) -> None:
    """As on a slow line: the page is there, its scripts are not."""
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    held: list[Route] = []
    phone.route("**/js/kit.js*", lambda route: held.append(route), times=1)
    phone.goto(phone.url, wait_until="commit")
    fill(phone, {"you.name.family": "ワタナベ", "you.birth_date": "s30.2.17", "you.phone": "0901234"})
    with phone.expect_response(lambda response: response.status == 204):
        for route in held:
            route.continue_()
    expect(phone.locator("[data-echo]")).to_have_text("＝ 昭和30年（1955年）2月17日")
    expect(phone.locator('[name="you.kana.family"]')).to_have_value("ワタナベ")
    phone.reload()
    expect(phone.locator('[name="you.phone"]')).to_have_value("0901234")


def test_what_is_being_typed_is_kept_before_the_field_is_left(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    phone.locator('[name="you.phone"]').focus()
    with phone.expect_response(lambda response: response.status == 204):
        phone.keyboard.type("0901234")
    expect(phone.locator('[name="you.phone"]')).to_be_focused()
    phone.reload()
    expect(phone.locator('[name="you.phone"]')).to_have_value("0901234")


def test_a_question_appears_below_the_answer_it_hangs_on(phone: Page, prefill_url: str) -> None:
    walk_to_review(phone, prefill_url)
    phone.goto(phone.url.replace("/review", "/p/wanted"))
    detail = phone.locator('[name="purpose.detail"]')
    phone.locator("[value=other]").scroll_into_view_if_needed()
    before = phone.locator("[value=other]").bounding_box()
    phone.locator("[value=other]").check()
    expect(detail).to_be_visible()
    assert phone.locator("[value=other]").bounding_box() == before, "nothing above has moved"
    expect(phone.locator("[data-more]")).to_have_text("質問が増えました。")
    look_closely(phone, "grown")
    with phone.expect_response(lambda response: response.status == 204):
        detail.fill("学校の手続")
    phone.reload()
    expect(detail).to_have_value("学校の手続")
    phone.get_by_role("radio").first.check()
    expect(detail).to_have_count(0)
    go(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("入力した内容の確認")


def test_the_browsers_back_button_loses_nothing(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, APPLICANT)
    go(phone)
    phone.go_back()
    expect(phone.locator('[name="you.name.family"]')).to_have_value(FAMILY)
    phone.go_back()
    expect(phone.locator("[value=self]")).to_be_checked()
    phone.go_forward()
    phone.go_forward()
    expect(phone.get_by_role("heading", level=1)).to_have_text("必要な書類")


def test_copies_are_counted_without_a_keyboard(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, APPLICANT)
    go(phone)
    count = phone.locator('[name="resident_record.count@resident_record_copy"]')
    expect(count).to_have_value("1")
    phone.get_by_role("button", name="1つ増やす").click()
    expect(count).to_have_value("2")
    for _ in range(3):
        phone.get_by_role("button", name="1つ減らす").click()
    expect(count).to_have_value("1")


def test_the_purpose_proposes_entries_until_somebody_ticks_for_themselves(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, APPLICANT)
    go(phone)
    improved(phone)
    origin, relation = (phone.locator(f"[value={entry}]") for entry in ("origin", "relation"))
    phone.locator("[value=licence]").check()
    expect(origin).to_be_checked()
    expect(phone.get_by_text("ふつう必要なものを選びました")).to_be_visible()
    phone.locator("[value=pension]").check()
    expect(origin).not_to_be_checked()
    relation.uncheck()
    phone.locator("[value=licence]").check()
    expect(origin).not_to_be_checked()


def test_back_leads_to_the_page_before_after_mistakes_too(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    go(phone)
    go(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    fill(phone, {"whom": "both"})
    go(phone)
    go(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    fill(phone, APPLICANT)
    go(phone)
    for number in (2, 3):
        go(phone, "もう1人追加する")
        expect(phone.locator("details.person")).to_have_count(number)
    phone.go_back()
    expect(phone.locator('[name="you.name.family"]')).to_have_value(FAMILY)
    phone.go_back()
    expect(phone.locator("[value=both]")).to_be_checked()
    phone.go_back()
    expect(phone.locator("[value=resident_record_copy]")).to_be_checked()


def test_two_tabs_on_one_draft_lose_nothing(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    other = phone.context.new_page()
    other.goto(phone.url)
    fill(phone, APPLICANT)
    go(phone)
    fill(other, {**APPLICANT, "you.phone": "0123-45-6789"})
    go(other)
    fill(phone, WANTED)
    go(phone)
    phone.goto(other.url.split("/p/")[0] + "/p/you")
    expect(phone.locator('[name="you.phone"]')).to_have_value("0123-45-6789")
    phone.goto(other.url)
    expect(phone.locator('[name$="count@resident_record_copy"]')).to_have_value("2")


def test_a_lost_connection_keeps_the_page(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, APPLICANT)
    improved(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="次へ", exact=True).click()
    phone.get_by_text("いまは通信できません").wait_for()
    assert_accessible(phone)
    expect(phone.locator('[name="you.name.family"]')).to_have_value(FAMILY)
    phone.context.set_offline(False)
    go(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("必要な書類")


def test_postal_code_offers_addresses_without_leaving_the_page(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    improved(phone)
    fill(phone, {"you.postal_code": "4980000"})
    phone.get_by_role("button", name="住所を自動入力").click()
    phone.locator(".candidates button").nth(1).click()
    expect(phone.locator('[name="you.address"]')).not_to_have_value("")
    assert_accessible(phone)
    fill(phone, {"you.postal_code": "099-9999", "you.address": ""})
    phone.get_by_role("button", name="住所を自動入力").click()
    phone.get_by_label("住所を選んでください。番地は、このあと入力してください。").select_option(
        "本町（ほんちょう）"
    )
    assert_accessible(phone)
    phone.get_by_role("button", name="この住所にする").click()
    expect(phone.locator('[name="you.address"]')).to_have_value("北海道架空郡みどり野町本町")
    fill(phone, {"you.address": ""})
    fill(phone, {"you.postal_code": "1000001"})
    expect(phone.locator('[name="you.address"]'), "a whole code needs no button").to_have_value(
        "東京都千代田区千代田"
    )
    fill(phone, {"you.address": ""})
    phone.get_by_role("button", name="「北海道架空郡みどり野町」を入力する").click()
    expect(phone.locator('[name="you.address"]')).to_have_value("北海道架空郡みどり野町")
    expect(phone.locator("[data-begins-with]")).to_be_hidden()


def test_the_day_is_said_in_both_calendars_while_it_is_typed(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    echo = phone.locator("[data-echo]")
    fill(phone, {"you.birth_date": "s30.2.17"})
    expect(echo).to_have_text("＝ 昭和30年（1955年）2月17日")
    fill(phone, {"you.birth_date": "30.2.17"})
    expect(echo).to_have_text("")
    phone.get_by_text("元号を選んで入力する").click()
    fill(phone, {"you.birth_date.era": "S", "you.birth_date.year": "３０"})
    expect(echo).to_have_text("＝ 昭和30年（1955年）月日不詳")
    fill(phone, {"you.birth_date.year": "1989", "you.birth_date.month": "1"})
    phone.locator('[name="you.birth_date.day"]').fill("7")
    expect(phone.locator('[name="you.birth_date.era"]')).to_have_value("AD")
    expect(echo).to_have_text("＝ 昭和64年（1989年）1月7日")


def test_the_reading_is_suggested_while_a_name_is_typed(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    improved(phone)
    phone.locator('[name="you.name.family"]').focus()
    keyboard = phone.context.new_cdp_session(phone)
    for text in ("わ", "わた", "わたな", "わたなべ", "渡邉"):
        keyboard.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    keyboard.send("Input.insertText", {"text": "渡邉"})
    expect(phone.locator('[name="you.kana.family"]')).to_have_value("ワタナベ")


def test_a_reading_follows_what_is_deleted_and_never_what_a_person_typed(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    improved(phone)
    name, reading = (phone.locator(f'[name="you.{part}.given"]') for part in ("name", "kana"))
    name.focus()
    keyboard = phone.context.new_cdp_session(phone)
    for kana, written in ((("け", "けn"), "健"), (("い", "いち"), "一")):
        for text in (*kana, written):
            keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        keyboard.send("Input.insertText", {"text": written})
    expect(reading).to_have_value("ケンイチ")
    phone.keyboard.press("Backspace")
    expect(reading).to_have_value("ケン")
    reading.fill("タケシ")
    name.fill("武")
    expect(reading).to_have_value("タケシ")


def test_what_is_too_much_for_one_code_becomes_two_that_open_together(
    phone: Page, prefill: Flask, prefill_url: str, town: Office
) -> None:
    signs = kanji(ENOUGH_FOR_TWO * 24)
    names = [signs[24 * number : 24 * (number + 1)] for number in range(ENOUGH_FOR_TWO)]
    rows = tuple(
        {"name": f"{name[:12]}\u3000{name[12:]}", "birth_date": f"{1980 + at}-01-02", "kin": "child"}
        for at, name in enumerate(names)
    )
    draft = answered(town, COPY, more={"whom": "both", PEOPLE: rows})
    phone.goto(f"{put(phone.context, prefill, prefill_url, draft)}/p/{PEOPLE}")
    look_closely(phone, "people")
    go(phone)
    go(phone, "この内容で受付コードを作る")
    look_closely(phone, "codes")
    codes = codes_on_screen(phone)
    assert len(codes) == 2
    expect(phone.get_by_text("コードは2つで1組です")).to_be_visible()
    subjects = answers_in(codes, town)[PEOPLE]
    assert isinstance(subjects, tuple)
    assert len(subjects) == ENOUGH_FOR_TWO


def test_the_first_page_is_light(phone: Page, prefill_url: str) -> None:
    sizes: list[int] = []
    phone.on("response", lambda response: sizes.append(len(response.body()) + 600))
    phone.goto(prefill_url)
    phone.wait_for_load_state("networkidle")
    assert sum(sizes) < FIRST_PAGE_BYTES


def test_wiping_asks_first(phone: Page, prefill_url: str) -> None:
    walk_to_review(phone, prefill_url)
    draft = phone.url
    phone.get_by_role("link", name="入力した内容をすべて消去する").click()
    assert_accessible(phone)
    go(phone, "すべて消去する")
    assert_accessible(phone)
    assert not [cookie for cookie in phone.context.cookies(draft) if cookie["name"].startswith("d")]
    phone.goto(draft)
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("^入力の続きが見つかりません"))
    look_closely(phone, "gone")


def test_another_device_goes_on_by_the_link_alone_and_a_number(
    phone: Page, browser: Browser, prefill_url: str
) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    fill(phone, {"you.name.family": FAMILY})
    go(phone, "あとで続ける")
    look_closely(phone, "later")
    link = phone.locator("#link").input_value()
    number = phone.locator(".carry-number").inner_text()
    seen = scan(phone.locator("[data-code]").screenshot())
    assert seen == link, "the code is the link"
    context = phone_context(browser)
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(f"{prefill_url}/later#{link.partition('#')[2]}")
    expect(other.locator("[name=number]")).to_be_focused()
    assert "#" not in other.url, "nothing stays in the address"
    look_closely(other, "arrive")
    fill(other, {"number": number})
    go(other, "続きから入力する")
    expect(other.locator('[name="you.name.family"]')).to_have_value(FAMILY)
    assert not [url for url in asked if link[-20:] in url.partition("#")[0]]
    context.close()


def test_nothing_is_left_in_the_browsers_own_storage(phone: Page, prefill_url: str) -> None:
    walk_to_code(phone, prefill_url)
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.evaluate("document.cookie") == ""
