"""The lobby and the counter are one: who has printed there is awaited here, with answers, number and small code."""

from itertools import count

import pytest

from forms import Place
from kiosk.backoffice.code import PrintedForm, make_receipt_code
from kiosk.desk import Workplace, create_app
from kiosk.desk.imprint import imprints_of
from kiosk.desk.lobby import LobbyWatch
from kiosk.hall.survey import read_faces
from kiosk.office import now, today
from kiosk.staff import StaffRole, add_staff
from kiosk.store import (
    AuditEvent,
    PrintOutcome,
    Visit,
    VisitStatus,
    claim_print,
    end_print,
    open_visits,
    read_visit,
    record_print,
)
from kiosk.store.audit import read_entries
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import PROCEDURE, TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import YOSHIDA

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def counter(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    pages = Pages(create_app(workplace.office, workplace.desk, workplace))
    pages.client.environ_base["REMOTE_ADDR"] = f"10.12.{next(NUMBERS)}.1"
    pages.open("/login")
    pages.send(name="sato", password=PASSWORD)
    return pages


@pytest.fixture
def touch(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


@pytest.fixture
def visit(touch: Pages, town_hall: TownHall, lobby: Workplace) -> Visit:
    """Printed at the lobby, the paper in the visitor's hand."""
    scan(touch, town_hall)
    (visit,) = open_visits(lobby.store)
    printed(lobby, visit)
    return visit


def test_it_works_the_visit_goes_on_at_the_counter_under_its_number(
    touch: Pages, visit: Visit, counter: Pages, workplace: Workplace
) -> None:
    finished = taken(touch)
    assert finished.heading == "紙を持って、窓口へ行ってください"
    assert "K-001" in finished.text
    assert "入力した内容は、窓口の手続が終わると消去します。" in finished.text
    with touch.client.session_transaction() as session:
        assert set(session) <= {"receipt", "csrf_token", "language", "look"}
    shown = find(counter, "K-001")
    assert YOSHIDA in shown.text
    assert "ロビーで印刷した紙</strong>を持って来ています" in shown.text
    token = token_in(counter, visit)
    counter.client.post(f"/visits/{visit.id}/identification", data={"csrf_token": token, "kind": "passport"})
    counter.client.post(f"/visits/{visit.id}/finish", data={"csrf_token": token})
    assert read_visit(workplace.store, visit.id).status is VisitStatus.FINISHED
    events = [entry.event for entry in read_entries(workplace.store)]
    assert events.index(AuditEvent.VISIT_SENT_TO_COUNTER) < events.index(AuditEvent.VISIT_FINISHED)


@pytest.mark.parametrize("typed", ["K-001", "K-1", "k1", "1", "００１"])
def test_the_number_is_typed_as_it_comes(touch: Pages, visit: Visit, counter: Pages, typed: str) -> None:
    taken(touch)
    assert find(counter, typed).path == f"/visits/{visit.id}"


def test_the_counters_own_number_comes_before_the_lobbys(
    touch: Pages, visit: Visit, counter: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    taken(touch)
    own = workplace.reception.scan(town_hall.ticket(), "a screen")
    assert find(counter, "1").path == f"/visits/{own.id}"


def test_the_small_code_on_any_sheet_opens_the_visit(
    touch: Pages, visit: Visit, counter: Pages, workplace: Workplace
) -> None:
    taken(touch)
    assert read_code(counter, code_of(workplace, "K-001")).path == f"/visits/{visit.id}"
    unknown = read_code(counter, code_of(workplace, "K-099"), status=422)
    assert "この受付は見つかりません。" in unknown.text
    misread = read_code(counter, code_of(workplace, "K-001")[:-1], status=422)
    assert "QRコードの数字が欠けているか、違っています。" in misread.text


def test_who_walks_away_with_the_paper_is_awaited_as_well(touch: Pages, visit: Visit, lobby: Workplace) -> None:
    touch.open("/paper")
    touch.client.post("/bye", data={"csrf_token": token_of(touch)})
    assert read_visit(lobby.store, visit.id).status is VisitStatus.AWAITED


def test_the_lobby_forgets_who_has_gone_and_the_next_start_leaves_the_visit_alone(
    touch: Pages, visit: Visit, lobby: Workplace
) -> None:
    taken(touch)
    LobbyWatch(lobby).tidy()
    assert read_visit(lobby.store, visit.id).status is VisitStatus.AWAITED
    assert touch.open("/review").path == "/"


def test_the_code_of_the_phone_opens_it_at_the_counter_and_leaves_its_price(
    touch: Pages, visit: Visit, counter: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    taken(touch)
    case = workplace.cases.read(visit.id)
    assert case.place is Place.LOBBY
    again = workplace.reception.scan(town_hall.ticket(), "a screen")
    assert again.id != visit.id, "another ticket of the same resident is another visit"


def test_a_sheet_corrected_at_the_counter_is_printed_there(
    touch: Pages, visit: Visit, counter: Pages, workplace: Workplace
) -> None:
    taken(touch)
    case = workplace.cases.read(visit.id)
    workplace.reception.correct(case, {**case.answers, "you.phone": "0152-88-8888"})
    assert "出した紙は、いまの受付と合いません。" in counter.open(f"/visits/{visit.id}").text


def printed(lobby: Workplace, visit: Visit) -> None:
    imprints = imprints_of(lobby.cases.read(visit.id), lobby.office)
    _, mark = claim_print(lobby.store, visit, "lobby-1", imprints=imprints)
    record_print(lobby.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    end_print(lobby.store, mark)


def taken(touch: Pages) -> Page:
    """The visitor says that the paper is taken."""
    touch.open("/paper")
    touch.client.post("/finish", data={"csrf_token": token_of(touch)})
    return touch.open("/done")


def code_of(workplace: Workplace, receipt: str) -> str:
    procedure = workplace.office.catalogue.current[PROCEDURE]
    return make_receipt_code(PrintedForm(receipt, now(), procedure), workplace.office.settings.town.code)


def read_code(counter: Pages, text: str, status: int = 200) -> Page:
    counter.open("/")
    return counter.send(form="scanner", text=text, status=status)


def find(counter: Pages, typed: str, status: int = 200) -> Page:
    next(form for form in counter.open("/").forms if form.action == "/find").id = "found"
    return counter.send(form="found", number=typed, status=status)


def token_in(counter: Pages, visit: Visit) -> str:
    return dict(counter.open(f"/visits/{visit.id}").form("scanner").fields)["csrf_token"]


def test_one_touch_says_how_it_was_and_says_nothing_of_whom(touch: Pages, visit: Visit, lobby: Workplace) -> None:
    finished = taken(touch)
    assert "きょうの手続は、いかがでしたか" in finished.text
    touch.client.post("/face", data=dict(finished.form("faces").fields) | {"face": "9"})
    for _ in range(2):
        touch.client.post("/face", data=dict(finished.form("faces").fields) | {"face": "4"})
    thanked = touch.open("/done?thanked=1")
    assert "お答え、ありがとうございます。" in thanked.text
    assert "K-001" in thanked.text
    assert not thanked.find("form", id="faces")
    day = today()
    assert read_faces(lobby.store, day, day) == {4: 1}
