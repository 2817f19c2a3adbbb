"""Several sheets of one visit: in the desk's order, behind one cover slip that tells signatures, places and fees."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms import Answers, Application, Place, Procedure, Value
from forms.answers import UNKNOWN, rows_of
from forms.journeypage import key_of
from forms.procedure import Shows
from forms.samples import read_sample
from kiosk import stacks
from kiosk.office import Office, open_office, today
from kiosk.settings import PaperCover
from kiosk.stacks import WATERMARK, Order, draw_sheets, draw_stacks
from kiosk.town.walk import in_walking_order
from printing import CoverSlip
from printing.ipp import Sides
from tests.printing.paper import pdfium_text, words

CONFIG = Path(__file__).parents[2] / "config"
TODAY = today()
FAMILY = ("water", "move_in", "child_medical", "health_insurance_join", "child_allowance")


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(CONFIG)


def test_a_family_gets_its_sheets_in_the_desks_order_behind_one_slip(office: Office) -> None:
    printed = draw_sheets(visit(office, *FAMILY), office, Order("A-012"))
    text = words(pdfium_text(printed.pdf))
    assert len(printed.pages_of_jobs) == 6
    places = [text.index(words(title)) for title in ("受付票", "転入届", "国民健康保険", "児童手当", "水道")]
    assert places == sorted(places)
    assert "A-012" in text
    assert "建設水道課" in text


@pytest.mark.parametrize("staff", ["佐藤", "長谷川・山田次郎三郎左"])
def test_every_sheet_names_who_printed_it_in_the_field_of_the_office(office: Office, staff: str) -> None:
    printed = draw_sheets(visit(office, *FAMILY), office, Order("A-012", staff=staff))
    assert words(pdfium_text(printed.pdf)).count(words(staff)) == len(FAMILY)
    assert printed.notices == draw_sheets(visit(office, *FAMILY), office, Order("A-012")).notices


def test_the_slip_adds_up_the_fees(office: Office) -> None:
    application = visit(office, "resident_record_copy", "move_in")
    stacks = words(pdfium_text(draw_sheets(application, office, Order("A-1")).pdf))
    assert stacks.count("600円") == 3


def test_the_dog_that_moved_in_is_free(office: Office) -> None:
    application = visit(office, "dog", "resident_record_copy", **{"dog.kind": "moved_in"})
    stacks = slip_of(application, office)
    assert [entry.fee for entry in stacks.entries] == [600, 0]


def test_a_new_dog_costs_its_registration(office: Office) -> None:
    stacks = slip_of(visit(office, "dog", **{"dog.kind": "new"}), office)
    assert [entry.fee for entry in stacks.entries] == [3000]


def test_parcels_are_counted_by_the_office(office: Office) -> None:
    stacks = slip_of(visit(office, "property_certificate", "resident_record_copy"), office)
    assert [entry.fee for entry in stacks.entries] == [600, None]
    printed = draw_sheets(visit(office, "property_certificate", "resident_record_copy"), office, Order("A-1")).pdf
    assert "窓口でお知らせ" in words(pdfium_text(printed))


def test_a_register_for_a_pension_is_free_and_its_history_is_not(office: Office) -> None:
    application = visit(office, "family_register_certificate", "family_register_history", purpose="pension")
    fees = {entry.title: entry.fee for entry in slip_of(application, office).entries}
    assert fees["戸籍証明書等の交付請求"] == 0
    assert fees["戸籍の附票の写しの交付請求"]


@pytest.mark.parametrize(
    ("kind", "together", "fee"),
    [
        ("removed_entry", (), 450),
        ("acceptance_fine", (), 1400),
        ("contents", (), 350),
        ("code", (), 400),
        ("removed_code", (), 700),
        ("code", ("full",), 450),
        ("removed_code", ("removed",), 750),
    ],
)
def test_what_certificates_of_the_register_cost(
    office: Office, kind: str, together: tuple[str, ...], fee: int
) -> None:
    """The number for an electronic certificate is free beside the certificate itself."""
    kinds = (kind, *together)
    counts = {f"register.{each}_count": 1 for each in kinds}
    said: dict[str, Value] = {"register.kinds": kinds, "register.lifetime": False, **counts}
    application = visit(office, "family_register_certificate", **said)
    assert [entry.fee for entry in slip_of(application, office).entries] == [fee]


def test_nobody_comes_to_one_counter_twice(office: Office) -> None:
    procedures = office.catalogue.chosen(["dog", "water", "child_allowance", "income_certificate", "move_in"])
    assert desks(procedures, ()) == ["税務課", "住民課", "住民課", "福祉課", "建設水道課"]
    walk = ("建設水道課", "住民課")
    assert desks(procedures, walk) == ["建設水道課", "住民課", "住民課", "税務課", "福祉課"]


def test_the_slip_says_until_when(office: Office) -> None:
    day = TODAY
    application = visit(office, "move_in", "water", **{"move.date": (day - timedelta(days=10)).isoformat()})
    until = day + timedelta(days=4)
    year = "" if until.year == day.year else f"{until.year}年"
    assert [entry.deadline for entry in slip_of(application, office).entries] == [
        f"{year}{until.month}月{until.day}日まで",
        "",
    ]


def test_a_deadline_that_has_passed_is_said(office: Office) -> None:
    application = visit(office, "move_in", **{"move.date": (TODAY - timedelta(days=15)).isoformat()})
    assert "過ぎています" in slip_of(application, office).entries[0].deadline


def test_the_slip_lists_what_is_still_missing(office: Office) -> None:
    application = visit(office, "move_in", "health_insurance_join", **{"move.certificate": "paper"})
    missing = slip_of(application, office).missing
    assert "転出証明書" in missing
    assert any(text.startswith("窓口に来る人の本人確認書類") for text in missing)
    assert any(text.startswith("マイナンバー（個人番号）") for text in missing)


def test_what_was_shown_at_the_desk_is_missing_no_longer(office: Office) -> None:
    application = visit(office, "move_in", "health_insurance_join", whom="letter")
    shown = slip_of(application, office, (Shows.IDENTITY, Shows.NUMBER, Shows.AUTHORITY)).missing
    assert not [text for text in shown if "本人確認書類" in text or "委任状" in text or "個人番号" in text]


def test_the_slip_lists_what_the_visitor_left_for_the_counter(office: Office) -> None:
    application = visit(office, "family_register_certificate", **{"register.domicile": UNKNOWN})
    assert "窓口でうかがうこと：本籍" in slip_of(application, office).missing


def test_the_slip_also_lists_what_is_left_open_of_the_family(office: Office) -> None:
    rows = rows_of(visit(office, "move_in").answers["family"])
    left = ({**rows[0], "birth_date": UNKNOWN, "relation": UNKNOWN}, *rows[1:])
    missing = slip_of(visit(office, "move_in", family=left), office).missing
    assert "窓口でうかがうこと：世帯主との続柄、生年月日" in missing


def test_the_slip_names_nobody(office: Office) -> None:
    application = visit(office, *FAMILY)
    names = {str(value) for key, value in application.answers.items() if key.endswith("name")}
    said = str(slip_of(application, office))
    assert not [name for name in names if name and name in said]


def test_one_sheet_alone_needs_no_slip(office: Office) -> None:
    assert len(draw_sheets(visit(office, "move_in"), office).pages_of_jobs) == 1
    assert len(draw_sheets(visit(office, *FAMILY), office, Order(only=("water",))).pages_of_jobs) == 1


def test_every_further_page_carries_the_receipt_number(office: Office) -> None:
    text = words(pdfium_text(draw_sheets(visit(office, "child_allowance"), office, Order("A-012")).pdf))
    assert [f"受付番号A-0122枚中{page}枚目" in text for page in (1, 2)] == [True, True]


@pytest.mark.parametrize(("cover", "one", "two"), [("several", 1, 3), ("always", 2, 3), ("never", 1, 2)])
def test_the_town_decides_when_there_is_a_slip(office: Office, cover: str, one: int, two: int) -> None:
    paper = replace(office.settings.paper, cover=PaperCover(cover))
    wishing = Office(replace(office.settings, paper=paper))
    counts = [
        len(draw_sheets(visit(wishing, *ids), wishing).pages_of_jobs)
        for ids in (["move_in"], ["move_in", "water"])
    ]
    assert counts == [one, two]


def test_the_same_comes_as_one_stack_for_the_printer(office: Office) -> None:
    stacks = draw_stacks(visit(office, *(id for id in FAMILY if id != "child_allowance")), office, Order("A-012"))
    assert len(stacks) == 1
    assert stacks[0].options.pages == stacks[0].printed.page_count
    assert stacks[0].options.job_name == "madoguchi"


def test_a_form_with_a_back_page_is_a_stack_of_its_own(office: Office) -> None:
    sides = [each.options.sides for each in draw_stacks(visit(office, *FAMILY), office, Order("A-012"))]
    assert sides == [Sides.ONE, Sides.TWO_LONG_EDGE, Sides.ONE]


def test_practice_paper_carries_a_watermark_that_is_no_text(office: Office) -> None:
    application = visit(office, "move_in", "water")
    practice = Office(office.settings, training=True)
    drawn, real = draw_sheets(application, practice), draw_sheets(application, office)
    assert pdfium_text(drawn.pdf) == pdfium_text(real.pdf)
    assert WATERMARK not in pdfium_text(drawn.pdf)
    assert len(drawn.pdf) > len(real.pdf)


def visit(office: Office, *ids: str, **said: Value) -> Application:
    """The typical samples together, and what is said otherwise of an item, in every procedure that asks for it."""
    procedures = office.catalogue.chosen(ids)
    merged: dict[str, Value] = {}
    for procedure in procedures:
        merged |= read_sample(procedure, "typical").answers
    keys = {key_of(ask, each): ask.item.name for each in procedures for ask in each.asks()}
    merged |= {key: said[name] for key, name in keys.items() if name in said}
    answers: Answers = {**merged, **{name: value for name, value in said.items() if name not in keys.values()}}
    return Application(procedures, answers)


def slip_of(application: Application, office: Office, seen_already: Collection[Shows] = ()) -> CoverSlip:
    ordered = in_walking_order(application.procedures, office.settings.paper.walk)
    walked = replace(application, procedures=ordered)
    return stacks.slip_of(walked, office, "A-1", Place.COUNTER, TODAY, "", seen_already)


def desks(procedures: Sequence[Procedure], walk: Sequence[str]) -> list[str]:
    return [procedure.desk for procedure in in_walking_order(procedures, walk)]


def test_a_sheet_says_what_the_desk_knows(office: Office) -> None:
    shown = open_office(CONFIG).identification.kinds
    bank_book = tuple(kind for kind in shown if kind.code == "bank_book")
    printed = draw_sheets(visit(office, "resident_record_copy"), office, Order("A-012", papers=bank_book))
    text = words(pdfium_text(printed.pdf))
    assert all(words(known) in text for known in ("受付番号A-012", "600円", bank_book[0].label))
