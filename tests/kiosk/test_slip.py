"""Several sheets of one visit: in the desk's order, behind one cover slip that tells signatures, places and fees."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms import Answers, Application, Value
from forms.samples import read_sample
from kiosk.office import Office, open_office
from kiosk.settings import PaperCover
from kiosk.stacks import WATERMARK, draw_sheets, draw_stacks
from tests.printing.paper import pdfium_text, words

CONFIG = Path(__file__).parents[2] / "config"
FAMILY = ("water", "move_in", "child_medical", "health_insurance_join", "child_allowance")


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(CONFIG)


def test_a_family_gets_its_sheets_in_the_desks_order_behind_one_slip(office: Office) -> None:
    printed = draw_sheets(visit(office, *FAMILY), office, "A-012")
    text = words(pdfium_text(printed.pdf))
    assert len(printed.pages_of_jobs) == 6
    places = [text.index(words(title)) for title in ("受付票", "転入届", "国民健康保険", "児童手当", "水道")]
    assert places == sorted(places)
    assert "A-012" in text
    assert "建設水道課" in text


def test_the_slip_adds_up_the_fees(office: Office) -> None:
    application = visit(office, "resident_record_copy", "move_in")
    slip = words(pdfium_text(draw_sheets(application, office, "A-1").pdf))
    assert slip.count("600円") == 2


def test_one_sheet_alone_needs_no_slip(office: Office) -> None:
    assert len(draw_sheets(visit(office, "move_in"), office).pages_of_jobs) == 1
    assert len(draw_sheets(visit(office, *FAMILY), office, only="water").pages_of_jobs) == 1


def test_every_further_page_carries_the_receipt_number(office: Office) -> None:
    text = words(pdfium_text(draw_sheets(visit(office, "child_allowance"), office, "A-012").pdf))
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
    stacks = draw_stacks(visit(office, *FAMILY), office, "A-012")
    assert len(stacks) == 1
    assert stacks[0].options.pages == stacks[0].printed.page_count
    assert stacks[0].options.job_name == "madoguchi"


def test_practice_paper_carries_a_watermark_that_is_no_text(office: Office) -> None:
    application = visit(office, "move_in", "water")
    practice = Office(office.settings, training=True)
    drawn, real = draw_sheets(application, practice), draw_sheets(application, office)
    assert pdfium_text(drawn.pdf) == pdfium_text(real.pdf)
    assert WATERMARK not in pdfium_text(drawn.pdf)
    assert len(drawn.pdf) > len(real.pdf)


def visit(office: Office, *ids: str) -> Application:
    procedures = office.catalogue.chosen(ids)
    merged: dict[str, Value] = {}
    for procedure in procedures:
        merged |= read_sample(procedure, "typical").answers
    answers: Answers = merged
    return Application(procedures, answers)
