"""The first page: search, what most people want first, price, minutes and the ways around it, and a seen refusal."""

from pathlib import Path

import pytest

from kiosk.office import Office, today
from kiosk.prefill import create_app
from kiosk.prefill.offer import Offers
from kiosk.settings import WayKind
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Page, Pages

COPY = "resident_record_copy"


def offered(page: Page) -> list[str]:
    """The procedures in the order of the page."""
    return [box.attributes["value"] for box in page.find("input", name="procedure")]


@pytest.fixture
def unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every procedure stands on the first page, however many there are."""
    monkeypatch.setattr("kiosk.prefill.start.MOST_LISTED", 1000)


@pytest.mark.usefixtures("unfolded")
def test_what_most_people_want_stands_first_as_the_town_says(phone: Pages, office: Office) -> None:
    page = phone.open("/")
    assert offered(page)[:5] == list(office.settings.prefill.first)
    assert sorted(offered(page)) == sorted(office.catalogue.for_residents.current), "each stands once"


def test_a_long_list_brings_a_group_when_it_is_opened_and_loses_no_tick(
    phone: Pages, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.prefill.start.MOST_LISTED", 10)
    page = phone.open("/")
    assert offered(page) == list(office.settings.prefill.first)
    assert "犬の登録" in page.text, "its name is told before"
    page = phone.send({"procedure": COPY}, button="group:くらし")
    assert {"dog", "water"} < set(offered(page))
    assert page.find("summary", id="opened")
    assert page.find("input", name="procedure", value=COPY, checked="")
    page = phone.send({"procedure": [COPY, "dog"]}, button="group:おくやみ")
    assert page.find("input", name="procedure", value="dog", checked="")
    assert "funeral_allowance" in offered(page)
    assert phone.send({"procedure": [COPY, "dog"]}).heading == "だれの手続か"


@pytest.mark.usefixtures("unfolded")
def test_a_town_that_names_none_has_groups_only(tmp_path: Path) -> None:
    text = (Path("config") / "town.toml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("first = "))
    pages = Pages(create_app(make_office(tmp_path, (line, ""))))
    assert "よく使われる手続" not in pages.open("/").text
    assert offered(pages.send(button="group:証明書"))[0] == COPY


def search(phone: Pages, words: str, language: str = "ja") -> Page:
    phone.open(f"/?language={language}")
    return phone.send({"q": words}, button="search")


def found_on(page: Page) -> str:
    """The part of the page with what was found."""
    return page.text.partition('id="found"')[2].partition("</ul>")[0]


def test_search_finds_by_words_people_use(phone: Pages) -> None:
    for words, id in (("はんこ", "seal_certificate"), ("父が死んだ", "funeral_allowance"), ("giay cu tru", COPY)):
        page = search(phone, words)
        assert f'value="{id}"' in found_on(page)
        (status,) = page.find("p", role="status", id="found-count")
        assert "見つかりました" in status.text


def test_search_understands_the_persons_language(phone: Pages) -> None:
    page = search(phone, "pension", "en")
    assert "national_pension" in offered(page)[:3]
    assert "Procedure" in found_on(page)


def test_what_is_typed_is_in_no_address_and_only_counted_in_the_log(
    phone: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    page = search(phone, "離婚したい")
    assert page.response.request.query_string == b"procedure=&stays=no&sought=yes"
    assert "離婚したい" in page.text
    (record,) = [each for each in caplog.records if each.getMessage() == "searched"]
    shown = len(page.find("span", class_="result-kind"))
    assert {"count": shown, "place": "prefill", "language": "ja"}.items() <= vars(record).items()
    assert shown
    assert "離婚" not in caplog.text
    assert "離婚したい" not in phone.open("/").text, "whoever comes anew begins anew"
    assert "離婚したい" not in phone.open("/?sought=yes").text


def test_what_is_found_stays_in_another_language(phone: Pages) -> None:
    search(phone, "はんこ")
    page = phone.send(button="language:vi")
    assert f'value="{"seal_certificate"}"' in found_on(page)
    assert "con dấu" in found_on(page)


def test_where_nothing_is_found_the_list_and_a_way_to_ask_stay(phone: Pages) -> None:
    page = search(phone, "ゎゑヴヰ")
    (status,) = page.find("p", role="status", id="found-count")
    assert "見つかりませんでした" in status.text
    assert "何があったか" in status.text
    assert COPY in offered(phone.send(button="group:証明書"))


def test_a_search_loses_no_tick_and_needs_no_script(phone: Pages) -> None:
    phone.open("/")
    page = phone.send({"procedure": COPY, "q": "水道"}, button="search")
    assert offered(page)[0] == "water"
    assert page.find("input", name="procedure", value=COPY, checked="")
    page = phone.send({"procedure": [COPY, "water"]})
    assert page.heading == "だれの手続か", "the word that was searched already searches no more"


def test_enter_in_the_search_field_searches(phone: Pages) -> None:
    phone.open("/")
    page = phone.send({"q": "犬"}, button="next")
    assert offered(page)[0] == "dog"


def test_events_are_found_too_but_not_within_a_draft(phone: Pages) -> None:
    assert "/guide/move_in" in found_on(search(phone, "引っ越し"))
    phone.open("/")
    draft = phone.send({"procedure": "water"})
    phone.open("/".join(draft.path.split("/")[:3]) + "/procedures")
    page = phone.send({"q": "引っ越し"}, button="search")
    assert "/guide/" not in found_on(page)
    assert 'value="move_in"' in found_on(page)
    assert sorted(offered(page)) == sorted(set(offered(page))), "each stands once"


def test_the_towns_own_answers_are_found_with_day_and_section(phone: Pages) -> None:
    found = found_on(search(phone, "ごみ"))
    for said in ("質問", "ごみの日はいつですか", "令和8年（2026年）11月2日に確かめた答えです。", "担当：住民課"):
        assert said in found


@pytest.mark.usefixtures("unfolded")
def test_price_minutes_and_other_ways_are_said_before(phone: Pages, office: Office) -> None:
    offers = Offers(office)
    copy = offers.of(office.catalogue.current[COPY], today())
    assert copy.prices == (300,)
    assert 2 <= copy.minutes <= 10
    assert [way.kind for way in copy.ways] == [WayKind.CONVENIENCE, WayKind.POST]
    row = phone.open("/?open=証明書").text.partition(f'value="{COPY}"')[2].partition("</label>")[0]
    for said in ("300円", f"約{copy.minutes}分", "コンビニでも", "200円", "6:30〜23:00", "郵便でも"):
        assert said in row
    link = phone.open("/?open=証明書").find("a", href="https://myna.go.jp/")
    assert len(link) == 1
    phone.send(button="language:en")
    assert "6:30–23:00" in phone.open("/?open=証明書").text


@pytest.mark.usefixtures("unfolded")
def test_every_way_has_its_words(tmp_path: Path) -> None:
    ways = "\n".join(f'[[way]]\nkind = "{kind}"\nprocedures = ["dog"]\n' for kind in WayKind)
    office = make_office(tmp_path, ('[[section]]\nname = "住民課"', f'{ways}\n[[section]]\nname = "住民課"'))
    row = Pages(create_app(office)).open("/?open=くらし").text.partition('value="dog"')[2].partition("</label>")[0]
    for said in ("コンビニでも", "マイナポータルでも", "郵便でも"):
        assert said in row


def test_nothing_chosen_is_a_summary_that_takes_the_focus(phone: Pages) -> None:
    phone.open("/")
    page = phone.send()
    (summary,) = page.find("div", class_="error-summary")
    assert "data-take-focus" in summary.attributes
    assert page.find("a", href="#procedures")


def test_how_many_are_chosen_is_said_without_a_script(phone: Pages) -> None:
    page = phone.open(f"/?procedure={COPY}&procedure=water&stays=no")
    (count,) = page.find("p", class_="choose-count")
    assert count.text == "2件 選択中"
    (none,) = phone.open("/").find("p", class_="choose-count")
    assert none.text == ""
