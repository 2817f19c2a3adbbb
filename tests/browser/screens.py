"""Every screen of the prefill site, each opened without typing the way there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import urlopen

from flask import Flask
from playwright.sync_api import BrowserContext, Page

from forms.inputs import Inputs
from kiosk.office import Office
from tests.browser.drafts import answered, begun, put, sealed, wrong_on

COPY, ALLOWANCE, MOVE = "resident_record_copy", "child_allowance", "move_in"
MANY = ("move_in", "health_insurance_join", "child_allowance", "child_medical", "water")

TITLES = {
    "start": "はじめ",
    "chosen": "手続を選んだところ",
    "whom": "だれの手続か",
    "mistakes": "まちがい",
    "you": "あなたのこと",
    "wanted": "必要な書類",
    "people": "人の一覧",
    "review": "確認",
    "code": "受付コード",
    "household-mistakes": "世帯の一覧のまちがい",
    "household": "世帯の一覧",
    "codes": "2つの受付コード",
    "family-review": "家族の手続の確認",
    "refused": "できない手続の確認",
    "events": "できごと",
    "questions": "できごとの質問",
    "question-mistakes": "できごとの質問のまちがい",
    "list": "手続の一覧",
    "later": "あとで続ける",
    "arrive": "別の端末の続き",
    "wipe": "消す前の確認",
    "wiped": "消したあと",
    "gone": "続きがない",
    "nowhere": "ないページ",
    "accessibility": "この画面",
    "wait": "操作が多すぎるとき",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser at the site of one town."""

    page: Page
    app: Flask
    url: str
    office: Office

    @property
    def context(self) -> BrowserContext:
        return self.page.context


Shown = tuple[str, Callable[[str], None]]
"""A screen's name, and what opens it in the language of that code."""


def copy_screens(at: Visit) -> Iterator[Shown]:
    """住民票の写し from the first page to the code."""
    yield "start", _opener(at, f"{at.url}/")
    yield "chosen", _opener(at, f"{at.url}/?procedure={COPY}&stays=yes")
    fresh = put(at.context, at.app, at.url, wrong_on(begun(COPY), ["you"]))
    yield "whom", _opener(at, f"{fresh}/p/whom")
    yield "mistakes", _opener(at, f"{fresh}/p/you")
    some = put(at.context, at.app, at.url, answered(at.office, COPY, sample="longest"))
    yield "you", _opener(at, f"{some}/p/you")
    yield "wanted", _opener(at, f"{some}/p/wanted")
    yield "people", _opener(at, f"{some}/p/family")
    yield "review", _opener(at, f"{some}/review")
    one = put(at.context, at.app, at.url, sealed(at.office, answered(at.office, COPY)))
    yield "code", _opener(at, f"{one}/code")


def family_screens(at: Visit) -> Iterator[Shown]:
    """A family that moves in and asks for much at once."""
    wrong = put(at.context, at.app, at.url, wrong_on(begun(ALLOWANCE), ["family"]))
    yield "household-mistakes", _opener(at, f"{wrong}/p/family")
    many = put(at.context, at.app, at.url, sealed(at.office, answered(at.office, *MANY, sample="longest")))
    yield "household", _opener(at, f"{many}/p/family")
    yield "codes", _opener(at, f"{many}/code")
    usual = put(at.context, at.app, at.url, answered(at.office, *MANY))
    yield "family-review", _opener(at, f"{usual}/review")
    without = answered(at.office, MOVE, more={"move.origin": "town", "move.certificate": "none"})
    refused = put(at.context, at.app, at.url, without)
    yield "refused", _opener(at, f"{refused}/review")


def guide_screens(at: Visit) -> Iterator[Shown]:
    yield "events", _opener(at, f"{at.url}/guide")
    yield "questions", _opener(at, f"{at.url}/guide/move_in")
    key = "guide@move_in"
    wrong = put(at.context, at.app, at.url, wrong_on(begun(), [key]))
    yield "question-mistakes", _opener(at, f"{wrong}/guide/move_in")
    typed: Inputs = {
        "citizenship": ("japan",),
        "move.origin": ("abroad",),
        "insurance": ("none",),
        "pension": ("no",),
        "payee": ("other",),
    }
    typed |= {"people": ("child",), "things": ("water",)}
    listed = put(at.context, at.app, at.url, replace(begun(), typed={key: typed}))
    yield "list", _opener(at, f"{listed}/guide/move_in/list")


def other_screens(at: Visit) -> Iterator[Shown]:
    """What is seen beside the way."""
    some = put(at.context, at.app, at.url, answered(at.office, COPY))
    yield "later", _opener(at, f"{some}/later")
    yield "arrive", _opener(at, f"{at.url}/later")
    yield "wipe", _opener(at, f"{some}/delete")
    yield "wiped", _wiper(at)
    yield "gone", _opener(at, f"{at.url}/d/abcdefghijkl/p/applicant")
    yield "nowhere", _opener(at, f"{at.url}/nowhere")
    yield "accessibility", _opener(at, f"{at.url}/accessibility")
    yield "wait", _impatient(at)


GROUPS: dict[str, Callable[[Visit], Iterator[Shown]]] = {
    "copy": copy_screens,
    "family": family_screens,
    "guide": guide_screens,
    "other": other_screens,
}


def _opener(at: Visit, address: str) -> Callable[[str], None]:
    def open_in(language: str) -> None:
        at.page.goto(f"{address}{'&' if '?' in address else '?'}language={language}")

    return open_in


def _wiper(at: Visit) -> Callable[[str], None]:
    """The page after wiping has no address of its own; its own buttons change the language."""
    draft = put(at.context, at.app, at.url, answered(at.office, COPY))

    def open_in(language: str) -> None:
        if not at.page.locator("#again").count():
            at.page.goto(f"{draft}/delete?language=ja")
            with at.page.expect_navigation():
                at.page.locator("button[value=delete]").click()
        if at.page.locator(f"button[value='language:{language}']").count():
            at.page.locator(".language-menu > summary").click()
            with at.page.expect_navigation():
                at.page.locator(f"button[value='language:{language}']").click()
        at.page.wait_for_load_state()

    return open_in


def _impatient(at: Visit) -> Callable[[str], None]:
    """Asks until the site wants to be left alone, each time anew: it forgives quickly."""

    def open_in(language: str) -> None:
        while _status(f"{at.url}/d/{'x' * 12}/review") != HTTPStatus.TOO_MANY_REQUESTS:
            pass
        at.page.goto(f"{at.url}/?language={language}")

    return open_in


def _status(url: str) -> int:
    """Ask for a draft that nobody has: the cheapest answer that counts."""
    try:
        with urlopen(url) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


__all__ = ["GROUPS", "TITLES", "Shown", "Visit"]
