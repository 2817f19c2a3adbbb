"""The card at the counter, on a real pcscd: it fills what is empty, and what it says otherwise is for people."""

from collections.abc import Callable, Iterator

import pytest

from cardreader import ReaderStatus, cards
from cardreader.virtual import Chip, LicenceChip, MynaLicenceChip, ResidenceChip, VirtualPerson
from cardreader.virtual.residence import CARD_NUMBER, Forged
from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.cardreader.madeup import MadeUpCard, chip
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages
from tests.residents import HOME

__all__ = ["card_service", "insert", "reader"]

pytestmark = pytest.mark.card

PASSWORD = "mado-guchi-1"
Lay = Callable[[VirtualPerson], None]
LayChip = Callable[[Chip], None]


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


@pytest.fixture
def lay_chip(insert: Insert, workplace: Workplace) -> LayChip:
    """Lays any card on the reader, as `lay` does a person's."""

    def put(card: Chip) -> None:
        insert(card)
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
    monkeypatch.setattr(cards, "CARD_TYPES", (*cards.CARD_TYPES, MadeUpCard()))
    path = by_hand(pages, workplace)
    insert(chip("見本　太郎", HOME, "4020304", tries=2))
    assert workplace.devices.cards.wait_for(ReaderStatus.CARD_PRESENT, 30.0)
    page = pages.open(f"{path}/card")
    fields = [each.attributes for each in page.find("input") if each.attributes.get("name") == "pin"]
    assert [(each["minlength"], each["maxlength"]) for each in fields] == [("4", "4"), ("6", "8")]
    for words in ("暗証番号1", "暗証番号2", "6桁から8桁の番号です。"):
        assert words in page.text
    assert "あと2回まちがえると" in page.text, "of this kind two tries are kept"
    put_pin(pages, path, ["1234", "567890"], allow_last_try="yes")
    case = workplace.cases.read(path.rsplit("/", 1)[1])
    assert case.file.card["name"] == "見本　太郎"


LICENCE_HOLDER = VirtualPerson("山田　花子", HOME, "1985-04-12", "2")


def test_a_licence_says_what_it_is_fills_what_is_empty_and_proposes_its_tick(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    visit_id = path.rsplit("/", 1)[1]
    workplace.reception.correct(workplace.cases.read(visit_id), {"whom": "self", "you.birth_date": "1985-04-13"})
    lay_chip(LicenceChip(LICENCE_HOLDER, kana="ヤマダ　ハナコ"))
    asked = pages.open(f"{path}/card").text
    assert "運転免許証" in asked
    assert "あと3回" in asked
    assert "本籍、免許証の番号、写真は読みません。" in asked
    page = put_pin(pages, path, "1234")
    case = workplace.cases.read(visit_id)
    said = {key: case.answers.get(f"you.{key}") for key in ("name", "kana", "address", "birth_date")}
    assert said == {"name": "山田　花子", "kana": "ヤマダ　ハナコ", "address": HOME, "birth_date": "1985-04-13"}
    assert "カードでは：昭和60年4月12日" in page.text
    assert case.file.card_read.kind == "driving_licence"
    assert case.file.identification == (), "staff compares the photo first"
    assert proposed(page) == ["driving_licence"]
    token = dict(page.form("scanner").fields)["csrf_token"]
    pages.client.post(f"{path}/identification", data={"csrf_token": token, "kind": "driving_licence"})
    assert proposed(pages.open(path)) == []
    assert workplace.cases.read(visit_id).file.identification == ("driving_licence",)


def test_a_licence_without_a_pin_is_read_with_one_press(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    lay_chip(LicenceChip(LICENCE_HOLDER, is_pin_set=False))
    page = pages.open(f"{path}/card")
    assert "暗証番号が設定されていません" in page.text
    assert not [each for each in page.find("input") if each.attributes.get("name") == "pin"]
    assert put_pin(pages, path, []).path == path
    assert workplace.cases.read(path.rsplit("/", 1)[1]).file.card["name"] == LICENCE_HOLDER.name


def test_a_licence_that_is_over_proves_nothing(pages: Pages, workplace: Workplace, lay_chip: LayChip) -> None:
    path = by_hand(pages, workplace)
    lay_chip(LicenceChip(LICENCE_HOLDER, expires="5010712"))
    page = put_pin(pages, path, "1234")
    assert proposed(page) == []
    assert "有効期限（令和元年7月12日）が切れています" in page.text


def test_a_character_that_the_card_cannot_tell_is_typed_by_a_person(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    visit_id = path.rsplit("/", 1)[1]
    workplace.reception.correct(workplace.cases.read(visit_id), {"whom": "self"})
    lay_chip(LicenceChip(person("yoshida")))
    page = put_pin(pages, path, "1234")
    case = workplace.cases.read(visit_id)
    assert "you.name" not in case.answers
    assert case.answers["you.birth_date"] == "1985-04-12"
    assert "カードでは：〓田　花子（〓は、カードが文字で持っていない字です。" in page.text
    for typed, is_told in (("𠮷田　花子", False), ("𠮷𠮷田　花子", True)):
        workplace.reception.correct(workplace.cases.read(visit_id), {**case.answers, "you.name": typed})
        assert ("カードでは：" in pages.open(path).text) is is_told


MARIA = VirtualPerson("DOS SANTOS MARIA", HOME, "1991-07-30", "2")


@pytest.mark.parametrize(
    ("code", "title", "facts", "pictures"),
    [
        ("1", "在留カード", {"address": HOME}, 1),
        ("06", "特別永住者証明書（第2世代）", {"birth_date": "1991-07-30", "sex": "female"}, 2),
    ],
)
def test_a_residence_card_fills_what_is_text_and_shows_what_is_a_picture(
    pages: Pages,
    workplace: Workplace,
    lay_chip: LayChip,
    code: str,
    title: str,
    facts: dict[str, str],
    pictures: int,
) -> None:
    path = by_hand(pages, workplace)
    visit_id = path.rsplit("/", 1)[1]
    workplace.reception.correct(workplace.cases.read(visit_id), {"whom": "self"})
    lay_chip(ResidenceChip(MARIA, code))
    asked = pages.open(f"{path}/card")
    assert title in asked.text
    assert "秘密の番号ではありません" in asked.text
    assert "あと" not in next(
        each.text for each in asked.find("form") if each.attributes.get("class") == "counter-pin"
    )
    page = put_pin(pages, path, CARD_NUMBER.lower())
    case = workplace.cases.read(visit_id)
    assert case.file.card == facts
    assert proposed(page) == ["residence_card"]
    assert "証明書の発行者と、失効は未確認です。" in page.text
    shown = [each.attributes["src"] for each in page.find("img") if "/card/pictures/" in each.attributes["src"]]
    assert len(shown) == pictures
    picture = pages.client.get(shown[0])
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert "no-store" in picture.headers["Cache-Control"]
    assert pages.client.get(f"{path}/card/pictures/{pictures}").status_code == 404
    assert CARD_NUMBER not in page.text
    workplace.pictures.forget(visit_id)
    assert pages.client.get(shown[0]).status_code == 404


def test_a_residence_card_whose_signature_does_not_fit_proves_nothing(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    lay_chip(ResidenceChip(MARIA, "05", forged=Forged(contents=True)))
    page = put_pin(pages, path, CARD_NUMBER)
    assert proposed(page) == []
    assert "電子署名が合いません。" in page.text


def test_a_licence_on_a_my_number_card_may_be_left_closed(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    visit_id = path.rsplit("/", 1)[1]
    lay_chip(MynaLicenceChip(person("yoshida")))
    assert "マイナンバーカード（マイナ免許証）" in pages.open(f"{path}/card").text
    page = put_pin(pages, path, ["1234", ""])
    assert proposed(page)[0] == "my_number_card"
    assert "免許の有効期限：" not in page.text
    wrong = put_pin(pages, path, ["1234", "9999"], status=422)
    assert "免許の暗証番号が違います。" in wrong.text
    assert "免許の有効期限：令和12年7月12日まで" in put_pin(pages, path, ["1234", "5678"]).text
    assert workplace.cases.read(visit_id).file.card["name"] == person("yoshida").name


def test_a_wrong_number_of_a_residence_card_is_told(pages: Pages, workplace: Workplace, lay_chip: LayChip) -> None:
    path = by_hand(pages, workplace)
    lay_chip(ResidenceChip(MARIA))
    page = put_pin(pages, path, "ZZ12345678BB", status=422)
    assert "カードの番号が違います。" in page.text
    assert "ZZ12345678BB" not in page.text


def test_another_card_is_said_to_be_none_of_those_that_are_read(
    pages: Pages, workplace: Workplace, lay_chip: LayChip
) -> None:
    path = by_hand(pages, workplace)
    lay_chip(chip("見本　太郎", HOME, "4020304"))
    text = pages.open(f"{path}/card").text
    assert "読めるカードではないようです。" in text
    assert "読めるカード：マイナンバーカード、運転免許証、在留カード" in text


def proposed(page: Page) -> list[str]:
    """The kinds of paper whose tick waits for whoever has compared the photo."""
    labels = [each for each in page.find("label") if "tick-proposed" in each.attributes.get("class", "")]
    ticks = [each.attributes["value"] for each in page.find("input") if each.attributes.get("data-key") == "F7"]
    return [tick for tick in ticks if labels and not tick.startswith("paper")][: len(labels)]


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
