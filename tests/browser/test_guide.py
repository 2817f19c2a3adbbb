"""A family of four on a phone: from 引っ越してきた over the list into the journey."""

from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.walking import Look, fill, go, no_look

LIST = "手続の一覧を見る"
BEGIN = "この手続の入力を始める"
FAMILY = ["move_in", "health_insurance_join", "child_allowance", "child_medical", "water"]


def look_closely(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def walk_to_list(page: Page, url: str, look: Look = no_look, *, javascript: bool = True) -> None:
    """Without a script, what the first answers bring up comes on a screen of its own."""
    page.goto(url)
    page.locator("details:has(.guide-events) > summary").click()
    look(page, "events")
    page.get_by_role("link", name="引っ越してきた").click()
    look(page, "questions")
    fill(page, {"citizenship": "japan", "move.origin": "town", "insurance": "none", "move.date": "R8.4.1"})
    page.locator("[value=child]").check()
    page.locator("[value=water]").check()
    if not javascript:
        go(page, LIST)
    page.locator("[name=payee]").first.wait_for()
    look(page, "more")
    fill(page, {"move.certificate": "paper", "payee": "other"})
    go(page, LIST)
    look(page, "list")


def chosen(page: Page) -> list[str | None]:
    return [box.get_attribute("value") for box in page.locator("[name=procedure]:checked").all()]


def test_it_works_for_a_family_of_four_moving_in(phone: Page, prefill_url: str) -> None:
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    walk_to_list(phone, prefill_url, look_closely)
    assert chosen(phone) == FAMILY
    go(phone, BEGIN)
    expect(phone.get_by_role("heading", level=1)).to_have_text("あなたのこと")
    look_closely(phone, "journey")
    assert errors == []


def test_it_works_without_javascript(plain_phone: Page, prefill_url: str) -> None:
    walk_to_list(plain_phone, prefill_url, javascript=False)
    assert chosen(plain_phone) == FAMILY
    go(plain_phone, BEGIN)
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("あなたのこと")


def test_the_moving_day_is_not_typed_twice(phone: Page, prefill_url: str) -> None:
    walk_to_list(phone, prefill_url)
    go(phone, BEGIN)
    phone.goto(f"{phone.url.rpartition('/')[0]}/move")
    expect(phone.locator('[name="move.date"]')).to_have_value("令和8年4月1日")
    expect(phone.locator('[name="move.origin"][value=town]')).to_be_checked()
    expect(phone.locator('[name="move.certificate"][value=paper]')).to_be_checked()


def test_mistakes_on_the_questions_are_accessible(phone: Page, prefill_url: str) -> None:
    phone.goto(f"{prefill_url}/guide/certificate")
    go(phone, LIST)
    expect(phone.get_by_role("group", name="直していただきたい").first).to_be_visible()
    look_closely(phone, "errors")


def test_the_printed_list_has_everything_but_buttons(phone: Page, prefill_url: str) -> None:
    walk_to_list(phone, prefill_url)
    phone.emulate_media(media="print")
    expect(phone.get_by_text("引っ越した日から14日以内").first).to_be_visible()
    expect(phone.get_by_text("郵便物の転送")).to_be_visible()
    expect(phone.get_by_text("ごみの出し方、下水道・浄化槽、町内会の確認").last).to_be_visible()
    expect(phone.get_by_role("button", name=BEGIN)).to_be_hidden()
    expect(phone.get_by_text("ほかの手続も追加する")).to_be_hidden()
