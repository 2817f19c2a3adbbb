"""The first page: search, what most people want first, price, minutes and the ways around it, and a seen refusal."""

from pathlib import Path

import pytest

from kiosk.office import Office, today
from kiosk.prefill import create_app
from kiosk.prefill.offer import Offers, fits
from kiosk.settings import WayKind
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Page, Pages

COPY = "resident_record_copy"


def offered(page: Page) -> list[str]:
    """The procedures in the order of the page."""
    return [box.attributes["value"] for box in page.find("input", name="procedure")]


def test_what_most_people_want_stands_first_as_the_town_says(phone: Pages, office: Office) -> None:
    page = phone.open("/")
    assert offered(page)[:5] == list(office.settings.prefill.first)
    assert sorted(offered(page)) == sorted(office.catalogue.current), "each stands once"


def test_a_town_that_names_none_has_groups_only(tmp_path: Path) -> None:
    text = (Path("config") / "town.toml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("first = "))
    page = Pages(create_app(make_office(tmp_path, (line, "")))).open("/")
    assert "よく使われる手続" not in page.text
    assert offered(page)[0] == COPY


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("住民票", COPY),
        ("印鑑証明", "seal_certificate"),
        ("謄本", "family_register_certificate"),
        ("引越し", ""),
        ("水道", "water"),
        ("pension", ""),
        ("はんこ", "seal_certificate"),
        ("戸籍謄本", "family_register_certificate"),
        ("保険証", "health_insurance_join"),
        ("父が死んだ", "funeral_allowance"),
        ("ひっこし", "move_in"),
        ("residence certificate", COPY),
        ("giay cu tru", COPY),
        ("Comprovante de residencia", COPY),
        ("건강보험", "health_insurance_join"),
    ],
)
def test_search_finds_by_words_people_use(phone: Pages, word: str, first: str) -> None:
    page = phone.open(f"/?q={word}")
    found = page.text.partition("ほかの手続")[0]
    if first:
        assert f'value="{first}"' in found
    else:
        assert "見つかりませんでした" in found or "guide-events" in found


def test_search_understands_the_persons_language(phone: Pages) -> None:
    page = phone.open("/?q=pension&language=en")
    assert "national_pension" in offered(page)[:3]


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


def test_events_are_found_too(phone: Pages) -> None:
    page = phone.open("/?q=引っ越し")
    found = page.text.partition("ほかの手続")[0].partition("の手続</h2>")[2]
    assert "/guide/move_in" in found


def test_price_minutes_and_other_ways_are_said_before(phone: Pages, office: Office) -> None:
    offers = Offers(office)
    copy = offers.of(office.catalogue.current[COPY], today())
    assert copy.prices == (300,)
    assert 2 <= copy.minutes <= 10
    assert [way.kind for way in copy.ways] == [WayKind.CONVENIENCE, WayKind.POST]
    row = phone.open("/").text.partition(f'value="{COPY}"')[2].partition("</label>")[0]
    for said in ("300円", f"約{copy.minutes}分", "コンビニでも", "200円", "6:30〜23:00", "郵便でも"):
        assert said in row
    link = phone.open("/").find("a", href="https://myna.go.jp/")
    assert len(link) == 1


def test_every_way_has_its_words(tmp_path: Path) -> None:
    ways = "\n".join(f'[[way]]\nkind = "{kind}"\nprocedures = ["dog"]\n' for kind in WayKind)
    office = make_office(tmp_path, ('[[section]]\nname = "住民課"', f'{ways}\n[[section]]\nname = "住民課"'))
    row = Pages(create_app(office)).open("/").text.partition('value="dog"')[2].partition("</label>")[0]
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


def test_a_word_of_nothing_fits_nothing() -> None:
    assert not fits("", ("住民票",))
    assert not fits("　", ("住民票",))
    assert fits("ジュウミン", ("じゅうみんひょう",))
    assert not fits("an", ("a long n",)), "Latin letters stand together"
