"""A town begins in the browser: step after step, nothing written too early, nobody let in without the code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from cardreader import CardError, CardReason
from kiosk.finding import Health
from kiosk.office import open_office
from kiosk.setup import Beginning, Passcode, create_app, devices, is_set_up, new_code
from kiosk.setup.beginning import SetupError, SetupReason
from kiosk.setup.doctor import untried
from kiosk.staff import StaffRole, list_staff
from kiosk.store import AuditEvent, open_store
from kiosk.store.audit import read_entries
from kiosk.tickets import private_keys
from printing.ipp import FoundPrinter
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.pages import Pages, check_page
from tests.printing.scripted_printer import Script, scripted_printer
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert", "reader"]

PASSWORD = "midori no kaze 42"


@dataclass
class Town:
    """A town that begins in an empty folder, and the browser of its PC."""

    config: Path
    code: str = field(default_factory=new_code)
    finished: list[bool] = field(default_factory=list)
    found: tuple[FoundPrinter, ...] = ()

    def __post_init__(self) -> None:
        self.beginning = Beginning(self.config, find_printers=lambda: self.found)
        self.beginning.start()
        app = create_app(self.beginning, Passcode(self.code), lambda: self.finished.append(True))
        self.browser, self.stranger = Pages(app), Pages(app)

    def let_in(self) -> None:
        self.browser.open("/code")
        self.browser.send(code=self.code)

    def choose_town(self) -> None:
        self.browser.open("/town/014001")
        self.browser.send(postal_code="0440001", phone="0136-00-0000")

    def write(self) -> None:
        """Everything up to the administrator, without a printer."""
        self.let_in()
        self.choose_town()
        self.browser.send(role="both")
        self.press("/printer", "without")
        self.press("/devices", "next")
        self.press("/key", "make")
        self.press("/key", "without")

    def try_printer(self, uri: str, status: int = 200) -> None:
        self.browser.open("/printer")
        token = dict(self.browser.now.form().fields)["csrf_token"] if self.browser.now else ""
        sent = {"uri": uri, "csrf_token": token}
        answer = self.browser.client.post("/printer", data=sent, base_url=self.browser.base, follow_redirects=True)
        self.browser.now = check_page(answer)
        assert answer.status_code == status, self.browser.now.text

    def press(self, path: str, action: str, status: int = 200, **values: str) -> None:
        page = self.browser.open(path)
        form = next(form for form in page.forms if ("action", action) in form.buttons)
        sent = {**dict(form.fields), **values, "action": action}
        url = form.action or path
        answer = self.browser.client.post(url, data=sent, base_url=self.browser.base, follow_redirects=True)
        self.browser.now = check_page(answer)
        assert answer.status_code == status, self.browser.now.text

    @property
    def heading(self) -> str:
        assert self.browser.now is not None
        return self.browser.now.heading


def page_text(town: Town) -> str:
    assert town.browser.now is not None
    return town.browser.now.text


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town" / "config")


@pytest.fixture
def printer() -> Iterator[Script]:
    with scripted_printer(Script()) as script:
        yield script


def test_it_works(town: Town, printer: Script) -> None:
    town.let_in()
    assert [each.text.strip()[:4] for each in town.browser.open("/town?name=府中市").find("li")[-2:]] == [
        "東京都府",
        "広島県府",
    ]
    assert town.browser.open("/town?name=くっちゃん").heading == "倶知安町の役場"
    town.choose_town()
    assert town.heading == "このPCの使い方"
    town.browser.send(role="counter")
    town.try_printer(printer.uri)
    assert town.heading == "試しに印刷する"
    town.press("/printer/page", "straight")
    town.press("/devices", "next")
    assert not town.config.exists()
    town.press("/key", "make")
    town.press("/key", "kept")
    town.browser.send(name="sato", display="佐藤", password=PASSWORD, again=PASSWORD)
    assert town.heading in ("すべて使えます", "使い始められます")
    town.browser.send()
    assert (town.heading, town.finished) == ("設定が終わりました", [True])
    assert len(printer.asked(0x0006)) == 2

    office = open_office(town.config)
    (desk,) = office.settings.desks
    assert (desk.name, desk.printer_uri, office.settings.town.postal_code) == (
        "counter-1",
        printer.uri,
        "044-0001",
    )
    store = open_store(office.settings.database)
    (account,) = list_staff(store)
    events = [entry.event for entry in read_entries(store)]
    store.close()
    assert (account.roles, account.display, account.must_change) == (
        frozenset((StaffRole.ADMIN, StaffRole.CLERK)),
        "佐藤",
        False,
    )
    assert events[:3] == [AuditEvent.KEYS_CREATED, AuditEvent.KEYS_PRINTED, AuditEvent.STAFF_ADDED]
    assert private_keys(office).current.private is not None


def test_nobody_gets_in_without_the_code(town: Town) -> None:
    for path in (
        "/",
        "/town",
        "/role",
        "/printer",
        "/printer/page",
        "/devices",
        "/key",
        "/administrator",
        "/doctor",
    ):
        assert town.stranger.open(path).path == "/code"
        assert town.stranger.client.post(path, base_url="http://localhost").status_code in (400, 403, 405)
    town.let_in()
    town.stranger.open("/code")
    assert "もう使えません" in town.stranger.send(code=town.code, status=403).text
    assert town.stranger.open("/").path == "/code"


def test_the_code_may_be_typed_as_one_likes_and_is_dead_after_five_wrong_ones() -> None:
    Passcode("ABCD-EFGH-JKMN").take("ａｂｃｄ efgh－jkmn")
    passcode = Passcode("ABCD-EFGH-JKMN")
    for left in ("4", "3", "2", "1"):
        with pytest.raises(SetupError) as refused:
            passcode.take("ABCD-EFGH-JKMP")
        assert refused.value.values["left"] == left
    for typed in ("wrong", "ABCD-EFGH-JKMN"):
        with pytest.raises(SetupError) as refused:
            passcode.take(typed)
        assert refused.value.reason is SetupReason.CODE_SPENT


@settings(max_examples=25)
@given(st.text())
def test_no_other_text_is_the_code(typed: str) -> None:
    with pytest.raises(SetupError):
        Passcode("ABCD-EFGH-JKMN").take(typed)


def test_two_codes_are_never_the_same() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_no_step_can_be_jumped_over_and_answers_can_be_changed_until_they_are_written(town: Town) -> None:
    town.let_in()
    for path in ("/role", "/key", "/administrator", "/doctor"):
        assert town.browser.open(path).path == "/town"
    town.choose_town()
    town.browser.send(role="lobby")
    assert town.browser.open("/town/131016").heading == "千代田区の役場"
    town.browser.send(postal_code="１０２－８６８８", phone="03-0000-0000")
    assert town.beginning.step == "printer"
    town.press("/printer", "without")
    town.press("/devices", "next")
    town.press("/key", "make")
    assert open_office(town.config).settings.town.name == "千代田区"
    assert town.browser.open("/town").path == "/key"


@pytest.mark.parametrize(("postal_code", "phone"), [("44-0001", "0136-00-0000"), ("044-0001", "0136"), ("", "")])
def test_a_hall_that_cannot_be_reached_is_asked_again(town: Town, postal_code: str, phone: str) -> None:
    town.let_in()
    town.browser.open("/town/014001")
    refused = town.browser.send(postal_code=postal_code, phone=phone, status=422)
    assert "099-9999" in refused.text
    assert town.beginning.hall is None


def test_a_printer_that_does_not_answer_is_not_taken(town: Town) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.try_printer("127.0.0.1:9", 422)
    assert town.beginning.printer is None
    assert 'value="ipp://127.0.0.1:9/ipp/print"' in ((town.browser.now and town.browser.now.text) or "")


def test_a_printer_that_was_found_is_one_press_away(town: Town, printer: Script) -> None:
    town.found = (FoundPrinter("２階 <コピー機>", printer.uri, takes_pdf=True),)
    town.let_in()
    town.choose_town()
    page = town.browser.send(role="counter")
    assert "２階 &lt;コピー機&gt;" in page.text
    assert ("uri", printer.uri) in page.form().buttons
    town.try_printer(printer.uri)
    assert town.heading == "試しに印刷する"


def test_a_printer_that_is_not_straight_is_put_right_by_what_was_measured(town: Town, printer: Script) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.try_printer(printer.uri)
    town.press("/printer/page", "measured", 422, a="99", b="20", c="150", d="200")
    town.press("/printer/page", "measured", a="21.5", b="２０", c="150", d="200")
    town.press("/printer/page", "straight")
    town.press("/devices", "next")
    town.press("/key", "make")
    assert open_office(town.config).alignment.printer(printer.uri).right == pytest.approx(-1.5)


def test_a_sheet_that_did_not_come_out_can_be_printed_again_and_one_that_did_cannot(
    town: Town, printer: Script
) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.try_printer(printer.uri)
    town.press("/printer/page", "straight")
    town.press("/devices", "next")
    printer.job = [(8, 0, "aborted-by-system")]
    town.press("/key", "make")
    assert "紙が出ているときは" in ((town.browser.now and town.browser.now.text) or "")
    printer.job = [(9, 1, "job-completed-successfully")]
    town.press("/key", "print")
    sent = len(printer.asked(0x0006))
    page = town.browser.open("/key")
    assert [value for form in page.forms for _, value in form.buttons] == ["kept"]
    token = dict(page.form().fields)["csrf_token"]
    town.browser.client.post("/key", data={"csrf_token": token, "action": "print"}, base_url="http://localhost")
    assert len(printer.asked(0x0006)) == sent


def test_an_administrator_needs_a_sound_password_typed_twice(town: Town) -> None:
    town.write()
    for password, again, said in [
        ("midori no kaze", "midori no kase", "2回のパスワードが違います"),
        ("password1", "password1", "よく使われる"),
        ("sato-2026-town", "sato-2026-town", "職員名の入った"),
    ]:
        refused = town.browser.send(name="sato", password=password, again=again, status=422)
        assert said in refused.text
        assert password not in refused.text
    assert not is_set_up(town.config)
    town.browser.send(name="sato", password=PASSWORD, again=PASSWORD)
    assert is_set_up(town.config)
    assert town.browser.open("/administrator").path == "/doctor"


def test_it_goes_on_after_the_power_was_cut_and_never_begins_again(town: Town) -> None:
    town.write()
    again = Town(town.config)
    again.let_in()
    assert again.browser.open("/").heading == "町の鍵を作る"
    again.press("/key", "without")
    again.browser.send(name="sato", password=PASSWORD, again=PASSWORD)
    with pytest.raises(SetupError) as refused:
        Beginning(town.config).start()
    assert refused.value.reason is SetupReason.ALREADY_SET_UP


def test_two_browsers_cannot_both_make_an_administrator(town: Town) -> None:
    town.write()
    town.beginning.add_administrator("sato", PASSWORD, "")
    with pytest.raises(SetupError):
        town.beginning.add_administrator("suzuki", PASSWORD, "")


def test_a_scanner_is_told_what_is_wrong_with_it(town: Town) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.press("/printer", "without")
    digits = "0" + "1234567890" * 12
    for typed, said in [
        (digits, "このまま使えます"),
        (digits[:60], "途中で切れました"),
        (digits[:50] + digits[53:], "文字が抜けています"),
        ("A" + digits, "前置き・後置き"),
        ("", "何も届きませんでした"),
    ]:
        page = town.browser.open("/devices")
        assert said in town.browser.send(scanned=typed, form="scan").text, page.path


def test_the_reader_is_tried_with_a_real_card(town: Town, insert: Insert) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.press("/printer", "without")
    assert "あとで試すことにして、次へ" in town.browser.open("/devices").text
    insert(person("yoshida"))
    town.press("/devices", "card")
    assert "カードを読めました" in page_text(town)
    assert "マイナンバーカード（" in page_text(town)
    assert "吉田" not in page_text(town)
    digits = "0" + "1234567890" * 12
    town.browser.send(scanned=digits, form="scan")
    assert ">次へ</button>" in page_text(town)


def test_a_card_that_does_not_come_is_told(reader: str) -> None:
    with pytest.raises(CardError) as refused:
        devices.wait_for_card(0.2)
    assert refused.value.reason is CardReason.NO_CARD


def test_what_nobody_has_tried_is_told_at_the_end(town: Town) -> None:
    town.write()
    told = [finding.part for finding in untried(town.beginning) if finding.health is Health.CAUTION]
    assert told == ["カードの読み取り", "スキャナーの読み取り"]
    town.beginning.card_tried, town.beginning.is_scanner_well = "マイナンバーカード", True
    assert {finding.health for finding in untried(town.beginning)} == {Health.GOOD}


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(town: Town) -> None:
    town.let_in()
    town.choose_town()
    town.browser.send(role="counter")
    town.press("/printer", "without")
    town.press("/devices", "next")
    town.config.parent.parent.mkdir(exist_ok=True)
    town.config.parent.write_text("no folder")
    town.press("/key", "make", 409)
    assert "設定を書き込めませんでした" in ((town.browser.now and town.browser.now.text) or "")
    town.config.parent.unlink()
    town.press("/key", "make")
    assert private_keys(open_office(town.config)).current.private is not None


@pytest.mark.printer
def test_a_printer_that_shows_a_certificate_is_the_only_one_from_then_on(town: Town, tmp_path: Path) -> None:
    with VirtualPrinter(tmp_path / "printer") as printer:
        uri = printer.uri.replace("ipp://", "ipps://")
        town.let_in()
        town.choose_town()
        town.browser.send(role="counter")
        town.try_printer(uri)
        town.press("/printer/page", "straight")
        town.press("/devices", "next")
        town.press("/key", "make")
        assert len(printer.papers()) == 2
    (desk,) = open_office(town.config).settings.desks
    assert desk.printer_fingerprint is not None
    assert town.beginning.fingerprint == desk.printer_fingerprint
