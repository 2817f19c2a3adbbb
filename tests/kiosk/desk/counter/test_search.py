"""The search at the counter: a word the visitor has said leads to procedures, events and the town's answers."""

import logging
import shutil
from itertools import count

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from kiosk.town.topics import FAQ
from tests.kiosk.offices import CONFIG
from tests.kiosk.pages import Page, Pages, check_page

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    shutil.copy(CONFIG / FAQ, workplace.office.settings.folder)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.19.{next(NUMBERS)}.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


def search(pages: Pages, words: str, *ticked: str) -> Page:
    token = pages.open("/").find("input", name="csrf_token")[0].attributes["value"]
    sent = pages.client.post("/search", data={"csrf_token": token, "q": words, "procedure": list(ticked)})
    return check_page(sent)


def offered(page: Page) -> list[str]:
    rows = page.text.partition('id="by-hand-rows"')[2].partition("</fieldset>")[0]
    return [part.partition('"')[0] for part in rows.split('name="procedure" value="')[1:]]


def test_what_is_found_stands_first_and_ticks_stay(pages: Pages, workplace: Workplace) -> None:
    page = search(pages, "はんこの証明", "dog")
    assert offered(page)[0] == "seal_certificate"
    assert sorted(offered(page)) == sorted(workplace.office.catalogue.for_residents.current)
    assert page.find("input", name="procedure", value="dog", checked="")
    assert page.find("details", id="by-hand", open="")
    assert "見つかりました" in page.find("p", role="status", id="found-count")[0].text
    assert not open_visits(workplace.store)


def test_events_and_the_towns_answers_are_found(pages: Pages) -> None:
    page = search(pages, "父が亡くなった")
    found = page.text.partition('class="results"')[2].partition("</ul>")[0]
    assert "/events/bereavement" in found
    assert "に確かめた答えです。" in search(pages, "駐車場").text


def test_nothing_found_is_said_and_the_list_stays(pages: Pages) -> None:
    page = search(pages, "ゎゑヴヰ")
    assert "では見つかりませんでした" in page.find("p", role="status", id="found-count")[0].text
    assert "dog" in offered(page)


def test_nothing_of_what_is_typed_is_kept_but_a_count(
    pages: Pages, workplace: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    usual = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
    search(pages, "離婚したい")
    (record,) = [each for each in caplog.records if each.getMessage() == "searched"]
    told = {name: value for name, value in vars(record).items() if name not in usual}
    assert (told.pop("count") > 0, told) == (True, {"place": "counter", "language": "ja"})
    with pages.client.session_transaction() as session:
        kept = f"{dict(session)}{caplog.text}"
    files = [file.read_bytes() for file in workplace.office.settings.folder.parent.rglob("*.sqlite*")]
    assert files, "the database is looked into"
    assert "離婚" not in kept
    assert not any("離婚".encode() in each for each in files)


def test_the_list_gets_shorter_by_what_people_say(pages: Pages) -> None:
    (row,) = [each for each in pages.open("/").find("label", class_="row") if "印鑑登録証明書" in each.text]
    assert "はんこ" in row.attributes["data-words"]
