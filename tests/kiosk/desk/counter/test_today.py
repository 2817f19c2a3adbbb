"""「きょう」 tells the head of the section what happened, and what was charged."""

from tests.kiosk.desk.counter.test_turns import issue, pages, press, token, town_hall, turns, workplace

__all__ = ["pages", "town_hall", "turns", "workplace"]

from kiosk.desk import Workplace
from kiosk.desk.charges import charges_of
from kiosk.hall.survey import count_face
from kiosk.hall.turns import Turns, new_key
from kiosk.office import today
from kiosk.settings import DeskMode
from kiosk.store import NewVisit, WayIn, open_visit, open_visits
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages
from tests.printing.paper import pdfium_text


def test_it_works(pages: Pages, turns: Turns, town_hall: TownHall) -> None:
    issue(turns)
    for words in ("次の方", "来ました"):
        press(pages, words)
    (ticket,) = town_hall.ticket()
    pages.client.post("/scan", data=token(pages) | {"text": ticket})
    said = pages.open("/today")
    assert said.heading.startswith("きょう")
    for words in ("受付コード", "住民票の写し", "日本語", "証明書"):
        assert words in said.text


def test_a_day_without_anybody_is_no_error(pages: Pages) -> None:
    assert "まだありません。" in pages.open("/today").text


def test_what_a_visit_costs_is_told_by_key_count_and_yen(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    (ticket,) = town_hall.ticket()
    pages.client.post("/scan", data=token(pages) | {"text": ticket})
    (visit,) = open_visits(workplace.store)
    (charge,) = charges_of(workplace.cases.read(visit.id), workplace.office)
    assert (charge.procedure, charge.count) == ("resident_record_copy", 2)
    assert charge.amount
    assert charge.fee in {key for key in workplace.office.fees}


def test_the_month_is_drawn_with_a_table_beside_each_picture(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    for _ in range(12):
        open_visit(workplace.store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF))
        count_face(workplace.store, new_key(), "main", 4)
    page = pages.open("/figures")
    assert page.heading == f"数字（{today().year}年{today().month}月）"
    assert len(page.find("svg", **{"class": "chart"})) == 2
    for words in ("来た時間", "12件", "満足度", "4点", "12人"):
        assert words in page.text
    paper = pages.client.get("/figures.pdf")
    assert paper.mimetype == "application/pdf"
    assert "12件" in pdfium_text(paper.data)
    assert "10件以上の数がまだありません" in pages.open("/figures?month=2025-01").text
    assert pages.client.get("/figures?month=heisei").status_code == 404


def test_staff_play_a_resident_with_one_tap_at_each_turn(pages: Pages) -> None:
    pages.open("/survey")
    walk = pages.send(script="birth", phase="before", form="survey")
    assert "移動" in walk.text
    for activity in ("write", "wait", "talk"):
        pages.client.post(walk.path, data=token(pages) | {"activity": activity})
    assert "窓口で手続" in pages.open(walk.path).text
    pages.client.post(walk.path, data=token(pages) | {"activity": "end"})
    assert "終わりました" in pages.open(walk.path).text
    assert "子どもが生まれた夫婦（前1回・後0回の中央値）" in pages.open("/survey").text
    assert pages.client.get("/survey/nothing").status_code == 404


def test_a_walk_that_went_wrong_is_thrown_away(pages: Pages) -> None:
    pages.open("/survey")
    walk = pages.send(script="move", phase="after", form="survey")
    pages.client.post(walk.path, data=token(pages) | {"activity": "drop"})
    assert pages.client.get(walk.path).status_code == 404
