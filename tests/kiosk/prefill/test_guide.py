"""From what has happened to a list, and from the list into the journey, as a browser without JavaScript sees it."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from forms.answers import Answers
from forms.doubts.doubt import Municipality
from kiosk.office import Office, now
from kiosk.overlay import SHIPPED
from kiosk.prefill import Draft, create_app
from kiosk.prefill.guide import find_dues
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.site import Site
from kiosk.web import running
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Page, Pages, Sent

TOWN = Municipality("北海道", "架空郡", "みどり野町")
MOVED: Sent = {"citizenship": "japan", "move.origin": "abroad", "insurance": "none", "pension": "no"}
WITH_CHILD: Sent = {**MOVED, "people": ["child"], "things": ["water"]}
STOPPED: Sent = {
    "water.kind@water": "stop",
    "water.date@water": "R8.4.1",
    "water.at_home@water": "yes",
}


def to_list(phone: Pages, values: Sent = WITH_CHILD) -> Page:
    phone.open("/guide/move_in")
    phone.send(values)
    return phone.send({"payee": "other", "pension": "no"}, form="guide")


def boxes(page: Page) -> dict[str, bool]:
    return {
        box.attributes["value"]: "checked" in box.attributes
        for box in page.find("input", type="checkbox", name="procedure")
    }


def listed(page: Page) -> list[str]:
    return [id for id, checked in boxes(page).items() if checked]


def draft_id(page: Page) -> str:
    return page.path.split("/")[2]


def test_it_works_from_the_first_page_to_the_journey(phone: Pages) -> None:
    page = phone.open("/")
    assert page.find("a", href="/guide/move_in")
    page = phone.open("/guide")
    assert next(link.attributes["href"] for link in page.find("a", class_="row")) == "/guide/move_in"
    page = to_list(phone)
    assert page.heading == "「引っ越してきた」の手続"
    assert listed(page) == ["move_in", "health_insurance_join", "child_allowance", "child_medical", "water"]
    page = phone.send({}, form="list")
    assert page.heading == "あなたのこと"
    assert "転入届、国民健康保険に入る" in page.text


def test_every_event_opens(phone: Pages, office: Office) -> None:
    for event in office.guide.events.values():
        page = phone.open(f"/guide/{event.id}")
        assert page.heading == event.title


def test_what_is_missing_is_said_and_what_was_chosen_stays(phone: Pages) -> None:
    phone.open("/guide/move_in")
    page = phone.send({"citizenship": "japan", "insurance": "none"})
    assert page.title.startswith("エラー：")
    assert page.errors == ["エラー： 選んでください。"]
    assert page.find("input", name="insurance", value="none")[0].attributes.get("checked") is not None


def test_questions_that_come_up_are_pointed_out_and_no_mistakes(phone: Pages) -> None:
    phone.open("/guide/move_in")
    page = phone.send({"citizenship": "japan", "move.origin": "town", "insurance": "company"})
    assert page.errors == []
    assert "質問が増えました" in page.text
    assert page.find("a", href="#f-move.certificate")
    page = phone.send({"move.certificate": "paper"}, form="guide")
    assert listed(page) == ["move_in"]


def test_a_procedure_can_be_taken_off_and_another_added(phone: Pages) -> None:
    to_list(phone)
    page = phone.send({"procedure": ["move_in", "seal_registration"]}, form="list")
    assert "転入届、印鑑登録" in page.text
    page = phone.open(f"/d/{draft_id(page)}/guide/move_in/list")
    assert listed(page) == ["move_in", "seal_registration"]


def test_a_list_with_nothing_chosen_is_refused_kindly(phone: Pages) -> None:
    to_list(phone)
    page = phone.send({"procedure": []}, form="list")
    assert page.errors == ["入力する手続を1つ以上選んでください。"]
    assert listed(page) == []


def test_the_list_says_why_where_until_when_and_with_what(phone: Pages) -> None:
    page = to_list(phone)
    for words in (
        "ほかの手続のもとになります",
        "住民課",
        "引っ越した日から14日以内",
        "パスポート",
        "それぞれの会社",
    ):
        assert words in page.text


def test_a_list_without_forms_offers_none_to_fill_in(phone: Pages) -> None:
    phone.open("/guide/my_number_card")
    page = phone.send({"want": ["first"]})
    assert "ここで入力できる手続はありません" in page.text
    assert "入力しておく手続を選んでください" not in page.text
    page = phone.send({"procedure": ["move_in"]}, form="list")
    assert page.heading == "あなたのこと"


def test_what_can_wait_is_named_folded_and_not_ticked(phone: Pages) -> None:
    phone.open("/guide/bereavement")
    phone.send({"notice": "no", "funeral": "yet", "head": "yes", "insurance": "elderly", "foreign": "japan"})
    page = phone.send({"left": "two", "had": ["property", "dog"]}, form="guide")
    assert listed(page) == ["cremation", "bereavement_head_change", "insurance_card_return"]
    (later,) = page.find("details", class_="group guide-later")
    assert "open" not in later.attributes
    assert "相続人代表者の指定、" in later.text
    phone.send({"procedure": ["heir_representative"]}, form="list")
    page = phone.open(f"/d/{draft_id(page)}/guide/bereavement/list")
    (later,) = page.find("details", class_="group guide-later")
    assert "open" in later.attributes, "whatever is ticked is seen"


def test_the_code_page_knows_until_when_each_procedure_is_due(office: Office) -> None:
    moved: Answers = {"whom": "self", "move.date": "2026-11-20", "move.origin": "town"}
    draft = Draft(("move_in", "national_pension"), answers=moved)
    chosen = office.catalogue.chosen(draft.procedures)
    here = DraftJourney("abcdefghijkl", draft, chosen, date(2026, 11, 29), TOWN)
    dues = find_dues(here, office.guide, office.catalogue)
    assert dues["move_in"].until == date(2026, 12, 4)
    assert not dues["move_in"].late


def test_answers_of_the_guide_are_taken_over(phone: Pages) -> None:
    page = to_list(phone)
    page = phone.send({}, form="list")
    draft = draft_in(phone, draft_id(page))
    assert draft.answers["move.origin"] == "abroad"
    assert draft.answers["water.kind@water"] == "start"
    assert "insurance" not in draft.answers


def test_other_answers_make_another_list(phone: Pages) -> None:
    page = to_list(phone)
    phone.send({"procedure": ["water"]}, form="list")
    phone.open(f"/d/{draft_id(page)}/guide/move_in")
    page = phone.send({"insurance": "company"}, form="guide")
    assert listed(page) == ["move_in", "child_allowance", "child_medical", "water"]


def test_what_was_corrected_on_the_journey_stays_when_coming_back_to_the_list(phone: Pages) -> None:
    page = to_list(phone)
    page = phone.send({"procedure": ["water"]}, form="list")
    id = draft_id(page)
    phone.open(f"/d/{id}/p/water")
    phone.send(STOPPED, form="page")
    phone.open(f"/d/{id}/guide/move_in/list")
    phone.send({}, form="list")
    assert draft_in(phone, id).answers["water.kind@water"] == "stop"


def test_nothing_about_the_household_is_in_an_address(phone: Pages) -> None:
    page = to_list(phone)
    assert urlsplit(page.response.request.url).query == ""
    assert page.path == f"/d/{draft_id(page)}/guide/move_in/list"


def test_the_list_before_its_questions_leads_to_the_questions(phone: Pages) -> None:
    page = to_list(phone)
    assert phone.open(f"/d/{draft_id(page)}/guide/birth/list").heading == "出産"


def test_a_draft_without_procedures_leads_to_choosing_them(phone: Pages) -> None:
    page = to_list(phone)
    assert phone.open(f"/d/{draft_id(page)}/review").find("input", name="procedure")
    assert phone.open(f"/d/{draft_id(page)}/").find("input", name="procedure")


def test_an_unknown_event_and_a_lost_draft_are_told_kindly(phone: Pages) -> None:
    phone.open("/guide/moon", status=404)
    phone.open("/d/abcdefghijkl/guide/move_in", status=410)


def test_odd_answers_break_nothing(phone: Pages) -> None:
    phone.open("/guide/move_in")
    phone.send({"move.origin": "moon", "people": ["x"] * 70, "insurance": "\x00", "move.date": "9" * 3000})
    assert phone.now
    assert phone.now.title.startswith("エラー：")


def test_a_town_without_a_guide_does_not_offer_it(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    own = office.settings.folder / "guide"
    own.mkdir()
    for file in (SHIPPED / "guide").iterdir():
        (own / file.name).touch()
    app = create_app(office)
    app.testing = True
    assert 'href="/guide' not in Pages(app).open("/").text


def draft_in(phone: Pages, id: str) -> Draft:
    """The draft in the browser's cookies, opened with the server's key."""
    site = running(Site, phone.client.application)
    cookies = {f"d{n}": c.value for n in (0, 1) if (c := phone.client.get_cookie(f"d{n}", path=f"/d/{id}/"))}
    draft = site.box.get(cookies, id, now())
    assert draft
    return draft


def test_questions_grow_in_place_and_nothing_is_kept_before_they_are_sent(phone: Pages) -> None:
    page = phone.open("/guide/move_in")
    sent = MultiDict([*page.form("guide").fields, ("action", "keep"), ("move.origin", "abroad")])
    grown = phone.client.post(page.path, data=sent, base_url=phone.base)
    assert 'name="pension"' in grown.text
    assert not any(cookie.startswith("d") for cookie in grown.headers.getlist("Set-Cookie"))


def test_whom_an_event_is_about_is_not_asked_but_can_be_changed(phone: Pages) -> None:
    to_list(phone)
    page = phone.send({}, form="list")
    assert page.heading == "あなたのこと"
    whom = phone.open(page.path.replace("/p/you", "/p/whom"))
    assert "checked" in whom.find("input", name="whom", value="self")[0].attributes
