"""The card at the counter, on a real pcscd: it fills what is empty, and what it says otherwise is for people."""

from collections.abc import Callable, Iterator

import pytest

from cardreader import ReaderStatus, cards
from cardreader.virtual import VirtualPerson
from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.cardreader.licence import Licence, chip
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import HOME

__all__ = ["card_service", "insert", "reader"]

pytestmark = pytest.mark.card

PASSWORD = "mado-guchi-1"
Lay = Callable[[VirtualPerson], None]


@pytest.fixture
def pages(workplace: Workplace, reader: str) -> Iterator[Pages]:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    workplace.devices.cards.start()
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = "10.77.0.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    yield signed_in
    workplace.devices.cards.stop()


@pytest.fixture
def lay(insert: Insert, workplace: Workplace) -> Lay:
    """Lays a person's card on the reader, until the desk itself has seen it: the page is made of what it sees."""

    def put(holder: VirtualPerson) -> None:
        insert(holder)
        assert workplace.devices.cards.wait_for(ReaderStatus.CARD_PRESENT, 30.0)

    return put


def test_the_card_fills_the_interview(pages: Pages, workplace: Workplace, lay: Lay) -> None:
    path = by_hand(pages, workplace)
    pages.open(path)
    workplace.reception.correct(workplace.cases.read(path.rsplit("/", 1)[1]), {"whom": "self"})
    lay(person("yoshida"))
    page = put_pin(pages, path, person("yoshida").pin)
    assert page.path == path
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    assert case.answers["you.name"] == case.file.card["name"]
    assert AuditEvent.CARD_READ in {entry.event for entry in read_entries(workplace.store)}


def test_what_the_card_says_otherwise_stands_beside_the_answer_until_a_person_decides(
    pages: Pages, workplace: Workplace, town_hall: TownHall, lay: Lay
) -> None:
    pages.open("/")
    ticket = town_hall.ticket(YOSHIDA_ANSWERS | {"you.name": "吉田　花子"})[0]
    path = pages.send(form="scanner", text=ticket).path
    lay(person("yoshida"))
    page = put_pin(pages, path, person("yoshida").pin)
    assert "カードでは：" in page.text
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    assert case.answers["you.name"] == "吉田　花子"
    token = dict(page.form("scanner").fields)["csrf_token"]
    pages.client.post(f"{path}/card/follow", data={"csrf_token": token})
    after = pages.open(path)
    assert "直しました（前：吉田　花子）" in after.text
    assert "カードでは：" not in after.text


def test_another_kind_of_card_brings_its_own_pins(
    pages: Pages, workplace: Workplace, insert: Insert, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind of card is one module: names, lengths and kept tries of its PINs stand there, and nowhere at the desk."""
    monkeypatch.setattr(cards, "CARD_TYPES", (*cards.CARD_TYPES, Licence()))
    path = by_hand(pages, workplace)
    insert(chip("見本　太郎", HOME, "4020304", tries=2))
    assert workplace.devices.cards.wait_for(ReaderStatus.CARD_PRESENT, 30.0)
    page = pages.open(f"{path}/card")
    fields = [each.attributes for each in page.find("input") if each.attributes.get("name") == "pin"]
    assert [(each["minlength"], each["maxlength"]) for each in fields] == [("4", "4"), ("6", "8")]
    for words in ("暗証番号1", "暗証番号2", "6けたから8けたの番号です。"):
        assert words in page.text
    assert "あと2回まちがえると" in page.text, "of this kind two tries are kept"
    put_pin(pages, path, ["1234", "567890"], allow_last_try="yes")
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    assert case.file.card["name"] == "見本　太郎"


def test_the_last_try_needs_the_word_of_staff(pages: Pages, workplace: Workplace, lay: Lay) -> None:
    path = by_hand(pages, workplace)
    lay(person("last_try"))
    assert "最後の1回" in pages.open(f"{path}/card").text
    assert put_pin(pages, path, person("last_try").pin, status=422).path == f"{path}/card"
    assert put_pin(pages, path, person("last_try").pin, allow_last_try="yes").path == path


def test_a_wrong_pin_says_how_many_tries_are_left(pages: Pages, workplace: Workplace, lay: Lay) -> None:
    path = by_hand(pages, workplace)
    lay(person("yoshida"))
    page = put_pin(pages, path, "9999", status=422)
    assert "あと2回" in page.text
    assert "9999" not in page.text
    assert "暗証番号が違います。" in pages.open(f"{path}/card").text, "still, when the page renews itself"
    pages.open(path)
    assert "暗証番号が違います。" not in pages.open(f"{path}/card").text


def test_a_page_loaded_again_sends_no_pin_a_second_time(pages: Pages, workplace: Workplace, lay: Lay) -> None:
    path = by_hand(pages, workplace)
    lay(person("yoshida"))
    form = next(form for form in pages.open(f"{path}/card").forms if form.action == f"{path}/card")
    data = {**dict(form.fields), "pin": "9999"}
    assert pages.client.post(form.action, data=data).status_code == 422
    assert pages.client.post(form.action, data=data).status_code == 303
    assert "あと2回" in pages.open(f"{path}/card").text


def test_without_a_card_it_asks_for_one(pages: Pages, workplace: Workplace) -> None:
    path = by_hand(pages, workplace)
    assert "カードリーダーに置いてください" in pages.open(f"{path}/card").text


def by_hand(pages: Pages, workplace: Workplace) -> str:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    sent = pages.client.post("/new", data={"csrf_token": token, "procedure": PROCEDURE})
    return str(sent.headers["Location"])


def put_pin(pages: Pages, path: str, pin: str | list[str], status: int = 200, **more: str) -> Page:
    page = pages.open(f"{path}/card")
    form = next(form for form in page.forms if form.action == f"{path}/card")
    data = {**dict(form.fields), "pin": pin, **more}
    sent = pages.client.post(form.action, data=data, follow_redirects=True)
    assert sent.status_code == status
    return pages.open(sent.request.path) if status == 200 else Page(sent, [], [])
