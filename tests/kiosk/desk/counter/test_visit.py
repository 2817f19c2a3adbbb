"""The counter's pages as a browser without JavaScript sees them: who may, what is refused, what is said."""

import io
import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from forms.answers import UNKNOWN, rows_of
from forms.schema import pack_rows
from kiosk.desk import Workplace, create_app
from kiosk.desk.counter.session import LEFT_ALONE_SECONDS
from kiosk.staff import StaffRole, add_staff, disable_staff
from kiosk.store import AuditEvent, abandon_visit, open_visits
from kiosk.store.audit import read_entries
from kiosk.tickets import seal_application
from kiosk.training import sample_resident
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, PROCEDURE, YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import HOME, WATANABE, YOSHIDA

PASSWORD = "mado-guchi-1"
BY_LETTER = YOSHIDA_ANSWERS | {
    "whom": "letter",
    "you.bond": "子",
    "asker.name": WATANABE,
    "asker.birth_date": "1947-12-31",
    "asker.address": HOME,
}
NUMBERS = count(1)


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    # Signing in is limited by address; every test comes from another one.
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.0.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


def test_the_first_screen_waits_for_a_scan(pages: Pages) -> None:
    assert pages.open("/").heading == "受付コードをかざしてください"


@pytest.mark.parametrize("path", ["/", "/visits/0123456789abcdef0123456789abcdef", "/visits/x/sheets.pdf"])
def test_nobody_sees_anything_without_signing_in(workplace: Workplace, path: str) -> None:
    stranger = Pages(create_app(workplace.office, workplace.desk, workplace))
    assert stranger.open(path).path == "/login"


@pytest.mark.parametrize("path", ["/live", "/live/now"])
def test_nobody_hears_anything_without_signing_in(workplace: Workplace, path: str) -> None:
    stranger = create_app(workplace.office, workplace.desk, workplace).test_client()
    assert stranger.get(path).status_code == 403


def test_a_copied_cookie_ends_with_signing_out(pages: Pages) -> None:
    pages.open("/")
    cookie = pages.client.get_cookie("desk-counter-1")
    assert cookie is not None
    assert pages.send().path == "/login"
    pages.client.set_cookie("desk-counter-1", cookie.value)
    assert pages.open("/").path == "/login"


def test_a_wrong_password_is_refused_in_words(workplace: Workplace) -> None:
    stranger = Pages(create_app(workplace.office, workplace.desk, workplace))
    stranger.open("/login")
    assert "職員名かパスワードが違います。" in stranger.send(name="sato", password="wrong", status=422).text


def test_who_guesses_passwords_is_slowed_down_at_this_desk_only(workplace: Workplace) -> None:
    apps = [create_app(workplace.office, workplace.desk, workplace) for _ in range(2)]
    guesser, other = (Pages(app) for app in apps)
    for each in (guesser, other):
        each.open("/login")
    token = dict(guesser.open("/login").forms[0].fields)["csrf_token"]
    answers = [
        guesser.client.post("/login", data={"csrf_token": token, "name": "x"}).status_code for _ in range(22)
    ]
    assert answers[:20] == [422] * 20
    assert answers[-1] == 429
    other.send(name="x", password="y", status=422)


def test_a_screen_left_alone_signs_out(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + LEFT_ALONE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    page = pages.open("/")
    assert page.path == "/login"
    assert "一定時間操作がなかった" in page.text


def test_who_comes_back_to_a_screen_left_alone_is_at_the_visit_again(
    pages: Pages, town_hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scanned(pages, town_hall).path
    token = dict(pages.open(path).form("scanner").fields)["csrf_token"]
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + LEFT_ALONE_SECONDS + 1)
    correcting = pages.client.post(f"{path}/correct/you", data={"csrf_token": token}, follow_redirects=True)
    assert "いま直した内容は残っていません。" in correcting.text
    pages.open("/login")
    assert pages.send(name="sato", password=PASSWORD).path == path


def test_a_closed_visit_is_not_gone_back_to(
    pages: Pages, town_hall: TownHall, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scanned(pages, town_hall).path
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + LEFT_ALONE_SECONDS + 1)
    pages.open(path)
    abandon_visit(workplace.store, open_visits(workplace.store)[0].id)
    assert pages.send(name="sato", password=PASSWORD).path == "/"


def test_a_page_that_renews_itself_keeps_nobody_signed_in(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.time()
    for minutes in (10, 20):
        monkeypatch.setattr(time, "time", lambda: began + minutes * 60)  # noqa: B023 - called before it changes
        assert pages.client.get("/", headers={"Desk-Live": "1"}).status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + LEFT_ALONE_SECONDS + 1)
    assert pages.open("/").path == "/login"


@pytest.mark.parametrize("typed", ["A-001", "a1", "1", "００１", " 001 "])
def test_a_visit_is_found_by_its_number_however_it_is_typed(pages: Pages, town_hall: TownHall, typed: str) -> None:
    path = scanned(pages, town_hall).path
    assert find(pages, typed).path == path


def test_a_number_that_is_not_found_stands_to_be_mended(pages: Pages) -> None:
    page = find(pages, "Z-99", status=422)
    (field,) = page.find("input", id="number")
    assert (field.attributes["value"], "autofocus" in field.attributes) == ("Z-99", True)


def test_a_disabled_account_is_out_at_once(pages: Pages, workplace: Workplace) -> None:
    disable_staff(workplace.store, "sato")
    assert pages.open("/").path == "/login"


def test_a_form_from_elsewhere_is_refused(pages: Pages) -> None:
    assert pages.client.post("/scan", data={"text": "1"}).status_code == 403


@pytest.mark.parametrize("text", ["", " ", "abc", "1", "1014" + "9" * 50, "９" * 3000, "\0", "1" * 30_000])
def test_whatever_is_typed_is_answered_in_words(pages: Pages, text: str) -> None:
    pages.open("/")
    page = pages.send(form="scanner", text=text, status=422)
    assert "Traceback" not in page.text
    assert "notice-refusal" in page.text


def test_a_ticket_shows_its_answers_as_on_the_paper(pages: Pages, town_hall: TownHall) -> None:
    page = scanned(pages, town_hall)
    assert YOSHIDA in page.text
    assert "昭和35年7月5日" in page.text
    assert "世帯全員" in page.text
    assert "600円" in page.text


def test_prices_without_a_procedure_are_there_to_look_up(pages: Pages, town_hall: TownHall) -> None:
    _, _, others = scanned(pages, town_hall).text.partition("ほかの値段")
    assert '<tr><th scope="row">住民基本台帳の閲覧</th><td>300円</td></tr>' in others


def test_a_letter_of_authority_is_ticked_off_before_the_visit_ends(pages: Pages, town_hall: TownHall) -> None:
    page = scanned(pages, town_hall, BY_LETTER)
    assert page.find("input", name="kind", value="letter_of_authority")
    assert not page.find("input", name="kind", value="number_card"), "no number is written here"
    visit = page.path
    page = pages.send({"kind": ["passport"]}, form=identification_form(page))
    assert "代理の方は、代理権の分かるものを1点" in page.text
    assert state_of(page) == "まだ"
    page = pages.open(visit)
    page = pages.send({"kind": ["passport", "letter_of_authority"]}, form=identification_form(page))
    assert state_of(page) == "済み"


def identification_form(page: Page) -> str:
    """The forms of the page have no ids; the one that is sent is known by its address."""
    form = next(each for each in page.forms if each.action.endswith("/identification"))
    form.id = "identify"
    return form.id


def state_of(page: Page) -> str:
    section = page.text.split('id="identification"', 1)[1]
    return section.split('panel-note">', 1)[1].split("<", 1)[0]


def test_a_notice_stands_beside_the_answer_it_concerns(pages: Pages, town_hall: TownHall) -> None:
    with_number = YOSHIDA_ANSWERS | {"resident_record.entries": ["number"]}
    page = scanned(pages, town_hall, with_number)
    answer = next(each for each in page.find("div") if "個人番号" in each.text and "dt" not in each.attributes)
    assert "マイナンバー入りの住民票" in answer.text


def test_the_family_of_eight_is_shown_to_the_last(pages: Pages, town_hall: TownHall) -> None:
    page = scanned(pages, town_hall, FAMILY_ANSWERS)
    assert "髙﨑　凜" in page.text


def test_what_a_clerk_would_ask_back_is_told_beside_the_answer(pages: Pages, town_hall: TownHall) -> None:
    page = scanned(pages, town_hall, YOSHIDA_ANSWERS | {"resident_record.count": 12})
    remarks = [each.text for each in page.find("span", class_="remark remark-caution")]
    assert len([text for text in remarks if "10通以上" in text]) == 1
    assert not page.find("span", class_="answer-problem"), "it stops nobody"


def test_what_could_not_be_read_in_a_ticket_is_said_beside_the_field_until_it_is_given(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    honest = dict(town_hall.application(YOSHIDA_ANSWERS).answers)
    forged = honest | {"you.phone": "0152\x00\x1b[31m", "you.birth_date": "not-a-date"}
    pages.open("/")
    page = pages.send(form="scanner", text=town_hall.sealed(forged)[0])
    assert [field.text.count("読めませんでした") for field in page.find("div") if "電話" in field.text][-1] == 1
    assert page.text.count("受付コードの中の値を読めませんでした。") == 2
    assert "not-a-date" not in page.text
    case = workplace.cases.read(page.path.rsplit("/", 1)[1])
    workplace.reception.correct(case, {**case.answers, "you.phone": "090-1234-5678"})
    assert pages.open(page.path).text.count("受付コードの中の値を読めませんでした。") == 1


def test_what_nobody_is_asked_any_more_is_said_at_the_visit(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    forged = dict(town_hall.application(FAMILY_ANSWERS).answers) | {
        "family": ({"name": "", "birth_date": "zzzz"},)
    }
    pages.open("/")
    page = pages.send(form="scanner", text=town_hall.sealed(forged)[0])
    case = workplace.cases.read(page.path.rsplit("/", 1)[1])
    workplace.reception.correct(case, {**case.answers, "whom": "self"})
    assert "は、読めない値でした。ご本人に聞いて" in pages.open(page.path).text


def test_what_the_visitor_left_for_the_counter_is_asked_there_one_by_one(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    left = dict(town_hall.application(BY_LETTER).answers) | {"asker.birth_date": UNKNOWN, "asker.address": UNKNOWN}
    pages.open("/")
    page = pages.send(form="scanner", text=town_hall.sealed(left)[0])
    assert "窓口でうかがうこと 2" in page.text
    assert f"{WATANABE}（頼んだ方）：生年月日" in page.text
    fill(pages, page.path, "asker.birth_date", {"asker.birth_date": "昭和22年12月31日"})
    case = workplace.cases.read(page.path.rsplit("/", 1)[1])
    assert case.answers["asker.birth_date"] == "1947-12-31"
    assert case.file.sources == {"asker.birth_date": "staff"}
    after = pages.open(page.path)
    assert "窓口でうかがうこと 1" in after.text
    assert "窓口</small>" in after.text


def test_a_fact_of_one_of_the_family_is_asked_there_under_the_persons_name(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    answers = dict(town_hall.application(FAMILY_ANSWERS).answers)
    rows = rows_of(answers["family"])
    left = pack_rows({**answers, "family": ({**rows[0], "birth_date": UNKNOWN}, *rows[1:])}, ())
    pages.open("/")
    page = pages.send(form="scanner", text=town_hall.sealed(left)[0])
    name = rows[0]["name"]
    assert "窓口でうかがうこと 1" in page.text
    assert f"：{name}の生年月日" in page.text
    (row,) = [each.text for each in page.find("tr") if str(name) in each.text]
    assert "▲" in row
    fill(pages, page.path, "family.0.birth_date", {"family.0.birth_date": "昭和22年12月31日"})
    case = workplace.cases.read(page.path.rsplit("/", 1)[1])
    assert rows_of(case.answers["family"])[0]["birth_date"] == "1947-12-31"
    assert [row["name"] for row in rows_of(case.answers["family"])] == [row["name"] for row in rows]
    assert case.file.sources == {"p1.birth_date": "staff"}
    assert "窓口でうかがうこと" not in pages.open(page.path).text


def test_what_was_not_left_for_the_counter_is_not_filled_there(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    page = scanned(pages, town_hall)
    fill(pages, page.path, "you.name", {"you.name.family": "別人"})
    assert workplace.cases.read(page.path.rsplit("/", 1)[1]).answers["you.name"] == YOSHIDA


def test_staff_read_who_came_as_what(pages: Pages, town_hall: TownHall) -> None:
    page = scanned(pages, town_hall, BY_LETTER)
    assert "来た方は<strong>代理人（委任状）</strong>として：住民票の写し" in page.text
    assert f"{YOSHIDA}（窓口に来た方）" in page.text
    assert f"窓口に来た方（<strong>{YOSHIDA}</strong>）の書類を見ます。" in page.text


def test_what_is_left_open_in_an_interview_is_not_asked_again_at_once(pages: Pages, workplace: Workplace) -> None:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    pages.client.post("/new", data={"csrf_token": token, "procedure": PROCEDURE})
    path = f"/visits/{open_visits(workplace.store)[0].id}"
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    workplace.reception.correct(case, {"whom": "self"})
    kept = {"csrf_token": token, "you.name.family": "山田", "you.name.given": "太郎", "keep": "yes"}
    sent = pages.client.post(f"{path}/correct/you", data=kept)
    asked_next = pages.open(sent.headers["Location"]).text
    assert f"{path}/correct/you" not in asked_next
    assert f"{path}/correct/" in asked_next
    assert f"{path}/correct/you" in pages.open(path).text


def test_in_an_interview_every_page_is_asked_once_also_what_may_stay_open(
    pages: Pages, workplace: Workplace
) -> None:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    pages.client.post("/new", data={"csrf_token": token, "procedure": PROCEDURE})
    path = f"/visits/{open_visits(workplace.store)[0].id}"
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    workplace.reception.correct(case, YOSHIDA_ANSWERS | {"resident_record.entries": ()})  # type: ignore[arg-type]
    walked = {"csrf_token": token, "walk": "yes", "whom": "self"}
    after_whom = pages.client.post(f"{path}/correct/whom", data=walked).headers["Location"]
    you = pages.open(after_whom)
    assert f"{path}/correct/you" in you.text, "the building is open"
    wanted = pages.open(f"{path}?after=you")
    assert wanted.find("input", name="walk"), "使いみち and 記載事項 decide the certificate"
    assert f"{path}/correct/wanted" in wanted.text
    by_hand = pages.client.post(f"{path}/correct/whom", data={"csrf_token": token, "whom": "self"})
    assert "after=" not in by_hand.headers["Location"], "a later correction leads nowhere"


def test_the_session_holds_no_answer(pages: Pages, town_hall: TownHall) -> None:
    scanned(pages, town_hall)
    with pages.client.session_transaction() as session:
        assert set(session) <= {"seen", "station", "aside", "csrf_token", "_flashes"}


def test_the_answers_are_sealed_at_rest(pages: Pages, town_hall: TownHall, workplace: Workplace) -> None:
    scanned(pages, town_hall)
    database = workplace.store.engine.url.database
    assert database is not None
    kept = b"".join(file.read_bytes() for file in sorted(_files(database)))
    assert YOSHIDA.encode() not in kept
    assert b"0152-00-1234" not in kept


def test_showing_answers_is_audited(pages: Pages, town_hall: TownHall, workplace: Workplace) -> None:
    scanned(pages, town_hall)
    assert [entry.event for entry in read_entries(workplace.store)][-2:] == [
        AuditEvent.VISIT_OPENED,
        AuditEvent.ANSWERS_SHOWN,
    ]


def test_a_closed_visit_is_explained(pages: Pages, town_hall: TownHall) -> None:
    path = scanned(pages, town_hall).path
    token = dict(pages.open(f"{path}/abandon").form("scanner").fields)["csrf_token"]
    pages.client.post(f"{path}/abandon", data={"csrf_token": token})
    assert "この受付はもう終わっています。" in pages.open(path, status=409).text
    assert "この受付は見つかりません。" in pages.open("/visits/" + "0" * 32, status=409).text


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff" + b"0" * 100])
def test_a_strange_picture_is_answered_in_words(pages: Pages, data: bytes) -> None:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    answer = pages.client.post("/picture", data={"csrf_token": token, "picture": (io.BytesIO(data), "a.png")})
    assert answer.status_code == 422
    assert "画像として読めませんでした。" in answer.text


def test_by_hand_opens_an_empty_visit_with_the_first_question(pages: Pages, workplace: Workplace) -> None:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    pages.client.post("/new", data={"csrf_token": token, "procedure": PROCEDURE})
    visit = open_visits(workplace.store)[0]
    assert pages.open(f"/visits/{visit.id}").find("input", name="whom")


def test_a_certificate_for_another_purpose_is_asked_about_at_once(pages: Pages, town_hall: TownHall) -> None:
    answers = YOSHIDA_ANSWERS | {"seal.count": 1, "purpose": "bank"}
    pages.open("/")
    visit = pages.send(form="scanner", text=town_hall.ticket(answers, "seal_certificate")[0]).path
    pages.open(f"{visit}?edit=wanted")
    page = correct(pages, f"{visit}/correct/wanted", {"overruled": ["seal_certificate"]})
    assert page.find("input", name="purpose@seal_certificate", value="bank", checked=""), (
        "what all have is proposed"
    )
    page = correct(pages, f"{visit}/correct/wanted", {"purpose@seal_certificate": "car"})
    assert not page.find("input", name="purpose")
    assert "使いみち（印鑑登録証明書）" in page.text
    assert "使いみち（住民票の写し）" in page.text


def correct(pages: Pages, action: str, typed: dict[str, str | list[str]]) -> Page:
    assert pages.now is not None
    next(form for form in pages.now.forms if form.action == action).id = "correcting"
    return pages.send(typed, form="correcting")


def find(pages: Pages, typed: str, status: int = 200) -> Page:
    number = next(form for form in pages.open("/").forms if form.action == "/find")
    number.id = "found"
    return pages.send(form="found", number=typed, status=status)


def fill(pages: Pages, path: str, key: str, typed: dict[str, str]) -> None:
    token = dict(pages.open(f"{path}?ask={key}").form("scanner").fields)["csrf_token"]
    assert pages.client.post(f"{path}/waiting/{key}", data={"csrf_token": token, **typed}).status_code == 303


def scanned(pages: Pages, town_hall: TownHall, answers: dict[str, object] = YOSHIDA_ANSWERS) -> Page:
    pages.open("/")
    return pages.send(form="scanner", text=town_hall.ticket(answers)[0])


def _files(database: str) -> Iterator[Path]:
    return Path(database).parent.glob("desk.sqlite*")


def test_a_warning_stands_beside_the_answer_that_another_procedure_asked_for(
    pages: Pages, workplace: Workplace
) -> None:
    chosen = workplace.office.catalogue.chosen(["move_in", "health_insurance_join"])
    resident = sample_resident(chosen, "typical")
    pages.open("/")
    page = pages.send(form="scanner", text=seal_application(resident, workplace.office).texts[0])
    late = "入る理由のあった日から14日を過ぎています。"
    beside = re.findall(
        r"<dd>((?:(?!</dd>).)*)</dd>\s*<dd class=\"answer-told\">((?:(?!</dd>).)*)</dd>", page.text, re.S
    )
    assert any(late in told and "令和8年3月20日" in answer for answer, told in beside)
