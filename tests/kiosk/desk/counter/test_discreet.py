"""A procedure that only the counter offers (支援措置): staff find it, and nothing that others can see names it."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from forms.procedure import DISCREET_NAME
from forms.procedures import shipped_catalogue
from forms.samples import read_sample
from forms.ticket import TicketContents, TicketError, TicketReason, seal
from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.drill.residents import MIX
from kiosk.hall.figures import read_figures
from kiosk.hall.monthly import read_month
from kiosk.hall.opendata import write_csv
from kiosk.hall.slip import RouteSlip
from kiosk.office import now, today
from kiosk.prefill import create_app as create_phone
from kiosk.stacks import Order, draw_sheets, draw_stacks
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from kiosk.tickets import open_texts, public_keys, seal_application
from kiosk.town.topics import FAQ
from kiosk.training import training_office
from tests.kiosk.desk.counter.clerks import signed_in
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.offices import CONFIG, make_office
from tests.kiosk.pages import Page, Pages, check_page
from tests.kiosk.town.test_hall import EXAMPLE
from tests.printing.paper import pdfium_pages, pdfium_text, words

ID = "address_protection"
TOLD = re.compile(f"支援措置|加害|ストーカー|住民基本台帳事務|{ID}|protection")
"""Words that would give somebody away."""
WORDS = "支援措置"


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    return signed_in(workplace, "sato")


def search(pages: Pages, words: str) -> Page:
    token = pages.open("/").find("input", name="csrf_token")[0].attributes["value"]
    return check_page(pages.client.post("/search", data={"csrf_token": token, "q": words}))


def begin(pages: Pages, workplace: Workplace, *more: str) -> str:
    search(pages, WORDS)
    token = pages.open("/").find("input", name="csrf_token")[0].attributes["value"]
    check_page(
        pages.client.post("/new", data={"csrf_token": token, "procedure": [ID, *more]}, follow_redirects=True)
    )
    (visit,) = open_visits(workplace.store)
    return visit.id


def test_staff_find_it_by_what_people_say_and_begin(pages: Pages, workplace: Workplace) -> None:
    for said in (WORDS, "DV", "住所を知られたくない"):
        assert search(pages, said).find("input", name="procedure", value=ID), said
    begin(pages, workplace)
    (visit,) = open_visits(workplace.store)
    assert [id for id, _ in visit.procedures] == [ID]


def test_the_counters_list_does_not_show_it_before_it_is_looked_for(pages: Pages) -> None:
    assert not TOLD.search(pages.open("/").text)
    assert not search(pages, "はんこ").find("input", name="procedure", value=ID)


def test_the_visits_heading_title_and_lists_do_not_name_it(pages: Pages, workplace: Workplace) -> None:
    visit = begin(pages, workplace, "resident_record_copy")
    page = pages.open(f"/visits/{visit}")
    assert page.heading.endswith(f" {DISCREET_NAME}、住民票の写し")
    assert not TOLD.search(page.title)
    assert DISCREET_NAME in pages.open("/").text
    assert not TOLD.search(pages.open("/").text), "the list of open visits"
    change = page.text.partition('id="procedures"')[2].partition("</details>")[0]
    assert f'value="{ID}"' in change, "it can be taken away again"
    assert not TOLD.search(change.replace(f'value="{ID}"', ""))


def test_another_visit_is_not_offered_it(pages: Pages, workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), "counter-1", 1)
    assert not TOLD.search(pages.open(f"/visits/{visit.id}").text)


def test_the_phone_knows_nothing_of_it(tmp_path: Path) -> None:
    office = make_office(tmp_path, ("first = [", f'first = ["{ID}", '))
    phone = Pages(create_phone(office))
    assert not TOLD.search(phone.open("/").text)
    groups = phone.open("/").find("button", name="action")
    for group in (each.attributes["value"] for each in groups if each.attributes["value"].startswith("group:")):
        assert not TOLD.search(phone.open(f"/?open={group.removeprefix('group:')}").text)
    for said in (WORDS, "DV", "domestic violence"):
        phone.open("/")
        found = phone.send({"q": said, "procedure": ID}, button="search").text
        assert not re.search(f'value="{ID}"|支援措置の申出', found)
    phone.open("/")
    assert "1つ以上選んでください" in phone.send({"procedure": ID}).text
    for event in office.guide.events:
        assert not TOLD.search(phone.open(f"/guide/{event}").text)


def test_the_guide_names_it_in_no_step() -> None:
    folder = Path("kiosk/shipped/guide")
    assert not [file for file in folder.rglob("*.toml") if ID in file.read_text("utf-8")]


def test_the_lobby_neither_lists_nor_finds_nor_begins_it(lobby: Workplace) -> None:
    shutil.copy(CONFIG / FAQ, lobby.office.settings.folder)
    (lobby.office.settings.folder / "lobby.toml").unlink()
    pages = Pages(create_app(lobby.office, lobby.desk, lobby))
    assert not TOLD.search(pages.open("/").text)
    assert not TOLD.search(pages.open("/hand").text)
    assert not TOLD.search(pages.open("/hand?group=引っ越し・世帯").text)
    pages.open("/search")
    assert not re.search(f'value="{ID}"|支援措置の申出', pages.send(q=WORDS, button="search", form="search").text)
    token = pages.open("/hand").find("input", name="csrf_token")[0].attributes["value"]
    sent = pages.client.post("/hand", data={"csrf_token": token, "procedure": ID})
    assert sent.status_code == 422
    assert not open_visits(lobby.store)


@pytest.fixture
def with_numbers(tmp_path: Path) -> Iterator[Workplace]:
    """A town whose queue has the procedure."""
    town_hall = build_town_hall(tmp_path)
    hall = EXAMPLE.replace('"resident_record_copy"', f'"{ID}", "resident_record_copy"', 1)
    assert ID in hall
    hall += f'[[task]]\nid = "hide"\nlabel = "支援措置の決定"\nsection = "juumin"\nwork = "issue"\nprocedures = ["{ID}"]\n'
    (tmp_path / "config/hall.toml").write_text(hall, encoding="utf-8")
    opened = open_workplace(town_hall.office, town_hall.office.settings.desks[0])
    yield opened
    opened.hub.close()
    opened.store.close()


def test_the_lobbys_number_and_the_slip_of_the_way_do_not_name_it(with_numbers: Workplace) -> None:
    clerk = add_staff(with_numbers.store, "sato", "mado-guchi-1", StaffRole.CLERK)
    visit = with_numbers.reception.by_hand([ID], clerk.id)
    planning = with_numbers.planning
    assert planning is not None
    told = RouteSlip(visit.receipt_number, "みどり野町", now(), planning.stops(visit.id))
    assert not TOLD.search(str(told))
    assert DISCREET_NAME in str(told)
    office, lobby = with_numbers.office, with_numbers.office.settings.desks[1]
    place = open_workplace(office, lobby)
    assert not TOLD.search(Pages(create_app(office, lobby, place)).open("/number").text)
    place.hub.close()
    place.store.close()


def test_no_ticket_is_made_with_it_and_a_forged_one_is_refused(town_hall: TownHall) -> None:
    office = town_hall.office
    procedure = office.catalogue.current[ID]
    with pytest.raises(TicketError):
        seal_application(read_sample(procedure, "typical"), office)
    contents = TicketContents(now(), now() + timedelta(days=14), ((ID, procedure.version),), {})
    forged = seal(contents, office.settings.town.code, public_keys(office).current, office.catalogue)
    with pytest.raises(TicketError) as refused:
        open_texts(forged.texts, office)
    assert refused.value.reason is TicketReason.UNKNOWN_PROCEDURE


def test_practice_has_no_resident_with_it(town_hall: TownHall) -> None:
    office = training_office(town_hall.office)
    place = open_workplace(office, office.settings.desks[0])
    pages = Pages(create_app(office, place.desk, place))
    pages.open("/")
    assert not TOLD.search(pages.open("/").text)
    assert all(ID not in ids for _, ids in MIX)
    place.hub.close()
    place.store.close()


def test_the_slip_does_not_name_it_and_the_sheet_comes_all_the_same(town_hall: TownHall) -> None:
    office = town_hall.office
    sample = read_sample(office.catalogue.current[ID], "typical")
    chosen = office.catalogue.chosen([ID, "resident_record_copy", "dog"])
    others = [read_sample(each, "typical").answers for each in chosen if each.id != ID]
    application = type(sample)(chosen, {**others[0], **others[1], **sample.answers})
    printed = draw_sheets(application, office, Order("A-012"))
    slip, *sheets = map(words, pdfium_pages(printed.pdf))
    assert len(printed.pages_of_jobs) == 4
    assert "住民基本台帳事務における支援措置申出書" in "".join(sheets)
    assert "受付票" in slip
    assert not TOLD.search(slip)


def test_alone_it_has_no_slip_at_all_and_no_name_outside_the_paper(town_hall: TownHall) -> None:
    office = town_hall.office
    sample = read_sample(office.catalogue.current[ID], "typical")
    (stack,) = draw_stacks(sample, office, Order("A-012"))
    assert "受付票" not in words(pdfium_text(stack.printed.pdf))
    assert not TOLD.search(stack.options.job_name)
    with pikepdf.Pdf.open(BytesIO(stack.printed.pdf)) as pdf:
        assert not TOLD.search(str(pdf.docinfo.get("/Title", "")))


def test_no_figure_counts_it(pages: Pages, workplace: Workplace) -> None:
    begin(pages, workplace, "resident_record_copy")
    hidden = workplace.office.catalogue.discreet
    figures = read_figures(workplace.store, today(), today(), {}, hidden, least=1)
    assert [cell.value for cell in figures.cells if cell.by == "procedure"] == ["resident_record_copy"]
    month = read_month(workplace.store, None, "みどり野町", today().replace(day=1), hidden)
    assert not TOLD.search(write_csv(month.now))
    assert not TOLD.search(pages.open("/today").text)


def test_only_what_residents_see_is_translated_and_spoken() -> None:
    from tools.translation.catalogue import catalogue_texts
    from tools.voice.texts import spoken_texts

    assert not [text for text in catalogue_texts() if text.place.startswith((ID, "protection."))]
    assert not [name for name, _ in spoken_texts() if "protection" in name]


def test_it_is_one_procedure_as_it_comes() -> None:
    assert shipped_catalogue().discreet == {ID}
