"""A trainee from Viet Nam: her phone without JavaScript, then the counter, where everything is Japanese but her thanks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from forms.ticket import open_ticket
from forms.ticket.keyfiles import read_keyring
from kiosk.desk import Workplace
from kiosk.office import now
from kiosk.prefill import create_app
from kiosk.store import open_visits
from tests.browser.atcounter import scan
from tests.browser.codes import codes_on_screen
from tests.browser.conftest import phone_context
from tests.browser.deskserver import counter_page
from tests.browser.serving import serving
from tests.browser.test_languages import look, walk
from tests.browser.untranslated import KANA, own_words
from tests.browser.walking import begin, fill, go, improved
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.prefill.journeys import APPLICANT
from tests.residents import YOSHIDA

NAME = "Tiếng Việt"
VIETNAMESE = "ăâđêôơưạảấầậắếềệốộớờợứừựị"
"""Letters that neither Japanese nor English screens have."""


@pytest.fixture
def plain_phone(browser: Browser, town_hall: TownHall) -> Iterator[tuple[Page, str]]:
    """A phone without JavaScript, and where the prefill site of the same town is."""
    context = phone_context(browser, javascript=False)
    with serving(create_app(town_hall.office)) as url:
        yield context.new_page(), url
    context.close()


def test_from_the_phone_without_javascript_to_the_counter(
    browser: Browser, plain_phone: tuple[Page, str], town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    phone, url = plain_phone
    pages: list[str] = []

    def look_at(page: Page, code: str) -> None:
        look(page, code)
        assert any(letter in own_words(page) for letter in VIETNAMESE), page.url
        pages.append(page.get_by_role("heading", level=1).inner_text())

    walk(phone, url, "vi", look_at)
    assert len(set(pages)) == 6, "start, three pages of questions, review and code"
    (text,) = codes_on_screen(phone)
    keys, town = town_hall.office.settings.keys, town_hall.office.settings.town.code
    contents = open_ticket([text], read_keyring(keys.folder, town), town_hall.office.catalogue, now())
    assert contents.language == "vi"
    assert contents.answers["you.name"] == YOSHIDA

    counter = counter_page(browser, desk[0])
    scan(counter, text)
    assert [visit.language for visit in open_visits(desk[1].store)] == ["vi"]
    expect(counter.locator(".spoken")).to_have_text(f"入力に使ったことば：ベトナム語（{NAME}）")
    expect(counter.locator(".spoken [lang=vi]")).to_have_text(NAME)
    stays_japanese(counter)
    counter.click("a[href*='edit=you']")
    expect(counter.locator("[name='you.address']")).to_have_value(APPLICANT["you.address"])
    stays_japanese(counter)
    counter.context.close()


def stays_japanese(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    assert KANA.search(own_words(page))
    assert not set(own_words(page)) & set(VIETNAMESE)


def test_a_reading_is_proposed_for_latin_letters_and_can_be_changed(phone: Page, prefill_url: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    improved(phone)
    family, given = (phone.locator(f'[name="you.kana.{part}"]') for part in ("family", "given"))
    fill(phone, {"you.name.family": "NGUYEN"})
    expect(family).to_have_value("グエン")
    fill(phone, {"you.name.given": "Văn An"})
    expect(given).to_have_value("ヴァン　アン")
    given.fill("バン　アン")
    fill(phone, {"you.name.given": "Văn Anh"})
    expect(given).to_have_value("バン　アン")


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("Nguyễn Thị Thu Hương", "グエン　ティ　トゥ　フオン"),
        ("Budi Santoso", "ブディ　サントソ"),
        ("Maria Aparecida dos Santos", "マリア　アパレシダ　ドス　サントス"),
        ("Sita Gurung", "シタ　グルン"),
        ("Kim Minsu", "キム　ミンス"),
    ],
)
def test_readings_are_what_people_write(phone: Page, prefill_url: str, name: str, reading: str) -> None:
    begin(phone, prefill_url)
    fill(phone, {"whom": "self"})
    go(phone)
    improved(phone)
    fill(phone, {"you.name.family": name})
    expect(phone.locator('[name="you.kana.family"]')).to_have_value(reading)
