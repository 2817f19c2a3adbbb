"""The prefill site on a phone."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page

from forms.inputs import Inputs
from kiosk.office import Office, today
from tests.browser.conftest import phone_context
from tests.browser.screens import GROUPS, Visit
from tests.browser.walking import begin, fill, go, open_group, walk_to_code, walk_to_review
from tests.kiosk.prefill.journeys import APPLICANT
from tests.pictures.book import Book
from tests.pictures.following import follow, put_in

HOUSEHOLD: Inputs = {
    "family.0.name.given": ("太郎",),
    "family.0.birth_date": ("昭和33年2月17日",),
    "family.0.kin": ("husband",),
    "family.1.name.given": ("翔",),
    "family.1.birth_date": ("平成24年6月6日",),
    "family.1.kin": ("child",),
}
MOVED: Inputs = {
    "citizenship": ("japan",),
    "move.origin": ("town",),
    "move.certificate": ("paper",),
    "people": ("child",),
    "payee": ("other",),
    "insurance": ("none",),
    "things": ("water",),
}
ALLOWANCE = {
    "roles": "児童手当：だれが受けるか",
    "child": "児童手当：年金と、手当がいる訳",
    "bank": "児童手当：受け取る口座",
    "consent": "児童手当：同意",
}
HINDRANCES = (
    ("/no-such-page", "not-found", "ないページ", 404),
    ("/d/abcdefghijkl/review", "gone", "入力の続きがないとき", 410),
)
RARE = {
    "codes": "2つに分かれた受付コード",
    "family-review": "家族の5つの手続：内容の確認",
    "household-mistakes": "世帯の一覧のまちがい",
    "question-mistakes": "できごとの質問のまちがい",
    "wait": "操作が多すぎるとき",
}
"""Screens that a short walk does not meet."""


def ignore(_what: object) -> None:
    """Do nothing: where something is to be done, or is given back, that this walk has no use for."""


def shoot_phone(browser: Browser, url: str, book: Book) -> Image.Image:
    """Every screen; gives back the one with the code, for the overview."""
    page = phone_context(browser, scale=1).new_page()
    code = _shortest(page, url, book)
    _mistakes(page, url, book)
    _guide(page, url, book)
    _refused(page, url, book)
    _family(page, url, book)
    _hindered(page, url, book)
    _looks(browser, url, book)
    page.context.close()
    return code


def _shortest(page: Page, url: str, book: Book) -> Image.Image:
    captions = {
        "start": "はじめの画面",
        "chosen": "手続を選ぶ",
        "whom": "だれの手続か",
        "you": "あなたのこと（空）",
        "wanted": "必要な書類",
        "review": "内容の確認",
        "code": "受付コード",
    }
    shots: list[Image.Image] = []
    walk_to_code(page, url, lambda page, name: shots.append(book.shoot(page, name, captions[name])))
    page.emulate_media(media="print")
    book.shoot(page, "code-printed", "受付コードの印刷")
    page.emulate_media(media="screen")
    page.goto(page.url.replace("/code", "/p/you"))
    book.shoot(page, "you-filled", "あなたのこと（入力ずみ）")
    page.goto(page.url.replace("/p/you", "/p/wanted"))
    page.locator("[value=other]").check()
    page.locator('[name="purpose.detail"]').wait_for()
    book.shoot(page, "question-appears", "答えに合わせて質問が増える")
    page.get_by_role("link", name="入力した内容をすべて消去する").click()
    go(page, "すべて消去する")
    book.shoot(page, "wiped", "すべて消したあと")
    return shots[-1]


def _mistakes(page: Page, url: str, book: Book) -> None:
    page.goto(url)
    go(page, "入力を始める")
    book.shoot(page, "nothing-chosen", "何も選ばなかったとき")
    begin(page, url)
    fill(page, {"whom": "both"})
    go(page)
    fill(page, {**APPLICANT, "you.postal_code": "099-9999", "you.address": ""})
    page.get_by_role("button", name="住所を自動入力").click()
    page.locator("[data-found] select").wait_for()
    book.shoot(page, "streets", "町の町字から住所を選ぶ")
    page.context.set_offline(True)
    page.get_by_role("button", name="次へ", exact=True).click()
    page.get_by_text("いまは通信できません").wait_for()
    book.shoot(page, "offline", "通信できないとき")
    page.context.set_offline(False)
    fill(page, {**APPLICANT, "you.birth_date": "昭和30年13月17日", "you.phone": "123"})
    go(page)
    book.shoot(page, "mistakes", "まちがいがあるとき")
    fill(page, APPLICANT)
    go(page)
    put_in(page, HOUSEHOLD)
    book.shoot(page, "people", "書類に載る家族")


def _guide(page: Page, url: str, book: Book) -> None:
    page.goto(f"{url}/guide")
    book.shoot(page, "events", "引っ越し・おくやみなど、場面から探す")
    page.goto(f"{url}/guide/move_in")
    book.shoot(page, "event-questions", "できごとの質問")
    put_in(page, {"move.date": ((today() - timedelta(days=5)).strftime("%Y/%m/%d"),), **MOVED})
    go(page, "手続の一覧を見る")
    page.wait_for_url("**/list")
    book.shoot(page, "event-list", "必要な手続の一覧")


def _refused(page: Page, url: str, book: Book) -> None:
    def look(name: str) -> None:
        if name == "move":
            page.locator('[name="move.certificate"][value="none"]').check()

    shown = {"family": "転入届：一緒に引っ越してきた家族", "move": "転入届：引っ越し"}
    _shoot_on_the_way(page, url, book, "move_in", shown, look)
    book.shoot(page, "refused", "受け付けられないとき")


def _family(page: Page, url: str, book: Book) -> None:
    _shoot_on_the_way(page, url, book, "child_allowance", ALLOWANCE)
    book.shoot(page, "review-long", "児童手当：内容の確認")


def _shoot_on_the_way(
    page: Page, url: str, book: Book, id: str, shown: Mapping[str, str], prepare: Callable[[str], None] = ignore
) -> None:
    """Walk a procedure's typical case to the review and shoot the pages of these ids, all of which must come."""
    met: list[str] = []

    def look(name: str) -> None:
        page_id = name.partition("@")[0]
        prepare(page_id)
        if page_id in shown:
            book.shoot(page, f"{id}-{page_id}".replace("_", "-"), shown[page_id])
            met.append(page_id)

    follow(page, url, id, "typical", look)
    assert sorted(met) == sorted(shown), met


def _hindered(page: Page, url: str, book: Book) -> None:
    page.goto(url)
    page.locator("[name=stays]").check()
    open_group(page, "resident_record_copy")
    page.locator("[value=resident_record_copy]").check()
    go(page, "入力を始める")
    page.goto(url)
    book.shoot(page, "waiting", "続きから入力する", whole=False)
    for path, name, caption, answer in HINDRANCES:
        page.goto(url + path)
        book.shoot(page, name, caption, answer=answer)
    page.goto(f"{url}/accessibility")
    book.shoot(page, "accessibility", "ウェブアクセシビリティ方針・試験結果")


def _looks(browser: Browser, url: str, book: Book) -> None:
    page = phone_context(browser, scale=1).new_page()
    walk_to_review(page, url)
    page.emulate_media(color_scheme="dark")
    book.shoot(page, "dark", "暗い配色：内容の確認")
    page.emulate_media(color_scheme="light", forced_colors="active")
    book.shoot(page, "forced-colours", "色の強制：内容の確認")
    page.emulate_media(forced_colors="none")
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
