"""From the first page to the code, as a browser without JavaScript sees it."""

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms.schema import unpack_rows
from forms.ticket import open_ticket
from forms.ticket.keyfiles import read_keyring
from kiosk.office import Office, now
from kiosk.web import Front
from tests.kiosk.pages import Page, Pages
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, SELF, WANTED, start, to_code, to_review
from tests.residents import HOME, TAKASAKI_FAMILY, YOSHIDA


def codes_on(page_text: str) -> list[str]:
    return [part.split("</textarea>")[0] for part in page_text.split('readonly spellcheck="false">')[1:]]


def opened(office: Office, page_text: str) -> dict[str, object]:
    keys = office.settings.keys
    ring = read_keyring(keys.folder, office.settings.town.code)
    return dict(unpack_rows(open_ticket(codes_on(page_text), ring, office.catalogue, now()).answers))


def test_it_works_from_start_to_code(phone: Pages, office: Office) -> None:
    page = to_code(phone)
    assert page.heading == "受付コードができました"
    answers = opened(office, page.text)
    assert answers["you.name"] == YOSHIDA
    assert answers["you.kana"] == "ヨシダ　ハナコ"
    assert answers["you.birth_date"] == "1955-02-17"
    assert answers["you.phone"] == "090-1234-5678"
    assert answers["you.address"] == HOME
    assert "600円" in page.text
    assert "本人確認書類" in page.text
    assert "委任状" not in page.text


def test_start_requires_a_procedure(phone: Pages) -> None:
    phone.open("/")
    page = phone.send()
    assert page.errors == ["1つ以上選んでください。"]


def test_the_first_page_is_called_in_its_title_what_its_heading_says(phone: Pages) -> None:
    page = phone.open("/")
    assert page.title.startswith(f"{page.heading} - ")


def test_a_missing_answer_is_named_in_one_sentence(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.name.family": "", "you.name.given": ""})
    assert [each.text for each in page.find("a", href="#f-you.name.family")] == ["お名前を入力してください。"]


def test_a_heading_of_an_error_ends_without_a_full_stop(phone: Pages) -> None:
    assert phone.open("/d/abcdefghijkl/review", status=410).heading == "入力の続きが見つかりませんでした"


def test_start_says_what_the_answers_are_used_for(phone: Pages) -> None:
    page = phone.open("/")
    assert "書類を作るためだけに使います" in page.text
    assert "保存しません" in page.text


def test_a_mistake_keeps_what_was_typed_and_leads_to_the_field(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.birth_date": "昭和30年13月17日", "you.address": ""})
    assert page.title.startswith("エラー：")
    assert page.errors == [
        "エラー： 月は1から12までの数字を入力してください。",
        "エラー： 入力してください。",
    ]
    assert page.find("input", name="you.name.family", value=FAMILY)
    assert page.find("a", href="#f-you.birth_date")
    assert page.find("a", href="#f-you.address")


def test_a_reload_after_a_mistake_sends_nothing_again(phone: Pages) -> None:
    start(phone)
    page = phone.send()
    assert page.response.request.method == "GET"
    again = phone.open(page.path)
    assert again.errors == page.errors != []


def test_back_keeps_what_was_typed(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    back = phone.send({"you.name.family": FAMILY}, button="back")
    assert back.heading == "だれの手続か"
    page = phone.send()
    assert page.find("input", name="you.name.family", value=FAMILY)
    assert not page.errors


def test_kept_while_typing_and_still_there_after_a_reload(phone: Pages) -> None:
    start(phone)
    page = phone.send(SELF)
    kept = keep(phone, page, **{"you.name.family": FAMILY})
    assert kept.status_code == 204
    page = phone.open(page.path)
    assert page.find("input", name="you.name.family", value=FAMILY)
    assert not page.errors


def keep(phone: Pages, page: Page, **typed: str) -> TestResponse:
    """What the page sends by itself while it is typed on."""
    sent = MultiDict([*page.form("page").fields, ("action", "keep")])
    for name, value in typed.items():
        sent.setlist(name, [value])
    return phone.client.post(page.path, data=sent, base_url=phone.base)


def test_a_question_that_hangs_on_another_comes_as_soon_as_that_one_is_answered(phone: Pages) -> None:
    review = to_review(phone)
    page = phone.open(review.path.replace("/review", "/p/wanted"))
    detail = "purpose.detail"
    kept = keep(phone, page, purpose="other")
    assert f'name="{detail}"' in kept.text
    page = phone.open(page.path)
    assert page.find("input", name=detail)
    page = phone.send()
    assert page.errors, "what was shown and left empty is a mistake"
    page = phone.send({detail: "学校の入学の手続"})
    assert page.heading == "入力した内容の確認"


def test_two_tabs_on_one_draft_do_not_wipe_each_other(phone: Pages, app: Front) -> None:
    start(phone)
    applicant = phone.send(SELF)
    other = Pages(app)
    other.client = phone.client
    phone.send(APPLICANT)
    other.now = applicant
    page = other.send({**APPLICANT, "you.phone": ""})
    assert page.heading == "必要な書類"
    phone.send(WANTED)
    assert FAMILY in phone.open(applicant.path).text
    review = phone.open(applicant.path.split("/p/")[0] + "/")
    assert review.status == 200


def test_two_drafts_in_two_tabs_stay_apart(phone: Pages, app: Front) -> None:
    one = start(phone)
    other = Pages(app)
    other.client = phone.client
    two = start(other)
    assert one.path != two.path
    phone.send(SELF)
    other.send({"whom": "letter"})
    assert phone.open(one.path).find("input", value="self")[0].attributes.get("checked") is not None
    assert other.open(two.path).find("input", value="letter")[0].attributes.get("checked") is not None


def test_an_answer_can_be_changed_from_the_review(phone: Pages) -> None:
    review = to_review(phone)
    (link,) = [a for a in review.find("a") if a.attributes["href"].endswith("/p/you")]
    assert link.text.endswith("あなたのこと"), "one link a section, that says what it changes"
    phone.open(link.attributes["href"])
    page = phone.send({"you.phone": "0123-45-6789"})
    assert page.heading == "入力した内容の確認"
    assert "0123-45-6789" in page.text


def test_the_code_stays_until_an_answer_changes(phone: Pages) -> None:
    code = to_code(phone)
    first = codes_on(code.text)
    assert codes_on(phone.open(code.path).text) == first
    phone.open(code.path.replace("/code", "/p/you"))
    phone.send({"you.phone": "0123-45-6789"})
    assert codes_on(phone.send(button="seal").text) != first


def test_answers_hidden_by_another_answer_are_not_sealed(phone: Pages, office: Office) -> None:
    start(phone)
    phone.send({"whom": "letter"})
    phone.send({**APPLICANT, "you.bond": "子"})
    asker = {**APPLICANT, "you.name.given": "一郎"}
    phone.send({name.replace("you.", "asker."): value for name, value in asker.items()})
    page = phone.send(WANTED)
    phone.open(page.path.replace("/review", "/p/whom"))
    phone.send(SELF)
    code = phone.send(button="seal")
    assert not [key for key in opened(office, code.text) if key.startswith("asker.") or key == "you.bond"]
    phone.open(code.path.replace("/code", "/p/whom"))
    phone.send({"whom": "letter"})
    assert {"asker.name", "you.bond"} <= set(opened(office, phone.send(button="seal").text))


def test_people_are_added_and_removed_without_javascript(phone: Pages) -> None:
    start(phone)
    phone.send({"whom": "both"})
    phone.send(APPLICANT)
    key = "family"
    for number, (name, born) in enumerate(TAKASAKI_FAMILY):
        family, given = name.split("\u3000")
        person = {"name.family": family, "name.given": given, "birth_date": born}
        sent = {f"{key}.{number}.{part}": value for part, value in person.items()}
        page = phone.send(sent, button=f"add:{key}" if number < 7 else f"remove:{key}:0")
    assert len(page.find("details", class_="person")) == 7
    assert "髙﨑　ハル" in page.text
    assert "髙﨑　一郎" not in page.text
    assert "1人目の入力を削除しました。" in page.text
    page = phone.send(button=f"restore:{key}")
    assert "髙﨑　一郎" in page.text
    assert "消しました" not in page.text
    page = phone.send(button=f"remove:{key}:0")
    assert "髙﨑　一郎" not in page.text


def test_postal_code_fills_the_address_without_javascript(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({"you.postal_code": "１００－０００１"}, button="postal:you.postal_code")
    assert page.find("textarea", name="you.address")[0].text == "東京都千代田区千代田"


def test_postal_code_offers_several_addresses_to_choose_from(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({"you.postal_code": "4980000"}, button="postal:you.postal_code")
    offered = [value for _, value in page.form("page").buttons if value.startswith("use:")]
    assert len(offered) >= 2
    page = phone.send(button=offered[1])
    assert page.find("textarea", name="you.address")[0].text == offered[1].split(":", 2)[2]


def test_the_towns_own_streets_are_offered_for_its_postal_code(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    page = phone.send({"you.postal_code": "０９９－９９９９"}, button="postal:you.postal_code")
    assert [each.text for each in page.find("option") if "ほんちょう" in each.text] == ["本町（ほんちょう）"]
    chosen = {"you.postal_code!place": "北海道架空郡みどり野町本町"}
    page = phone.send(chosen, button="use:you.postal_code:")
    assert page.find("textarea", name="you.address")[0].text == "北海道架空郡みどり野町本町"
    page = phone.send({"you.postal_code!place": "どこか"}, button="use:you.postal_code:")
    assert page.find("textarea", name="you.address")[0].text == "北海道架空郡みどり野町本町"


def test_postal_code_never_overwrites_an_address(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    typed = {"you.postal_code": "1000001", "you.address": HOME}
    page = phone.send(typed, button="postal:you.postal_code")
    assert page.find("textarea", name="you.address")[0].text == HOME


def test_wiping_asks_first_and_then_removes_everything(phone: Pages) -> None:
    page = start(phone)
    phone.send(SELF)
    asked = wipe(phone, page)
    assert asked.heading == "入力した内容をすべて消去しますか"
    assert phone.open(page.path).status == 200, "asking deletes nothing"
    wipe(phone, page)
    assert phone.send(button="delete").heading == "すべて消去しました"
    phone.open(page.path, status=410)


def wipe(phone: Pages, page: Page) -> Page:
    """The page that asks, by the link every page has."""
    (link,) = [a for a in page.find("a") if a.attributes["href"].endswith("/delete")]
    return phone.open(link.attributes["href"])


def test_the_question_leads_back_to_where_one_was(phone: Pages) -> None:
    page = start(phone)
    back = page.path.split("/p/")[0] + "/"
    assert wipe(phone, page).find("a", href=back)
    code = to_code(phone)
    assert wipe(phone, code).find("a", href=code.path)


def test_a_draft_of_another_device_says_what_to_do(phone: Pages) -> None:
    page = phone.open("/d/abcdefghijkl/p/applicant", status=410)
    assert "はじめの画面からやり直してください" in page.text


def test_progress_grows_only_where_it_was_announced(phone: Pages) -> None:
    page = start(phone)
    assert "増えることがあります" in page.text
    review = to_review(phone)
    wanted = phone.open(review.path.replace("/review", "/p/wanted"))
    assert "増えることがあります" not in wanted.text


def test_a_new_question_on_the_same_page_is_asked_before_going_on(phone: Pages) -> None:
    review = to_review(phone)
    phone.open(review.path.replace("/review", "/p/wanted"))
    page = phone.send({"purpose": "other"})
    assert page.find("input", name="purpose.detail")
    assert not page.errors


def test_a_question_waits_for_the_one_on_its_page_that_decides_about_it(phone: Pages) -> None:
    phone.open("/")
    phone.send({"procedure": "health_insurance_join"})
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.sex": "female"})
    assert not page.find("input", name="head.name.family")
    page = phone.send({"you.relation": "child"})
    assert page.find("input", name="head.name.family")
    assert not page.errors
    page = phone.send({"you.relation": "head"})
    assert not page.find("input", name="head.name.family")


def test_the_first_page_always_leads_back_to_an_open_draft(phone: Pages) -> None:
    phone.open("/")
    page = phone.send({"procedure": "resident_record_copy"})
    assert phone.open("/").find("a", href=page.path.split("/p/")[0] + "/")
    wipe(phone, page)
    phone.send(button="delete")
    assert "続きから入力する" not in phone.open("/").text


def test_a_family_takes_the_surname_of_whoever_types_for_it(phone: Pages, office: Office) -> None:
    start(phone)
    phone.send({"whom": "household"})
    phone.send(APPLICANT)
    page = phone.send({"family.0.name.given": "太郎", "family.0.birth_date": "S33.2.17"}, button="add:family")
    assert page.find("input", name="family.0.name.family", value=FAMILY), "shown, so that it can be changed"
    phone.send({"family.0.kin": "husband", "family.1.name.family": ""}, button="remove:family:1")
    phone.send()
    page = phone.send(WANTED)
    assert f"{FAMILY}　太郎" in page.text
    assert "必要な書類" in [each.text for each in page.find("h2")]


def test_what_is_left_for_the_counter_is_said_on_the_review(phone: Pages) -> None:
    phone.open("/")
    phone.send({"procedure": "seal_certificate"})
    phone.send({"whom": "household"})
    phone.send({**APPLICANT, "you.phone": "", "you.phone!unknown": "yes"})
    phone.send({"family.0.name.given": "太郎", "family.0.birth_date": "S33.2.17", "family.0.kin": "husband"})
    page = phone.send()
    assert page.heading == "入力した内容の確認", page.errors
    assert "窓口で書くこと" in [each.text for each in page.find("h2")]


def test_two_certificates_may_be_for_two_purposes(phone: Pages) -> None:
    phone.open("/")
    phone.send({"procedure": ["resident_record_copy", "seal_certificate"]})
    phone.send(SELF)
    phone.send(APPLICANT)
    own = "purpose@seal_certificate"
    page = phone.send({**WANTED, "purpose": "bank", "submit_to": "試験場", "overruled": ["seal_certificate"]})
    assert page.heading == "必要な書類"
    assert not page.errors
    assert page.find("input", name=own, value="bank", checked=""), "what all have is proposed"
    assert page.find("input", name="submit_to@seal_certificate", value="試験場")
    page = phone.send({own: "other", "submit_to@seal_certificate": ""})
    page = phone.send({"purpose.detail@seal_certificate": "漁船の登録"})
    assert page.heading == "入力した内容の確認"
    assert (
        page.text.index("銀行や保険")
        < page.text.index("必要な書類：印鑑登録証明書")
        < page.text.index("漁船の登録")
    )
    assert page.text.count("試験場") == 1


def test_the_questions_of_one_certificate_come_as_soon_as_it_is_named(phone: Pages) -> None:
    phone.open("/")
    phone.send({"procedure": ["resident_record_copy", "seal_certificate"]})
    phone.send(SELF)
    phone.send(APPLICANT)
    page = phone.send({**WANTED, "purpose": "bank"})
    wanted = phone.open(page.path.replace("/review", "/p/wanted"))
    kept = keep(phone, wanted, overruled="seal_certificate")
    own = kept.text.partition('id="q-purpose@seal_certificate"')[2].split("<input")
    assert any('value="bank"' in each and " checked" in each for each in own)


def test_what_nobody_had_to_answer_is_folded_on_the_review(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    phone.send({**APPLICANT, "you.kana.family": "", "you.kana.given": ""})
    review = phone.send(WANTED)
    folded = review.find("details", class_="left")
    assert "ふりがな" in folded[0].text
    assert not [each for each in folded if "open" in each.attributes]
    assert "（入力なし）" not in review.text
