"""The till's screens as a browser without JavaScript sees them: a day from the float to the closing."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.desk import Workplace
from kiosk.desk.workplace import open_workplace
from kiosk.office import today
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole
from kiosk.store import AuditEvent, abandon_visit, open_visits
from kiosk.store.audit import read_entries
from kiosk.store.tables import VisitRow
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tillday import sums_by_method
from kiosk.till.tills import Tills
from kiosk.training import training_office
from tests.kiosk.desk.counter import clerks
from tests.kiosk.desk.counter.clerks import PASSWORD
from tests.kiosk.desk.test_printjobs import wait_for
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall, build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.printing.paper import pdfium_text
from tests.residents import YOSHIDA
from tools.virtual_printer import VirtualPrinter

SignedIn = Callable[..., Pages]


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path, more="[till]\nuse = true\nask = true\n")


@pytest.fixture
def signed_in(workplace: Workplace) -> SignedIn:
    return lambda name, *roles: clerks.signed_in(workplace, name, also=roles)


@pytest.fixture
def pages(signed_in: SignedIn) -> Pages:
    return signed_in("sato", StaffRole.CASHIER)


@pytest.fixture
def tills(workplace: Workplace) -> Tills:
    return Tills(workplace.store, "counter-1")


@contextmanager
def cashier_at(town: TownHall) -> Iterator[Pages]:
    """A cashier who has signed in at the counter of another town hall."""
    here = open_workplace(town.office, town.office.settings.desk(DeskMode.COUNTER))
    yield clerks.signed_in(here, "sato", also=[StaffRole.CASHIER])
    here.hub.close()
    here.printer.stop()
    here.store.close()


def token_of(pages: Pages) -> str:
    return dict(pages.open("/").form("scanner").fields)["csrf_token"]


def open_till(pages: Pages, float_yen: str = "20000") -> None:
    pages.open("/till")
    pages.send(float=float_yen, form="open")


def scanned(pages: Pages, town_hall: TownHall, **more: object) -> str:
    """The receipt number of a visit that costs 600円."""
    pages.open("/")
    pages.send(text=town_hall.ticket(YOSHIDA_ANSWERS | more)[0], form="scanner")
    return "A-001"


def test_it_works_for_a_visit(pages: Pages, town_hall: TownHall, tills: Tills) -> None:
    number = scanned(pages, town_hall)
    open_till(pages, "２０,０００")
    page = pages.open(f"/till?number={number.lower()}")
    assert "住民票の写し等" in page.text
    assert "<strong>600円</strong>" in page.text
    page = pages.send(given="1000", form="pay")
    assert "お預かり 1,000円　おつり 400円" in page.text
    assert "1番窓口　第1号" in page.text
    day = tills.open_day()
    assert day is not None
    (entry,) = day.entries
    assert entry.payment.visit is not None
    assert (entry.amount, entry.payment.visit.number, day.expected) == (600, number, 20_600)
    assert "受け取る手数料はありません。" in pages.open(f"/till?number={number}").text


def test_a_form_sent_twice_takes_the_money_once(pages: Pages, town_hall: TownHall, tills: Tills) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    page = pages.open("/till?number=1")
    fields = dict(page.form("pay").fields) | {"method": "card"}
    for _ in range(2):
        page = Page(pages.client.post("/till/pay", data=fields, follow_redirects=True), [], [])
        assert "第1号" in page.text
    day = tills.open_day()
    assert day is not None
    assert len(day.entries) == 1


def test_a_second_cashier_is_told_before_taking_it_again(
    pages: Pages, signed_in: SignedIn, town_hall: TownHall, tills: Tills
) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    other = signed_in("mori", StaffRole.CASHIER)
    other.open("/till?number=1")
    pages.open("/till?number=1")
    pages.send(form="pay")
    other.send(form="pay", status=422)
    assert len(tills.open_day().entries) == 1  # type: ignore[union-attr]


def test_the_cashier_sees_a_total_before_it_is_taken(pages: Pages, tills: Tills) -> None:
    open_till(pages)
    pages.open("/till?own=yes")
    page = pages.send({"fee-0": "resident_record_copy", "count-0": "３"}, form="pay", status=422)
    assert "合計は900円です。まだ受け取っていません。" in page.text
    page = pages.send({"fee-0": "resident_record_copy", "count-0": "3"}, given="500", form="pay", status=422)
    assert TillError(TillReason.TOO_LITTLE_GIVEN).sentence in page.text
    pages.send({"fee-0": "resident_record_copy", "count-0": "3"}, form="pay", given="")
    assert [entry.amount for entry in tills.open_day().entries] == [900]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"count-0": "3"}, TillReason.COUNT_IMPOSSIBLE),
        ({"count-0": "x"}, TillReason.COUNT_IMPOSSIBLE),
        ({"count-0": "-1"}, TillReason.COUNT_IMPOSSIBLE),
        ({"count-0": "0"}, TillReason.NOTHING_TO_PAY),
        ({"method": "gold"}, TillReason.METHOD_UNKNOWN),
        ({"method": "free"}, TillReason.REASON_MISSING),
        ({"given": "10"}, TillReason.TOO_LITTLE_GIVEN),
        ({"line-0": "x:y:1", "count-0": "1", "shown": "1"}, TillReason.AMOUNT_CHANGED),
    ],
)
def test_nothing_is_taken_at_another_price_or_in_no_way(
    pages: Pages, town_hall: TownHall, tills: Tills, fields: dict[str, str], reason: TillReason
) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    pages.open("/till?number=1")
    page = pages.send(dict(fields), form="pay", status=422)
    assert TillError(reason, amount="600").sentence in page.text
    assert tills.open_day().entries == ()  # type: ignore[union-attr]


def test_a_payment_is_taken_back_by_a_second_line(pages: Pages, town_hall: TownHall, tills: Tills) -> None:
    number = scanned(pages, town_hall)
    open_till(pages)
    pages.open("/till?number=1")
    pages.send(form="pay")
    entry = tills.open_day().entries[0]  # type: ignore[union-attr]
    pages.open(f"/till?void={entry.id}")
    pages.send(form="void", status=422)
    page = pages.send(reason="method", form="void")
    assert "取り消しました。600円（現金）をお返しください。" in page.text
    assert tills.open_day().expected == 20_000  # type: ignore[union-attr]
    page = pages.open(f"/till?number={number}")
    assert "<strong>600円</strong>" in page.text, "it is due again"
    pages.send(method="card", form="pay")
    sums = sums_by_method(tills.open_day().entries)  # type: ignore[union-attr]
    assert {method.value: yen for method, yen in sums.items() if yen} == {"card": 600}


def test_two_people_close_the_day(pages: Pages, signed_in: SignedIn, town_hall: TownHall, tills: Tills) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    pages.open("/till?number=1")
    pages.send(form="pay")
    signed_in("kato")
    page = pages.open("/till/close")
    assert "20,600" not in page.text, "who counts does not know what must be there"
    page = pages.send({"pieces-10000": "2", "pieces-500": "1"}, form="close")
    assert "▲100円" in page.text
    pages.send(name="kato", password=PASSWORD, form="close", status=422)
    pages.send(name="kato", password="wrong", reason="unknown", form="close", status=422)
    pages.send(name="sato", password=PASSWORD, reason="unknown", form="close", status=422)
    page = pages.send(name="kato", password=PASSWORD, reason="unknown", form="close")
    assert "レジを締めました。" in page.text
    report = pdfium_text(pages.client.get(f"/till/{today()}/report.pdf").data)
    for words in (
        "収納金日計表",
        "10,000円×2",
        "住民票の写し等",
        "▲100円（調べたが分からない）",
        "確かめた人　kato",
    ):
        assert words.replace("（調べたが分からない）", "") in report
    deposit = pdfium_text(pages.client.get(f"/till/{today()}/deposit.pdf").data)
    assert "金　500　円" in deposit
    month = pdfium_text(pages.client.get(f"/till/month.pdf?month={today():%Y-%m}").data)
    assert "収納金月計表" in month
    pages.open("/till?number=1")
    assert "きょうのレジは締めました。" in pages.open("/till").text
    day = tills.day(today())
    assert day is not None
    assert day.closing is not None


def test_the_receipt_says_nobody_s_name(pages: Pages, town_hall: TownHall, tills: Tills) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    pages.open("/till?number=1")
    pages.send(form="pay")
    entry = tills.open_day().entries[0]  # type: ignore[union-attr]
    sent = pages.client.get(f"/till/{entry.id}/receipt.pdf?again=yes")
    text = pdfium_text(sent.data)
    for words in ("領　収　書", "金　600　円", "みどり野町会計管理者", "第1号", "再発行", "KT1:counter-1."):
        assert words in text
    assert not set(re.findall(r"\w+", YOSHIDA)) & set(re.findall(r"\w+", text))
    assert sent.headers["Cache-Control"] == "no-store"


def test_the_receipt_comes_out_once_a_press_and_then_as_a_copy(tmp_path: Path) -> None:
    with VirtualPrinter(tmp_path / "printer") as printer:
        town = build_town_hall(tmp_path / "hall", printer=printer.uri, more="[till]\nuse = true\n")
        with cashier_at(town) as pages:
            open_till(pages)
            pages.open("/till?own=yes")
            pages.send({"fee-0": "resident_record_copy"}, form="pay", status=422)
            page = pages.send({"fee-0": "resident_record_copy"}, form="pay")
            pressed = page.form("receipt")
            for _ in range(2):
                page = Page(
                    pages.client.post(pressed.action, data=dict(pressed.fields), follow_redirects=True), [], []
                )
                assert "領収書を印刷しています。" in page.text
            pages.open(f"/till?done={pressed.action.split('/')[2]}")
            pages.send(form="receipt")
            wait_for(lambda: len(printer.papers()) == 2)
            assert sorted("再発行" in pdfium_text(each.pdf.read_bytes()) for each in printer.papers()) == [
                False,
                True,
            ]


def test_a_town_offers_the_ways_of_paying_that_it_takes(tmp_path: Path) -> None:
    more = '[till]\nuse = true\n[hall]\npayment = ["cash", "code"]\n'
    town = build_town_hall(tmp_path, more=more)
    with cashier_at(town) as pages:
        open_till(pages)
        page = pages.open("/till?own=yes")
    offered = [each.attributes["value"] for each in page.find("input", name="method")]
    assert offered == ["cash", "code", "elqr", "free"]


def test_a_till_is_called_what_the_town_calls_it(tmp_path: Path) -> None:
    more = '[till]\nuse = true\naccount = "一般会計　手数料"\n[till.names]\ncounter-1 = "住民課"\n'
    town = build_town_hall(tmp_path, more=more)
    with cashier_at(TownHall(training_office(town.office))) as pages:
        assert "レジ 住民課" in pages.open("/till").text
        assert "住民課" in pages.open("/opening").text
        open_till(pages)
        pages.open("/till?own=yes")
        pages.send({"fee-0": "resident_record_copy"}, form="pay", status=422)
        page = pages.send({"fee-0": "resident_record_copy"}, form="pay")
        assert "年度　住民課　第1号" in page.text
        receipt = next(each for each in page.find("a") if each.attributes["href"].endswith("receipt.pdf"))
        assert "年度　住民課　第1号" in pdfium_text(pages.client.get(receipt.attributes["href"]).data)
        pages.open("/till/close")
        pages.send({"pieces-10000": "2", "pieces-100": "3"}, form="close")
        page = pages.send(form="close")
        for screen in (page, pages.open("/closing")):
            assert "住民課" in screen.text
            assert ">counter-1<" not in screen.text
        deposit = pdfium_text(pages.client.get(f"/till/{today()}/deposit.pdf").data)
        assert "一般会計　手数料" in deposit
        assert "住民課" in deposit


def test_who_practises_alone_closes_a_till_that_says_so(town_hall: TownHall) -> None:
    practice = TownHall(training_office(town_hall.office))
    with cashier_at(practice) as pages:
        open_till(pages)
        pages.open("/till?own=yes")
        pages.send({"fee-0": "resident_record_copy"}, form="pay", status=422)
        page = pages.send({"fee-0": "resident_record_copy"}, form="pay")
        receipt = next(each for each in page.find("a") if each.attributes["href"].endswith("receipt.pdf"))
        assert "練習" in pdfium_text(pages.client.get(receipt.attributes["href"]).data)
        pages.open("/till/close")
        pages.send({"pieces-10000": "2", "pieces-100": "3"}, form="close")
        assert "レジを締めました。" in pages.send(form="close").text
        assert "練習" in pdfium_text(pages.client.get(f"/till/{today()}/report.pdf").data)


def test_a_register_is_compared_with_the_month(pages: Pages, town_hall: TownHall, tills: Tills) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    pages.open("/till?number=1")
    pages.send(method="card", form="pay")
    code = tills.open_day().entries[0].serial.code  # type: ignore[union-attr]
    written = pages.client.get("/till/month.csv").get_data(as_text=True)
    assert f"{code},payment,card,600,A-001,resident_record_copyx2@300" in written
    for amount, words in (("600", "1件とも合っています。"), ("60", "額が違うもの")):
        pages.open("/till/month")
        fields = dict(pages.now.form("compare").fields)  # type: ignore[union-attr]
        file = (io.BytesIO(f"領収書番号,金額\n{code},{amount}\n".encode("cp932")), "pos.csv")
        sent = pages.client.post("/till/month", data=fields | {"csv": file})
        assert words in sent.get_data(as_text=True)
    file = (io.BytesIO(f"領収書番号,金額\n{code},60\n".encode()), "pos.csv")
    paper = pdfium_text(pages.client.post("/till/month", data=fields | {"csv": file, "paper": "yes"}).data)
    for words in ("POSレジ突き合わせ表", "1番窓口　第1号", "600円", "60円", "調べたこと"):
        assert words in paper
    sent = pages.client.post("/till/month", data=fields | {"csv": (io.BytesIO(b"\xff\xfe\x00"), "x")})
    assert sent.status_code == 422


@pytest.mark.parametrize("path", ["/till", "/till/close", "/till/month", "/till/month.csv"])
def test_a_clerk_takes_no_money(signed_in: SignedIn, path: str) -> None:
    clerk = signed_in("kato")
    token = dict(clerk.open("/").form("scanner").fields)["csrf_token"]
    assert 'href="/till"' not in clerk.open("/").text
    clerk.open(path, status=403)
    for post in ("/till/open", "/till/pay", "/till/x/void", "/till/close", "/till/month"):
        assert clerk.client.post(post, data={"csrf_token": token}).status_code == 403


def test_only_an_administrator_takes_back_what_another_took(
    pages: Pages, signed_in: SignedIn, tills: Tills, workplace: Workplace
) -> None:
    open_till(pages)
    pages.open("/till?own=yes")
    pages.send({"fee-0": "resident_record_copy"}, form="pay", status=422)
    pages.send({"fee-0": "resident_record_copy"}, form="pay")
    entry = tills.open_day().entries[0]  # type: ignore[union-attr]
    mori = signed_in("mori", StaffRole.CASHIER)
    mori.open(f"/till?void={entry.id}")
    assert TillError(TillReason.NOT_YOURS).sentence in mori.send(reason="amount", form="void", status=422).text
    head = signed_in("head", StaffRole.CASHIER, StaffRole.ADMIN)
    head.open(f"/till?void={entry.id}")
    head.send(reason="amount", form="void")
    assert tills.open_day().expected == 20_000  # type: ignore[union-attr]


def test_somebody_served_past_midnight_pays_for_the_visit_of_the_day_before(
    pages: Pages, town_hall: TownHall, workplace: Workplace, tills: Tills
) -> None:
    number = scanned(pages, town_hall)
    yesterday = today() - timedelta(days=1)
    with workplace.store.writing() as session:
        row = session.scalars(select(VisitRow)).one()
        row.opened_on, row.opened_at = yesterday, row.opened_at - timedelta(days=1)
    open_till(pages)
    pages.open(f"/till?number={number}")
    assert "第1号" in pages.send(form="pay").text
    day = tills.open_day()
    assert day is not None
    visit = day.entries[0].payment.visit
    assert visit is not None
    assert (visit.day, visit.number) == (yesterday, number)


def test_a_number_that_is_not_of_today_s_visits(pages: Pages, town_hall: TownHall, workplace: Workplace) -> None:
    scanned(pages, town_hall)
    open_till(pages)
    (visit,) = open_visits(workplace.store)
    abandon_visit(workplace.store, visit.id)
    for typed in ("A-001", "A-999", "", "x", "%"):
        pages.open(f"/till?number={typed.replace('%', '%25')}", status=422)
    pages.open("/till?done=nothing", status=409)


def test_the_counter_asks_for_the_fee_before_papers_go_out(
    pages: Pages, signed_in: SignedIn, town_hall: TownHall, workplace: Workplace
) -> None:
    scanned(pages, town_hall)
    (visit,) = open_visits(workplace.store)
    here, kato = f"/visits/{visit.id}", signed_in("kato")
    kato.open(here)
    kato.client.post(f"{here}/pdf", data={"csrf_token": token_of(kato)})
    identify = {"csrf_token": token_of(kato), "kind": "my_number_card"}
    kato.client.post(f"{here}/identification", data=identify)
    page = kato.client.post(f"{here}/finish", data={"csrf_token": token_of(kato)})
    assert page.status_code == 422
    assert "手数料 600円 は済みましたか。" in page.get_data(as_text=True)
    open_till(pages)
    pages.open("/till?number=1")
    pages.send(form="pay")
    assert "済み：第1号" in kato.open(here).text
    page = kato.client.post(f"{here}/finish", data={"csrf_token": token_of(kato)}, follow_redirects=True)
    assert "A-001 の受付を終了しました。" in page.get_data(as_text=True)


def test_whoever_was_paid_elsewhere_says_so_and_goes_on(
    pages: Pages, town_hall: TownHall, workplace: Workplace
) -> None:
    scanned(pages, town_hall)
    (visit,) = open_visits(workplace.store)
    here = f"/visits/{visit.id}"
    pages.client.post(f"{here}/pdf", data={"csrf_token": token_of(pages)})
    pages.client.post(f"{here}/identification", data={"csrf_token": token_of(pages), "kind": "my_number_card"})
    page = pages.client.post(f"{here}/finish", data={"csrf_token": token_of(pages)}).get_data(as_text=True)
    assert 'name="fee" value="yes"' in page
    pages.client.post(f"{here}/finish", data={"csrf_token": token_of(pages), "fee": "yes"})
    finished = [each for each in read_entries(workplace.store) if each.event == AuditEvent.VISIT_FINISHED]
    assert [each.details["reason"] for each in finished] == ["fee_unpaid"]
    pages.open("/")
    open_till(pages)
    assert "<strong>600円</strong>" in pages.open("/till?number=1").text, "a finished visit can still be paid"


def test_a_town_without_tills_has_no_such_screen(tmp_path: Path) -> None:
    town = build_town_hall(tmp_path / "other")
    with cashier_at(town) as pages:
        assert "レジ" not in pages.open("/").text
        pages.open("/till", status=404)
