"""Which language a screen speaks, and how it says days."""

from dataclasses import replace

import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient
from jinja2 import DictLoader

from kiosk.web import Front, FrontOptions, equip
from kiosk.web.language import EASY, LANGUAGES, OFFERED, choose_accepted, choose_languages, spoken, words
from kiosk.web.questions import day_words, weekday_words

EVERY = tuple(LANGUAGES)


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    choose_languages(app, EVERY, lambda: choose_accepted(EVERY))

    @app.get("/spoken")
    def say() -> str:
        return spoken().code

    @app.get("/words/<text>")
    def translate(text: str) -> str:
        return words(text)

    @app.get("/day/<iso>")
    def day(iso: str) -> str:
        return day_words(iso)

    @app.get("/page")
    def page() -> str:
        return render_template_string("<p title=\"{{ _('窓口') }}\">{{ _('窓口') }}</p>")

    return app.test_client()


def said(client: FlaskClient, language: str, path: str) -> str:
    return client.get(path, headers={"Accept-Language": language}).text


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("vi", "vi"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("tl-PH", "fil"),
        ("pt-BR", "pt"),
        ("de, ne;q=0.5", "ne"),
        ("de", "ja"),
        ("", "ja"),
        ("*", "ja"),
        ("en;q=0, ko", "ko"),
    ],
)
def test_it_works_with_what_browsers_say(client: FlaskClient, wanted: str, code: str) -> None:
    assert said(client, wanted, "/spoken") == code


def test_a_template_is_not_translated_once_for_everybody() -> None:
    app = Front("trial", static_folder=None)
    app.jinja_loader = DictLoader({"label.html": '{{ "住所" | words }}'})
    options = FrontOptions("trial", "みどり野町", "0123-00-0000", bytes(32), languages=EVERY)
    equip(app, replace(options, language=lambda: choose_accepted(EVERY)))
    app.add_url_rule("/label", view_func=lambda: render_template("label.html"))
    assert [said(app.test_client(), each, "/label") for each in ("vi", "ja", "en")] == [
        "Địa chỉ",
        "住所",
        "Address",
    ]


def test_a_language_that_is_not_offered_falls_back_to_japanese() -> None:
    app = Flask(__name__)
    choose_languages(app, ("ja", "en"), lambda: "vi")
    with app.test_request_context():
        assert spoken().code == "ja"


def test_every_tag_fits_into_a_ticket() -> None:
    for code in EVERY:
        assert len(code) <= 12
        assert all(2 <= len(part) <= 8 for part in code.split("-"))


def test_japanese_and_english_and_plain_japanese_are_offered() -> None:
    assert {"ja", EASY, "en"} <= set(OFFERED)


def test_a_text_nobody_translated_stays_japanese(client: FlaskClient) -> None:
    assert said(client, "en", "/words/町の独自の文") == "町の独自の文"


@pytest.mark.parametrize(
    ("language", "iso", "text"),
    [
        ("ja", "1955-02-17", "昭和30年（1955年）2月17日"),
        ("en", "1955-02-17", "February 17, 1955 (Showa 30)"),
        ("en", "1955-02-00", "February 1955, day unknown (Showa 30)"),
        ("en", "1955-00-00", "1955, month and day unknown (Showa 30)"),
        ("en", "no day", "no day"),
        ("ko", "2019-05-01", "2019년 5월 1일"),
    ],
)
def test_days_come_in_the_order_people_know(client: FlaskClient, language: str, iso: str, text: str) -> None:
    assert said(client, language, f"/day/{iso}").startswith(text)


def test_plain_japanese_says_the_western_year_first() -> None:
    app = Flask(__name__)
    choose_languages(app, EVERY, lambda: EASY)
    with app.test_request_context():
        plain = day_words("2019-05-01").translate({0xFFF9: None, 0xFFFA: "(", 0xFFFB: ")"})
    assert plain == "2019年(ねん)5月(がつ)1日(にち)（令和(れいわ)元年(ねん)）"


def test_a_page_in_plain_japanese_has_readings() -> None:
    app = Flask(__name__)
    choose_languages(app, EVERY, lambda: EASY)
    app.add_url_rule(
        "/", view_func=lambda: render_template_string("<p title=\"{{ _('窓口') }}\">{{ _('窓口') }}</p>")
    )
    page = app.test_client().get("/").text
    word = '<ruby role="none">窓口<rp>(</rp><rt aria-hidden="true">まどぐち</rt><rp>)</rp></ruby>'
    assert page == f'<p title="まどぐち">{word}</p>'


def test_the_weekday_is_said_too() -> None:
    from datetime import date

    app = Flask(__name__)
    choose_languages(app, EVERY, lambda: "en")
    with app.test_request_context():
        assert weekday_words(date(2026, 11, 21)) == "Sat"
