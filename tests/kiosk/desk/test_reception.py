"""From a scan, a card or nothing at all to an open visit."""

import pytest

from forms import Row, Value, problems_of
from forms.answers import UNKNOWN
from forms.ticket import TicketContents, TicketError, TicketReason
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.desk.workplace import Workplace
from kiosk.office import now, today
from kiosk.store import (
    AuditEvent,
    PrintOutcome,
    StoreError,
    StoreReason,
    WayIn,
    abandon_visit,
    finish_visit,
    record_print,
)
from kiosk.store.audit import read_entries
from kiosk.tickets import checked_in_ticket
from kiosk.training import sample_resident
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, PROCEDURE, TownHall, two_part_ticket
from tests.residents import HOME, WATANABE, YOSHIDA

STATION = "screen-1"
CARD = {"name": YOSHIDA, "address": HOME, "birth_date": "1960-07-05", "sex": "female"}


def test_a_scanned_ticket_opens_a_visit_with_its_answers(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), STATION)
    case = workplace.cases.read(visit.id)
    assert case.answers["you.name"] == YOSHIDA
    assert case.answers == case.file.original
    assert visit.way_in is WayIn.TICKET
    assert visit.receipt_number == "A-001"


FORGED: dict[str, Value] = {
    "you.name": "山田\u202e郎太",
    "you.address": "東" * 9000,
    "you.birth_date": "not-a-date",
    "you.phone": "0152\x00\x1b[31m",
    "resident_record.count@resident_record_copy": -5,
    "family": ({"name": "", "birth_date": "zzzz"},),
}


def test_answers_that_nobody_could_have_typed_are_not_taken_from_a_ticket(
    workplace: Workplace, town_hall: TownHall
) -> None:
    honest = town_hall.application(FAMILY_ANSWERS).answers
    visit = workplace.reception.scan(town_hall.sealed({**honest, **FORGED}), STATION)
    case = workplace.cases.read(visit.id)
    assert case.answers == {key: value for key, value in honest.items() if key not in FORGED}
    wrong = {problem.item for problem in problems_of(case.journey(today()))}
    assert "you.name" in wrong
    assert set(case.file.unreadable) == set(FORGED)


TOO_MANY: tuple[Row, ...] = tuple(
    {
        "name": "山田　郎太",
        "birth_date": "1990-01-01",
        "sex": "male",
        "kana": "ヤマダ　ロウタ",
        "relation": "child",
    }
    for _ in range(21)
)


@pytest.mark.parametrize(
    ("key", "forged"),
    [
        ("family", TOO_MANY),
        ("whom", "token"),
        ("whom", "everybody"),
        ("you.relation", "emperor"),
        ("movers@move_out", ("you", "p9")),
        ("movers@move_out", "you"),
        ("movers@move_out", UNKNOWN),
    ],
)
def test_people_and_roles_that_nobody_could_have_chosen_are_dropped_and_told(
    town_hall: TownHall, key: str, forged: Value
) -> None:
    honest = sample_resident(town_hall.office.catalogue.chosen(["move_out"]), "typical").answers
    contents = TicketContents(now(), now(), (("move_out", 1),), {**honest, key: forged})
    application, unreadable = checked_in_ticket(contents, town_hall.office)
    assert key not in application.answers
    assert key in unreadable


def test_an_honest_ticket_has_nothing_that_cannot_be_read(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(FAMILY_ANSWERS), STATION)
    assert workplace.cases.read(visit.id).file.unreadable == ()


def test_the_same_ticket_comes_back_to_its_open_visit_with_the_corrections(
    workplace: Workplace, town_hall: TownHall
) -> None:
    ticket = town_hall.ticket()
    first = workplace.reception.scan(ticket, STATION)
    case = workplace.cases.read(first.id)
    workplace.reception.correct(case, dict(case.answers) | {"you.phone": "090-1234-5678"})
    again = workplace.reception.scan(ticket, "screen-2")
    assert again.id == first.id
    assert workplace.cases.read(again.id).answers["you.phone"] == "090-1234-5678"


def test_a_finished_ticket_is_refused(workplace: Workplace, town_hall: TownHall) -> None:
    ticket = town_hall.ticket()
    visit = workplace.reception.scan(ticket, STATION)
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(workplace.store, visit.id)
    with pytest.raises(TicketError) as refused:
        workplace.reception.scan(ticket, STATION)
    assert refused.value.reason is TicketReason.ALREADY_FINISHED


def test_an_abandoned_ticket_may_come_again(workplace: Workplace, town_hall: TownHall) -> None:
    ticket = town_hall.ticket()
    visit = workplace.reception.scan(ticket, STATION)
    abandon_visit(workplace.store, visit.id)
    assert workplace.reception.scan(ticket, STATION).id != visit.id


def test_finishing_deletes_the_answers(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), STATION)
    record_print(workplace.store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(workplace.store, visit.id)
    with pytest.raises(StoreError) as gone:
        workplace.cases.read(visit.id)
    assert gone.value.reason is StoreReason.VISIT_CLOSED


def test_refusals_are_audited_without_the_digits(workplace: Workplace, town_hall: TownHall) -> None:
    with pytest.raises(TicketError):
        workplace.reception.scan(town_hall.expired_ticket(), STATION)
    last = read_entries(workplace.store)[-1]
    assert last.event == AuditEvent.TICKET_REFUSED
    assert dict(last.details) == {"reason": "expired"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_ticket_of_two_codes_opens_in_either_order(
    workplace: Workplace, town_hall: TownHall, order: tuple[int, int]
) -> None:
    halves = two_part_ticket(town_hall)
    with pytest.raises(TicketError) as waiting:
        workplace.reception.scan([halves[order[0]]], STATION)
    assert waiting.value.reason is TicketReason.OTHER_HALF_MISSING
    visit = workplace.reception.scan([halves[order[1]]], STATION)
    assert workplace.cases.read(visit.id).answers["you.name"] == WATANABE


def test_the_same_half_twice_still_waits_for_the_other(workplace: Workplace, town_hall: TownHall) -> None:
    first, second = two_part_ticket(town_hall)
    for _ in range(2):
        with pytest.raises(TicketError):
            workplace.reception.scan([first], STATION)
    assert workplace.reception.scan([second], STATION).receipt_number == "A-001"


def test_a_half_of_one_screen_never_joins_a_half_of_another(workplace: Workplace, town_hall: TownHall) -> None:
    first, second = two_part_ticket(town_hall)
    for text, station in ((first, "screen-1"), (second, "screen-2")):
        with pytest.raises(TicketError) as refused:
            workplace.reception.scan([text], station)
        assert refused.value.reason is TicketReason.OTHER_HALF_MISSING


def test_a_whole_ticket_wins_over_a_half_that_waits(workplace: Workplace, town_hall: TownHall) -> None:
    with pytest.raises(TicketError):
        workplace.reception.scan([two_part_ticket(town_hall)[0]], STATION)
    visit = workplace.reception.scan(town_hall.ticket(), STATION)
    assert workplace.cases.read(visit.id).answers["you.name"] == YOSHIDA


def test_by_hand_begins_without_answers(workplace: Workplace) -> None:
    visit = workplace.reception.by_hand([PROCEDURE], staff_id=None)
    assert workplace.cases.read(visit.id).answers == {}
    assert visit.way_in is WayIn.HAND


def test_by_hand_needs_a_procedure(workplace: Workplace) -> None:
    with pytest.raises(DeskError) as refused:
        workplace.reception.by_hand(["no_such_thing"])
    assert refused.value.reason is DeskReason.NO_PROCEDURE


def test_the_card_fills_the_visitor_once_it_is_known_what_is_wanted(workplace: Workplace) -> None:
    visit = workplace.reception.by_card(CARD)
    assert workplace.cases.read(visit.id).answers == {}
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    answers = workplace.cases.read(visit.id).answers
    assert answers["you.name"] == YOSHIDA
    assert answers["you.address"] == HOME
    assert answers["you.birth_date"] == "1960-07-05"


@pytest.mark.parametrize("whom", ["self", "both", "household", "letter", "legal"])
def test_the_card_is_the_visitors_whoever_it_is_about(workplace: Workplace, whom: str) -> None:
    visit = workplace.reception.by_card(CARD)
    workplace.reception.choose(workplace.cases.read(visit.id), [PROCEDURE])
    case = workplace.cases.read(visit.id)
    workplace.reception.correct(case, {**case.answers, "whom": whom})
    answers = workplace.cases.read(visit.id).answers
    assert answers["you.name"] == YOSHIDA
    assert not [key for key in answers if key.startswith(("asker.", "late.", "p1."))]


def test_only_corrections_of_what_was_there_are_counted(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(), STATION)
    case = workplace.cases.read(visit.id)
    changed = dict(case.answers) | {"you.phone": "090-1234-5678", "purpose@resident_record_copy": "licence"}
    workplace.reception.correct(case, changed)
    assert workplace.cases.read(visit.id).visit.corrected_items == 1
