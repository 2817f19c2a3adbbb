"""「きょう」 tells the head of the section what happened, and what was charged."""

from tests.kiosk.desk.counter.test_turns import issue, pages, press, token, town_hall, turns, workplace

__all__ = ["pages", "town_hall", "turns", "workplace"]

from kiosk.desk import Workplace
from kiosk.desk.charges import charges_of
from kiosk.hall.turns import Turns
from kiosk.store import open_visits
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages


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
