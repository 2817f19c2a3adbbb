"""What is asked back on a phone: confirmed once, remembered, asked again when it changes; without JavaScript."""

from tests.kiosk.pages import Page, Pages
from tests.kiosk.prefill.journeys import APPLICANT, SELF, WANTED, start
from tests.residents import HOME

COUNT = "resident_record.count@resident_record_copy"
TITLE = "このままでよいですか"
MANY = "10通以上になっています"


def to_wanted(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    phone.send(APPLICANT)


def test_it_works_a_person_confirms_and_goes_on(phone: Pages) -> None:
    to_wanted(phone)
    page = phone.send({**WANTED, COUNT: "12"})
    assert page.heading == "必要な書類"
    assert TITLE in page.text
    assert MANY in page.text
    assert page.find("input", name=COUNT, value="12")
    assert not page.errors
    page = phone.send(button="confirm")
    while page.forms[0].id == "page":
        page = phone.send()
    assert page.heading == "入力した内容の確認"
    assert MANY not in page.text
    assert phone.send(button="seal").heading == "受付コードができました"


def test_going_on_without_a_word_asks_again(phone: Pages) -> None:
    to_wanted(phone)
    phone.send({**WANTED, COUNT: "12"})
    assert MANY in phone.send().text


def test_what_was_wrong_is_corrected_and_not_asked_any_more(phone: Pages) -> None:
    to_wanted(phone)
    phone.send({**WANTED, COUNT: "12"})
    page = phone.send({COUNT: "2"})
    assert TITLE not in page.text


def test_another_answer_is_asked_about_anew(phone: Pages) -> None:
    to_wanted(phone)
    phone.send({**WANTED, COUNT: "12"})
    page = phone.send({COUNT: "15"}, button="confirm")
    assert MANY in page.text, "12 was shown, 15 is confirmed by nobody"
    phone.send(button="confirm")
    page = phone.open(page.path)
    assert TITLE not in page.text
    assert TITLE in phone.send({COUNT: "20"}).text


def test_a_page_shown_for_the_first_time_asks_nothing(phone: Pages) -> None:
    to_wanted(phone)
    page = phone.open(phone.send({**WANTED, COUNT: "12"}).path)
    assert TITLE in page.text, "after a reload it still is"
    start(phone)
    phone.send(SELF)
    assert TITLE not in phone.send(APPLICANT).text


def test_a_move_within_the_town_is_offered_the_right_form(phone: Pages) -> None:
    page = to_move_out(phone)
    assert "町の中の引っ越しは「転居届」です" in page.text
    assert "「転居届」にする" in page.text
    page = phone.send(button="instead:move_within")
    assert "転居届" in phone.open(f"{page.path.rsplit('/p/', 1)[0]}/procedures").text
    while page.heading != "引っ越し":
        page = phone.send()
    assert page.find("input", name="move.old_address") or page.find("textarea", name="move.old_address")


def test_no_other_form_than_the_offered_one_can_be_asked_for(phone: Pages) -> None:
    page = to_move_out(phone)
    phone.send(button="instead:water")
    assert "「転居届」にする" in phone.open(page.path).text


def to_move_out(phone: Pages) -> Page:
    phone.open("/")
    phone.send({"procedure": "move_out"})
    phone.send(SELF)
    phone.send({**APPLICANT, "you.sex": "female"})
    phone.send({"you.relation": "head"})
    phone.send({"move.destination": "town", "move.out_date": "令和8年12月10日"})
    return phone.send({"move.new_address": HOME})
