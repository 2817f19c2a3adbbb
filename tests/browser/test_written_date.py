"""The screen understands a day exactly as the server does, and says it in the same words."""

import json
from pathlib import Path

from flask import Flask
from hypothesis import given, strategies as st
from playwright.sync_api import Browser

from forms.wareki import WrongDate, both, wareki
from forms.writtendate import iso_written
from kiosk.web.language import LANGUAGES, choose_languages
from kiosk.web.questions import day_words, script_words
from tests.forms.test_writtendate import DAYS, spellings
from tests.forms.writtendays import WRITTEN_DAYS

WORDED = [
    "1960-07-05~",
    "1960-07-00~",
    "1960-00-00?",
    "1960-07-05/1960-07-10~",
    "1988-12-30~/1989-01-10",
    "1960-07-05%",
]
PIECES = (
    "令和7年", "2025年", "3月", "10日", "1日", "頃", "推定", "（推定）", "から", "までの間", "〜", "同月", "午前5時", "午後3時20分頃", "不詳",
    "年月日", "3/10", "2025/3/1", "上旬", "下旬", "2月", "30日", "記載のとおり", "昭和64年", "文久2年", "閏", "S64",
)  # fmt: skip
SCRIPT = Path(__file__).parents[2] / "kiosk/web/static/js/writtendate.js"
SAY = """async ([script, texts, data]) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { inBoth, roughDay } = await import(address);
  return texts.map((text) => {
    const day = roughDay(text, data.eras, data.unknown);
    return day ? inBoth(day, data) : "";
  });
}"""


def said_by_screen(browser: Browser, texts: list[str], data: object) -> list[str]:
    page = browser.new_page()
    try:
        return list(page.evaluate(SAY, [SCRIPT.read_text(encoding="utf-8"), texts, data]))
    finally:
        page.close()


def words_in(code: str, isos: list[str]) -> tuple[object, list[str]]:
    """What the server gives the script in this language, and how it says the days itself."""
    app = Flask(__name__)
    choose_languages(app, tuple(LANGUAGES), lambda: code)
    with app.test_request_context():
        return json.loads(script_words(LANGUAGES[code], unknown_day=True)), [
            day_words(iso) if iso else "" for iso in isos
        ]


def said_by_server(text: str) -> str:
    try:
        return both(iso_written(text, unknown_day=True))
    except WrongDate:
        return ""


def test_it_works_for_every_way_of_writing(browser: Browser) -> None:
    texts = [text for text, _ in WRITTEN_DAYS]
    data, words = words_in("ja", [iso for _, iso in WRITTEN_DAYS])
    assert said_by_screen(browser, texts, data) == words


def test_other_languages_hear_it_in_their_own_words(browser: Browser) -> None:
    isos = ["1960-07-05", "1989-01-08", "1960-07-00", "1960-00-00"]
    worded = [*WORDED, "0000-00-00"]
    for code in ("en", "vi", "pt", "zh-Hans", "ko"):
        data, words = words_in(code, [*isos, *worded])
        assert said_by_screen(browser, [*isos, *map(wareki, worded)], data) == words, code


def test_anything_written_is_understood_alike(browser: Browser) -> None:
    texts: list[str] = []

    @given(
        st.text("昭平令和元年月日SHR0123456789/.-頃不詳　（）", max_size=14)
        | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
        | DAYS.map(lambda day: spellings(day)[-4])
    )
    def is_noted(text: str) -> None:
        texts.append(text)

    is_noted()
    data, _ = words_in("ja", [])
    assert said_by_screen(browser, texts, data) == [said_by_server(text) for text in texts]
