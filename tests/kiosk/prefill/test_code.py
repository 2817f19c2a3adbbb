"""The code page: until when and where to, and the day as a calendar file that tells nothing about anybody."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.prefill.code import DayEntry, find_coming, write_calendar
from kiosk.prefill.journey import DraftJourney
from kiosk.settings import Closed, Payment
from tests.browser.drafts import answered, sealed
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import FAMILY, GIVEN, to_code
from tests.residents import HOME

UNFOLD = re.compile("\r\n ")
ENTRY = DayEntry(date(2026, 12, 9), "役場へ行く", "受付コード", "")


def lines_of(file: bytes) -> dict[str, str]:
    text = UNFOLD.sub("", file.decode())
    return dict(line.split(":", 1) for line in text.split("\r\n") if line)


@pytest.fixture
def moved(office: Office) -> DraftJourney:
    draft = sealed(office, answered(office, "move_in", more={"move.date": "2026-11-29"}))
    here = DraftJourney(
        "abcdefghijkl", draft, office.catalogue.chosen(draft.procedures), date(2026, 12, 1), office.municipality
    )
    return replace(here, draft=replace(draft, expires=datetime(2026, 12, 15, 3, tzinfo=UTC)))


def test_it_works_as_a_calendar_file_that_names_nobody(phone: Pages) -> None:
    page = to_code(phone)
    answer = phone.client.get(f"{page.path}.ics")
    file = answer.get_data()
    said = lines_of(file)
    expires = re.search(r"（(\d{4})年）(\d+)月(\d+)日（.）まで使えます", page.text)
    assert answer.mimetype == "text/calendar"
    assert expires is not None
    assert said["DTSTART;VALUE=DATE"] == "".join(each.zfill(2) for each in expires.groups())
    assert said["LOCATION"] == "北海道架空郡みどり野町中央一丁目1番地"
    assert said["SUMMARY"] == "みどり野町の受付コードを使える最後の日"
    for secret in (FAMILY, GIVEN, HOME, "住民票", "090-1234"):
        assert secret not in file.decode()


def test_there_is_no_file_without_a_code(phone: Pages) -> None:
    page = to_code(phone)
    phone.open(page.path.replace("code", "procedures"))
    phone.send({"procedure": "water"})
    phone.open(f"{page.path}.ics", status=404)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_too_long_and_no_character_broken(text: str) -> None:
    file = write_calendar(replace(ENTRY, description=text), "a@b", datetime(2026, 11, 30, tzinfo=UTC))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    whole = UNFOLD.sub("", file.decode())
    described = next(line for line in whole.split("\r\n") if line.startswith("DESCRIPTION:"))
    assert re.sub(r"\\(.)", r"\1", described.removeprefix("DESCRIPTION:")) == text


def test_the_law_s_day_is_the_one_to_come_by(moved: DraftJourney, office: Office) -> None:
    with create_app(office).app_context():
        coming = find_coming(moved)
    assert coming.due == date(2026, 12, 13), "a Sunday"
    assert coming.by == date(2026, 12, 11), "the Friday before"
    assert coming.code == date(2026, 12, 15)


def test_a_day_that_has_passed_is_told_as_it_is(moved: DraftJourney, office: Office) -> None:
    with create_app(office).app_context():
        coming = find_coming(replace(moved, day=date(2026, 12, 14)))
    assert coming.is_late
    assert coming.by == date(2026, 12, 13)


def test_the_page_says_where_when_and_what_comes_next(phone: Pages) -> None:
    text = to_code(phone).text
    for said in ("1階 1番窓口", "中央一丁目1番地", "8:30〜17:15", 'href="tel:0123000000"', "現金、電子マネー"):
        assert said in text
    steps = ["受付コードと本人確認書類", "内容を確かめる", "署名する", "手数料を払う", "受け取る"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_every_way_to_pay_and_every_closed_day_has_its_word(tmp_path: Path) -> None:
    every = {"payment": Payment, "closed": Closed}
    said = [
        f"{key} = [{', '.join(f'{chr(34)}{each}{chr(34)}' for each in kinds)}]" for key, kinds in every.items()
    ]
    old = (
        'closed = ["saturday", "sunday", "holidays", "new_year"]\npayment = ["cash", "emoney", "code"]',
        "\n".join(said),
    )
    page = to_code(Pages(create_app(make_office(tmp_path, old))))
    for word in ("現金、クレジットカード、電子マネー、コード決済", "土曜、日曜、祝日、年末年始"):
        assert word in page.text


def test_what_a_town_does_not_say_is_not_shown(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    file = office.settings.folder / "town.toml"
    text = file.read_text("utf-8")
    start, end = text.index("[hall]"), text.index("[prefill]")
    bare = make_office(tmp_path / "bare", (text[start:end], ""))
    page = to_code(Pages(create_app(bare)))
    for label in ("開いている時間", "休み", "支払い方法", "地図"):
        assert label not in page.text
    assert "住民課" in page.text
    assert "0123-00-0000" in page.text


def test_foreign_pages_name_the_town_in_latin_letters(phone: Pages) -> None:
    page = to_code(phone)
    english = phone.open(f"{page.path}?language=en")
    assert "counter of Midorino-cho" in english.text
    assert english.title.endswith("Midorino-cho")
    assert phone.open(f"{page.path}?language=ja").title.endswith("みどり野町")
