"""The 相談シート: section A prints, the paper carries what was said, section B opens it as far as the person consents."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from forms.exchange import application_of
from forms.ticket import Keyring, TicketError, TicketReason
from forms.ticket.frame import bytes_of
from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from forms.ticket.sealing import unsealed
from kiosk.backoffice.code import (
    BackOfficeError,
    BackOfficeReason,
    PrintedForm,
    make_sealed_code,
    open_carried_code,
    open_code,
)
from kiosk.backoffice.scanning import find_codes
from kiosk.desk import Workplace
from kiosk.desk.counter.reveal import CLOSED_SHEET
from kiosk.desk.workplace import open_workplace
from kiosk.office import Office, now, today
from kiosk.stacks import PLAIN, sheet_job
from kiosk.store import AuditEvent, WayIn, open_visits
from kiosk.store.audit import read_entries
from kiosk.tickets import seal_application
from tests.kiosk.desk.counter.clerks import signed_in
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall, build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.kiosk.town.test_hall import EXAMPLE

SHEET = "consultation"
SAID = "家賃が払えなくなりました。"
ANSWERS: dict[str, object] = {
    key: value for key, value in YOSHIDA_ANSWERS.items() if not key.startswith("resident_record")
} | {
    "consult.mobile": "090-1234-5678",
    "consult.email": "hanako@example.com",
    "consult.topics": ["rent", "children"],
    "consult.main": "rent",
    "consult.details": SAID,
    "consult.income": 128000,
    "consult.health": "poor",
    "consult.readers": ["child", "tax"],
    "consult.private_readers": ["child"],
}
SECTIONS = "".join(
    f'\n[[section]]\nid = "{id}"\nlabel = "{label}"\nconsents = ["{consent}"]\n'
    for id, label, consent in (
        ("fukushi", "福祉課", "welfare"),
        ("kodomo", "子ども課", "child"),
        ("zeimu", "税務課", "tax"),
        ("kenkou", "健康課", "health"),
    )
)
SECOND_DESK = '[[desk]]\nname = "counter-2"\nlabel = "2番窓口"\nmode = "counter"\nreceipt_letter = "C"\n'
TASK = (
    f'\n[[task]]\nid = "soudan"\nlabel = "相談"\nsection = "fukushi"\nwork = "receive"\nprocedures = ["{SHEET}"]\n'
)


def town_hall_of(folder: Path) -> TownHall:
    built = build_town_hall(folder, more=SECOND_DESK)
    (folder / "config/hall.toml").write_text(EXAMPLE + SECTIONS + TASK, encoding="utf-8")
    return TownHall(Office(built.office.settings))


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return town_hall_of(tmp_path)


def opened(town_hall: TownHall, name: str) -> Iterator[Workplace]:
    desk = next(each for each in town_hall.office.settings.desks if each.name == name)
    here = open_workplace(town_hall.office, desk)
    yield here
    here.hub.close()
    here.printer.stop()
    here.store.close()


@pytest.fixture
def first(town_hall: TownHall) -> Iterator[Workplace]:
    yield from opened(town_hall, "counter-1")


@pytest.fixture
def second(town_hall: TownHall) -> Iterator[Workplace]:
    yield from opened(town_hall, "counter-2")


def scanned(pages: Pages, text: str, status: int = 200) -> Page:
    pages.open("/")
    return pages.send(text=text, form="scanner", status=status)


def posted(pages: Pages, page: Page, what: str, **sent: str) -> bytes:
    data = {"csrf_token": dict(page.form("scanner").fields)["csrf_token"], **sent}
    found: bytes = pages.client.post(f"{page.path}/{what}", data=data, follow_redirects=True).data
    return found


def labels(page: Page) -> set[str]:
    return {each.text.strip() for each in page.find("dt")}


def code_on(town_hall: TownHall, *without: str, **answers: object) -> str:
    """What the QR of a sheet with these answers holds."""
    office = town_hall.office
    said = {key: value for key, value in {**ANSWERS, **answers}.items() if key not in without}
    application = application_of(office.catalogue.chosen([SHEET]), said)
    return str(sheet_job(application, application.procedures[0], office, PLAIN).code)


def keyring_of(office: Office) -> Keyring:
    return read_keyring(office.settings.keys.folder, office.settings.town.code)


def reason_of(text: str, office: Office, **later: int) -> BackOfficeReason:
    with pytest.raises(BackOfficeError) as caught:
        open_carried_code(text, keyring_of(office), office.catalogue, now() + timedelta(**later))
    assert caught.value.sentence
    assert caught.value.next_step
    return caught.value.reason


def test_the_paper_of_one_section_opens_the_visit_of_the_next_one(
    town_hall: TownHall, first: Workplace, second: Workplace
) -> None:
    welfare = signed_in(first, "fuku", "fukushi")
    application = application_of(town_hall.office.catalogue.chosen([SHEET]), ANSWERS)
    page = scanned(welfare, seal_application(application, town_hall.office).texts[0])
    assert SAID in page.text
    (found,) = find_codes(posted(welfare, page, "pdf"), "sheet.pdf")
    posted(welfare, page, "finish", anyway="yes")
    assert not open_visits(first.store)

    page = scanned(signed_in(second, "kodo", "kodomo"), found)
    (visit,) = open_visits(second.store)
    assert (visit.way_in, visit.procedures) == (WayIn.SHEET, ((SHEET, 1),))
    case = second.cases.read(visit.id)
    assert dict(case.answers) == dict(application.journey(today()).relevant)
    assert SAID in page.text
    assert "128,000円" in page.text
    assert "同意のない部分" not in page.text


def test_a_section_without_consent_sees_who_it_is_and_that_there_is_a_sheet(
    town_hall: TownHall, second: Workplace
) -> None:
    pages = signed_in(second, "ken", "kenkou")
    page = scanned(pages, code_on(town_hall))
    assert "ヨシダ　ハナコ" in page.text
    assert "相談シート：同意のない部分" in page.text
    assert "紙の同意の欄に" not in page.text, "the hall says which box is theirs, and it is empty"
    for said in (SAID, "128,000円", "家賃やローン", "良くない", "090-1234-5678", "hanako@example.com"):
        assert said not in page.text
    assert "ご相談の内容を見てよい課" in labels(page)
    assert not [each for each in page.find("a") if each.attributes.get("id") == "edit-consent"]
    closed = pages.client.get(f"{page.path}/sheets.pdf", follow_redirects=True)
    assert CLOSED_SHEET in closed.text
    for reason in ("cover", "paper", "on_paper", ""):
        assert SAID not in posted(pages, page, "reveal", reason=reason).decode()


def test_what_the_person_allows_at_the_window_is_seen_and_recorded(town_hall: TownHall, second: Workplace) -> None:
    pages = signed_in(second, "ken", "kenkou")
    scanned(pages, code_on(town_hall))
    assert SAID in pages.send(reason="consented", form="reveal").text
    (visit,) = open_visits(second.store)
    (last,) = [each for each in read_entries(second.store) if each.event == AuditEvent.ANSWERS_REVEALED]
    assert (last.visit_id, last.details) == (visit.id, {"reason": "consented"})


def test_consent_for_one_part_shows_that_part_alone(town_hall: TownHall, second: Workplace) -> None:
    page = scanned(signed_in(second, "zei", "zeimu"), code_on(town_hall))
    assert SAID in page.text
    assert "128,000円" not in page.text
    assert "相談シート：同意のない部分" in page.text


def test_whoever_takes_part_in_no_section_asks_first(town_hall: TownHall, second: Workplace) -> None:
    page = scanned(signed_in(second, "sougou"), code_on(town_hall))
    assert SAID not in page.text
    assert "紙の同意の欄に、この課への同意がある" in page.text


def test_the_section_it_was_written_for_sees_all_of_it(town_hall: TownHall, second: Workplace) -> None:
    page = scanned(
        signed_in(second, "fuku", "fukushi"),
        code_on(town_hall, "consult.readers", "consult.private_readers"),
    )
    assert SAID in page.text
    assert "同意のない部分" not in page.text


def test_the_same_paper_goes_on_from_section_to_section_and_nothing_stays(
    town_hall: TownHall, second: Workplace
) -> None:
    code = code_on(town_hall)
    pages = signed_in(second, "kodo", "kodomo")
    page = scanned(pages, code)
    assert scanned(pages, code).path == page.path, "scanned twice is one visit"
    (before,) = open_visits(second.store)
    posted(pages, page, "finish", anyway="yes")
    assert not open_visits(second.store)
    again = scanned(pages, code)
    assert again.path != page.path
    assert SAID in again.text
    (visit,) = open_visits(second.store)
    assert visit.id != before.id


def test_a_paper_is_refused_in_words(
    town_hall: TownHall, second: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, code = town_hall.office, code_on(town_hall)
    assert reason_of(code, office, days=31) is BackOfficeReason.SHEET_EXPIRED
    assert reason_of(code, office, hours=-1) is BackOfficeReason.SHEET_EXPIRED
    assert (
        open_carried_code(code, keyring_of(office), office.catalogue, now() + timedelta(days=29)).procedure.id
        == SHEET
    )
    assert reason_of(code[:-1], office) is BackOfficeReason.MISREAD
    assert reason_of(code[:8], office) is BackOfficeReason.NOT_A_PAPER_CODE

    pages = signed_in(second, "kodo", "kodomo")
    with monkeypatch.context() as later:
        later.setattr("kiosk.desk.reception.now", lambda: now() + timedelta(days=31))
        page = scanned(pages, code, 422)
    assert "使える日数を過ぎています" in page.text
    make_first_key(tmp_path / "elsewhere", "011011", now())
    other = read_keyring(tmp_path / "elsewhere", "011011").current.public_key
    form = PrintedForm("A-001", now(), office.catalogue.chosen([SHEET])[0], {})
    page = scanned(pages, make_sealed_code(form, "011011", other, office.catalogue, "3"), 422)
    assert "ほかの市区町村で印刷した紙です" in page.text
    refused = [each.details for each in read_entries(second.store) if each.event == AuditEvent.TICKET_REFUSED]
    assert refused == [{"reason": "sheet_expired"}, {"reason": "sheet_of_other_town"}]
    assert not open_visits(second.store)


def test_a_paper_of_another_key_or_of_another_procedure_is_refused(town_hall: TownHall, tmp_path: Path) -> None:
    office, town = town_hall.office, town_hall.office.settings.town.code
    make_first_key(tmp_path / "old", town, now())
    ring = read_keyring(tmp_path / "old", town)
    code = code_on(town_hall)
    with pytest.raises(BackOfficeError) as caught:
        open_carried_code(code, ring, office.catalogue, now())
    assert caught.value.reason in (BackOfficeReason.SHEET_OF_OTHER_KEY, BackOfficeReason.DAMAGED)
    record = office.catalogue.chosen(["resident_record_copy"])[0]
    form = PrintedForm("A-001", now(), record, {})
    foreign = make_sealed_code(form, town, keyring_of(office).current.public_key, office.catalogue, "3")
    assert reason_of(foreign, office) is BackOfficeReason.BAD_CONTENTS


def test_it_opens_for_no_other_purpose(town_hall: TownHall) -> None:
    office, code = town_hall.office, code_on(town_hall)
    with pytest.raises(BackOfficeError) as caught:
        open_code(code, office.settings.town.code, keyring_of(office), office.catalogue)
    assert caught.value.reason is BackOfficeReason.IS_CARRIED
    with pytest.raises(TicketError) as opened_as_ticket:
        unsealed(bytes_of(code[8:]), keyring_of(office))
    assert opened_as_ticket.value.reason is TicketReason.DAMAGED


@pytest.mark.parametrize("code", ["none", "receipt", "sealed"])
def test_even_the_longest_answers_fit_into_one_code_whatever_the_town_prints(tmp_path: Path, code: str) -> None:
    built = build_town_hall(tmp_path, more=f'{SECOND_DESK}\n[paper]\ncode = "{code}"\n')
    paper = built.office.settings.paper
    make_first_key(paper.key_folder, built.office.settings.town.code, now())
    write_public_keys(paper.public_file, read_keyring(paper.key_folder, built.office.settings.town.code).public())
    longest = {
        "you.name": "渡邉󠄐　" + "勘解由小路左衛門" * 3,
        "you.building": "霞が関中央合同マンション第二十三号館１２３４号室",
        "consult.details": "".join(chr(0x4E00 + 37 * each) for each in range(120)),
    }
    text = code_on(built, **longest)
    assert text.startswith("03")
    opened_again = open_carried_code(text, keyring_of(built.office), built.office.catalogue, now())
    assert opened_again.answers is not None
    assert opened_again.answers["consult.details"] == longest["consult.details"]


def test_the_paper_says_how_long_it_can_be_used(town_hall: TownHall) -> None:
    procedure = town_hall.office.catalogue.chosen([SHEET])[0]
    assert procedure.carried is not None
    assert f"印刷から{procedure.carried.days}日間" in (procedure.folder / "sheet.toml").read_text(encoding="utf-8")
