"""The lobby's pages without JavaScript and without devices."""

import pytest

from forms.exchange import application_of
from kiosk.desk import Workplace, create_app
from kiosk.desk.lobby import LobbyWatch
from kiosk.store import VisitStatus, open_visits, read_answers, read_visit
from kiosk.tickets import seal_application
from kiosk.training import sample_resident
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import TAKASAKI_FAMILY, YOSHIDA


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_three_ways_in(pages: Pages) -> None:
    text = pages.open("/").text
    assert all(way in text for way in ("スマートフォンのコード", "マイナンバーカード", "画面で入力する"))


@pytest.mark.parametrize("path", ["/review", "/ask/you.name", "/paper", "/procedures", "/next"])
def test_without_a_visit_every_page_leads_to_the_start(pages: Pages, path: str) -> None:
    assert pages.open(path).path == "/"


def test_a_whole_ticket_goes_straight_to_the_review(pages: Pages, town_hall: TownHall) -> None:
    page = scan(pages, town_hall)
    assert page.path == "/review"
    assert YOSHIDA in page.text


def test_what_a_ticket_lacks_is_asked_and_nothing_else(pages: Pages, town_hall: TownHall) -> None:
    lacking = {key: value for key, value in YOSHIDA_ANSWERS.items() if key != "you.birth_date"}
    page = scan(pages, town_hall, lacking)
    assert page.path == "/ask/you.birth_date"
    date = {"you.birth_date.era": "S", "you.birth_date.year": "35"}
    token = token_of(pages)
    sent = pages.client.post(
        page.path,
        data={
            "csrf_token": token,
            **date,
            "you.birth_date.month": "7",
            "you.birth_date.day": "5",
        },
        follow_redirects=True,
    )
    assert sent.request.path == "/review"


COUNT = "resident_record.count@resident_record_copy"


def test_an_odd_answer_is_asked_back_and_confirmed(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.open(f"/ask/{COUNT}?from=review")
    page = pages.send({COUNT: "12"}, form="question", status=422)
    assert "このままでよいですか" in page.text
    assert "10通以上になっています" in page.text
    again = pages.send(form="question", status=422)
    assert "10通以上になっています" in again.text
    page = pages.send(button="confirm", form="question")
    assert page.path == "/review"
    assert "10通以上になっています" in page.text, "the review tells it once more"


def test_a_wrong_answer_is_explained_beside_the_field(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    data = {"csrf_token": token_of(pages), "you.phone": "12"}
    sent = pages.client.post("/ask/you.phone?from=review", data=data)
    assert sent.status_code == 422
    assert "電話番号は市外局番から" in sent.text


def test_an_unknown_question_leads_on(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    assert pages.open("/ask/no.such.item").path == "/review"


def test_the_session_holds_only_the_id(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    with pages.client.session_transaction() as session:
        assert set(session) <= {"visit", "csrf_token", "language", "look", "station"}


def test_time_out_ends_the_visit_and_a_printed_one_counts_as_finished(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    visit = open_visits(lobby.store)[0]
    pages.client.post("/bye", data={"csrf_token": token_of(pages)})
    assert read_visit(lobby.store, visit.id).status is VisitStatus.ABANDONED
    with pages.client.session_transaction() as session:
        assert "visit" not in session


@pytest.mark.parametrize("path", ["/", "/bye", "/done", "/lost"])
def test_looking_at_a_screen_ends_no_visit(pages: Pages, town_hall: TownHall, lobby: Workplace, path: str) -> None:
    scan(pages, town_hall)
    pages.open(path)
    assert len(open_visits(lobby.store)) == 1


def test_the_first_screen_lets_go_of_the_visit_and_the_next_person_ends_it(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    (left,) = open_visits(lobby.store)
    pages.open("/")
    assert pages.open("/review").path == "/"
    scan(pages, town_hall)
    assert read_visit(lobby.store, left.id).status is VisitStatus.ABANDONED


def test_a_first_screen_that_renews_itself_undoes_nothing(pages: Pages, town_hall: TownHall) -> None:
    """It may be answered after the person has gone on to the next screen."""
    pages.open("/scan")
    token = token_of(pages)
    pages.client.get("/", headers={"Desk-Live": "1"})
    sent = pages.client.post("/scan", data={"csrf_token": token, "text": town_hall.ticket()[0]})
    assert sent.status_code == 303
    pages.client.get("/", headers={"Desk-Live": "1"})
    assert pages.open("/review").path == "/review"


def test_handing_over_keeps_the_visit_for_the_counter(pages: Pages, town_hall: TownHall, lobby: Workplace) -> None:
    scan(pages, town_hall)
    sent = pages.client.post("/hand-over", data={"csrf_token": token_of(pages)}, follow_redirects=True)
    assert sent.request.path == "/handed-over"
    assert "K-001" in sent.text
    assert len(open_visits(lobby.store)) == 1
    assert pages.open("/review").path == "/"


def test_a_restart_of_the_lobby_leaves_what_was_handed_over(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    pages.client.post("/hand-over", data={"csrf_token": token_of(pages)})
    LobbyWatch(lobby).tidy()
    (waiting,) = open_visits(lobby.store)
    assert read_answers(lobby.store, waiting.id)


def test_what_was_left_open_is_closed_when_the_program_starts(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    create_app(lobby.office, lobby.desk, lobby)
    assert len(open_visits(lobby.store)) == 1
    LobbyWatch(lobby).tidy()
    assert open_visits(lobby.store) == ()


def test_a_call_waits_until_staff_comes(pages: Pages, lobby: Workplace) -> None:
    pages.open("/scan")
    pages.client.post("/help", data={"csrf_token": token_of(pages), "action": "call", "back": "/scan"})
    assert [call.desk for call in lobby.calls.read().waiting] == ["lobby-1"]
    lobby.calls.answer("lobby-1", 1)
    assert lobby.calls.read().waiting == ()


def test_a_pin_without_a_card_asks_for_the_card(pages: Pages) -> None:
    pages.open("/card")
    data = {"csrf_token": token_of(pages), "pin": "1234", "shown": "0-0"}
    sent = pages.client.post("/card", data=data, follow_redirects=True)
    assert sent.request.path == "/card"
    assert "1234" not in sent.request.full_path + sent.text


def test_that_certificates_differ_is_said_from_the_review(pages: Pages, town_hall: TownHall) -> None:
    answers = YOSHIDA_ANSWERS | {"seal.count": 1, "purpose": "bank"}
    pages.open("/scan")
    page = pages.send(form="scanner", text=town_hall.ticket(answers, "seal_certificate")[0])
    assert page.path == "/review"
    page = answer(pages, "overruled", "seal_certificate")
    assert page.path == "/ask/purpose@seal_certificate"
    assert '<p class="lead">印鑑登録証明書</p>' in page.text
    assert page.find("input", value="bank", checked="")
    page = answer(pages, "purpose@seal_certificate", "car")
    assert page.path == "/review"
    assert "自動車の登録" in page.text


def answer(pages: Pages, key: str, value: str) -> Page:
    """Answers a question that was opened from the review."""
    data = {"csrf_token": token_of(pages), key: value, "action": "next"}
    sent = pages.client.post(f"/ask/{key}?from=review", data=data)
    return pages.open(sent.headers["Location"])


def test_nobody_is_asked_by_the_lobby_whether_certificates_differ(pages: Pages, lobby: Workplace) -> None:
    pages.open("/")
    both = {"csrf_token": token_of(pages), "procedure": [PROCEDURE, "seal_certificate"]}
    pages.client.post("/hand", data=both)
    case = lobby.cases.read(open_visits(lobby.store)[0].id)
    known = application_of(case.procedures, YOSHIDA_ANSWERS | {"seal.count": 1}).answers
    lobby.reception.correct(case, known)
    page, asked = pages.open("/next"), []
    while page.path.startswith("/ask/"):
        asked.append(page.path)
        page = pages.send({}, form="question")
    assert asked == ["/ask/purpose"]
    assert "手続ごとに変える" in page.text


def scan(pages: Pages, town_hall: TownHall, answers: dict[str, object] = YOSHIDA_ANSWERS) -> Page:
    pages.open("/scan")
    return pages.send(form="scanner", text=town_hall.ticket(answers)[0])


def test_the_review_begins_with_the_fee_and_folds_what_was_left_open(pages: Pages, town_hall: TownHall) -> None:
    text = scan(pages, town_hall).text
    main = text[text.index("<h1>") :]
    fee, more, first = (main.index(words) for words in ("600円", "ほかの手続もする", "だれの手続か"))
    assert fee < more < first
    folded = main[main.index("<details") : main.index("</details>")]
    assert "答えなかったこと（" in folded
    assert folded.count("（入力なし）") == main.count("（入力なし）") > 1
    assert YOSHIDA not in folded


def test_a_screen_to_read_or_to_write_on_is_left_alone_for_longer_than_one_choice(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    idle = lobby.desk.idle_seconds
    expected = {"/review": 2 * idle, "/ask/you.name": 2 * idle, "/ask/whom": idle, f"/ask/{COUNT}": idle}
    shown = {path: int(pages.open(path).find("footer")[0].attributes["data-idle"]) for path in expected}
    assert shown == expected


def test_what_is_usual_is_proposed(pages: Pages) -> None:
    pages.open("/")
    pages.client.post("/hand", data={"csrf_token": token_of(pages), "procedure": PROCEDURE})
    page = pages.open("/ask/resident_record.kind@resident_record_copy")
    chosen = [each for each in page.find("input", type="radio") if "checked" in each.attributes]
    assert [each.attributes["value"] for each in chosen] == ["current"]


def test_who_plays_a_role_is_chosen_by_name(pages: Pages, town_hall: TownHall) -> None:
    chosen = town_hall.office.catalogue.chosen(["move_in", "health_insurance_join"])
    pages.open("/")
    pages.send(
        form="scanner", text=seal_application(sample_resident(chosen, "typical"), town_hall.office).texts[0]
    )
    page = pages.open("/ask/insured@health_insurance_join")
    assert [name for name, _ in TAKASAKI_FAMILY if name in page.text]


def token_of(pages: Pages) -> str:
    assert pages.now is not None
    return dict(pages.now.form("scanner").fields)["csrf_token"]
