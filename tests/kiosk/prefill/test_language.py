"""Another language on every page, and nothing that was typed or ticked is lost."""

import pytest

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.tickets import open_texts
from kiosk.web import Front
from kiosk.web.language import LANGUAGES, OFFERED
from tests.kiosk.pages import Page, Pages, Sent
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, SELF, WANTED, start, to_code, to_review
from tests.kiosk.prefill.test_guide import listed, to_list
from tests.kiosk.prefill.test_journey import codes_on
from tests.residents import HOME

PEOPLE = "family"


def speaks(page: Page) -> str:
    return page.find("html")[0].attributes["lang"]


def pressed(phone: Pages, language: str, values: Sent | None = None, form: str = "page") -> Page:
    """Presses the button of a language in the page's form."""
    assert phone.now is not None
    button = {"name": "action", "value": f"language:{language}", "form": form}
    assert phone.now.find("button", **button), "offered on this page"
    return phone.send(
        {**(values or {}), "action": f"language:{language}"}, button=f"language:{language}", form=form
    )


def followed(phone: Pages, language: str, status: int = 200) -> Page:
    """Follows the link of a language on a page that is only read."""
    assert phone.now is not None
    assert phone.now.find("a", href=f"?language={language}"), "offered on this page"
    return phone.open(f"{phone.now.path}?language={language}", status=status)


def test_it_works_in_every_language_while_a_page_is_typed(phone: Pages) -> None:
    start(phone)
    page = phone.send(SELF)
    for code in (*OFFERED[1:], "ja"):
        turned = pressed(phone, code, {"you.name.family": FAMILY, "you.name.given": code})
        assert turned.path == page.path
        assert speaks(turned) == LANGUAGES[code].tag
        assert turned.find("input", name="you.name.family", value=FAMILY)
        assert turned.find("input", name="you.name.given", value=code)
        assert not turned.errors, "nothing was sent yet, so nothing is wrong yet"


@pytest.mark.parametrize("code", OFFERED)
def test_the_language_is_kept_to_the_end_and_carried_in_the_code(phone: Pages, office: Office, code: str) -> None:
    phone.open(f"/?language={code}")
    phone.send({"procedure": "resident_record_copy"})
    for values in (SELF, APPLICANT, WANTED):
        assert speaks(phone.send(values)) == LANGUAGES[code].tag
    page = phone.send(button="seal")
    contents = open_texts(codes_on(page.text), office)
    assert contents.language == code
    assert contents.answers["you.address"] == HOME


def test_mistakes_are_told_again_in_the_new_language(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.birth_date": "昭和30年13月17日"})
    again = pressed(phone, "en")
    assert len(again.errors) == len(page.errors) == 1
    assert again.errors != page.errors
    assert again.title.startswith("Error")


def test_a_mistake_in_a_question_that_came_up_is_told_again_too(phone: Pages) -> None:
    review = to_review(phone)
    phone.open(review.path.replace("/review", "/p/wanted"))
    phone.send({"purpose": "other"})
    assert phone.send().errors
    assert pressed(phone, "ko").errors


def test_what_was_emptied_stays_empty(phone: Pages) -> None:
    review = to_review(phone)
    phone.open(review.path.replace("/review", "/p/you"))
    emptied = {name: "" for name in APPLICANT}
    page = pressed(phone, "en", emptied)
    assert not page.find("input", name="you.name.family", value=FAMILY)


def test_a_finished_page_stays_finished(phone: Pages) -> None:
    review = to_review(phone)
    phone.open(review.path.replace("/review", "/p/you"))
    pressed(phone, "pt")
    assert phone.open(review.path).path == review.path


def test_persons_of_a_list_stay(phone: Pages) -> None:
    start(phone)
    phone.send({"whom": "both"})
    phone.send(APPLICANT)
    phone.send({f"{PEOPLE}.0.name.family": FAMILY}, button=f"add:{PEOPLE}")
    page = pressed(phone, "my", {f"{PEOPLE}.1.name.family": "渡邉"})
    assert page.find("input", name=f"{PEOPLE}.0.name.family", value=FAMILY)
    assert page.find("input", name=f"{PEOPLE}.1.name.family", value="渡邉")


def test_ticked_procedures_stay_ticked_before_anything_is_begun(phone: Pages) -> None:
    phone.open("/")
    page = pressed(phone, "ne", {"procedure": "resident_record_copy", "stays": "yes"}, "choice")
    assert speaks(page) == "ne"
    assert listed(page) == ["resident_record_copy"]
    assert "checked" in page.find("input", name="stays")[0].attributes
    assert speaks(phone.send({"procedure": "resident_record_copy"})) == "ne"


def test_ticked_procedures_stay_ticked_when_they_are_changed(phone: Pages) -> None:
    review = to_review(phone)
    phone.open(review.path.replace("/review", "/procedures"))
    page = pressed(phone, "id", {"procedure": ["move_in", "move_out"]}, "choice")
    assert listed(page) == ["move_in", "move_out"]
    assert "resident_record_copy" not in listed(page)
    back = phone.open(review.path)
    assert back.path == review.path, "looked at, not chosen"
    assert speaks(back) == "id"


def test_answers_of_the_guide_stay_before_and_after_a_draft_is_begun(phone: Pages) -> None:
    phone.open("/guide/move_in")
    page = pressed(phone, "fil", {}, "guide")
    assert (speaks(page), page.path) == ("fil", "/guide/move_in")
    page = pressed(phone, "en", {"move.origin": "abroad"}, "guide")
    assert page.path.startswith("/d/")
    page = pressed(phone, "vi", {}, "guide")
    assert "checked" in page.find("input", name="move.origin", value="abroad")[0].attributes
    assert not page.errors


def test_ticks_on_the_list_stay(phone: Pages) -> None:
    to_list(phone)
    page = pressed(phone, "en", {"procedure": "move_in"}, "list")
    assert listed(page) == ["move_in"]
    page = pressed(phone, "ja", {"procedure": ""}, "list")
    assert listed(page) == [], "and unticked ones unticked"


def test_pages_that_are_only_read_lead_to_themselves(phone: Pages) -> None:
    code = to_code(phone)
    for path in (code.path, code.path.replace("/code", "/review"), "/guide", "/accessibility"):
        page = phone.open(path)
        turned = followed(phone, "en" if speaks(page) == "vi" else "vi")
        assert turned.path == page.path
        assert speaks(turned) != speaks(page)


def test_the_code_stays_the_same(phone: Pages) -> None:
    before = codes_on(to_code(phone).text)
    assert codes_on(followed(phone, "zh-Hant").text) == before


def test_error_pages_speak_it_too(phone: Pages) -> None:
    for path, status in (("/nowhere", 404), ("/d/abcdefghijkl/p/you", 410)):
        phone.open(path, status=status)
        assert speaks(followed(phone, "ko", status)) == "ko"
        assert speaks(followed(phone, "ja", status)) == "ja"


def test_the_page_that_says_everything_is_wiped_speaks_it_too(phone: Pages) -> None:
    page = start(phone)
    phone.open(page.path.split("/p/")[0] + "/" + "delete")
    phone.send(button="delete")
    assert speaks(pressed(phone, "vi", form="again")) == "vi"
    assert speaks(phone.open(page.path, status=410)) == "vi"


def test_a_form_that_has_no_page_of_its_own_leads_to_the_first_one(phone: Pages) -> None:
    first = phone.open("/postal?language=en")
    assert (first.path, speaks(first)) == ("/", "en")


def test_who_must_wait_can_read_why(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    # A slow machine would be forgiven between two requests.
    monkeypatch.setattr("kiosk.prefill.site.ADDRESS", (3, 0.0))
    phone = Pages(create_app(office))
    while phone.client.get("/guide").status_code == 200:
        pass
    waiting = phone.open("/", status=429)
    assert [link.text for link in waiting.find("a", href="")] == ["この画面をもう一度開く"]
    assert speaks(followed(phone, "my", 429)) == "my"


@pytest.mark.parametrize(
    "path",
    ["//elsewhere.example/?language=en", "/?language=en&_external=1&_scheme=evil", "/\\x.example?language=en"],
)
def test_an_address_never_leads_away(phone: Pages, path: str) -> None:
    answer = phone.client.get(path, base_url=phone.base)
    assert answer.headers.get("Location", "/").replace(phone.base, "") in ("/", "/elsewhere.example/?language=en")


def test_a_language_we_do_not_speak_changes_nothing(phone: Pages) -> None:
    start(phone)
    assert speaks(phone.open("/?language=xx")) == "ja"


def test_two_drafts_in_two_tabs_speak_their_own(phone: Pages, app: Front) -> None:
    one = start(phone)
    other = Pages(app)
    other.client = phone.client
    two = start(other)
    other.now = two
    pressed(other, "ne")
    assert speaks(phone.open(one.path)) == "ja"
    assert speaks(other.open(two.path)) == "ne"


def test_western_years_come_first_where_there_are_no_eras(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.birth_date": "昭和30年2月17日"})
    you = page.path.rsplit("/", 1)[0] + "/you"
    japanese = phone.open(you)
    assert japanese.find("input", name="you.birth_date", value="昭和30年2月17日")
    assert eras_on(japanese)[-1] == "AD"
    english = phone.open(f"{you}?language=en")
    assert english.find("input", name="you.birth_date", value="1955/2/17")
    assert eras_on(english)[0] == "AD"
    assert phone.send(button="next").errors == []
    assert phone.open(f"{you}?language=ja").find("input", name="you.birth_date", value="昭和30年2月17日"), (
        "the same day"
    )


def test_eras_have_the_kanji_of_papers_beside_them(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send(APPLICANT)
    you = page.path.rsplit("/", 1)[0] + "/you"
    for language, era in (
        ("en", "Showa 昭和"),
        ("ne", "शोवा (Showa) 昭和"),
        ("ko", "쇼와(昭和)"),
        ("zh-Hans", "昭和"),
        ("ja", "昭和"),
    ):
        options = phone.open(f"{you}?language={language}").find("option", value="S")
        assert [each.text.strip() for each in options] == [era]


def eras_on(page: Page) -> list[str]:
    return [each.attributes["value"] for each in page.find("option") if each.attributes["value"]]
