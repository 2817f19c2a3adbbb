"""The prefill site on a phone."""

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page

from kiosk.office import Office
from tests.browser.conftest import phone_context
from tests.browser.screens import GROUPS, Visit
from tests.browser.walking import begin, fill, go, walk_to_code, walk_to_review
from tests.kiosk.prefill.journeys import APPLICANT, WANTED
from tests.pictures.book import Book
from tests.pictures.following import follow

HINDRANCES = (
    ("/no-such-page", "not-found", "ないページ"),
    ("/d/abcdefghijkl/review", "gone", "入力の続きがないとき"),
)
RARE = {
    "codes": "2つに分かれた受付コード",
    "family-review": "家族の5つの手続：内容の確認",
    "household-mistakes": "世帯の一覧のまちがい",
    "question-mistakes": "できごとの質問のまちがい",
    "wait": "操作が多すぎるとき",
}
"""Screens that a short walk does not meet."""


def shoot_phone(browser: Browser, url: str, book: Book) -> Image.Image:
    """Every screen; gives back the one with the code, for the overview."""
    page = phone_context(browser, scale=1).new_page()
    _shortest(page, url, book)
    code = _codes(page, url, book)
    _mistakes(page, url, book)
    _guide(page, url, book)
    _refused(page, url, book)
    _hindered(page, url, book)
    _looks(browser, url, book)
    page.context.close()
    return code


def _shortest(page: Page, url: str, book: Book) -> None:
    captions = {
        "start": "はじめの画面",
        "chosen": "手続を選ぶ",
        "whom": "だれの手続か",
        "you": "あなたのこと（空）",
        "wanted": "ほしい書類",
        "review": "内容の確認",
    }
    walk_to_review(page, url, lambda page, name: _ignore(book.shoot(page, name, captions[name])))
    page.goto(page.url.replace("/review", "/p/you"))
    book.shoot(page, "you-filled", "あなたのこと（入力ずみ）")
    page.goto(page.url.replace("/p/you", "/p/wanted"))
    page.locator("[value=other]").check()
    page.locator('[name="purpose.detail"]').wait_for()
    book.shoot(page, "question-appears", "答えに合わせて質問が増える")


def _codes(page: Page, url: str, book: Book) -> Image.Image:
    walk_to_code(page, url)
    code = book.shoot(page, "code", "受付コード")
    page.emulate_media(media="print")
    book.shoot(page, "code-printed", "受付コードの印刷")
    page.emulate_media(media="screen")
    go(page, "入力した内容をすべて消す")
    book.shoot(page, "wiped", "すべて消したあと")
    return code


def _mistakes(page: Page, url: str, book: Book) -> None:
    page.goto(url)
    go(page, "入力を始める")
    book.shoot(page, "nothing-chosen", "何も選ばなかったとき")
    begin(page, url)
    fill(page, {"whom": "self"})
    go(page)
    fill(page, {**APPLICANT, "you.birth_date": "昭和30年13月17日", "you.phone": "123"})
    go(page)
    book.shoot(page, "mistakes", "まちがいがあるとき")
    fill(page, {**APPLICANT, "you.postal_code": "099-9999", "you.address": ""})
    page.get_by_role("button", name="住所を入れる").click()
    page.locator("[data-found] select").wait_for()
    book.shoot(page, "streets", "町の町字から住所を選ぶ")
    page.context.set_offline(True)
    page.get_by_role("button", name="次へ", exact=True).click()
    page.get_by_text("いまは通信できません").wait_for()
    book.shoot(page, "offline", "通信できないとき")
    page.context.set_offline(False)
    fill(page, APPLICANT)
    go(page)
    fill(page, {**WANTED, "resident_record.scope@resident_record_copy": "some"})
    go(page)
    book.shoot(page, "people", "載せる人の一覧")


def _guide(page: Page, url: str, book: Book) -> None:
    page.goto(f"{url}/guide")
    book.shoot(page, "events", "できごとから探す")
    page.goto(f"{url}/guide/move_in")
    book.shoot(page, "event-questions", "できごとの質問")
    for group in page.locator("fieldset[role=radiogroup]").all():
        group.locator("input").first.check()
    for _ in range(4):
        if page.url.endswith("/list"):
            break
        for group in page.locator("fieldset[role=radiogroup]:not(:has(:checked))").all():
            group.locator("input").first.check()
        for field in page.locator("[data-date]").all():
            field.locator("[data-line]").fill("R8.11.2")
        go(page, "手続の一覧を見る")
    book.shoot(page, "event-list", "要る手続の一覧")


def _refused(page: Page, url: str, book: Book) -> None:
    def look(name: str) -> None:
        if name == "move":
            page.locator('[name="move.certificate"][value="none"]').check()
            book.shoot(page, "move", "転入届：引っ越し")
        elif name == "family":
            book.shoot(page, "family", "転入届：いっしょに引っ越してきた家族")

    follow(page, url, "move_in", "typical", look)
    book.shoot(page, "refused", "受け付けられないとき")

    def consent(name: str) -> None:
        if page.locator("input[value=yes][type=checkbox]").count() or page.locator(".unit").count():
            book.shoot(page, name.split("@")[0].replace("_", "-"), "児童手当：同意、口座、金額など")

    follow(page, url, "child_allowance", "typical", consent)
    book.shoot(page, "review-long", "児童手当：内容の確認")


def _hindered(page: Page, url: str, book: Book) -> None:
    page.goto(url)
    page.locator("[name=stays]").check()
    page.locator("details.group").first.evaluate("e => e.open = true")
    page.locator("[name=procedure]").first.check()
    go(page, "入力を始める")
    page.goto(url)
    book.shoot(page, "waiting", "続きから入力する", whole=False)
    for path, name, caption in HINDRANCES:
        page.goto(url + path)
        book.shoot(page, name, caption)
    page.goto(f"{url}/accessibility")
    book.shoot(page, "accessibility", "アクセシビリティ方針・試験結果")


def _looks(browser: Browser, url: str, book: Book) -> None:
    for name, caption, options in (
        ("dark", "暗い配色", {"color_scheme": "dark"}),
        ("forced-colours", "色の強制", {"forced_colors": "active"}),
    ):
        page = phone_context(browser, scale=1).new_page()
        page.emulate_media(**options)  # type: ignore[arg-type]
        walk_to_review(page, url)
        book.shoot(page, name, f"{caption}：内容の確認")
        page.context.close()
    page = phone_context(browser, scale=1).new_page()
    page.goto(url)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{url}/?language=ja")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    book.shoot(page, "narrow-200", "幅320、文字200%", whole=False)
    page.context.close()


def shoot_rare(browser: Browser, app: Flask, url: str, office: Office, book: Book) -> None:
    page = phone_context(browser, scale=1).new_page()
    for screens in GROUPS.values():
        for name, open_in in screens(Visit(page, app, url, office)):
            if name in RARE:
                open_in("ja")
                book.shoot(page, name, RARE[name])
    page.context.close()


def _ignore(_picture: Image.Image) -> None:
    """The look of a walk gives nothing back."""
